import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JourneyPage } from './browser.ts';
import { type MadeVm, newName } from './product-api.ts';
import { oneStory, openVmStory, type VmStory } from './story.ts';

let story: VmStory;
let journey: JourneyPage;
let page: Page;
let vm: MadeVm;

beforeAll(async () => {
  story = await openVmStory(newName('snap'));
  ({ journey, page, vm } = story);
});
afterAll(() => story?.end());
oneStory(async (part) => console.log(await journey.keepPicture(part)));

const row = (name: string) => page.getByRole('row').filter({ hasText: name });
const dialog = (name: string | RegExp) => page.getByRole('dialog', { name });

async function take(name: string, memory: boolean): Promise<void> {
  await page.getByRole('button', { name: 'Take snapshot', exact: true }).click();
  const form = dialog(`Take a snapshot of ${vm.name}`);
  await form.getByRole('textbox', { name: 'Name' }).fill(name);
  const withMemory = form.getByRole('switch', { name: 'With memory' });
  if ((await withMemory.isChecked()) !== memory) await withMemory.press('Space');
  await form.getByRole('button', { name: 'Take snapshot' }).click();
  await form.waitFor({ state: 'detached' });
  await row(name).waitFor();
}

test('a snapshot is taken with memory, another of the disks alone', async () => {
  await page.goto(`/vms/${vm.id}/snapshots`);
  await page.getByText('No snapshots yet').waitFor();
  await page.getByText('0 of 3 used').waitFor();
  await page.getByRole('button', { name: 'Take snapshot', exact: true }).click();
  const form = dialog(`Take a snapshot of ${vm.name}`);
  await form.getByRole('button', { name: 'Take snapshot' }).click();
  await form.getByText('A snapshot needs a name.').waitFor();
  await page.keyboard.press('Escape');
  await take('before the upgrade', true);
  await row('before the upgrade').getByText('Disks and memory').waitFor();
  await take('disks only', false);
  await row('disks only').getByText('current').waitFor();
  await page.getByText('2 of 3 used').waitFor();
});

test('it is reverted to after saying what is lost, and deleted', async () => {
  await page.getByRole('button', { name: 'Actions on snapshot before the upgrade' }).click();
  await page.getByRole('menuitem', { name: 'Revert' }).click();
  const asked = dialog(`Revert ${vm.name}?`);
  await asked.getByText(/is lost/).waitFor();
  await asked.getByRole('button', { name: `Revert ${vm.name}` }).click();
  await row('before the upgrade').getByText('current').waitFor();
  await page.getByText('Running', { exact: true }).first().waitFor();
  await page.getByRole('button', { name: 'Actions on snapshot disks only' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await dialog(/^Delete the snapshot/)
    .getByRole('button', { name: 'Delete disks only' })
    .click();
  await row('disks only').waitFor({ state: 'detached' });
  await page.getByText('1 of 3 used').waitFor();
});

test('a schedule is set', async () => {
  await page.getByRole('button', { name: 'Edit schedule' }).click();
  const form = dialog(/taken by themselves/);
  await form.getByRole('switch', { name: 'Daily snapshots' }).press('Space');
  await form.getByRole('spinbutton', { name: 'Daily: Keep' }).fill('5');
  await form.getByRole('button', { name: 'Set schedule' }).click();
  await row('Every day, 02:00 to 03:00 UTC').getByText('5', { exact: true }).waitFor();
  expect(journey.faults).toEqual([]);
});
