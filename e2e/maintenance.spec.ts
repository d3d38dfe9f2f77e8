import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { type JourneyPage, launchBrowser, openSignedIn } from './browser.ts';
import { oneStory } from './story.ts';

let browser: Browser;
let journey: JourneyPage;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  journey = await openSignedIn(browser);
  page = journey.page;
});

oneStory(async (part) => console.log(await journey.keepPicture(part)));

afterAll(() => browser.close());

// Looked at only: other journeys' VMs run on this cloud. The integration tests shut one down.
describe('the shutdown of the cloud is looked at, and not done', () => {
  test('the page says what is shut, and what cannot be done', async () => {
    await page.goto('/hosts');
    await page.getByRole('link', { name: 'Shutdown and boot' }).click();
    await page.getByRole('heading', { level: 1, name: 'Shutdown and boot' }).waitFor();
    await page.getByText('No VM waits for a boot.').waitFor();
    const boot = page.getByRole('button', { name: 'Boot the cloud' });
    await boot.waitFor();
    if ((await boot.getAttribute('aria-disabled')) !== 'true')
      throw new Error('an open cloud can be booted');
  });

  test('a host’s shutdown tells its plan and asks for the name', async () => {
    await page.getByRole('button', { name: 'Actions for host1' }).click();
    await page.getByRole('menuitem', { name: 'Shut down', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Shut down host1?' });
    await dialog.getByText(/stopped, .* of memory is kept/).waitFor();
    const sure = dialog.getByRole('button', { name: 'Shut down host1' });
    if (await sure.isEnabled()) throw new Error('it can be done without a word');
    await dialog.getByRole('textbox').fill('host1');
    if (await sure.isDisabled()) throw new Error('its name does not suffice');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
  });

  test('that of the cloud asks for words', async () => {
    await page.getByRole('button', { name: 'Shut down the cloud' }).click();
    const dialog = page.getByRole('dialog', { name: 'Shut down the whole cloud?' });
    await dialog.getByRole('checkbox', { name: 'Switch hosts off afterwards' }).waitFor();
    const sure = dialog.getByRole('button', { name: 'Shut down the cloud' });
    if (await sure.isEnabled()) throw new Error('it can be done without a word');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });
});
