import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { baadal } from '../apps/cli/test/run-baadal.ts';
import { type JourneyPage, launchBrowser, openSignedIn } from './browser.ts';
import { lab, virsh } from './demo-lab.ts';
import { newName, ProductApi } from './product-api.ts';

const slow = { timeout: 60_000 };
const name = newName('stray');
const file = `/mnt/datastore/vm_images/${name}.qcow2`;

let browser: Browser;
let journey: JourneyPage;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  journey = await openSignedIn(browser);
  page = journey.page;
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(await journey.keepPicture(task.name));
});

afterAll(async () => {
  await virsh('host1', `undefine ${name}`).catch(() => undefined);
  await lab('ssh', 'host1', `rm -f ${file} /mnt/datastore/quarantine/*${name}*`);
  await browser.close();
});

const group = (title: string) => page.getByRole('region', { name: title });
const row = (title: string) => group(title).getByRole('row').filter({ hasText: name });

test('the leak check finds nothing, then what was put there, and repairs it by a click', async () => {
  await page.goto('/health');
  const whole = page.getByRole('heading', { name: 'Nothing disagrees' });
  await whole.waitFor(slow);

  const xml = `<domain type="qemu"><name>${name}</name><memory>16384</memory><os><type>hvm</type></os></domain>`;
  await lab('ssh', 'host1', `echo '${xml}' > /tmp/${name}.xml; virsh define /tmp/${name}.xml`);
  await lab('ssh', 'host1', `echo kept > ${file}`);
  await page.getByRole('button', { name: 'Check again' }).click();
  await row('Domains nobody knows').getByText('it is off').waitFor(slow);
  await row('Files nobody knows').waitFor();
  await using api = await ProductApi.open(inject('product'));
  const env = { BAADAL_URL: api.url, BAADAL_TOKEN: api.token };
  const sick = await baadal(['doctor'], env);
  expect(sick).toMatchObject({ code: 1, stdout: expect.stringContaining('2 findings') });

  const repair = row('Files nobody knows').getByRole('button', { name: /^Repair/ });
  const [button, table] = [
    await repair.boundingBox(),
    await group('Files nobody knows').boundingBox(),
  ];
  const rightOf = (box: typeof button) => (box ? box.x + box.width : Number.NaN);
  expect(rightOf(button)).toBeLessThanOrEqual(rightOf(table));
  await repair.click();
  await group('Files nobody knows').waitFor({ state: 'detached', ...slow });
  expect(await lab('ssh', 'host1', `cat /mnt/datastore/quarantine/*${name}*`)).toBe('kept\n');

  // What is lost is asked about first.
  await row('Domains nobody knows')
    .getByRole('button', { name: /^Repair/ })
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Its disk files stay.').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  await row('Domains nobody knows')
    .getByRole('button', { name: /^Repair/ })
    .click();
  await dialog.getByRole('button', { name: /^Repair/ }).click();
  await whole.waitFor(slow);
  expect(await virsh('host1', 'list --all --name')).not.toContain(name);
  const well = await baadal(['doctor'], env);
  expect(well).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing disagrees') });
  expect(journey.faults).toEqual([]);
});

test('the logs and the audit are beside it, and the page fits a phone', async () => {
  await page.getByRole('link', { name: 'Logs' }).click();
  await page.getByPlaceholder('Text in the message').waitFor();
  await page.getByRole('link', { name: 'Leak check' }).click();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('heading', { name: 'Nothing disagrees' }).waitFor(slow);
  const overhang = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overhang).toBe(0);
});
