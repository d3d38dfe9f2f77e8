import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type JourneyPage, launchBrowser, openSignedIn } from './browser.ts';
import { lab, virsh } from './demo-lab.ts';
import { newName, ProductApi } from './product-api.ts';
import { oneStory } from './story.ts';

const slow = { timeout: 60_000 };
const vm = newName('lost');

let browser: Browser;
let journey: JourneyPage;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  journey = await openSignedIn(browser);
  page = journey.page;
});

oneStory(async (part) => console.log(await journey.keepPicture(part)));

afterAll(async () => {
  await lab('power-on', 'host2');
  await page.goto('/hosts').then(() => page.getByRole('row', { name: /host2.*Up/ }).waitFor(slow));
  await setConstants({ respawnAutomatic: '1', hostDownAfterSeconds: '15' });
  await using api = await ProductApi.open(inject('product'));
  await api.deleteVms(vm);
  await browser.close();
});

async function setConstants(values: Record<string, string>): Promise<void> {
  await using api = await ProductApi.open(inject('product'));
  const set = 'mutation Set($i: SetConstantInput!) { setConstant(input: $i) { name } }';
  for (const [name, value] of Object.entries(values))
    await api.request(set, { i: { name, value } });
}

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

describe('a host dies', () => {
  test('its page says so, and offers to bring its VMs up elsewhere', async () => {
    // Asked for by hand here, and sooner than by default.
    await setConstants({ respawnAutomatic: '0', hostDownAfterSeconds: '5' });
    await using api = await ProductApi.open(inject('product'));
    await api.madeVm(vm, { hostId: await api.hostId('host2') });
    await page.goto('/hosts');
    await page.getByRole('link', { name: 'host2', exact: true }).click();
    await page.getByRole('heading', { name: 'host2', level: 1 }).waitFor();
    await lab('power-off', 'host2');
    await page.getByText('Down', { exact: true }).first().waitFor(slow);
    await page.getByRole('button', { name: 'Respawn VMs' }).click(slow);
    const dialog = page.getByRole('dialog', { name: 'Bring the VMs of host2 up on other hosts?' });
    await dialog.getByText(/power of host2 is cut by its BMC/).waitFor();
    await dialog
      .getByRole('row')
      .filter({ hasText: vm })
      .getByText('Starts elsewhere', { exact: false })
      .waitFor();
    await dialog.getByRole('button', { name: 'Respawn VMs of host2' }).click();
    await dialog.waitFor({ state: 'hidden' });
  });

  test('its VM runs on another host, once', async () => {
    await page
      .getByText(/VMs of host2 are respawned/)
      .first()
      .waitFor(slow);
    await page.goto(`/vms?q=${vm}`);
    const row = page.getByRole('row').filter({ hasText: vm });
    await row.getByText('Running', { exact: true }).waitFor(slow);
    await row.getByText('host1', { exact: true }).waitFor();
    expect(await virsh('host1', `domstate Baadal_admin_${vm}`)).toContain('running');
  });
});
