// Takes the pictures of docs/screenshots on a product that runs: BAADAL_E2E_URL, BAADAL_E2E_STATE_DIR.
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { root } from '../scripts/test/npm-start.ts';
import { launchBrowser, openPage, openSignedIn } from './browser.ts';
import { makeDemoCloud } from './demo-cloud.ts';
import { pixelsOf } from './pixels.ts';
import { type MadeVm, ProductApi } from './product-api.ts';
import { productAt } from './running-product.ts';

const outDir = join(root, 'docs', 'screenshots');
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;

/** A picture: its name, where it is taken, and what is to be done or waited for before. */
interface Shot {
  readonly name: string;
  readonly path: string;
  readonly ready: (page: Page) => Promise<unknown>;
  readonly phone?: true;
}

const heading = (name: string) => (page: Page) =>
  page.getByRole('heading', { level: 1, name, exact: true }).waitFor();

/** Waits until a condition holds, looking again whenever the page has drawn itself. */
async function until(page: Page, what: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await what())) {
    if (performance.now() > deadline) throw new Error(`not ready: ${page.url()}`);
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)));
  }
}

const screenShown = (vm: MadeVm) => async (page: Page) => {
  const screen = page.getByRole('region', { name: `Screen of ${vm.name}` });
  await until(page, async () => (await pixelsOf(screen)).light > 500);
};

const serialUsed = (vm: MadeVm) => async (page: Page) => {
  const frame = page.getByRole('region', { name: `Console of ${vm.name}` });
  const shows = (text: RegExp) =>
    until(page, async () => text.test((await frame.allInnerTexts()).join('\n')));
  await frame.getByText('Connected', { exact: true }).waitFor();
  await page.getByRole('textbox', { name: `Serial console of ${vm.name}` }).focus();
  await page.keyboard.press('Enter');
  await shows(/login:|#\s*$/);
  if (!/#\s*$/.test((await frame.allInnerTexts()).join('\n'))) await page.keyboard.type('root\n');
  await shows(/#\s*$/);
  await page.keyboard.type('clear; uname -sr; ip addr show eth0; free -m\n');
  await shows(/Swap:.*#\s*$/s);
};

async function askedToDelete(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Actions for web-2' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('dialog', { name: 'Delete web-2?' }).waitFor();
}

async function newVmFilled(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Name' }).fill('web-3');
  await page.getByRole('radio', { name: /^Small/ }).check();
  await page
    .getByText(/1024 MiB needed/)
    .first()
    .waitFor();
}

async function chartsDrawn(page: Page): Promise<void> {
  for (const title of ['CPU', 'Network']) {
    await page.getByRole('img', { name: new RegExp(`^${title}: `) }).waitFor();
  }
}

const graphDrawn = (page: Page) =>
  page.getByRole('img', { name: /^Hosts and what is between them/ }).waitFor();

async function cloneAsked(page: Page): Promise<void> {
  await heading('web-1')(page);
  await page.getByRole('button', { name: 'Actions for web-1' }).click();
  await page.getByRole('menuitem', { name: 'Clone…' }).click();
  await page.getByRole('dialog').getByText('What will be made').waitFor();
}

async function drawerOpen(page: Page): Promise<void> {
  await heading('VMs')(page);
  await page.getByRole('button', { name: /running task/ }).click();
  await page.getByRole('complementary', { name: 'Recent tasks' }).waitFor();
}

async function commandBoxOpen(page: Page): Promise<void> {
  await heading('VMs')(page);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('web');
  await page.getByRole('option', { name: /^web-1/ }).waitFor();
}

function shotsOf(vms: ReadonlyMap<string, MadeVm>, hostId: string): readonly Shot[] {
  const vm = (name: string): MadeVm => {
    const found = vms.get(name);
    if (!found) throw new Error(`no VM ${name}`);
    return found;
  };
  const web = vm('web-1');
  const at = (tab: string) => `/vms/${web.id}/${tab}`;
  return [
    { name: 'overview', path: '/', ready: heading('Overview'), phone: true },
    { name: 'vms', path: '/vms', ready: heading('VMs'), phone: true },
    { name: 'vms-delete', path: '/vms', ready: askedToDelete },
    { name: 'command-box', path: '/vms', ready: commandBoxOpen },
    { name: 'new-vm', path: '/vms/new', ready: newVmFilled, phone: true },
    { name: 'vm', path: at('overview'), ready: heading('web-1'), phone: true },
    {
      name: 'vm-crashed',
      path: `/vms/${vm('simulation-7').id}/overview`,
      ready: heading('simulation-7'),
    },
    { name: 'console-vnc', path: at('console?kind=vnc'), ready: screenShown(web), phone: true },
    { name: 'console-serial', path: at('console?kind=serial'), ready: serialUsed(web) },
    { name: 'vm-disks', path: at('disks'), ready: heading('web-1'), phone: true },
    { name: 'vm-snapshots', path: at('snapshots'), ready: heading('web-1'), phone: true },
    { name: 'vm-charts', path: at('charts'), ready: chartsDrawn, phone: true },
    { name: 'vm-settings', path: at('settings'), ready: heading('web-1'), phone: true },
    { name: 'vm-clone', path: at('overview'), ready: cloneAsked },
    { name: 'vm-history', path: at('history'), ready: heading('web-1') },
    { name: 'tasks', path: '/tasks', ready: heading('Tasks'), phone: true },
    { name: 'task', path: `/tasks/${web.taskId}`, ready: heading('Create VM web-1') },
    { name: 'task-drawer', path: '/vms', ready: drawerOpen },
    { name: 'hosts', path: '/hosts', ready: heading('Hosts'), phone: true },
    { name: 'host', path: `/hosts/${hostId}`, ready: heading('host1') },
    { name: 'host-network', path: '/hosts/network', ready: graphDrawn },
    { name: 'templates', path: '/infrastructure/templates', ready: heading('Templates') },
    { name: 'datastores', path: '/infrastructure/datastores', ready: heading('Datastores') },
    { name: 'health', path: '/health', ready: heading('Health') },
    { name: 'settings', path: '/settings', ready: heading('Settings') },
  ];
}

async function still(page: Page): Promise<void> {
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
  await page.getByText('Loading', { exact: true }).first().waitFor({ state: 'detached' });
  await page.waitForFunction(() =>
    document.getAnimations().every((each) => each.effect?.getTiming().iterations !== 1),
  );
}

async function main(): Promise<void> {
  const { BAADAL_E2E_URL: url, BAADAL_E2E_STATE_DIR: dir } = process.env;
  if (!url || !dir) throw new Error('BAADAL_E2E_URL and BAADAL_E2E_STATE_DIR name the product');
  const product = productAt(url, resolve(dir));
  mkdirSync(outDir, { recursive: true });
  await using api = await ProductApi.open(product);
  const vms = await makeDemoCloud(api, product.stateDir);
  const shots = shotsOf(vms, await api.hostId('host1'));
  const only = process.argv.slice(2);
  const browser = await launchBrowser();
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [width, options] of [
      [1440, { colorScheme }],
      [390, { colorScheme, ...PHONE }],
    ] as [number, BrowserContextOptions][]) {
      const file = (name: string) => join(outDir, `${name}-${colorScheme}-${width}.png`);
      await using visitor = await openPage(browser, options, product);
      await visitor.page.goto('/login');
      await heading('Sign in to Baadal')(visitor.page);
      if (only.length === 0) await visitor.page.screenshot({ path: file('login') });
      await using journey = await openSignedIn(
        browser,
        { ...options, reducedMotion: 'reduce' },
        product,
      );
      const { page } = journey;
      await page.goto('/');
      const hint = page.getByRole('button', { name: 'Later' });
      await heading('Overview')(page);
      if (await hint.isVisible()) await hint.click();
      for (const shot of shots) {
        if (width === 390 && !shot.phone) continue;
        if (only.length > 0 && !only.includes(shot.name)) continue;
        await page.goto(shot.path);
        await shot.ready(page);
        await still(page);
        await page.screenshot({ path: file(shot.name) });
        console.log(file(shot.name));
      }
    }
  }
  await browser.close();
}

await main();
