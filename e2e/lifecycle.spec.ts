import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type JourneyPage, launchBrowser, openPage, openSignedIn } from './browser.ts';
import { newName, ProductApi } from './product-api.ts';
import { oneStory } from './story.ts';

const slow = { timeout: 60_000 };
const password = 'a long enough password';

let browser: Browser;
let journey: JourneyPage;
let page: Page;
let api: ProductApi;
let vmId = '';
const name = newName('life');
const friend = newName('friend');

beforeAll(async () => {
  browser = await launchBrowser();
  api = await ProductApi.open(inject('product'));
  await api.request('mutation ($i: CreateUserInput!) { createUser(input: $i) { id } }', {
    i: { username: friend, name: `Dear ${friend}`, password },
  });
  ({ id: vmId } = await api.createVm(name));
  journey = await openSignedIn(browser);
  page = journey.page;
  await page.goto(`/vms/${vmId}/settings`);
  await page.getByText('Running', { exact: true }).first().waitFor(slow);
});

oneStory(async (part) => console.log(await journey.keepPicture(part)));

afterAll(async () => {
  await api.deleteVms(name);
  await api[Symbol.asyncDispose]();
  await browser.close();
});

const section = (title: string): Locator => page.getByRole('region', { name: title, exact: true });
const notice = (text: string) =>
  page.getByRole('list', { name: 'Notices' }).getByText(text).first();

describe('the settings of a VM, and its return', () => {
  test('says when a size takes effect, and does it', async () => {
    const vcpus = page.getByRole('textbox', { name: 'vCPUs' });
    await vcpus.fill('2');
    await page.getByText('Takes effect at once, without a restart.').waitFor();
    const memory = page.getByRole('textbox', { name: 'Memory (MiB)' });
    await memory.fill('512');
    await page.getByText('Takes effect at the next start; until then').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await notice('Edited vcpus successfully. Edited ram successfully.').waitFor(slow);
    await page.getByText('These changes take effect when it is next started').waitFor(slow);
    await page.getByText('Memory: 128 MiB now, 512 MiB after the restart').waitFor();
    await page.getByText('Restart due', { exact: true }).waitFor();
    expect(await vcpus.inputValue()).toBe('2');
  });

  test('is shared with somebody who then sees it, until it is not', async () => {
    const sharing = section('Shared with');
    await sharing.getByRole('textbox', { name: /^Find people/ }).fill(friend);
    await sharing.getByRole('button', { name: `Share with Dear ${friend}` }).click();
    await notice(`${name} is shared with Dear ${friend}`).waitFor();
    await using other = await openPage(browser);
    await other.page.goto('/vms');
    await other.page.getByLabel('User name').fill(friend);
    await other.page.getByLabel('Password').fill(password);
    await other.page.getByRole('button', { name: 'Sign in' }).click();
    await other.page.getByRole('link', { name, exact: true }).click();
    await other.page.getByRole('heading', { name, exact: true }).waitFor();
    await page.getByRole('button', { name: `Stop sharing with Dear ${friend}` }).click();
    // The page of a VM that one may not see any more is left for the list.
    await other.page.waitForURL(/\/vms$/);
    await other.page.getByText('No VMs yet').waitFor();
  });

  test('is locked, and says so', async () => {
    await section('Lock').getByText('Locked', { exact: true }).click();
    await notice('Edited lock successfully.').waitFor(slow);
    await page.getByText('Locked: nobody but an admin may do anything').first().waitFor();
    await section('Lock').getByText('Locked', { exact: true }).click();
    await page.getByText('A locked VM obeys admins only.').waitFor(slow);
  });

  test('is deleted, and restored from the list of deleted VMs', async () => {
    await section('Danger zone')
      .getByRole('button', { name: `Delete ${name}` })
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill(name);
    await dialog.getByRole('button', { name: `Delete ${name}` }).click();
    await page.waitForURL(/\/vms$/, slow);
    await page.getByRole('link', { name: 'Deleted VMs' }).click();
    await page.getByRole('button', { name: `Actions for ${name}` }).click();
    await page.getByRole('menuitem', { name: 'Restore' }).click();
    await notice(`${name} is restored successfully`).waitFor(slow);
    await page.getByRole('cell', { name, exact: true }).waitFor({ state: 'detached' });
    await page.goto(`/vms/${vmId}/history`);
    const events = section('Events');
    await events.getByText('Restored', { exact: true }).waitFor();
    await events
      .getByRole('link', { name: `Restore VM ${name}` })
      .first()
      .waitFor();
    expect(journey.faults).toEqual([]);
  });
});
