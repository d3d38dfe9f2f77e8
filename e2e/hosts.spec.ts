import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type JourneyPage, launchBrowser, openSignedIn } from './browser.ts';
import { lab, virsh } from './demo-lab.ts';
import { ProductApi } from './product-api.ts';
import { oneStory } from './story.ts';

const slow = { timeout: 60_000 };
const NAME = 'host3';

interface LabMachine {
  readonly name: string;
  readonly address: string;
}

let browser: Browser;
let journey: JourneyPage;
let page: Page;
let address: string;

beforeAll(async () => {
  // A further machine of the lab, of which the product was not told.
  await lab('up', '--hosts', '3');
  const { machines } = JSON.parse(await lab('status', '--json')) as { machines: LabMachine[] };
  address = machines.find(({ name }) => name === NAME)?.address ?? '';
  browser = await launchBrowser();
  journey = await openSignedIn(browser);
  page = journey.page;
});

oneStory(async (part) => console.log(await journey.keepPicture(part)));

afterAll(async () => {
  await using api = await ProductApi.open(inject('product'));
  type Hosts = { hosts: { id: string; name: string }[] };
  const { hosts } = await api.request<Hosts>('query Hosts { hosts { id name } }');
  const left = hosts.find(({ name }) => name === NAME);
  const remove = 'mutation Remove($i: RemoveHostInput!) { removeHost(input: $i) { id } }';
  if (left) await api.request(remove, { i: { id: left.id } });
  await lab('up', '--hosts', '2');
  await browser.close();
});

const tab = (name: string) =>
  page.getByRole('navigation', { name: 'Parts of this host' }).getByRole('link', { name }).click();

describe('a machine becomes a host, and goes', () => {
  test('its key is confirmed, then it is looked at', async () => {
    await page.goto('/hosts');
    await page.getByRole('link', { name: 'Add host' }).click();
    await page.getByRole('textbox', { name: 'Address' }).fill(`${address}99`);
    await page.getByRole('button', { name: 'Check host' }).click();
    await page.getByRole('heading', { name: /could not be looked at/ }).waitFor(slow);
    await page.getByRole('textbox', { name: 'Address' }).fill(address);
    await page.getByRole('button', { name: 'Check host' }).click();
    await page.getByRole('heading', { name: 'Is this its host key?' }).waitFor(slow);
    await page.getByText(/^SHA256:/).waitFor();
    await page.getByRole('button', { name: 'It is its key' }).click();
    await page.getByRole('heading', { name: 'The machine can be a host.' }).waitFor(slow);
    await page.getByRole('row', { name: /datastore lab.*the same as on host/ }).waitFor();
    await page.getByRole('row', { name: /kvm.*Drawback/ }).waitFor();
  });

  test('it is added under a name, and is up', async () => {
    expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe(NAME);
    await page.getByRole('textbox', { name: 'Rack' }).fill('R1');
    await page.getByRole('textbox', { name: 'Slot' }).fill('7');
    await page.getByRole('button', { name: `Add ${NAME}` }).click();
    await page.getByRole('heading', { name: NAME, exact: true }).waitFor(slow);
    await page.getByText('Up', { exact: true }).first().waitFor(slow);
    await page.getByText('R1 / 7').waitFor();
    await tab('Hardware');
    const cards = page.getByRole('region', { name: 'Network cards' });
    await cards.getByText('eth0', { exact: true }).waitFor();
    await tab('Overview');
    const health = page.getByRole('region', { name: 'Health' });
    for (const sign of ['Ping', 'SSH', 'libvirt', 'Open vSwitch'])
      await health
        .locator('div', { hasText: new RegExp(`^${sign}.*Works`) })
        .first()
        .waitFor(slow);
  });

  test('a domain made by hand shows, and becomes a VM', async () => {
    const xml =
      '<domain type=qemu><name>by-hand</name><memory unit=MiB>32</memory><os><type arch=x86_64>hvm</type></os></domain>';
    const quoted = xml.replace(/=([a-zA-Z0-9_]+)/g, "='$1'");
    await lab('ssh', NAME, `cat > /tmp/d.xml <<'E'\n${quoted}\nE\nvirsh define /tmp/d.xml`);
    await page.getByRole('button', { name: 'Actions for the domain by-hand' }).click(slow);
    await page.getByRole('menuitem', { name: 'Adopt' }).click();
    const dialog = page.getByRole('dialog', { name: 'Adopt the domain by-hand' });
    await dialog.getByRole('button', { name: 'Adopt by-hand' }).click();
    // It has no disk: the task says so, and nothing is changed.
    await page
      .getByText(/It has no disk/)
      .first()
      .waitFor(slow);
    await page.getByRole('button', { name: 'Actions for the domain by-hand' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    const asking = page.getByRole('dialog', { name: 'Delete the domain by-hand?' });
    await asking.getByLabel(/to go on/).fill('by-hand');
    await asking.getByRole('button', { name: 'Delete by-hand' }).click();
    await page
      .getByRole('heading', { name: 'Unknown domains' })
      .waitFor({ state: 'detached', ...slow });
    expect(await virsh(NAME, 'list --all --name')).not.toContain('by-hand');
  });

  test('it is edited and removed', async () => {
    await page.getByRole('button', { name: `More actions for ${NAME}` }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await page.getByRole('dialog').getByLabel('Rack').fill('R2');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('R2 / 7').waitFor();
    await tab('History');
    await page.getByRole('region', { name: 'Events' }).getByText('R1 → R2').waitFor();
    await page.getByRole('button', { name: `More actions for ${NAME}` }).click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await page.getByLabel(/to go on/).fill(NAME);
    await page.getByRole('button', { name: `Remove ${NAME}` }).click();
    await page.getByRole('heading', { name: 'Hosts', exact: true }).waitFor();
    await page.getByRole('link', { name: NAME, exact: true }).waitFor({ state: 'detached' });
    // The address where nothing answers is the one request that was refused.
    expect(journey.faults.filter((fault) => !/status of 4/.test(fault))).toEqual([]);
  });
});
