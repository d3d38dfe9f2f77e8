import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSshd, type TestSshd, waitFor } from '../test/sshd.ts';
import { execOnMany, type SshMachine, SshPool } from './index.ts';

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

/** Whether a process of this machine still runs. */
function runs(pid: number): boolean {
  try {
    return !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false; // gone, maybe while we looked
  }
}

/** Starts a program that leaves its pid in a file and would run for minutes. */
function sleeper(file: string): string[] {
  return ['sh', '-c', 'trap "" TERM; echo $$ > "$1"; while :; do sleep 60; done', 'sh', file];
}

async function pidIn(file: string): Promise<number> {
  return await waitFor(
    file,
    () =>
      existsSync(file) &&
      Number(readFileSync(file, 'utf8')) > 0 &&
      Number(readFileSync(file, 'utf8')),
  );
}

describe('exec', () => {
  test('passes nasty arguments unchanged', async () => {
    const nasty = [
      "'",
      '"',
      '$(id)',
      '`id`',
      'a\nb',
      '',
      ' ',
      '*',
      '~',
      '\\',
      '!!',
      '-n',
      '€',
      ';&|<>',
    ];
    const stdout = await machine.run(['printf', '%s\\0', ...nasty]);
    expect(stdout.split('\0').slice(0, -1)).toEqual(nasty);
  });

  test('gives output, error and exit code apart', async () => {
    const result = await machine.exec(['sh', '-c', 'echo out; echo err >&2; exit 3']);
    expect(result).toEqual({ code: 3, signal: null, stdout: 'out\n', stderr: 'err\n' });
  });

  test('tells the signal that ended a program, and 127 for an unknown one', async () => {
    expect(await machine.exec(['sh', '-c', 'kill -9 $$'])).toMatchObject({
      code: null,
      signal: 'SIGKILL',
    });
    expect(await machine.exec(['no-such-program'])).toMatchObject({ code: 127 });
  });

  test('tells output as it comes', async () => {
    const seen: string[] = [];
    const fed = new PassThrough();
    const done = machine.run(['sed', '-u', 's/^/got /'], {
      stdin: fed,
      onOutput: (text) => {
        seen.push(text);
        fed.end();
      },
    });
    // The program ends only when its first line was seen.
    fed.write('one\n');
    expect(await done).toBe('got one\n');
    expect(seen.join('')).toBe('got one\n');
  });

  test('run throws COMMAND_FAILED with code and error output', async () => {
    await expect(machine.run(['sh', '-c', 'echo broken >&2; exit 7'])).rejects.toMatchObject({
      code: 'COMMAND_FAILED',
      exitCode: 7,
      stderr: 'broken\n',
      program: 'sh',
    });
  });

  test('feeds standard input from text, bytes and streams', async () => {
    expect(await machine.run(['cat'], { stdin: 'text €' })).toBe('text €');
    expect(await machine.run(['wc', '-c'], { stdin: Buffer.alloc(3_000_000) })).toBe('3000000\n');
    const stream = Readable.from(
      (function* () {
        for (let i = 0; i < 500; i += 1) yield Buffer.alloc(10_000, 'x');
      })(),
    );
    expect(await machine.run(['wc', '-c'], { stdin: stream })).toBe('5000000\n');
    expect(await machine.run(['cat'])).toBe('');
  });

  test('a program that ignores its input ends the call', async () => {
    const stdin = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(100_000);
      })(),
    );
    expect(await machine.exec(['true'], { stdin })).toMatchObject({ code: 0 });
    expect(stdin.destroyed).toBe(true);
  });

  test('a failing input stream fails the call', async () => {
    const stdin = new Readable({
      read() {
        this.destroy(new Error('disk gone'));
      },
    });
    await expect(machine.exec(['cat'], { stdin })).rejects.toMatchObject({ code: 'STDIN_FAILED' });
  });

  test('an input stream that fails before the command is there fails the call, and nothing else', async () => {
    const stdin = new Readable({ read: () => undefined });
    const call = machine.exec(['cat'], { stdin });
    stdin.destroy(new Error('too much'));
    await expect(call).rejects.toMatchObject({ code: 'STDIN_FAILED', cause: stdin.errored });
  });

  test('hands over environment variables', async () => {
    const env = { GREETING: "it's $HOME" };
    expect(await machine.run(['printenv', 'GREETING'], { env })).toBe("it's $HOME\n");
  });

  test('keeps output within the limit, and kills the talker', async () => {
    const file = join(sshd.dir, 'talker');
    const talker = ['sh', '-c', 'echo $$ > "$1"; exec yes', 'sh', file];
    await expect(machine.exec(talker, { maxOutputBytes: 10_000 })).rejects.toMatchObject({
      code: 'OUTPUT_LIMIT',
    });
    const pid = await pidIn(file);
    await waitFor('talker killed', () => !runs(pid));
    const exact = await machine.exec(['head', '-c', '10000', '/dev/zero'], {
      maxOutputBytes: 10_000,
    });
    expect(exact.stdout.length).toBe(10_000);
  });

  test('a time-out rejects at once and kills a program that ignores SIGTERM', async () => {
    const file = join(sshd.dir, 'late');
    // Long enough for the program to have begun.
    await expect(machine.exec(sleeper(file), { timeoutMs: 3_000 })).rejects.toMatchObject({
      code: 'COMMAND_TIMEOUT',
    });
    const pid = await pidIn(file);
    await waitFor('late program killed', () => !runs(pid));
  });

  test('an abort rejects with ABORTED and kills the program', async () => {
    const file = join(sshd.dir, 'aborted');
    const controller = new AbortController();
    const call = machine.exec(sleeper(file), { signal: controller.signal });
    const rejected = expect(call).rejects.toMatchObject({ code: 'ABORTED' });
    const pid = await pidIn(file);
    controller.abort();
    await rejected;
    await waitFor('aborted program killed', () => !runs(pid));
  });

  test('an abort before the start runs nothing', async () => {
    const file = join(sshd.dir, 'never');
    await expect(
      machine.exec(['touch', file], { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'ABORTED' });
    await machine.run(['true']);
    expect(existsSync(file)).toBe(false);
  });

  test('60 calls at once, 20 given up at once, all share 10 sessions in turn', async () => {
    const good = Array.from({ length: 40 }, (_, i) => machine.run(['echo', String(i)]));
    const bad = Array.from({ length: 20 }, () =>
      machine.exec(['sleep', '3331'], { timeoutMs: 700 }),
    );
    const [outputs, failures] = await Promise.all([Promise.all(good), Promise.allSettled(bad)]);
    expect(outputs).toEqual(Array.from({ length: 40 }, (_, i) => `${i}\n`));
    for (const failure of failures) {
      expect(failure).toMatchObject({ status: 'rejected', reason: { code: 'COMMAND_TIMEOUT' } });
    }
    expect(await machine.run(['echo', 'still fine'])).toBe('still fine\n');
    await waitFor(
      'no sleeper left',
      async () => (await machine.exec(['pgrep', '-fx', 'sleep 3331'])).code === 1,
    );
  });

  test('refuses bad arguments without taking a slot', async () => {
    for (let i = 0; i < 20; i += 1) {
      await expect(machine.exec(['echo', 'a\0'])).rejects.toMatchObject({ code: 'BAD_ARGUMENT' });
    }
    expect(await machine.run(['echo', 'ok'])).toBe('ok\n');
  });
});

test('execOnMany: a dead machine costs its own result only', async () => {
  const dead = pool.machine({ ...sshd.target, port: 1 });
  const stranger = pool.machine({ ...sshd.target, user: 'nobody' });
  const results = await execOnMany([machine, dead, stranger, machine], ['echo', 'hi'], {
    concurrency: 2,
  });
  expect(results.map((r) => (r.status === 'fulfilled' ? r.value.stdout : r.reason.code))).toEqual([
    'hi\n',
    'CONNECT_FAILED',
    expect.any(String),
    'hi\n',
  ]);
  expect(results[1]?.machine).toBe(dead);
});
