import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type JourneyPage, launchBrowser, openSignedIn } from './browser.ts';
import { newName, ProductApi } from './product-api.ts';
import { oneStory } from './story.ts';

const slow = { timeout: 60_000 };

let browser: Browser;
let journey: JourneyPage;
let page: Page;
const name = newName('orig');
const prefix = newName('copy');

beforeAll(async () => {
  await using api = await ProductApi.open(inject('product'));
  await api.madeVm(name);
  browser = await launchBrowser();
  journey = await openSignedIn(browser);
  page = journey.page;
});

oneStory(async (part) => console.log(await journey.keepPicture(part)));

afterAll(async () => {
  await using api = await ProductApi.open(inject('product'));
  await api.deleteVms(prefix);
  await api.deleteVms(name);
  await browser.close();
});

describe('cloning a VM three times', () => {
  test('the dialog tells what will be made before it is', async () => {
    await page.goto('/vms');
    await page.getByRole('link', { name, exact: true }).first().click();
    await page.getByRole('heading', { name, exact: true }).waitFor();
    await page.getByRole('button', { name: `Actions for ${name}` }).click();
    await page.getByRole('menuitem', { name: 'Clone…' }).click();
    const dialog = page.getByRole('dialog', { name: `Clone ${name}` });
    await dialog.getByLabel('How many').fill('101');
    await dialog.getByText('Give a whole number from 1 to 100.').waitFor();
    expect(await dialog.getByRole('button', { name: `Clone ${name}` }).isDisabled()).toBe(true);
    await dialog.getByLabel('How many').fill('3');
    await dialog.getByLabel('Names begin with').fill(prefix);
    await dialog.getByText(`${prefix}-1, ${prefix}-2, ${prefix}-3`).waitFor(slow);
    await dialog.getByText(/vda \(\d+ GiB\)/).waitFor();
    await dialog.getByRole('rowheader', { name: 'Private addresses' }).waitFor();
    await dialog.getByRole('button', { name: 'Make 3 clones' }).click();
    await dialog.waitFor({ state: 'detached' });
  });

  test('each clone is a task of its own under the one that was asked for', async () => {
    await page.goto('/tasks');
    const title = `Clone VM ${name} 3 times`;
    await page.getByRole('button', { name: `Show the tasks of ${title}` }).click();
    for (const number of [1, 2, 3])
      await page
        .getByRole('link', { name: `Make VM ${prefix}-${number} as a clone of ${name}` })
        .waitFor(slow);
    await page.getByRole('link', { name: title }).click();
    await page.getByRole('heading', { name: title }).waitFor();
    await page.getByText('3 of 3 done').waitFor(slow);
    await page
      .getByText(/^Cloned successfully\. 3 of 3 clones are made/)
      .first()
      .waitFor(slow);
  });

  test('a clone runs and names its parent', async () => {
    await page.getByRole('link', { name: `Make VM ${prefix}-2 as a clone of ${name}` }).click();
    await page.getByRole('link', { name: `${prefix}-2`, exact: true }).click();
    await page.getByRole('heading', { name: `${prefix}-2`, exact: true }).waitFor();
    await page.getByText('Running', { exact: true }).first().waitFor(slow);
    await page.getByText('Cloned from').waitFor();
    await page.getByRole('link', { name, exact: true }).click();
    await page.getByRole('heading', { name, exact: true }).waitFor();
  });
});
