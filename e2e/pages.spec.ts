import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContextOptions, Page, Response } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { launchBrowser, openPage, openSignedIn } from './browser.ts';
import { type MadeVm, newName, ProductApi } from './product-api.ts';

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const axeSource = readFileSync(axeFile, 'utf8');
/** First load of the signed-in list of VMs, gzip. */
const MOST_JAVASCRIPT_KB = 300;
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;

const prefix = newName('page');
let browser: Browser;
let api: ProductApi;
let vm: MadeVm;
let off: MadeVm;

beforeAll(async () => {
  browser = await launchBrowser();
  api = await ProductApi.open(inject('product'));
  [vm, off] = await Promise.all([
    api.madeVm(`${prefix}-on`),
    api.madeVm(`${prefix}-off`, { start: false, purpose: 'To be looked at' }),
  ]);
});

afterAll(async () => {
  await api.deleteVms(prefix);
  await api[Symbol.asyncDispose]();
  await browser.close();
});

/** Every page: its address, its title, and a text that shows that its content is there. */
async function everyPage(): Promise<readonly (readonly [path: string, heading: string])[]> {
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

/** What axe calls serious or critical, as "rule: where". */
async function axeFaults(page: Page): Promise<readonly string[]> {
  const loaded = await page.evaluate(() => 'axe' in globalThis);
  // As a file's text: the page's own policy allows no script from elsewhere.
  if (!loaded) await page.evaluate(axeSource);
  return await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations, passes } = await axe.run({ exclude: [['.xterm'], ['canvas']] });
    if (passes.length < 10) return [`axe looked at next to nothing: ${passes.length} rules`];
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  });
}

/** No skeleton, no spinner of a page that is on its way. */
async function settled(page: Page, heading: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
  await page.getByText('Loading', { exact: true }).first().waitFor({ state: 'detached' });
}

/** What is wrong with a page in either colour; the desktop's choice changes while it is open. */
async function faultsInColours(page: Page): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // Colours that are on their way to others have a contrast of their own.
    await page.waitForFunction(
      (dark) =>
        document.documentElement.classList.contains('pf-v6-theme-dark') === dark &&
        !document.getAnimations().some((each) => each instanceof CSSTransition),
      colorScheme === 'dark',
    );
    faults.push(...(await axeFaults(page)).map((fault) => `${colorScheme}: ${fault}`));
  }
  return faults;
}

// Both widths at once: most of a walk is waiting for pages to come and colours to change.
describe.concurrent.each([
  ['1440 px', {}],
  ['390 px', PHONE],
] as [string, BrowserContextOptions][])('%s', (_name, options) => {
  const title = 'every page is there, fits, has a title and no serious fault of accessibility';
  test(title, { timeout: 600_000 }, async () => {
    await using journey = await openSignedIn(browser, options);
    const { page } = journey;
    const faults: string[] = [];
    for (const [path, heading] of await everyPage()) {
      await page.goto(path);
      await settled(page, heading).catch((error: unknown) => faults.push(`${path}: ${error}`));
      const shown = await page.title();
      if (shown !== `${heading} · Baadal`) faults.push(`${path}: the title is "${shown}"`);
      const overhang = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (overhang > 0) faults.push(`${path}: ${overhang} px too wide`);
      faults.push(...(await faultsInColours(page)).map((fault) => `${path}: ${fault}`));
    }
    expect([...faults, ...journey.faults]).toEqual([]);
  });

  test('so is the sign-in page', async () => {
    await using journey = await openPage(browser, options);
    const { page } = journey;
    await page.goto('/login');
    await settled(page, 'Sign in to Baadal');
    expect(await page.title()).toBe('Sign in · Baadal');
    expect([...(await faultsInColours(page)), ...journey.faults]).toEqual([]);
  });
});

/** The scripts that a page asks for, as they are when packed by gzip: kB by file name. */
function scriptsOf(page: Page): () => Promise<ReadonlyMap<string, number>> {
  const responses: Response[] = [];
  page.on('response', (response) => {
    if (/javascript/.test(response.headers()['content-type'] ?? '')) responses.push(response);
  });
  return async () => {
    const sizes = await Promise.all(
      responses.map(async (response) => {
        const body = await response.body();
        // What is smaller than a packet is sent as it is.
        if (body.length > 1024) {
          expect(response.headers()['content-encoding'], response.url()).toMatch(/^(gzip|br)$/);
        }
        return [response.url(), gzipSync(body).length / 1000] as const;
      }),
    );
    return new Map(sizes);
  };
}

test('the first load of the list of VMs is at most 300 kB of JavaScript', async () => {
  await using journey = await openSignedIn(browser);
  const { page } = journey;
  const scripts = scriptsOf(page);
  await page.goto('/vms');
  await settled(page, 'VMs');
  await page.getByRole('row').filter({ hasText: vm.name }).waitFor();
  const files = await scripts();
  const kB = [...files.values()].reduce((sum, each) => sum + each, 0);
  console.log(`first load of /vms: ${Math.round(kB)} kB of JavaScript in ${files.size} files`);
  expect(kB).toBeGreaterThan(50);
  expect(kB).toBeLessThanOrEqual(MOST_JAVASCRIPT_KB);
});

test('Ctrl-K finds a VM by its address and opens it, by keys alone', async () => {
  await using journey = await openSignedIn(browser);
  const { page } = journey;
  await page.goto('/');
  await settled(page, 'Overview');
  const { vm: found } = await api.request<{ vm: { privateIp: string } }>(
    'query Address($id: ID!) { vm(id: $id) { privateIp } }',
    { id: vm.id },
  );
  await page.keyboard.press('Control+k');
  const box = page.getByRole('combobox', { name: 'Find or do something' });
  await box.waitFor();
  await page.keyboard.type(found.privateIp);
  await page.getByRole('option', { name: vm.name }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: vm.name }).waitFor();
  await page.keyboard.press('Control+k');
  await box.waitFor();
  await page.keyboard.press('Escape');
  await box.waitFor({ state: 'detached' });
  expect(journey.faults).toEqual([]);
});

test('a setting is found, changed, shown as not the default, and reset', async () => {
  await using journey = await openSignedIn(browser);
  const { page } = journey;
  await page.goto('/settings#snapshot');
  const at = (name: string) => page.getByRole('row').filter({ hasText: name });
  const snapshots = page.getByRole('heading', { name: 'Snapshots' });
  await snapshots.waitFor();
  await expect
    .poll(() => snapshots.evaluate((it) => it.getBoundingClientRect().top))
    .toBeLessThan(500);
  await page.getByRole('textbox', { name: 'Name or meaning' }).fill('ping GRACE');
  await page.getByText(/^1 of \d+$/).waitFor();
  const setting = at('snapshotPingGraceSeconds');
  await setting.getByRole('button', { name: 'Change' }).click();
  const dialog = page.getByRole('dialog', { name: 'snapshotPingGraceSeconds' });
  await dialog.getByRole('textbox').fill('0');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText(/is a whole number from 1/).waitFor();
  await dialog.getByRole('textbox').fill('61');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await setting.getByText('Not the default').waitFor();
  await page.getByRole('textbox', { name: 'Name or meaning' }).fill('');
  await page.getByRole('button', { name: /^Not the default/ }).click();
  await page.reload();
  await setting.getByRole('button', { name: 'Reset snapshotPingGraceSeconds to 60' }).click();
  await page.getByText('snapshotPingGraceSeconds is 60 again').waitFor();
  await setting.waitFor({ state: 'detached' });
  expect(journey.faults).toEqual([]);
});

test('several VMs are started, shut down and deleted at once', async () => {
  const names = [`${prefix}-many-1`, `${prefix}-many-2`];
  await Promise.all(names.map((name) => api.madeVm(name, { start: false })));
  await using journey = await openSignedIn(browser);
  const { page } = journey;
  await page.goto(`/vms?q=${prefix}-many`);
  const states = (word: string) => page.getByRole('row').getByText(word, { exact: true });
  const everywhere = (word: string) =>
    expect.poll(() => states(word).count(), { timeout: 60_000 }).toBe(names.length);
  await everywhere('Off');
  await page.getByRole('checkbox', { name: 'Select all rows on this page' }).check();
  const bar = page.getByRole('toolbar', { name: 'Actions on the selected VMs' });
  await bar.getByRole('button', { name: 'Start' }).click();
  await everywhere('Running');
  await bar.getByRole('button', { name: 'Shut down' }).click();
  await everywhere('Off');
  await bar.getByRole('button', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete 2 VMs?' });
  for (const name of names) await dialog.getByText(name).waitFor();
  await dialog.getByLabel('Type “2 VMs” to go on').fill('2 VMs');
  await dialog.getByRole('button', { name: 'Delete 2 VMs' }).click();
  await page.getByRole('heading', { name: 'No VM matches' }).waitFor({ timeout: 60_000 });
  expect(journey.faults).toEqual([]);
});
