import { gzipSync } from 'node:zlib';
import type { Browser, Page, Response } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { launchBrowser, openSignedIn } from './browser.ts';
import { settled } from './page-walk.ts';
import { type MadeVm, newName, ProductApi } from './product-api.ts';

/** First load of the signed-in list of VMs, gzip. */
const MOST_JAVASCRIPT_KB = 300;

const prefix = newName('page');
let browser: Browser;
let api: ProductApi;
let vm: MadeVm;

beforeAll(async () => {
  browser = await launchBrowser();
  api = await ProductApi.open(inject('product'));
  vm = await api.madeVm(`${prefix}-on`);
});

afterAll(async () => {
  await api.deleteVms(prefix);
  await api[Symbol.asyncDispose]();
  await browser.close();
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

test('a list with names of 30 characters fits a screen of 1440 px', async () => {
  const name = `${prefix}-${'laboratory-of-chemistry-vm-000'.slice(prefix.length + 1)}`;
  expect(name).toHaveLength(30);
  await api.madeVm(name, { start: false });
  await using journey = await openSignedIn(browser);
  const { page } = journey;
  await page.goto(`/vms?q=${name}`);
  await settled(page, 'VMs');
  const row = page.getByRole('row').filter({ hasText: name });
  await row.waitFor();
  const boxes = await Promise.all(
    [row, row.getByRole('button', { name: /^Actions for/ })].map((part) => part.boundingBox()),
  );
  const ends = boxes.map((box) => (box?.x ?? Number.NaN) + (box?.width ?? 0));
  // The menu stays in sight however wide the row is: the row itself must not be wider.
  expect(ends[0]).toBeLessThanOrEqual(1440);
  expect(ends[1]).toBeLessThanOrEqual(1440);
  expect(journey.faults).toEqual([]);
});

test('a page whose program does not arrive says so, and can be loaded again', async () => {
  await using journey = await openSignedIn(browser);
  const { page } = journey;
  await page.route(/\/assets\/.*\.js$/, (route) => route.abort());
  await page.goto('/vms');
  await page.getByRole('alert').filter({ hasText: 'Baadal did not load' }).waitFor();
  await page.unroute(/\/assets\/.*\.js$/);
  await page.getByRole('button', { name: 'Load it again' }).click();
  await settled(page, 'VMs');
});

test('work that begins on a VM moves nothing on its page', async () => {
  const off = await api.madeVm(`${prefix}-still`, { start: false });
  await using journey = await openSignedIn(browser);
  const { page } = journey;
  await page.goto(`/vms/${off.id}/disks`);
  await settled(page, off.name);
  await page.getByRole('row').filter({ hasText: 'vda' }).waitFor();
  const heading = page.getByRole('heading', { name: 'Disks' });
  const before = await heading.boundingBox();
  const started = api.act('startVm', off.id);
  await page
    .getByRole('progressbar', { name: /^Start/ })
    .first()
    .waitFor();
  expect((await heading.boundingBox())?.y).toBe(before?.y);
  await started;
  expect(journey.faults).toEqual([]);
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
