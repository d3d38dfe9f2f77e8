import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { type JourneyPage, launchBrowser, openSignedIn } from './browser.ts';
import { newName, ProductApi } from './product-api.ts';

const name = newName('busy');
const slow = { timeout: 60_000 };

let browser: Browser;
let journey: JourneyPage;
let page: Page;
let api: ProductApi;
let id: string;

beforeAll(async () => {
  browser = await launchBrowser();
  journey = await openSignedIn(browser);
  page = journey.page;
  api = await ProductApi.open(inject('product'));
  id = (await api.madeVm(name)).id;
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(await journey.keepPicture(task.name));
});

afterAll(async () => {
  await api.deleteVms(name);
  await api[Symbol.asyncDispose]();
  await browser.close();
});

const legend = (title: string) =>
  page.getByRole('table', { name: `Figures of ${title}`, exact: true });
/** What the CPU's legend says of now, in percent. */
async function cpuNow(): Promise<number> {
  const [now = ''] = await legend('CPU').getByRole('cell').allInnerTexts();
  return Number.parseFloat(now);
}

/** Has the guest work without end, by its serial console. */
async function makeBusy(): Promise<void> {
  await page.goto(`/vms/${id}/console`);
  await page.getByRole('button', { name: 'Serial', exact: true }).click();
  const terminal = page.getByRole('textbox', { name: `Serial console of ${name}` });
  const text = async () =>
    (await page.getByRole('region', { name: `Console of ${name}` }).allInnerTexts()).join('\n');
  const afterEnter = async () => {
    await terminal.press('Enter');
    return await text();
  };
  await expect.poll(afterEnter, slow).toContain('login:');
  await terminal.pressSequentially('root\n');
  await expect.poll(text, slow).toMatch(/#\s*$/m);
  await terminal.pressSequentially('while :; do :; done\n');
}

test('a VM that works hard shows it in its charts while one looks', async () => {
  await makeBusy();
  await page.getByRole('link', { name: 'Charts', exact: true }).click();
  await page.getByRole('img', { name: /^CPU: / }).waitFor();
  let loads = 0;
  page.on('load', () => {
    loads += 1;
  });
  await expect.poll(cpuNow, slow).toBeGreaterThan(10);
  expect(loads).toBe(0);
  for (const title of ['Memory', 'Disk', 'Network']) await legend(title).waitFor();
  expect(journey.faults.filter((fault) => !fault.includes('ERR_NETWORK_CHANGED'))).toEqual([]);
});

test('a drag over one chart shows that time in all, and back again', async () => {
  const box = await page.getByRole('img', { name: /^CPU: / }).boundingBox();
  if (!box) throw new Error('no chart');
  await page.mouse.move(box.x + box.width * 0.6, box.y + 80);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.9, box.y + 80, { steps: 5 });
  await page.mouse.up();
  await page.waitForURL(/from=\d+/);
  await page.getByRole('button', { name: 'Back to the hour' }).click();
  await page.waitForURL((url) => !url.searchParams.has('from'));
  await page.getByRole('button', { name: 'Week', exact: true }).click();
  await page.waitForURL(/period=week/);
  await page.getByRole('img', { name: /^Network: / }).waitFor();
});

test('the same is there as a table, and its CPU as a small line in the list', async () => {
  await page.goto(`/vms/${id}/charts`);
  await page.getByRole('button', { name: 'Table', exact: true }).first().click();
  const table = page.getByRole('region', { name: 'CPU' }).getByRole('table').first();
  await table.getByRole('rowheader').first().waitFor();
  await page.goto(`/vms?q=${name}`);
  const row = page.getByRole('row').filter({ hasText: name });
  await row.getByRole('img', { name: 'CPU of the last hour' }).waitFor();
});
