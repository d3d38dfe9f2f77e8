import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { baadal, startBaadal, waitFor } from '../test/run-baadal.ts';
import { DirectedTask, StandInServer } from '../test/stand-in-server.ts';

let server: StandInServer;
let home: string;
let env: Record<string, string>;

beforeEach(async () => {
  server = new StandInServer();
  await server.up();
  home = mkdtempSync(join(tmpdir(), 'baadal-cli-'));
  env = { HOME: home, BAADAL_URL: server.url, BAADAL_TOKEN: 'good-token' };
});

afterEach(async () => {
  await server.down();
  rmSync(home, { recursive: true });
});

const VM = {
  ...{ id: 'vm_1', identity: 'org_ann_web', status: 'RUNNING', vcpus: 2, ramMiB: 512, diskGiB: 10 },
  ...{
    privateIp: '10.0.0.5',
    host: { id: 'host_1', name: 'h1' },
    owner: { username: 'ann' },
    template: null,
  },
};

function addTask(id: string): DirectedTask {
  const task = new DirectedTask(id);
  server.tasks.set(id, task);
  return task;
}

describe('sign-in', () => {
  test('login keeps a token of its own, readable by its owner alone; logout revokes it', async () => {
    const { BAADAL_TOKEN: _, ...bare } = env;
    const signedIn = await baadal(['login', '--user', 'ann'], bare, 'secret\n');
    expect(signedIn).toMatchObject({ code: 0, stdout: `Signed in at ${server.url} as ann\n` });
    const file = join(home, '.config', 'baadal', 'config.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      url: server.url,
      token: 'made-token',
    });
    expect(server.requests).toEqual(['Login', 'CreateApiToken', 'Logout']);
    expect(await baadal(['whoami', '--json'], { HOME: home })).toMatchObject({ code: 0 });
    expect(await baadal(['whoami', '--url', 'http://127.0.0.1:9'], { HOME: home })).toMatchObject({
      code: 3,
    });
    expect(await baadal(['logout'], { HOME: home })).toMatchObject({ code: 0 });
    expect(server.tokens.has('made-token')).toBe(false);
    expect(await baadal(['vm', 'list'], bare)).toMatchObject({ code: 3 });
  });

  test('a wrong password, no password, a bad token, a damaged file', async () => {
    const wrong = await baadal(['login', '-u', 'ann'], { ...env, BAADAL_PASSWORD: 'x' });
    expect(wrong).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('Wrong username or password'),
    });
    expect(await baadal(['login', '-u', 'ann'], env)).toMatchObject({ code: 2 });
    expect(await baadal(['vm', 'list'], { ...env, BAADAL_TOKEN: 'bad' })).toMatchObject({
      code: 3,
    });
    expect(await baadal(['task', 'watch', 'x'], { ...env, BAADAL_TOKEN: 'bad' })).toMatchObject({
      code: 3,
    });
    const config = join(home, 'baadal', 'config.json');
    rmSync(home, { recursive: true });
    mkdirSync(join(home, 'baadal'), { recursive: true });
    writeFileSync(config, '{');
    expect(await baadal(['vm', 'list'], { ...env, XDG_CONFIG_HOME: home })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('damaged'),
    });
  });
});

describe('answers', () => {
  test('tables for people, JSON for programs; escape sequences of names are not passed on', async () => {
    server.vms = [
      { ...VM, name: 'web' },
      { ...VM, id: 'vm_2', name: 'db\u001b[2J', privateIp: null },
    ];
    const table = await baadal(['vm', 'list'], env);
    expect(table.stdout.split('\n').slice(0, 3)).toEqual([
      'NAME  STATUS   VCPUS      RAM  IP        HOST  OWNER  TEMPLATE  ID',
      'web   RUNNING      2  512 MiB  10.0.0.5  h1    ann    -         vm_1',
      'db    RUNNING      2  512 MiB  -         h1    ann    -         vm_2',
    ]);
    const json = await baadal(['--json', 'vm', 'list'], env);
    expect(JSON.parse(json.stdout)).toHaveLength(2);
    expect(await baadal(['vm', 'list', '--json'], env)).toEqual(json);
  });

  test('a VM is named by id or unique name', async () => {
    server.vms = [
      { ...VM, name: 'web' },
      { ...VM, id: 'vm_2', name: 'twin' },
      { ...VM, id: 'vm_3', name: 'twin' },
    ];
    addTask('task_vm_1');
    expect(await baadal(['vm', 'start', 'web', '--no-watch'], env)).toMatchObject({
      code: 0,
      stdout: 'Create VM web: task task_vm_1\n',
    });
    expect(await baadal(['vm', 'start', 'vm_1'], env)).toMatchObject({ code: 0 });
    expect(await baadal(['vm', 'start', 'twin'], env)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/AMBIGUOUS.*vm_2.*vm_3/),
    });
    expect(await baadal(['vm', 'start', 'we'], env)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('NOT_FOUND'),
    });
  });

  test('wrong use is 2, nobody there is 4, something else there is 4', async () => {
    expect(await baadal(['vm', 'fly'], env)).toMatchObject({ code: 2 });
    expect(await baadal(['vm', 'list', '--limit', '5000'], env)).toMatchObject({ code: 2 });
    expect(await baadal(['vm', 'delete', 'vm_1'], env)).toMatchObject({ code: 2 });
    const away = await baadal(['vm', 'list', '--json'], {
      ...env,
      BAADAL_URL: 'http://127.0.0.1:9',
    });
    expect(away.code).toBe(4);
    expect(JSON.parse(away.stderr)).toMatchObject({ error: { code: 'UNREACHABLE', exitCode: 4 } });
    const other = createServer((_request, response) => response.end('<html>')).listen(0);
    const { port } = other.address() as { port: number };
    expect(
      await baadal(['vm', 'list'], { ...env, BAADAL_URL: `http://127.0.0.1:${port}` }),
    ).toMatchObject({ code: 4 });
    other.close();
  });

  test('completion knows commands, options, choices and names', async () => {
    server.vms = [{ ...VM, name: 'web' }];
    const complete = async (...words: string[]) =>
      (await baadal(['__complete', '--', ...words], env)).stdout.split('\n').filter(Boolean);
    expect(await complete('vm', 'sta')).toEqual(['start']);
    expect(await complete('vm', 'start', 'w')).toEqual(['web']);
    expect(await complete('vm', 'list', '--status', 'RUN')).toEqual(['RUNNING']);
    expect(await complete('completion', '')).toEqual(['bash', 'zsh', 'fish']);
    expect(await complete('task', 'watch', '')).toEqual([]);
    expect((await baadal(['completion', 'bash'], env)).stdout).toContain('complete -F');
  });
});

describe('task watch', () => {
  const seqs = (stdout: string) =>
    stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { kind: string; seq?: number; status?: string })
      .filter(({ kind }) => kind === 'log')
      .map(({ seq }) => seq);

  test('follows to the end: log, outcome, exit code 0', async () => {
    const task = addTask('t1');
    task.log('Allocating', 'allocate');
    const watching = startBaadal(['task', 'watch', 't1'], env);
    await waitFor('the first line', () => watching.output.stdout.includes('allocate: Allocating'));
    task.log('Defining', 'define');
    task.change({ status: 'SUCCEEDED', progress: 100, message: 'VM is installed successfully' });
    expect(await watching.exit).toBe(0);
    expect(watching.output.stdout).toMatch(
      /allocate: Allocating\n.*define: Defining\n.*SUCCEEDED: VM is installed/,
    );
  });

  test.each(['FAILED', 'CANCELLED', 'PARTIAL'])('%s exits 1 and says why', async (status) => {
    const task = addTask('t1');
    task.change({ status, error: { code: 'NO_CAPACITY', message: 'No host has room' } });
    const ended = await baadal(['task', 'watch', 't1'], env);
    expect(ended).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('NO_CAPACITY: No host has room'),
    });
  });

  test('broken connections and a restart lose and repeat no line', async () => {
    const task = addTask('t1');
    for (let i = 0; i < 5; i += 1) task.log(`line ${i}`);
    const watching = startBaadal(['task', 'watch', 't1', '--json'], env);
    await waitFor('5 lines', () => seqs(watching.output.stdout).length === 5);
    server.drop();
    task.log('while nobody listens');
    await waitFor('6 lines', () => seqs(watching.output.stdout).length === 6);
    await server.down();
    for (let i = 0; i < 700; i += 1) task.log('while the server is away');
    await server.up();
    await waitFor('706 lines', () => seqs(watching.output.stdout).length === 706);
    server.drop();
    task.log('the last');
    task.change({ status: 'SUCCEEDED', progress: 100 });
    expect(await watching.exit).toBe(0);
    expect(seqs(watching.output.stdout)).toEqual(Array.from({ length: 707 }, (_, i) => i + 1));
    expect(watching.output.stderr).toContain('trying again');
  });

  test('an unknown task is NOT_FOUND at once', async () => {
    expect(await baadal(['task', 'watch', 'none'], env)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('NOT_FOUND'),
    });
  });
});

describe('vm console', () => {
  beforeEach(() => {
    server.onSerial = (socket) => {
      socket.send(Buffer.from('login: '));
      socket.on('message', (data: Buffer) => socket.send(Buffer.from(`<${data.toString('hex')}>`)));
    };
  });

  test('carries bytes both ways; Ctrl-] leaves', async () => {
    const joined = await baadal(['vm', 'console', 'vm_1'], env, 'a\r\u0003\u001dnot sent');
    expect(joined).toMatchObject({ code: 0, stdout: expect.stringContaining('login: ') });
  });

  test('on a terminal every key reaches the guest, Ctrl-C too, and nothing echoes locally', async () => {
    const main = join(import.meta.dirname, 'main.ts');
    const child = spawn(
      'script',
      ['-qec', `${main} vm console vm_1; echo "left with $?"; stty -a`, '/dev/null'],
      {
        env: { ...process.env, ...env, SHELL: '/bin/sh' },
      },
    );
    let screen = '';
    child.stdout.on('data', (chunk: Buffer) => (screen += chunk.toString()));
    await waitFor('the prompt', () => screen.includes('login: '));
    child.stdin.write('x\u0003');
    await waitFor(
      'the echo of both keys',
      () => /<78(03)?>/.test(screen) && screen.includes('03>'),
    );
    child.stdin.write('\u001d');
    await waitFor('the end', () => screen.includes('left with 0'));
    await waitFor(
      'a terminal as before',
      () => /[^-]icanon/.test(screen) && /[^-]echo/.test(screen),
    );
    child.stdin.end();
  });

  test('a console the server closes with a reason is told', async () => {
    server.onSerial = (socket) => socket.close(4404, 'The VM is not running');
    const closed = startBaadal(['vm', 'console', 'vm_1'], env);
    expect(await closed.exit).toBe(1);
    expect(closed.output.stderr).toContain('The VM is not running');
  });
});
