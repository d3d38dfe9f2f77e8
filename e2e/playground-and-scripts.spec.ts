import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { root } from '../scripts/test/npm-start.ts';
import { launchBrowser, openPage, openSignedIn } from './browser.ts';
import { newName, ProductApi } from './product-api.ts';

const slow = { timeout: 60_000 };
const prefix = newName('script');
let browser: Browser;
let api: ProductApi;

beforeAll(async () => {
  browser = await launchBrowser();
  api = await ProductApi.open(inject('product'));
});

afterAll(async () => {
  await api.deleteVms(prefix);
  await api[Symbol.asyncDispose]();
  await browser.close();
});

/** The GraphQL of the README, one piece for each operation. */
function readmeOperations(): readonly string[] {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/```graphql\n(.*?)```/gs)].map(([, block = '']) => block);
  return blocks.flatMap((block) => block.split(/^(?=query|mutation|subscription)/m));
}

/** Follows a task by the example of the documentation, as it is copied into somebody's project. */
async function watchTask(...args: readonly string[]) {
  const project = mkdtempSync(join(tmpdir(), 'baadal-example-'));
  copyFileSync(join(root, 'docs/examples/watch-task.mjs'), join(project, 'watch-task.mjs'));
  symlinkSync(join(root, 'apps/cli/node_modules'), join(project, 'node_modules'));
  const child = spawn(process.execPath, [join(project, 'watch-task.mjs'), ...args]);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  rmSync(project, { recursive: true });
  return { stdout, stderr, code: code as number };
}

/** What the playground answers to the example it opens with. */
async function firstAnswer(page: Page): Promise<string> {
  await page.goto('/graphiql');
  await page.getByRole('region', { name: 'Operation Editor' }).getByText('templates').waitFor(slow);
  await page.getByRole('button', { name: /Execute query/ }).click();
  const result = page.getByRole('region', { name: 'Result Window' });
  await result
    .getByText(/"(data|errors)"/)
    .first()
    .waitFor(slow);
  return (await result.allInnerTexts()).join('\n');
}

test('the playground runs its first example with the session of the browser', async () => {
  await using journey = await openSignedIn(browser);
  const { page } = journey;
  await api.madeVm(`${prefix}-seen`, { start: false });
  // Which VMs are first is for the other journeys too, and only lines in sight are in the page,
  // with spaces that do not break.
  expect(await firstAnswer(page)).toMatch(/"totalCount":\s[1-9]/);
  expect(journey.faults).toEqual([]);
});

test('the playground is signed out when the browser is', async () => {
  await using journey = await openPage(browser);
  const { page } = journey;
  expect(await firstAnswer(page)).toContain('UNAUTHENTICATED');
});

test('the GraphQL of the README runs as it stands, ids filled in', async () => {
  const operations = readmeOperations();
  const pick = (start: string) => {
    const found = operations.find((each) => each.startsWith(start));
    if (!found) throw new Error(`the README has no ${start}`);
    return found;
  };
  const query = pick('query');
  const listed = await api.request<{ templates: { id: string }[] }>(query);
  const templateId = listed.templates[0]?.id ?? '';
  const mutation = pick('mutation')
    .replace('"web"', `"${prefix}-readme"`)
    .replace(/templateId: "[^"]*"/, `templateId: "${templateId}"`);
  const { createVm } = await api.request<{ createVm: { id: string; status: string } }>(mutation);
  expect(createVm.status).toMatch(/^(PENDING|RUNNING)$/);
  await api.succeeded(createVm.id);
  const subscription = pick('subscription').replace(/id: "[^"]*"/, `id: "${createVm.id}"`);
  const seen = await firstOf<{ taskUpdated: { status: string } }>(subscription);
  expect(seen.taskUpdated.status).toBe('SUCCEEDED');
});

test('a script with a token makes a VM and follows its task to the end', async () => {
  const made = await api.createVm(`${prefix}-made`);
  const watched = await watchTask(api.url, api.token, made.taskId);
  expect(watched).toMatchObject({ code: 0, stderr: '' });
  expect(watched.stdout).toMatch(
    new RegExp(`Create VM ${made.name}: SUCCEEDED 100 % VM is installed successfully\n$`),
  );
});

test('the script says what is wrong with its token and its task, and ends', async () => {
  const { taskId } = await api.madeVm(`${prefix}-other`, { start: false });
  const badToken = await watchTask(api.url, 'baadal_wrong', taskId);
  expect(badToken.code).not.toBe(0);
  expect(badToken.stderr).not.toBe('');
  const noTask = await watchTask(api.url, api.token, 'task_unknown');
  expect(noTask.code).toBe(2);
});

/** The first answer of a subscription, over the protocol's own socket. */
async function firstOf<Data>(query: string): Promise<Data> {
  const socket = new WebSocket(`${api.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const send = (message: object) => socket.send(JSON.stringify(message));
  const data = await new Promise<Data>((resolve, reject) => {
    socket.addEventListener('open', () =>
      send({ type: 'connection_init', payload: { authorization: `Bearer ${api.token}` } }),
    );
    socket.addEventListener('close', ({ reason }) => reject(new Error(`closed: ${reason}`)));
    socket.addEventListener('message', (event) => {
      const { type, payload } = JSON.parse(String(event.data)) as {
        type: string;
        payload: { data: Data };
      };
      if (type === 'connection_ack') send({ type: 'subscribe', id: '1', payload: { query } });
      if (type === 'next') resolve(payload.data);
      if (type === 'error') reject(new Error(JSON.stringify(payload)));
    });
  });
  socket.close();
  return data;
}
