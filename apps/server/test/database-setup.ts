import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { startPrivateMariadb } from '../../../scripts/private-mariadb.ts';

const STOP_GRACE_MS = 10_000;

/**
 * One private MariaDB for the whole run of the integration tests, unless BAADAL_TEST_DATABASE_URL
 * names a server to use. Tests find it by that variable, their own child processes too.
 */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env['BAADAL_TEST_DATABASE_URL']) return undefined;
  const server = await startTestServer();
  process.env['BAADAL_TEST_DATABASE_URL'] = server.url;
  return server.stop;
}

/** A MariaDB whose account may make databases. */
export interface TestServer {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts a MariaDB with new data; the caller stops it. */
export async function startTestServer(): Promise<TestServer> {
  const dir = await mkdtemp(path.join(tmpdir(), 'baadal-it-'));
  const { url, service } = await startPrivateMariadb({
    dir,
    logFile: path.join(dir, 'mariadbd.log'),
    onStart: () => undefined,
  });
  const stop = async () => {
    await service.stop(STOP_GRACE_MS, new AbortController().signal);
    await rm(dir, { recursive: true, force: true });
  };
  const grant = "grant all on *.* to 'baadal'@'127.0.0.1'";
  const socket = path.join(dir, 'sock');
  await promisify(execFile)('mariadb', ['--no-defaults', `--socket=${socket}`, '-e', grant]);
  return { url, pid: service.identity?.pid ?? 0, stop };
}
