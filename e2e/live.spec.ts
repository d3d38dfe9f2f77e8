import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { type JourneyPage, launchBrowser, openSignedIn } from './browser.ts';
import { lab, virsh } from './demo-lab.ts';
import { newName, ProductApi } from './product-api.ts';

const slow = { timeout: 60_000 };
const prefix = newName('live');

let browser: Browser;
let journey: JourneyPage;
let page: Page;
let api: ProductApi;
/** Loads of the document; more than one means that a page was loaded again. */
let loads = 0;

beforeAll(async () => {
  browser = await launchBrowser();
  journey = await openSignedIn(browser);
  page = journey.page;
  page.on('load', () => {
    loads += 1;
  });
  api = await ProductApi.open(inject('product'));
  await page.goto(`/vms?q=${prefix}`);
  await page.getByRole('heading', { name: 'VMs', exact: true }).waitFor();
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(await journey.keepPicture(task.name));
});

afterAll(async () => {
  await lab('power-on', 'host2');
  await api.deleteVms(prefix);
  await api[Symbol.asyncDispose]();
  await browser.close();
});

const row = (name: string) => page.getByRole('row').filter({ hasText: name });
const inRow = (name: string, word: string) => row(name).getByText(word, { exact: true });

test('a VM that a script makes appears, and what virsh does to it is seen', async () => {
  const name = `${prefix}-a`;
  const vm = await api.createVm(name, { hostId: await api.hostId('host1') });
  await row(name).waitFor();
  await api.succeeded(vm.taskId);
  await inRow(name, 'Running').waitFor();
  await virsh('host1', `suspend Baadal_admin_${name}`);
  await inRow(name, 'Suspended').waitFor();
  await virsh('host1', `resume Baadal_admin_${name}`);
  await inRow(name, 'Running').waitFor();
  await virsh('host1', `destroy Baadal_admin_${name}`);
  await inRow(name, 'Off').waitFor();
  await api.deleteVms(name);
  await row(name).waitFor({ state: 'detached' });
  expect(loads).toBe(1);
});

test('a host without power is unreachable, its VMs unknown; both come back', async () => {
  const here = `${prefix}-here`;
  const there = `${prefix}-there`;
  await Promise.all([
    api.madeVm(here, { hostId: await api.hostId('host1') }),
    api.madeVm(there, { hostId: await api.hostId('host2'), start: false }),
  ]);
  await inRow(there, 'Off').waitFor();
  const hosts = await page.context().newPage();
  await hosts.goto('/hosts');
  const host = hosts.getByRole('row').filter({ hasText: 'host2' });
  await host.getByText('Up', { exact: true }).waitFor();
  await lab('power-off', 'host2');
  await host.getByText('Unreachable', { exact: true }).waitFor(slow);
  await inRow(there, 'Unknown').waitFor(slow);
  // The other host and its VM are not touched by that.
  expect(await inRow(here, 'Running').isVisible()).toBe(true);
  await lab('power-on', 'host2');
  await host.getByText('Up', { exact: true }).waitFor(slow);
  await inRow(there, 'Off').waitFor(slow);
  await hosts.close();
  expect(loads).toBe(1);
});

test('a lost connection is told, and what was missed is caught up', async () => {
  const name = `${prefix}-here`;
  await inRow(name, 'Running').waitFor();
  await page.context().setOffline(true);
  const banner = page.getByText('The connection to the server is lost.');
  await banner.waitFor(slow);
  await virsh('host1', `destroy Baadal_admin_${name}`);
  expect(await inRow(name, 'Running').isVisible()).toBe(true);
  await page.context().setOffline(false);
  await banner.waitFor({ state: 'detached', ...slow });
  await inRow(name, 'Off').waitFor();
  expect(loads).toBe(1);
  const others = journey.faults.filter((fault) => !/ERR_INTERNET_DISCONNECTED/.test(fault));
  expect(others).toEqual([]);
});

test('a page that is first opened while the connection is lost comes when it is back', async () => {
  await using other = await openSignedIn(browser);
  await other.page.goto('/vms');
  await other.page.getByRole('heading', { name: 'VMs', level: 1 }).waitFor();
  await other.page.context().setOffline(true);
  await other.page.getByText('The connection to the server is lost.').waitFor(slow);
  await other.page.getByRole('link', { name: 'Datastores' }).click();
  await other.page.getByRole('heading', { name: 'This page has not arrived' }).waitFor();
  // What is there already can still be gone to.
  await other.page.getByRole('link', { name: 'VMs', exact: true }).click();
  await other.page.getByRole('heading', { name: 'VMs', level: 1 }).waitFor();
  await other.page.getByRole('link', { name: 'Datastores' }).click();
  await other.page.getByRole('heading', { name: 'This page has not arrived' }).waitFor();
  await other.page.context().setOffline(false);
  await other.page.getByRole('heading', { name: 'Datastores', level: 1 }).waitFor(slow);
});
