import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identify } from '../packages/lab/src/process-identity.ts';
import { waitUntil } from '../packages/lab/src/wait-until.ts';
import { leftovers, processesOf } from './leftovers.ts';
import { freePort, startPrivateMariadb } from './private-mariadb.ts';
import type { Service } from './service.ts';
import { NpmStart, newStateDir } from './test/npm-start.ts';

const START_TIMEOUT_MS = 300_000;
let stateDir: string;
let port: number;

function npmStart(env: NodeJS.ProcessEnv = {}): NpmStart {
  return new NpmStart({ BAADAL_STATE_DIR: stateDir, BAADAL_PORT: String(port), ...env });
}

/** Kills the processes that work in the state directory, apart from those of the lab's machines. */
function killWithoutMercy(start: NpmStart): void {
  process.kill(-start.pid, 'SIGKILL');
  for (const { pid, command } of processesOf(stateDir)) {
    if (/mariadbd|rrdcached|main\.js|start\.ts/.test(command)) process.kill(pid, 'SIGKILL');
  }
}

async function nothingLeft(): Promise<void> {
  await waitUntil('everything to be gone', 20_000, () => leftovers(stateDir).length === 0).catch(
    () => expect(leftovers(stateDir)).toEqual([]),
  );
}

beforeAll(async () => {
  stateDir = newStateDir();
  port = await freePort();
});

afterAll(() => rmSync(stateDir, { recursive: true, force: true }));

describe('npm start with the lab', { timeout: START_TIMEOUT_MS }, () => {
  it('is ready, refuses a second start, and leaves nothing after Ctrl-C', async () => {
    await using start = npmStart();
    const passwordFile = join(stateDir, 'admin-password');
    expect(await start.ready()).toBe(
      `Baadal is ready at http://localhost:${port} - sign in as admin, password in ${shown(passwordFile)}`,
    );
    expect(statSync(passwordFile).mode & 0o777).toBe(0o600);
    expect(readFileSync(passwordFile, 'utf8').trim().length).toBeGreaterThanOrEqual(16);
    expect((await fetch(`http://localhost:${port}/healthz`)).status).toBe(200);

    await using second = npmStart();
    expect(await second.ended()).toBe(1);
    expect(second.output).toMatch(
      new RegExp(`Baadal is already running \\(pid \\d+\\) at http://localhost:${port}`),
    );
    expect((await fetch(`http://localhost:${port}/healthz`)).status).toBe(200);

    start.ctrlC();
    expect(await start.ended()).toBe(0);
    expect(leftovers(stateDir)).toEqual([]);
  });

  it('works after everything was killed, and leaves nothing after SIGTERM to npm', async () => {
    await using killed = npmStart();
    await killed.ready();
    killWithoutMercy(killed);
    expect(leftovers(stateDir)).not.toEqual([]); // the lab's machines

    await using start = npmStart();
    await start.ready();
    expect(start.output).toContain('the last run was killed; cleaning up after it');
    expect(start.output).not.toContain('npm packages');
    start.terminate();
    expect(await start.ended()).toBe(0);
    expect(leftovers(stateDir)).toEqual([]);
  });

  it('ends with everything when it is stopped before it is ready', async () => {
    await using start = npmStart();
    await waitUntil('the lab to begin', 60_000, () => leftovers(stateDir).length > 4);
    start.terminate();
    expect(await start.ended()).toBe(0);
    expect(start.output).not.toContain('Baadal is ready');
    expect(leftovers(stateDir)).toEqual([]);
  });
});

describe('npm start without the lab', { timeout: START_TIMEOUT_MS }, () => {
  it('ends with everything when npm is killed', async () => {
    await using start = npmStart({ BAADAL_LAB: '0' });
    await start.ready();
    process.kill(start.pid, 'SIGKILL');
    await nothingLeft();
  });

  it('cleans up when the start-up program alone is killed', async () => {
    await using start = npmStart({ BAADAL_LAB: '0' });
    await start.ready();
    process.kill(runningPid(), 'SIGKILL');
    expect(await start.ended()).toBe(137);
    await nothingLeft();
  });

  it.each([
    ['the server', /main\.js/],
    ['the private MariaDB', /^mariadbd/],
  ])('says so and ends when %s dies', async (name, command) => {
    await using start = npmStart({ BAADAL_LAB: '0' });
    await start.ready();
    const victim = processesOf(stateDir).find((candidate) => command.test(candidate.command));
    if (victim === undefined) throw new Error(`${name} does not run`);
    process.kill(victim.pid, 'SIGKILL');
    expect(await start.ended()).toBe(1);
    expect(start.output).toContain(`${name} ended with SIGKILL; the end of ${stateDir}/logs/`);
    expect(leftovers(stateDir)).toEqual([]);
  });

  it('starts the private rrdcached again when it dies, and goes on', async () => {
    await using start = npmStart({ BAADAL_LAB: '0' });
    await start.ready();
    const rrdcached = () => processesOf(stateDir).find((p) => p.command.startsWith('rrdcached'));
    const victim = rrdcached();
    if (victim === undefined) throw new Error('no rrdcached runs');
    process.kill(victim.pid, 'SIGKILL');
    await waitUntil('another rrdcached', 30_000, () => {
      const now = rrdcached();
      return now !== undefined && now.pid !== victim.pid;
    });
    start.terminate();
    expect(await start.ended()).toBe(0);
    expect(leftovers(stateDir)).toEqual([]);
  });

  it.each([
    ['of a pid that another program has now', () => [{ ...identify(process.pid), startTime: '1' }]],
    ['of processes long gone', () => [{ pid: 4_194_303, startTime: '1', bootId: 'another' }]],
  ])('is not disturbed by a stale record %s', async (_name, services) => {
    const record = { process: services()[0], url: 'http://localhost:1', services: services() };
    writeFileSync(join(stateDir, 'run.json'), JSON.stringify(record));
    await using start = npmStart({ BAADAL_LAB: '0' });
    await start.ready();
    start.terminate();
    expect(await start.ended()).toBe(0);
  });

  it('lists settings that are wrong, and starts nothing', async () => {
    await using start = npmStart({ BAADAL_LAB: 'maybe', BAADAL_PORT: 'x' });
    expect(await start.ended()).toBe(1);
    expect(start.output).toContain("BAADAL_PORT: 'x' is not a whole number from 0 to 65535");
    expect(start.output).toContain("BAADAL_LAB: 'maybe' is not");
    expect(start.output).not.toContain('ready');
  });

  it('names BAADAL_PORT when the port is used, before it starts anything', async () => {
    const other = createServer().listen(port, '127.0.0.1');
    await using start = npmStart({ BAADAL_LAB: '0' });
    expect(await start.ended()).toBe(1);
    other.close();
    expect(start.output).toContain(`Port ${port} is used by another program`);
    expect(start.output).toContain(`BAADAL_PORT=${port + 1} npm start`);
    expect(start.output).not.toContain('database: ready');
  });

  it('uses a given database, and its own password for the admin, and makes none', async () => {
    const given: Service[] = [];
    const otherState = newStateDir();
    const database = await startPrivateMariadb({
      dir: join(otherState, 'given'),
      logFile: join(otherState, 'given.log'),
      onStart: (service) => given.push(service),
    });
    await using start = npmStart({
      BAADAL_LAB: '0',
      BAADAL_STATE_DIR: join(otherState, 'state'),
      BAADAL_DATABASE_URL: database.url,
      BAADAL_ADMIN_PASSWORD: 'correct horse battery',
    });
    expect(await start.ready()).toBe(
      `Baadal is ready at http://localhost:${port} - sign in as admin, password from BAADAL_ADMIN_PASSWORD`,
    );
    expect(
      processesOf(join(otherState, 'state')).filter((p) => p.command.startsWith('mariadbd')),
    ).toEqual([]);
    start.terminate();
    expect(await start.ended()).toBe(0);
    await Promise.all(given.map((service) => service.stop(10_000, new AbortController().signal)));
    rmSync(otherState, { recursive: true });
  });
});

function runningPid(): number {
  const record = JSON.parse(readFileSync(join(stateDir, 'run.json'), 'utf8')) as {
    process: { pid: number };
  };
  return record.process.pid;
}

/** State directories of tests are below the checkout, and shown relative to it. */
function shown(file: string): string {
  return file.slice(file.indexOf('.baadal/'));
}
