import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { baadal, waitFor } from '../apps/cli/test/run-baadal.ts';
import { root } from '../scripts/test/npm-start.ts';
import { newName, ProductApi } from './product-api.ts';
import { oneStory } from './story.ts';

const slowMs = 60_000;
const name = newName('cli');
let home: string;
let env: Record<string, string>;

/** Runs it, expects that it succeeds, returns what it printed. */
async function succeed(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await baadal(args, env);
  expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: expect.any(String) });
  return stdout;
}

/** The same with `--json`. */
const json = async <Value>(...args: readonly string[]): Promise<Value> =>
  JSON.parse(await succeed(...args, '--json')) as Value;

const status = async () => (await json<{ status: string }>('vm', 'show', name)).status;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'baadal-home-'));
  env = { HOME: home, BAADAL_URL: inject('product').url };
});

oneStory();

afterAll(async () => {
  await using api = await ProductApi.open(inject('product'));
  await api.deleteVms(name);
  rmSync(home, { recursive: true });
});

describe('baadal, from login to logout', () => {
  test('login takes the password from standard input or the environment', async () => {
    const { url, adminPassword } = inject('product');
    const wrong = await baadal(['login', '-u', 'admin'], env, 'guessed\n');
    expect(wrong).toMatchObject({ code: 3, stdout: '' });
    expect(wrong.stderr).toContain('The username or the password is wrong');
    const piped = await baadal(['login', '-u', 'admin'], env, `${adminPassword}\n`);
    expect(piped).toMatchObject({ code: 0, stdout: `Signed in at ${url} as admin\n` });
    await succeed('logout');
    const byEnv = { ...env, BAADAL_PASSWORD: adminPassword };
    expect(await baadal(['login', '-u', 'admin'], byEnv)).toMatchObject({ code: 0 });
    // From now on the stored settings are enough.
    env = { HOME: home };
    expect(await json('whoami')).toMatchObject({ username: 'admin', roles: ['ADMIN'], url });
  });

  test('templates and hosts are listed', async () => {
    expect(await succeed('template', 'list')).toMatch(/^NAME .*\nMicro /);
    expect(await succeed('setting', 'show', 'cpuOvercommitRatio')).toMatch(/range +1 to 64/);
    expect(await succeed('setting', 'set', 'cpuOvercommitRatio', '8')).toBe(
      'cpuOvercommitRatio is 8\n',
    );
    expect((await baadal(['setting', 'set', 'cpuOvercommitRatio', '99'], env)).stderr).toContain(
      '64',
    );
    expect(await json('host', 'evacuate', 'host1', '--plan')).toBeInstanceOf(Array);
    const hosts = await json<{ name: string; status: string }[]>('host', 'list');
    expect(hosts.map((host) => [host.name, host.status])).toEqual([
      ['host1', 'UP'],
      ['host2', 'UP'],
    ]);
  });

  test('vm create --watch follows the task to its end', async () => {
    // As the README has it, in small letters.
    const printed = await succeed('vm', 'create', name, '--template', 'micro', '--watch');
    expect(printed).toMatch(
      / make disk: .*Micro\.\n(.*\n)*SUCCEEDED: VM is installed successfully \([\d.]+ s\)\n$/,
    );
    const vms = await json<{ name: string }[]>('vm', 'list', '-s', name);
    expect(vms).toMatchObject([{ name, status: 'RUNNING' }]);
    expect(await json('vm', 'show', name)).toMatchObject({
      name,
      status: 'RUNNING',
      privateIp: expect.stringMatching(/^10\./),
    });
    expect(await succeed('vm', 'list')).toMatch(new RegExp(`^NAME .*\n(.*\n)*${name} +RUNNING `));
  });

  test('the same name again is a conflict with exit code 1', async () => {
    const again = await baadal(['vm', 'create', name, '-t', 'Micro', '--json'], env);
    expect(again.code).toBe(1);
    expect(JSON.parse(again.stderr)).toMatchObject({ error: { code: 'CONFLICT', exitCode: 1 } });
    const bad = await baadal(['vm', 'create', '-bad', '-t', 'Micro'], env);
    expect(bad.code).toBe(2);
    const unknown = await baadal(['vm', 'create', 'x', '-t', 'Windows'], env);
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('Micro') });
  });

  test('the serial console joins a terminal with the guest', async () => {
    const main = join(root, 'apps/cli/src/main.ts');
    const child = spawn(
      'script',
      ['-qec', `${main} vm console ${name}; echo "left: $?"`, '/dev/null'],
      {
        env: { PATH: process.env['PATH'], ...env, SHELL: '/bin/sh' },
      },
    );
    let screen = '';
    child.stdout.on('data', (chunk: Buffer) => {
      screen += chunk.toString();
    });
    const shows = (what: RegExp) =>
      waitFor(`${what} on ${screen}`, () => what.test(screen), slowMs);
    // A guest that has booted by now says so to those alone who press Enter.
    const knock = setInterval(() => child.stdin.write('\r'), 1_000);
    await shows(/login: /).finally(() => clearInterval(knock));
    child.stdin.write('root\r');
    await shows(/# /);
    child.stdin.write('echo cli-$((6*7))\r');
    await shows(/cli-42/);
    child.stdin.write('\u001d');
    await shows(/left: 0/);
    child.stdin.end();
  });

  test('a disk is attached, listed, grown, detached and deleted', async () => {
    const attached = await succeed('disk', 'attach', name, '1', '--datastore', 'lab', '--watch');
    expect(attached).toContain('SUCCEEDED: Attached extra disk successfully');
    expect(await succeed('disk', 'list', name)).toMatch(/\nvdb +1 GiB .* present /);
    expect(await succeed('disk', 'resize', name, 'vdb', '2', '--watch')).toContain('SUCCEEDED');
    expect((await baadal(['disk', 'resize', name, 'vdb', '1'], env)).stderr).toContain('only grow');
    expect(await succeed('disk', 'detach', name, 'vdb', '--watch')).toContain('is kept');
    const kept = await json<{ id: string; keptFrom: string }[]>('disk', 'list');
    const volume = kept.find(({ keptFrom }) => keptFrom === name)?.id ?? '';
    expect((await baadal(['disk', 'delete', volume], env)).code).toBe(2);
    expect(await succeed('disk', 'delete', volume, '--yes', '--watch')).toContain('SUCCEEDED');
    expect(await succeed('datastore', 'list')).toMatch(/^NAME .*\nlab +\/mnt\/datastore /);
  });

  test('task watch exits with the outcome of the task', async () => {
    const { id } = await json<{ id: string }>('vm', 'reboot', name, '--no-watch');
    expect(await baadal(['task', 'watch', id], env)).toMatchObject({ code: 0 });
    const [created] = (await json<{ id: string }[]>('task', 'list', '--vm', name)).slice(-1);
    const watched = await baadal(['task', 'watch', created?.id ?? '', '--json'], env);
    expect(watched.code).toBe(0);
    const lines = watched.stdout.trim().split('\n');
    const states = lines.map((line) => JSON.parse(line) as { kind: string; status?: string });
    expect(states.at(-1)).toMatchObject({ kind: 'task', status: 'SUCCEEDED' });
    expect(states.some(({ kind }) => kind === 'log')).toBe(true);
    expect(await baadal(['task', 'watch', 'task_unknown'], env)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('NOT_FOUND'),
    });
  });

  test('a VM is stopped, started and deleted', async () => {
    await succeed('vm', 'stop', '--force', name, '--watch');
    expect(await status()).toBe('SHUTDOWN');
    const twice = await baadal(['vm', 'stop', name, '--watch'], env);
    expect(twice).toMatchObject({ code: 1, stderr: expect.stringContaining('CONFLICT') });
    await succeed('vm', 'start', name, '--watch');
    expect(await status()).toBe('RUNNING');
    const asked = await baadal(['vm', 'delete', name], env);
    expect(asked.code).toBe(2);
    await succeed('vm', 'delete', '--yes', name, '--watch');
    expect(await json('vm', 'list', '-s', name)).toEqual([]);
    const tasks = await json<{ title: string; status: string }[]>('task', 'list');
    expect(tasks).toContainEqual(
      expect.objectContaining({ title: `Delete VM ${name}`, status: 'SUCCEEDED' }),
    );
  });

  test('a wrong token is 3, nobody there is 4, no session after logout is 3', async () => {
    const wrong = await baadal(['vm', 'list'], { ...env, BAADAL_TOKEN: 'baadal_wrong' });
    expect(wrong).toMatchObject({ code: 3, stdout: '' });
    const watch = await baadal(['task', 'watch', 'x'], { ...env, BAADAL_TOKEN: 'baadal_wrong' });
    expect(watch.code).toBe(3);
    // The stored token goes to its own server alone, so nobody there needs one of its own.
    const nobody = { ...env, BAADAL_URL: 'http://127.0.0.1:9', BAADAL_TOKEN: 'baadal_any' };
    expect(await baadal(['vm', 'list'], nobody)).toMatchObject({ code: 4 });
    await succeed('logout');
    expect(
      await baadal(['vm', 'list'], { ...env, BAADAL_URL: inject('product').url }),
    ).toMatchObject({
      code: 3,
    });
  });
});
