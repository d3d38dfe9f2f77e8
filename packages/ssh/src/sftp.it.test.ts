import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSshd, type TestSshd, waitFor } from '../test/sshd.ts';
import { type SshMachine, SshPool } from './index.ts';

let sshd: TestSshd;
let pool: SshPool;
let machine: SshMachine;

beforeAll(async () => {
  sshd = await startSshd();
  pool = new SshPool();
  machine = pool.machine(sshd.target);
});

afterAll(() => {
  pool.close();
  sshd.stop();
});

function directory(name: string): string {
  const path = join(sshd.dir, name);
  mkdirSync(path);
  return path;
}

test('writes and reads back, with the mode asked for', async () => {
  const dir = directory('plain');
  const file = join(dir, "it's a file");
  await machine.writeFile(file, 'first €', { mode: 0o600 });
  await machine.writeFile(file, Buffer.alloc(1_500_000, 'z'), { mode: 0o640 });
  expect(statSync(file).mode & 0o777).toBe(0o640);
  expect(await machine.readFile(file, { maxBytes: 1_500_000 })).toEqual(readFileSync(file));
  await machine.writeFile(file, '');
  expect((await machine.readFile(file)).length).toBe(0);
  expect(readdirSync(dir)).toEqual(["it's a file"]);
  expect((await machine.readFile('/proc/self/status')).toString()).toContain('State:');
});

test('a reader sees the old or the new content, never a part', async () => {
  const file = join(directory('atomic'), 'config');
  const contents = [Buffer.alloc(400_000, 'a'), Buffer.alloc(700_000, 'b')];
  await machine.writeFile(file, contents[0] ?? '');
  let done = false;
  const seen = new Set<string>();
  const reader = (async () => {
    while (!done) {
      const text = readFileSync(file);
      seen.add(
        `${text.length}${String.fromCharCode(text[0] ?? 0)}${String.fromCharCode(text.at(-1) ?? 0)}`,
      );
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  for (let i = 1; i <= 10; i += 1) await machine.writeFile(file, contents[i % 2] ?? '');
  done = true;
  await reader;
  expect([...seen].toSorted()).toEqual(['400000aa', '700000bb']);
});

test('failures leave the old file and no temporary one', async () => {
  const dir = directory('failing');
  mkdirSync(join(dir, 'taken', 'inside'), { recursive: true });
  await expect(machine.writeFile(join(dir, 'taken'), 'x')).rejects.toMatchObject({
    code: 'FILE_FAILED',
  });
  await expect(machine.writeFile(join(dir, 'no', 'file'), 'x')).rejects.toMatchObject({
    code: 'FILE_NOT_FOUND',
  });
  await expect(machine.readFile(join(dir, 'none'))).rejects.toMatchObject({
    code: 'FILE_NOT_FOUND',
  });
  await expect(machine.writeFile('relative', 'x')).rejects.toMatchObject({ code: 'BAD_ARGUMENT' });
  expect(readdirSync(dir)).toEqual(['taken']);
});

test('a full device fails the write and leaves nothing', async () => {
  const dir = directory('full');
  await machine.run(['mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', dir]);
  try {
    await machine.writeFile(join(dir, 'old'), 'old');
    await expect(machine.writeFile(join(dir, 'old'), Buffer.alloc(500_000))).rejects.toMatchObject({
      code: 'FILE_FAILED',
    });
    expect(readdirSync(dir)).toEqual(['old']);
    expect(readFileSync(join(dir, 'old'), 'utf8')).toBe('old');
  } finally {
    await machine.run(['umount', dir]);
  }
});

test('an aborted write leaves the old file and no temporary one', async () => {
  const dir = directory('aborted');
  const file = join(dir, 'file');
  writeFileSync(file, 'old');
  const controller = new AbortController();
  const call = machine.writeFile(file, Buffer.alloc(60_000_000), { signal: controller.signal });
  const rejected = expect(call).rejects.toMatchObject({ code: 'ABORTED' });
  await waitFor('the temporary file', () => readdirSync(dir).length === 2);
  controller.abort();
  await rejected;
  await waitFor('it is gone', () => readdirSync(dir).length === 1);
  expect(readFileSync(file, 'utf8')).toBe('old');
});

test('what a lost connection leaves is removed on the next connect', async () => {
  const dir = directory('lost');
  const file = join(dir, 'file');
  const call = machine.writeFile(file, Buffer.alloc(60_000_000));
  const rejected = expect(call).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
  await waitFor('the temporary file', () => readdirSync(dir).length === 1);
  sshd.signalAll('SIGKILL');
  await rejected;
  await sshd.restart();
  await machine.run(['true']);
  await waitFor('it is gone', () => readdirSync(dir).length === 0);
});

test('a file larger than allowed is not read', async () => {
  const file = join(directory('large'), 'file');
  writeFileSync(file, Buffer.alloc(100_000));
  await expect(machine.readFile(file, { maxBytes: 99_999 })).rejects.toMatchObject({
    code: 'OUTPUT_LIMIT',
  });
  expect((await machine.readFile(file, { maxBytes: 100_000 })).length).toBe(100_000);
});
