import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JourneyPage } from './browser.ts';
import { virsh } from './demo-lab.ts';
import { type MadeVm, newName, type ProductApi } from './product-api.ts';
import { oneStory, openVmStory, type VmStory } from './story.ts';

const slow = { timeout: 60_000 };
const name = newName('disks');

let story: VmStory;
let journey: JourneyPage;
let page: Page;
let api: ProductApi;
let vm: MadeVm;

beforeAll(async () => {
  story = await openVmStory(name, async (on) => ({ hostId: await on.hostId('host1') }));
  ({ journey, page, api, vm } = story);
  await page.goto(`/vms/${vm.id}/console?kind=serial`);
});
afterAll(() => story?.end());
oneStory(async (part) => console.log(await journey.keepPicture(part)));

const serialText = async () =>
  (await page.getByRole('region', { name: `Console of ${name}` }).allInnerTexts())
    .join('\n')
    .replaceAll('\u00a0', ' ');

async function atSerialConsole(): Promise<void> {
  await tab('Console');
  await page.getByRole('button', { name: 'Serial', exact: true }).click();
  const frame = page.getByRole('region', { name: `Console of ${name}` });
  await frame.getByText('Connected', { exact: true }).waitFor(slow);
  // Connected may have been the screen, which was shown before: what came before is the serial line's.
  await expect.poll(serialText, slow).toMatch(/#\s*$/m);
}

/** Reads a line of the guest's /proc/partitions for the disk, in 1 KiB blocks. */
async function blocksInGuest(target: string): Promise<number> {
  const mark = newName('seen');
  const terminal = page.getByRole('textbox', { name: `Serial console of ${name}` });
  await terminal.focus();
  await page.keyboard.type(`clear; grep ${target} /proc/partitions; echo ${mark} | tr a-z A-Z\n`);
  await expect.poll(serialText, slow).toContain(mark.toUpperCase());
  const lines = [...(await serialText()).matchAll(new RegExp(`(\\d+) ${target}`, 'g'))];
  return Number(lines.at(-1)?.[1] ?? 0);
}

/** What the newest task of the VM ended with. */
async function lastMessage(): Promise<string | null> {
  const query = 'query ($id: ID!) { vm(id: $id) { tasks(first: 1) { message } } }';
  const found = await api.request<{ vm: { tasks: { message: string | null }[] } }>(query, {
    id: vm.id,
  });
  return found.vm.tasks[0]?.message ?? null;
}

const tab = (label: string) => page.getByRole('link', { name: label, exact: true }).click();
const disk = (target: string) =>
  page.getByRole('grid', { name: 'Disks' }).getByRole('row').filter({ hasText: target });
const actionOn = async (target: string, action: string) => {
  await disk(target)
    .getByRole('button', { name: `Actions for disk ${target}` })
    .click();
  await page.getByRole('menuitem', { name: action }).click();
};

test('the guest is there', async () => {
  await page.getByRole('textbox', { name: `Serial console of ${name}` }).focus();
  await expect
    .poll(async () => {
      await page.keyboard.press('Enter');
      return serialText();
    }, slow)
    .toContain('login:');
  await page.keyboard.type('root\n');
  await expect.poll(serialText, slow).toMatch(/#\s*$/m);
  expect(await blocksInGuest('vdb')).toBe(0);
});

test('a disk is attached, with the reasons of its place, and the guest has it', async () => {
  await tab('Disks');
  await disk('vda').getByText('Present').waitFor();
  await page.getByRole('button', { name: 'Attach disk', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Size (GiB)' }).fill('0');
  await dialog.getByRole('button', { name: 'Attach disk' }).click();
  await dialog.getByText('A disk has a whole number of GiB, 1 to 65536.').waitFor();
  await dialog.getByRole('textbox', { name: 'Size (GiB)' }).fill('1');
  await dialog.getByText(/GiB free above its reserve, 1 GiB wanted/).waitFor();
  await dialog.getByRole('button', { name: 'Attach disk' }).click();
  await disk('vdb').getByText('Present').waitFor(slow);
  await expect.poll(lastMessage, slow).toBe('Attached extra disk successfully');
  expect(await virsh('host1', `domblklist Baadal_admin_${name}`)).toContain('vdb');
  await atSerialConsole();
  await expect.poll(() => blocksInGuest('vdb'), slow).toBe(1024 ** 2);
});

test('it grows under the guest', async () => {
  await tab('Disks');
  await actionOn('vdb', 'Grow');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Size (GiB)' }).fill('3');
  await dialog.getByRole('button', { name: 'Grow disk' }).click();
  await disk('vdb').getByText('3 GiB').waitFor(slow);
  await atSerialConsole();
  // The guest takes note when its CPU has a turn.
  await expect.poll(() => blocksInGuest('vdb'), slow).toBe(3 * 1024 ** 2);
});

test('it is detached, its volume kept, and then deleted for good', async () => {
  await tab('Disks');
  await actionOn('vdb', 'Detach');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Detach vdb' }).click();
  await disk('vdb').waitFor({ state: 'detached', ...slow });
  const volume = `Baadal_admin_${name}_disk1.qcow2`;
  const kept = page.getByRole('grid', { name: 'Kept volumes' }).getByRole('row');
  await kept.filter({ hasText: volume }).waitFor(slow);
  await kept.getByRole('button', { name: `Actions for ${volume}` }).click();
  await page.getByRole('menuitem', { name: 'Delete for good' }).click();
  await dialog.getByRole('textbox').fill(volume);
  await dialog.getByRole('button', { name: `Delete ${volume}` }).click();
  await kept.filter({ hasText: volume }).waitFor({ state: 'detached', ...slow });
  expect(journey.faults).toEqual([]);
});
