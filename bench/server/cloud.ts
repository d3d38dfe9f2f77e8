import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Lab, labUp } from '@baadal/lab';
import { build, built, serverArgs } from '../../scripts/build.ts';
import { type PrivateDatabase, startPrivateMariadb } from '../../scripts/private-mariadb.ts';
import { ApiClient } from './api-client.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
const ADMIN_PASSWORD = 'correct horse battery';
const run = promisify(execFile);

/** Everything a bench started; ended when the bench ends or is interrupted. */
export function benchScope(): AsyncDisposableStack {
  const stack = new AsyncDisposableStack();
  const end = () => {
    // What the bench waited for fails as its servers end; that must not cut the clean-up short.
    process.on('uncaughtException', () => undefined);
    const kept = setInterval(() => undefined, 1_000);
    void stack.disposeAsync().finally(() => {
      clearInterval(kept);
      process.exit(130);
    });
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  return stack;
}

/** A directory that is gone with the bench. */
export async function temporaryDirectory(scope: AsyncDisposableStack): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), 'bench-'));
  scope.defer(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** A MariaDB of the bench's own, so that its statements are ours alone. */
export interface BenchDatabase {
  readonly url: string;
  readonly pid: number;
  /** Makes one more database. @returns its URL */
  create(name: string): Promise<string>;
  /** Runs statements as root. @returns lines of fields separated by tabs */
  asRoot(sql: string): Promise<string>;
}

export async function startDatabase(scope: AsyncDisposableStack): Promise<BenchDatabase> {
  const dir = await temporaryDirectory(scope);
  const database: PrivateDatabase = await startPrivateMariadb({
    dir,
    logFile: path.join(dir, 'mariadb.log'),
    onStart: (service) => scope.defer(() => service.stop(10_000, new AbortController().signal)),
  });
  const asRoot = async (sql: string) =>
    (await run('mariadb', ['--no-defaults', `--socket=${dir}/sock`, '-N', '-B', '-e', sql])).stdout;
  return {
    url: database.url,
    pid: database.service.identity?.pid ?? 0,
    asRoot,
    create: async (name) => {
      const account = "'baadal'@'127.0.0.1'";
      await asRoot(
        `create database ${name} character set utf8mb4 collate utf8mb4_unicode_ci; grant all on ${name}.* to ${account}`,
      );
      return new URL(`/${name}`, database.url).href;
    },
  };
}

/** A lab of the bench's own. */
export async function startLab(
  scope: AsyncDisposableStack,
  name: string,
  hosts: number,
): Promise<Lab> {
  const dir = await mkdtemp(path.join(ROOT, '.baadal', 'bench-'));
  scope.defer(() => rm(dir, { recursive: true, force: true }));
  const lab = await labUp({
    name: `${name}${process.pid}`,
    stateDir: path.join(dir, 'lab'),
    cacheDir: path.join(ROOT, '.baadal', 'cache'),
    hosts,
  });
  scope.defer(() => lab.down());
  return lab;
}

/** What a server is started with. */
export interface ServerOptions {
  readonly databaseUrl: string;
  readonly inventory?: string;
  /** Settings beyond those. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Memory of a process in MiB. */
export interface Memory {
  /** Resident, as the kernel counts it, before garbage was collected for the sake of the figure. */
  readonly rss: number;
  /** Used heap after a garbage collection. */
  readonly heap: number;
}

/** A process that serves an API, ours or a peer's. */
export class ApiProcess {
  readonly url: string;
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #dir: string;
  readonly #ended: Promise<void>;

  constructor(child: ChildProcess, url: string, dir: string) {
    this.#child = child;
    this.url = url;
    this.#dir = dir;
    this.pid = child.pid ?? 0;
    this.#ended = new Promise((resolve) => child.once('exit', () => resolve()));
  }

  /** Collects garbage, too. */
  async memory(): Promise<Memory> {
    const rss = residentMiB(this.pid);
    const answer = messageOf(this.#child, 'memory') as Promise<{ heapUsed: number }>;
    this.#child.send('memory');
    return { rss, heap: (await answer).heapUsed / 2 ** 20 };
  }

  /** Resolves when all hosts of the inventory are up. */
  ready(): Promise<unknown> {
    return messageOf(this.#child, 'ready');
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    await this.#ended;
    await rm(this.#dir, { recursive: true, force: true });
  }
}

/** Resident memory of a process in MiB. */
export function residentMiB(pid: number): number {
  const kiB = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kiB) / 1024;
}

/** CPU time that a process has taken so far, in ms. */
export function cpuMs(pid: number): number {
  // After the name, which may have spaces: state, …, utime and stime in ticks of 10 ms.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function messageOf(child: ChildProcess, event: string): Promise<{ readonly url?: string }> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: unknown) => {
      if ((message as { event?: string }).event !== event) return;
      child.off('message', onMessage);
      child.off('exit', onExit);
      resolve(message as { url?: string });
    };
    const onExit = (code: number | null) =>
      reject(new Error(`the process ended with ${code} before it was ${event}`));
    child.on('message', onMessage);
    child.once('exit', onExit);
  });
}

async function launch(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  dir: string,
): Promise<ApiProcess> {
  const logFile = path.join(dir, 'output.log');
  const log = openSync(logFile, 'a');
  // A directory here gets a CPU profile of every process when it ends.
  const profiles = process.env['BENCH_CPU_PROFILES'];
  const profiling = profiles ? ['--cpu-prof', `--cpu-prof-dir=${profiles}`] : [];
  const child = spawn(process.execPath, [...profiling, ...args], {
    env,
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  try {
    const { url = '' } = await messageOf(child, 'listening');
    return new ApiProcess(child, url, dir);
  } catch (error) {
    throw new Error(readFileSync(logFile, 'utf8').slice(-2_000), { cause: error });
  }
}

/** Builds the server and the page unless they are built. */
export async function buildProduct(): Promise<void> {
  await build({ logDir: path.join(ROOT, '.baadal', 'logs') });
}

/** Starts the built server as the product does, on a free port; see {@link buildProduct}. */
export async function startServer(options: ServerOptions): Promise<ApiProcess> {
  const dir = await mkdtemp(path.join(tmpdir(), 'bench-server-'));
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('BAADAL_'));
  const env = {
    ...Object.fromEntries(inherited),
    NODE_ENV: 'production',
    BAADAL_PORT: '0',
    BAADAL_STATE_DIR: dir,
    BAADAL_DATABASE_URL: options.databaseUrl,
    BAADAL_WEB_DIR: built.web,
    BAADAL_ADMIN_PASSWORD: ADMIN_PASSWORD,
    ...(options.inventory && { BAADAL_INVENTORY: options.inventory }),
    ...options.env,
  };
  const probe = path.join(import.meta.dirname, 'probe.ts');
  const args = ['--expose-gc', '--import', probe, ...serverArgs];
  return launch(args, env, dir);
}

/** Starts the bare peer, a process of its own. */
export async function startBareApi(databaseUrl: string): Promise<ApiProcess> {
  const dir = await mkdtemp(path.join(tmpdir(), 'bench-peer-'));
  const env = { ...process.env, NODE_ENV: 'production', PEER_DATABASE_URL: databaseUrl };
  return launch([path.join(import.meta.dirname, 'bare-api.ts')], env, dir);
}

/** Signs in as the admin. @returns a client with an API token */
export async function signIn(url: string): Promise<ApiClient> {
  const visitor = new ApiClient(url);
  await visitor.ask('mutation ($i: LoginInput!) { login(input: $i) { id } }', {
    i: { username: 'admin', password: ADMIN_PASSWORD },
  });
  const { createApiToken } = await visitor.ask(
    'mutation ($i: CreateApiTokenInput!) { createApiToken(input: $i) { token } }',
    { i: { name: `bench ${performance.now()}`, scopes: ['READ', 'WRITE'] } },
  );
  visitor.close();
  return new ApiClient(url, createApiToken.token);
}

/** Name and password of the admin, for the page. */
export const ADMIN = { username: 'admin', password: ADMIN_PASSWORD } as const;
