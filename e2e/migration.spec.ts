import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JourneyPage } from './browser.ts';
import { type MadeVm, newName, type ProductApi } from './product-api.ts';
import { oneStory, openVmStory, type VmStory } from './story.ts';

let story: VmStory;
let journey: JourneyPage;
let page: Page;
let api: ProductApi;
let vm: MadeVm;

beforeAll(async () => {
  story = await openVmStory(newName('move'));
  ({ journey, page, api, vm } = story);
});
afterAll(() => story?.end());
oneStory(async (part) => console.log(await journey.keepPicture(part)));

async function hostOf(): Promise<string> {
  const query = 'query Host($id: ID!) { vm(id: $id) { host { name } } }';
  const data = await api.request<{ vm: { host: { name: string } } }>(query, { id: vm.id });
  return data.vm.host.name;
}

test('a VM that runs moves to the host that suits it best, and its page says so', async () => {
  const from = await hostOf();
  await page.goto(`/vms/${vm.id}`);
  await page.getByRole('button', { name: `Actions for ${vm.name}` }).click();
  await page.getByRole('menuitem', { name: 'Migrate…' }).click();
  const form = page.getByRole('dialog', { name: `Migrate ${vm.name}` });
  await form.getByText(/runs on while its memory is copied/).waitFor();
  await form.getByText(/would stay .* free/).waitFor();
  await form.getByRole('button', { name: 'Limits' }).click();
  await form.getByRole('textbox', { name: 'Bandwidth (MiB/s)' }).fill('none');
  await form.getByText('Give a whole number from 1.').waitFor();
  await form.getByRole('textbox', { name: 'Bandwidth (MiB/s)' }).fill('20');
  await form.getByRole('button', { name: `Migrate ${vm.name}` }).click();
  await form.waitFor({ state: 'detached' });
  await page.getByText(`${vm.name} is migrated successfully`).first().waitFor({ timeout: 60_000 });
  const to = await hostOf();
  expect(to).not.toBe(from);
  await page.goto(`/vms/${vm.id}/history`);
  await page.getByRole('row').filter({ hasText: from }).filter({ hasText: to }).first().waitFor();
});

test('the page of a host says which hosts its VMs can move to', async () => {
  const name = await hostOf();
  const { hosts } = await api.request<{ hosts: { id: string; name: string }[] }>(
    'query Hosts { hosts { id name } }',
  );
  await page.goto(`/hosts/${hosts.find((host) => host.name === name)?.id}`);
  await page.getByRole('link', { name: 'Migration' }).click();
  await page.getByRole('heading', { name: 'Migration' }).waitFor();
  await page.getByRole('button', { name: 'Write and try again' }).click();
  await page.getByText('Both ways work').first().waitFor({ timeout: 60_000 });
});
