import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type JourneyPage, launchBrowser, openSignedIn } from './browser.ts';
import { lab } from './demo-lab.ts';

const slow = { timeout: 60_000 };

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
  await lab('link', 'host1', 'host2');
  await browser.close();
});

test('a link that became slow shows on the page once it is measured, with its history', async () => {
  await page.goto('/hosts/network');
  await page.getByRole('img', { name: /^Hosts and what is between them/ }).waitFor(slow);
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  const row = page.getByRole('row').filter({ hasText: 'host1 – host2' });
  await row.waitFor(slow);

  await lab('link', 'host1', 'host2', '--latency', '80');
  await page.getByRole('button', { name: 'Measure latency' }).click();
  await expect
    .poll(
      async () =>
        Number.parseFloat(
          (await row
            .getByText(/^\d.* ms$/)
            .first()
            .textContent()) ?? '',
        ),
      slow,
    )
    .toBeGreaterThan(60);

  await row.getByRole('button', { name: 'host1 – host2' }).click();
  await page.getByRole('region', { name: 'History of host1 – host2' }).waitFor(slow);
  await page.getByRole('img', { name: 'Latency, ms' }).locator('canvas').waitFor(slow);
  expect(journey.faults).toEqual([]);
});
