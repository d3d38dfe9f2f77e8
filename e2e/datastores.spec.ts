import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, inject, test } from 'vitest';
import { type JourneyPage, launchBrowser, openSignedIn } from './browser.ts';
import { lab } from './demo-lab.ts';
import { newName, ProductApi } from './product-api.ts';
import { oneStory } from './story.ts';

const slow = { timeout: 60_000 };
const HOST = 'host1';
const PATH = '/mnt/e2e-own';

let browser: Browser;
let journey: JourneyPage;
let page: Page;
const name = newName('own');
const vm = newName('bound');

beforeAll(async () => {
  const own = '/var/tmp/e2e-own';
  await lab('ssh', HOST, `mkdir -p ${own} ${PATH} && mount --bind ${own} ${PATH}`);
  browser = await launchBrowser();
  journey = await openSignedIn(browser);
  page = journey.page;
});

oneStory(async (part) => console.log(await journey.keepPicture(part)));

afterAll(async () => {
  await using api = await ProductApi.open(inject('product'));
  await api.deleteVms(vm);
  type Stores = { datastores: { id: string; name: string }[] };
  const { datastores } = await api.request<Stores>('query D { datastores { id name } }');
  const left = datastores.find((each) => each.name === name);
  const remove = 'mutation R($i: RemoveDatastoreInput!) { removeDatastore(input: $i) { id } }';
  if (left) await api.request(remove, { i: { id: left.id } });
  await lab('ssh', HOST, `umount ${PATH}; rm -rf /var/tmp/e2e-own ${PATH}`);
  await browser.close();
});

const row = () => page.getByRole('row').filter({ hasText: name });
const act = async (action: string) => {
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: action }).click();
};

describe('storage of one host', () => {
  test('is tried there before it is added', async () => {
    await page.goto('/infrastructure/datastores');
    await page.getByRole('button', { name: 'Add datastore' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    await page.getByRole('textbox', { name: 'Path' }).fill(PATH);
    await page.getByRole('button', { name: 'Check and add' }).click();
    await page.getByText(/host2: there is no directory/).waitFor(slow);
    await page.getByRole('radio', { name: 'Some hosts, or one' }).check();
    await page.getByRole('checkbox', { name: HOST }).check();
    await page.getByRole('button', { name: 'Check and add' }).click();
    await row().getByText(`${HOST} alone`).waitFor(slow);
  });

  test('is emptied by a plan, and removed', async () => {
    await using api = await ProductApi.open(inject('product'));
    type Stores = { datastores: { id: string; name: string }[] };
    const { datastores } = await api.request<Stores>('query D { datastores { id name } }');
    const datastoreId = datastores.find((each) => each.name === name)?.id;
    await api.madeVm(vm, { datastoreId, start: false });
    await act('Empty…');
    await page.getByRole('heading', { name: `Empty ${name}`, level: 1 }).waitFor(slow);
    const step = page.getByRole('row').filter({ hasText: vm });
    await step.getByText('Off: files are copied').waitFor(slow);
    await page.getByRole('button', { name: `Empty ${name}` }).click();
    await page
      .getByText(/is empty: the disks of 1 VM moved/)
      .first()
      .waitFor(slow);
    await page.getByRole('link', { name: 'Datastores' }).first().click();
    await row().getByText('Takes nothing new').waitFor(slow);
    await act('Remove');
    await page.getByRole('button', { name: `Remove ${name}` }).click();
    await row().waitFor({ state: 'detached', ...slow });
  });
});
