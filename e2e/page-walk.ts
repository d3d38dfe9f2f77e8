import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { launchBrowser, openPage, openSignedIn } from './browser.ts';
import { type MadeVm, newName, ProductApi } from './product-api.ts';

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const axeSource = readFileSync(axeFile, 'utf8');

/** What the walk meets: a VM that runs, one that is off, and the start of both names. */
interface Met {
  readonly api: ProductApi;
  readonly prefix: string;
  readonly vm: MadeVm;
  readonly off: MadeVm;
}

/** Every page: its address, its title, and a text that shows that its content is there. */
async function everyPage({
  api,
  prefix,
  vm,
  off,
}: Met): Promise<readonly (readonly [path: string, heading: string])[]> {
  const hostId = await api.hostId('host1');
  return [
    ['/', 'Overview'],
    ['/vms', 'VMs'],
    [`/vms?q=${prefix}-nothing`, 'VMs'],
    ['/vms/new', 'New VM'],
    [`/vms/${vm.id}/overview`, vm.name],
    [`/vms/${vm.id}/console?kind=vnc`, vm.name],
    [`/vms/${vm.id}/console?kind=serial`, vm.name],
    [`/vms/${vm.id}/snapshots`, vm.name],
    [`/vms/${vm.id}/disks`, vm.name],
    [`/vms/${vm.id}/charts`, vm.name],
    [`/vms/${vm.id}/history`, vm.name],
    [`/vms/${vm.id}/settings`, vm.name],
    [`/vms/${off.id}/console`, off.name],
    [`/vms/${off.id}/charts`, off.name],
    ['/vms/vm_unknown', 'VM'],
    ['/vms/deleted', 'Deleted VMs'],
    ['/tasks', 'Tasks'],
    [`/tasks/${vm.taskId}`, `Create VM ${vm.name}`],
    ['/hosts', 'Hosts'],
    ['/hosts/new', 'Add a host'],
    ['/hosts/balance', 'Balance hosts'],
    ['/hosts/power', 'Power plan'],
    ['/hosts/groups', 'VM groups'],
    [`/hosts/${hostId}/evacuation`, 'Evacuate host1'],
    [`/hosts/${hostId}`, 'host1'],
    ...['vms', 'charts', 'hardware', 'migration', 'history'].map(
      (tab) => [`/hosts/${hostId}/${tab}`, 'host1'] as const,
    ),
    ['/hosts/network', 'Host network'],
    ['/hosts/network?as=table', 'Host network'],
    ['/infrastructure/templates', 'Templates'],
    ['/infrastructure/datastores', 'Datastores'],
    ['/infrastructure/networks', 'Networks'],
    ['/people', 'People'],
    ['/health', 'Health'],
    ['/health/alerts', 'Health'],
    ['/health/logs', 'Health'],
    ['/health/audit', 'Health'],
    ['/settings', 'Settings'],
    ['/account/tokens', 'API tokens'],
    ['/account/password', 'Change password'],
    ['/nowhere', 'Not found'],
  ];
}

/** Colours change at once: those on their way to others have a contrast of their own. */
async function forbidTransitions(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('*, ::before, ::after { transition: none !important }');
    document.adoptedStyleSheets = [sheet];
  });
}

/** The rules of axe that judge colours. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/**
 * What axe calls serious or critical, as "rule: where".
 * @param only rules to ask for; null: all
 */
async function axeFaults(page: Page, only: string[] | null): Promise<readonly string[]> {
  const loaded = await page.evaluate(() => 'axe' in globalThis);
  // As a file's text: the page's own policy allows no script from elsewhere.
  if (!loaded) await page.evaluate(axeSource);
  return await page.evaluate(async (some: string[] | null) => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations, passes } = await axe.run(
      { exclude: [['.xterm'], ['canvas']] },
      { resultTypes: ['violations'], ...(some && { runOnly: some }) },
    );
    if (passes.length < (some ? 1 : 10))
      return [`axe looked at next to nothing: ${passes.length} rules`];
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  }, only);
}

/** No skeleton, no spinner of a page that is on its way. */
export async function settled(page: Page, heading: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
  await page.getByText('Loading', { exact: true }).first().waitFor({ state: 'detached' });
}

/** What is wrong with a page in either colour; the desktop's choice changes while it is open. */
async function faultsInColours(page: Page): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.waitForFunction(
      (dark) => document.documentElement.classList.contains('pf-v6-theme-dark') === dark,
      colorScheme === 'dark',
    );
    // Only colours are others in the second scheme.
    const found = await axeFaults(page, colorScheme === 'light' ? null : COLOUR_RULES);
    faults.push(...found.map((fault) => `${colorScheme}: ${fault}`));
  }
  return faults;
}

/** Walks over all pages in one width: a file of its own for each, since a walk takes long. */
export function describePages(name: string, options: BrowserContextOptions): void {
  describe(name, () => {
    const prefix = newName('walk');
    let browser: Browser;
    let met: Met;

    beforeAll(async () => {
      browser = await launchBrowser();
      const api = await ProductApi.open(inject('product'));
      const [vm, off] = await Promise.all([
        api.madeVm(`${prefix}-on`),
        api.madeVm(`${prefix}-off`, { start: false, purpose: 'To be looked at' }),
      ]);
      met = { api, prefix, vm, off };
    });

    afterAll(async () => {
      await met.api.deleteVms(prefix);
      await met.api[Symbol.asyncDispose]();
      await browser.close();
    });

    const title = 'every page is there, fits, has a title and no serious fault of accessibility';
    test(title, { timeout: 600_000 }, async () => {
      await using journey = await openSignedIn(browser, options);
      const { page } = journey;
      await forbidTransitions(page);
      const faults: string[] = [];
      for (const [path, heading] of await everyPage(met)) {
        await page.goto(path);
        await settled(page, heading).catch((error: unknown) => faults.push(`${path}: ${error}`));
        const shown = await page.title();
        if (shown !== `${heading} · Baadal`) faults.push(`${path}: the title is "${shown}"`);
        // The page scrolls within its frame, where there is one.
        const overhang = await page.evaluate(() => {
          const main = document.querySelector('.bd-main') ?? document.documentElement;
          return main.scrollWidth - main.clientWidth;
        });
        if (overhang > 0) faults.push(`${path}: ${overhang} px too wide`);
        const inColours = await faultsInColours(page).catch((error: unknown) => [`${error}`]);
        faults.push(...inColours.map((fault) => `${path}: ${fault}`));
      }
      expect([...faults, ...journey.faults]).toEqual([]);
    });

    test('so is the sign-in page', async () => {
      await using journey = await openPage(browser, options);
      const { page } = journey;
      await forbidTransitions(page);
      await page.goto('/login');
      await settled(page, 'Sign in to Baadal');
      expect(await page.title()).toBe('Sign in · Baadal');
      expect([...(await faultsInColours(page)), ...journey.faults]).toEqual([]);
    });
  });
}
