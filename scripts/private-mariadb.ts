import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { waitUntil } from '../packages/lab/src/wait-until.ts';
import { type Service, startService } from './service.ts';
import { socketPath } from './socket-path.ts';

const execute = promisify(execFile);

/** Crash recovery of InnoDB after a kill comes before the first connection is taken. */
const READY_TIMEOUT_MS = 60_000;

/** A MariaDB of our own. */
export interface PrivateDatabase {
  /** With the account of the application, whose password is new at every start. */
  readonly url: string;
  readonly service: Service;
}

/** Where a private MariaDB lives. */
export interface PrivateDatabaseOptions {
  /** Data, socket and pid file; made when missing. */
  readonly dir: string;
  readonly logFile: string;
  /** Called with every process as soon as it runs, before it is ready. */
  readonly onStart: (service: Service) => void;
  /** Further arguments of the server. */
  readonly args?: readonly string[];
}

/**
 * Starts a private MariaDB that listens on the loopback, on a free port. Its root account is for
 * the operating system's user alone, by the unix socket in `dir`.
 *
 * @throws {Error} when the data cannot be made, or the server ends or does not answer within 60 s
 */
export async function startPrivateMariadb(
  options: PrivateDatabaseOptions,
): Promise<PrivateDatabase> {
  mkdirSync(options.dir, { recursive: true, mode: 0o700 });
  mkdirSync(join(options.dir, 'tmp'), { recursive: true });
  await makeData(options.dir);
  const password = randomBytes(24).toString('base64url');
  const initFile = join(options.dir, 'init.sql');
  rmSync(initFile, { force: true });
  writeFileSync(initFile, initStatements(password), { mode: 0o600 });
  try {
    const { port, service } = await launch(options, initFile);
    return { url: `mysql://baadal:${password}@127.0.0.1:${port}/baadal`, service };
  } finally {
    rmSync(initFile, { force: true });
  }
}

/** Somebody else may take the free port in between: a server that ends at once is tried again. */
async function launch(
  options: PrivateDatabaseOptions,
  initFile: string,
): Promise<{ port: number; service: Service }> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const service = startService({
      name: 'the private MariaDB',
      command: 'mariadbd',
      args: [...serverArguments(options.dir, port, initFile), ...(options.args ?? [])],
      logFile: options.logFile,
    });
    options.onStart(service);
    const outcome = await Promise.race([service.ended, answering(port).then(() => 'ready')]);
    if (outcome === 'ready') return { port, service };
    if (attempt === 2) throw new Error(`The private MariaDB ${outcome}; see ${options.logFile}`);
  }
}

/** Made beside its place and moved there when whole, so that a kill in between leaves no half. */
async function makeData(dir: string): Promise<void> {
  const data = join(dir, 'data');
  if (existsSync(data)) return;
  const fresh = join(dir, 'data.new');
  rmSync(fresh, { recursive: true, force: true });
  const user = userInfo().username;
  await execute('mariadb-install-db', [
    '--no-defaults',
    `--user=${user}`,
    `--datadir=${fresh}`,
    `--tmpdir=${join(dir, 'tmp')}`,
    '--auth-root-authentication-method=socket',
    `--auth-root-socket-user=${user}`,
    '--skip-test-db',
  ]);
  renameSync(fresh, data);
}

function initStatements(password: string): string {
  const account = `'baadal'@'127.0.0.1'`;
  return [
    'CREATE DATABASE IF NOT EXISTS baadal CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;',
    `CREATE OR REPLACE USER ${account} IDENTIFIED BY '${password}';`,
    `GRANT ALL ON baadal.* TO ${account};`,
    '',
  ].join('\n');
}

function serverArguments(dir: string, port: number, initFile: string): readonly string[] {
  return [
    '--no-defaults',
    `--user=${userInfo().username}`,
    `--datadir=${join(dir, 'data')}`,
    `--socket=${socketPath(dir, 'sock')}`,
    // Not the one all share: another server's start removes our temporary tables from there.
    `--tmpdir=${join(dir, 'tmp')}`,
    `--pid-file=${join(dir, 'mariadbd.pid')}`,
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    '--skip-name-resolve',
    `--init-file=${initFile}`,
    '--performance-schema=OFF',
    '--innodb-buffer-pool-size=128M',
    '--innodb-log-file-size=16M',
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_unicode_ci',
  ];
}

/** A port that is free on the loopback now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('The kernel gave no port'));
      });
    });
  });
}

/** Listening comes before the accounts are made; the greeting is sent after. */
function answering(port: number): Promise<boolean> {
  return waitUntil('the private MariaDB to answer', READY_TIMEOUT_MS, () => greeted(port));
}

function greeted(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => {
      resolve(true);
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}
