import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type JourneyPage, launchBrowser, openPage } from './browser.ts';
import { pixelsOf } from './pixels.ts';
import { newName, ProductApi } from './product-api.ts';
import { textsOf } from './seen-texts.ts';
import { oneStory } from './story.ts';

/** The colour of a found text in the serial console, light and dark alike. */
const FOUND = [74, 102, 112] as const;
const slow = { timeout: 60_000 };

let browser: Browser;
let journey: JourneyPage;
let page: Page;
const name = newName('job');

beforeAll(async () => {
  browser = await launchBrowser();
  journey = await openPage(browser, { permissions: ['clipboard-read', 'clipboard-write'] });
  page = journey.page;
});

oneStory(async (part) => console.log(await journey.keepPicture(part)));

afterAll(async () => {
  await using api = await ProductApi.open(inject('product'));
  await api.deleteVms(name);
  await browser.close();
});

const state = (word: string) => page.getByText(word, { exact: true }).first();
const tab = (label: string) =>
  page.getByRole('navigation', { name: 'Parts of this VM' }).getByRole('link', { name: label });

async function act(action: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

/** The text on the serial console. */
const serialText = async () =>
  (await page.getByRole('region', { name: `Console of ${name}` }).allInnerTexts()).join('\n');

async function consoleConnected(): Promise<void> {
  const frame = page.getByRole('region', { name: `Console of ${name}` });
  await frame.getByText('Connected', { exact: true }).waitFor(slow);
}

describe('from signing in to a VM with consoles, and back', () => {
  test('a wrong password is told in words, the right one leads in', async () => {
    await page.goto('/vms');
    await page.getByRole('heading', { name: 'Sign in to Baadal' }).waitFor();
    await page.getByLabel('User name').fill('admin');
    await page.getByLabel('Password').fill('guessed');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'The user name or the password is wrong' }).waitFor();
    expect(await page.getByLabel('User name').inputValue()).toBe('admin');
    await page.getByLabel('Password').fill(inject('product').adminPassword);
    await page.keyboard.press('Enter');
    // It was the list that was asked for.
    await page.getByRole('heading', { name: 'VMs', exact: true }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/vms');
  });

  test('the form tells what is wrong and who would run it', async () => {
    await page.getByRole('link', { name: 'New VM' }).first().click();
    const field = page.getByRole('textbox', { name: 'Name' });
    await field.waitFor();
    await page.getByRole('button', { name: 'Create VM', exact: true }).click();
    await page.getByText('Give the VM a name.').waitFor();
    expect(await field.evaluate((element) => document.activeElement === element)).toBe(true);
    await field.fill('-web');
    await page.getByText('Begin with a letter or digit.').waitFor();
    await field.fill(name);
    await page.getByText('Begin with a letter or digit.').waitFor({ state: 'detached' });
    await page.getByRole('radio', { name: /^Micro/ }).check();
    await page.getByText('Would run on').waitFor();
  });

  test('its task runs to its end before the eyes', async () => {
    await page.getByRole('button', { name: /running task/ }).click();
    const drawer = page.getByRole('complementary', { name: 'Recent tasks' });
    await drawer.waitFor();
    const said = await textsOf(page.getByRole('main'));
    await page.getByRole('button', { name: 'Create VM', exact: true }).click();
    const entry = drawer.getByRole('listitem').filter({ hasText: name });
    await entry.getByText('Succeeded', { exact: true }).waitFor(slow);
    await entry.getByText('VM is installed successfully').waitFor();
    const notice = page.getByRole('list', { name: 'Notices' }).getByText('installed successfully');
    await notice.waitFor();
    await page.getByRole('heading', { name, exact: true }).waitFor();
    await drawer.getByRole('button', { name: 'Close the tasks' }).click();
    await drawer.waitFor({ state: 'detached' });
    await state('Running').waitFor();
    // The work was seen on the VM's page while it went on, with how far it was.
    expect((await said()).filter((text) => /Creating/.test(text) && /\d %/.test(text))).not.toEqual(
      [],
    );
    const copy = page.getByRole('button', { name: /^Copy IP address 10\.\d+\.\d+\.\d+$/ });
    const address = (await copy.getAttribute('aria-label'))?.split(' ').at(-1);
    await copy.click();
    await page.getByRole('button', { name: 'IP address copied' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(address);
  });

  test('the task is kept with its steps and log', async () => {
    await tab('History').click();
    const tasks = page.getByRole('grid', { name: 'Tasks' });
    await tasks.getByRole('link', { name: new RegExp(`Create VM ${name}`) }).click();
    await page.getByRole('region', { name: 'Steps' }).getByText('Done').first().waitFor();
    const log = page.getByRole('region', { name: 'Log' });
    await expect
      .poll(async () => (await log.allInnerTexts()).join('\n').split('\n').length, slow)
      .toBeGreaterThan(4);
    await page.goBack();
    await page.getByRole('heading', { name, exact: true }).waitFor();
  });

  test('the serial console echoes what is typed, takes a paste and is searched', async () => {
    await tab('Console').click();
    await page.getByRole('button', { name: 'Serial', exact: true }).click();
    await consoleConnected();
    const terminal = page.getByRole('textbox', { name: `Serial console of ${name}` });
    await terminal.focus();
    await page.keyboard.press('Enter');
    await expect.poll(serialText, slow).toContain('login:');
    await page.keyboard.type('root\n');
    await expect.poll(serialText, slow).toMatch(/#\s*$/m);
    await page.keyboard.type('echo e2e-$((6*7))\n');
    await expect.poll(serialText, slow).toContain('e2e-42');
    expect(await serialText()).toContain('echo e2e-$((6*7))');
    await page.getByRole('button', { name: 'Paste' }).click();
    await page.getByRole('textbox', { name: 'Text' }).fill('echo pas""ted');
    await page.getByRole('button', { name: 'Type it' }).click();
    await page.keyboard.press('Enter');
    await expect.poll(serialText, slow).toMatch(/^pasted/m);
    const frame = page.getByRole('region', { name: `Console of ${name}` });
    expect((await pixelsOf(frame, FOUND)).alike).toBe(0);
    await page.getByRole('button', { name: 'Find', exact: true }).click();
    await page.getByRole('textbox', { name: 'Find', exact: true }).fill('e2e-42');
    await expect.poll(async () => (await pixelsOf(frame, FOUND)).alike, slow).toBeGreaterThan(200);
    await page.keyboard.press('Escape');
  });

  test("the VNC console shows the guest's screen and takes keys", async () => {
    await page.getByRole('button', { name: 'Screen (VNC)' }).click();
    await consoleConnected();
    const screen = page.getByRole('region', { name: `Screen of ${name}` });
    // The guest says "login:" on its screen, in light text on black.
    await expect.poll(async () => (await pixelsOf(screen)).light, slow).toBeGreaterThan(500);
    const before = await pixelsOf(screen);
    expect(before.colours).toBeGreaterThan(1);
    await screen.click();
    await page.keyboard.type('root\n');
    await page.keyboard.type('the quick brown fox jumps over the lazy dog');
    await expect
      .poll(async () => (await pixelsOf(screen)).light, slow)
      .toBeGreaterThan(before.light + 500);
  });

  test('the VNC console has keys, paste, scaling, full screen and a window of its own', async () => {
    const screen = page.getByRole('region', { name: `Screen of ${name}` });
    const before = await pixelsOf(screen);
    await page.getByRole('button', { name: 'Paste' }).click();
    await page.getByRole('textbox', { name: 'Text' }).fill('PASTED-INTO-THE-SCREEN');
    await page.getByRole('button', { name: 'Type it' }).click();
    await expect
      .poll(async () => (await pixelsOf(screen)).light, slow)
      .toBeGreaterThan(before.light + 200);
    await page.getByRole('button', { name: 'Actual size' }).click();
    await page.getByRole('button', { name: 'Fit to window' }).click();
    await page.getByRole('button', { name: 'Ctrl-Alt-Del' }).waitFor();
    await page.getByRole('button', { name: 'Full screen' }).click();
    await page.waitForFunction(() => document.fullscreenElement !== null);
    await page.getByRole('button', { name: 'Full screen' }).click();
    await page.waitForFunction(() => document.fullscreenElement === null);
    const opened = page.waitForEvent('popup');
    await page.getByRole('button', { name: 'Open in a window of its own' }).click();
    const own = await opened;
    const ownScreen = own.getByRole('region', { name: `Screen of ${name}` });
    await own.getByText('Connected', { exact: true }).waitFor(slow);
    await expect.poll(async () => (await pixelsOf(ownScreen)).light, slow).toBeGreaterThan(500);
    await own.close();
  });

  test('it is shut down, started and deleted from its page', async () => {
    await tab('Overview').click();
    await act('Shut down');
    await state('Shutting down').waitFor();
    await state('Off').waitFor(slow);
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await state('Running').waitFor(slow);
    await act('Delete');
    const dialog = page.getByRole('dialog', { name: `Delete ${name}?` });
    const confirm = dialog.getByRole('button', { name: `Delete ${name}` });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByLabel(`Type “${name}” to go on`).fill(name);
    await confirm.click();
    await page.getByRole('heading', { name: 'VMs', exact: true }).waitFor(slow);
    await page.getByRole('list', { name: 'Notices' }).getByText(`Delete VM ${name}`).waitFor();
    await page.getByRole('link', { name, exact: true }).waitFor({ state: 'detached', ...slow });
  });

  test('nothing failed unseen and no other server was asked', () => {
    expect(journey.faults).toEqual([]);
  });
});
