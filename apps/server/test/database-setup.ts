import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { startPrivateMariadb } from '../../../scripts/private-mariadb.ts';
import { startService } from '../../../scripts/service.ts';
import { TEMPLATE_SERVER } from './database-template.ts';

const STOP_GRACE_MS = 10_000;
/**
 * Its data need to outlive a kill of the server, which tests do, and no power cut: nothing is
 * forced onto the disk, neither at a commit nor, many times, when a test's tables are made.
 */
const ARGS = ['--innodb-flush-method=nosync', '--debug-no-sync=ON'];

/**
 * One private MariaDB for the whole run of the integration tests, unless BAADAL_TEST_DATABASE_URL
 * names a server to use. Tests find it by that variable, their own child processes too.
 */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env['BAADAL_TEST_DATABASE_URL']) return undefined;
  const server = await startTestServer();
  process.env['BAADAL_TEST_DATABASE_URL'] = server.url;
  process.env[TEMPLATE_SERVER] = server.url;
  return server.stop;
}

/** A MariaDB whose account may make databases. */
export interface TestServer {
  readonly url: string;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again after `kill`, with its data, on the same port. */
  start(): void;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** Starts a MariaDB with new data; the caller stops it. */
export async function startTestServer(): Promise<TestServer> {
  const dir = await mkdtemp(path.join(tmpdir(), 'baadal-it-'));
  const logFile = path.join(dir, 'mariadbd.log');
  const { url, service } = await startPrivateMariadb({
    ...{ dir, logFile, args: ARGS },
    onStart: () => undefined,
  });
  const grant = "grant all on *.* to 'baadal'@'127.0.0.1'";
  const socket = path.join(dir, 'sock');
  await promisify(execFile)('mariadb', ['--no-defaults', `--socket=${socket}`, '-e', grant]);
  const argv = readFileSync(`/proc/${service.identity?.pid}/cmdline`, 'utf8').split('\0');
  // The accounts are in its data by now; the file that made them is gone.
  const args = argv.slice(1, -1).filter((arg) => !arg.startsWith('--init-file='));
  let current = service;
  return {
    url,
    kill: async () => {
      process.kill(current.identity?.pid ?? Number.NaN, 'SIGKILL');
      await current.ended;
    },
    start: () => {
      current = startService({ name: 'the test MariaDB', command: 'mariadbd', args, logFile });
    },
    stop: async () => {
      await current.stop(STOP_GRACE_MS, new AbortController().signal);
      await rm(dir, { recursive: true, force: true });
    },
  };
}
