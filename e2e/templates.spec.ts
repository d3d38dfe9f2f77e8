import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type JourneyPage, launchBrowser, openSignedIn } from './browser.ts';
import { newName, ProductApi } from './product-api.ts';
import { oneStory } from './story.ts';

const slow = { timeout: 60_000 };

let browser: Browser;
let journey: JourneyPage;
let page: Page;
let dir: string;
const image = newName('image');
const saved = newName('saved');
const vm = newName('tpl');

beforeAll(async () => {
  browser = await launchBrowser();
  journey = await openSignedIn(browser);
  page = journey.page;
  dir = await mkdtemp(path.join(tmpdir(), 'baadal-image-'));
  const file = path.join(dir, `${image}.qcow2`);
  await promisify(execFile)('qemu-img', ['create', '-q', '-f', 'qcow2', file, '64M']);
});

oneStory(async (part) => console.log(await journey.keepPicture(part)));

afterAll(async () => {
  await using api = await ProductApi.open(inject('product'));
  await api.deleteVms(vm);
  await browser.close();
  await rm(dir, { recursive: true, force: true });
});

const row = (name: string) => page.getByRole('row').filter({ hasText: name });
async function choose(name: string, action: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for template ${name}` }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

describe('a template from an image, a VM from it, a template from the VM', () => {
  test('an image is uploaded and becomes a template', async () => {
    await page.goto('/infrastructure/templates');
    await page.getByRole('button', { name: 'Upload image' }).click();
    const panel = page.getByRole('complementary', { name: 'Upload an image' });
    await panel.getByRole('button', { name: 'Upload and add' }).click();
    await panel.getByText('Choose a file.').waitFor();
    await panel.locator('input[type=file]').setInputFiles(path.join(dir, `${image}.qcow2`));
    expect(await panel.getByLabel('Name', { exact: true }).inputValue()).toBe(image);
    await panel.getByLabel('Default memory (MiB)').fill('96');
    await panel.getByLabel('Least memory (MiB)').fill('64');
    await panel.getByLabel('SHA-256 checksum (optional)').fill('no checksum');
    await panel.getByRole('button', { name: 'Upload and add' }).click();
    await panel.getByText('A SHA-256 checksum is 64 hexadecimal digits.').waitFor();
    await panel.getByLabel('SHA-256 checksum (optional)').fill('');
    await panel.getByRole('button', { name: 'Upload and add' }).click();
    await row(image).getByText('Usable', { exact: true }).waitFor(slow);
  });

  test('a VM is made from it', async () => {
    await page.goto('/vms/new');
    await page.getByRole('textbox', { name: 'Name' }).fill(vm);
    await page.getByRole('radio', { name: new RegExp(`^${image}`) }).check();
    await page.getByText('Start it when it is made').click();
    await page.getByRole('button', { name: 'Create VM', exact: true }).click();
    await page.getByText('Off', { exact: true }).first().waitFor(slow);
  });

  test('the VM that is off is saved as a template of its owner’s alone', async () => {
    await page.getByRole('button', { name: `Actions for ${vm}` }).click();
    await page.getByRole('menuitem', { name: 'Save as template' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name of the template').fill('../etc');
    await dialog.getByRole('button', { name: 'Save as template' }).click();
    await dialog.getByText(/^A name has 1 to 100 letters/).waitFor();
    await dialog.getByLabel('Name of the template').fill(saved);
    await dialog.getByRole('button', { name: 'Save as template' }).click();
    await dialog.waitFor({ state: 'detached', ...slow });
    await page.goto('/infrastructure/templates');
    await row(saved).getByText('Usable', { exact: true }).waitFor(slow);
    await row(saved).getByText('admin only').waitFor();
  });

  test('it is retired and deleted; the other says why it cannot be', async () => {
    await choose(saved, 'Retire');
    await row(saved).getByText('Retired', { exact: true }).waitFor();
    await choose(saved, 'Delete');
    await page.getByRole('dialog').getByRole('textbox').fill(saved);
    await page.getByRole('button', { name: `Delete ${saved}` }).click();
    await row(saved).waitFor({ state: 'detached', ...slow });
    await page.getByRole('button', { name: `Actions for template ${image}` }).click();
    await page.getByText(new RegExp(`${image} is needed by 1 VM: ${vm} of admin`)).waitFor();
    await page.getByRole('menuitem', { name: 'Retire', exact: true }).click();
    await row(image).getByText('Retired', { exact: true }).waitFor();
  });
});
