import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, inject, test } from 'vitest';
import { type JourneyPage, launchBrowser, openSignedIn } from './browser.ts';
import { newName, ProductApi } from './product-api.ts';
import { oneStory } from './story.ts';

const slow = { timeout: 60_000 };
const HOST = 'host2';

let browser: Browser;
let journey: JourneyPage;
let page: Page;
const vm = newName('evac');
const group = newName('group');

beforeAll(async () => {
  await using api = await ProductApi.open(inject('product'));
  type Hosts = { hosts: { id: string; name: string }[] };
  const { hosts } = await api.request<Hosts>('query Hosts { hosts { id name } }');
  const hostId = hosts.find(({ name }) => name === HOST)?.id;
  await api.madeVm(vm, { hostId, start: false });
  browser = await launchBrowser();
  journey = await openSignedIn(browser);
  page = journey.page;
});

oneStory(async (part) => console.log(await journey.keepPicture(part)));

afterAll(async () => {
  await using api = await ProductApi.open(inject('product'));
  type Hosts = { hosts: { id: string; maintenance: boolean }[] };
  const { hosts } = await api.request<Hosts>('query Hosts { hosts { id maintenance } }');
  const open =
    'mutation Open($i: SetHostMaintenanceInput!) { setHostMaintenance(input: $i) { id } }';
  for (const { id, maintenance } of hosts)
    if (maintenance) await api.request(open, { i: { id, on: false } });
  await api.deleteVms(vm);
  await browser.close();
});

describe('a host is emptied, and filled again', () => {
  test('the plan says where its VM goes, and why', async () => {
    await page.goto('/hosts');
    await page.getByRole('link', { name: HOST, exact: true }).click();
    await page.getByRole('link', { name: 'Evacuate…' }).click();
    await page.getByRole('heading', { name: `Evacuate ${HOST}`, level: 1 }).waitFor();
    const row = page.getByRole('row').filter({ hasText: vm });
    await row.getByText('Off: its definition is moved').waitFor(slow);
    await row.getByText(/would stay/).waitFor();
  });

  test('its VM moves, and comes back', async () => {
    await page.getByRole('button', { name: `Evacuate ${HOST}` }).click();
    await page
      .getByText(new RegExp(`${HOST} is empty: `))
      .first()
      .waitFor(slow);
    await page.getByText(`${HOST} has no VMs.`, { exact: false }).waitFor(slow);
    await page.getByRole('button', { name: 'Bring its VMs back' }).click();
    await page.getByRole('button', { name: `Bring them back to ${HOST}` }).click();
    await page
      .getByText(new RegExp(`${HOST} takes VMs again`))
      .first()
      .waitFor(slow);
    await page.getByRole('row').filter({ hasText: vm }).first().waitFor(slow);
  });
});

describe('what the cloud would do by itself', () => {
  test('is shown for power and balance', async () => {
    await page.goto('/hosts');
    await page.getByRole('link', { name: 'Power plan' }).click();
    await page.getByRole('row', { name: new RegExp(`${HOST}.*Left as it is`) }).waitFor(slow);
    await page.getByText('How long a host', { exact: false }).first().waitFor();
    await page.getByRole('link', { name: 'Hosts', exact: true }).first().click();
    await page.getByRole('link', { name: 'Balance', exact: true }).click();
    await page
      .getByRole('img', { name: new RegExp(`^${HOST}: \\d+ % full`) })
      .first()
      .waitFor(slow);
  });

  test('VMs are kept apart by a group', async () => {
    await page.goto('/hosts/groups');
    await page.getByRole('button', { name: 'New group' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'New group' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill(group);
    await dialog.getByRole('textbox', { name: 'Find VMs' }).fill(vm);
    await dialog.getByRole('button', { name: `Add ${vm}` }).click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('row', { name: new RegExp(`${group}.*Apart.*${vm}`) }).waitFor(slow);
    await page.getByRole('button', { name: `More actions for ${group}` }).click();
    await page.getByRole('menuitem', { name: `Delete ${group}` }).click();
    await page.getByRole('button', { name: `Delete ${group}` }).click();
    await page.getByRole('row', { name: new RegExp(group) }).waitFor({ state: 'detached' });
  });
});
