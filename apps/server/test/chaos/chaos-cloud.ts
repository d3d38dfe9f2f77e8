import { execFile } from 'node:child_process';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { startTestServer, type TestServer } from '../database-setup.ts';
import { GraphqlClient } from '../graphql-client.ts';
import { Product } from '../product.ts';
import { createTestRedis, type TestRedis } from '../redis.ts';
import { ServerProcess } from '../server-process.ts';
import { waitFor } from '../wait-for.ts';
import type { Person } from './plan.ts';

const run = promisify(execFile);

const WORKER = { BAADAL_ROLES: 'worker', BAADAL_WORKER_CONCURRENCY: '3' };
const API = { BAADAL_ROLES: 'api,collector' };
/**
 * Of the datastore: a sparse file, so that it can be filled without harm to the machine, and above
 * what is kept free of each datastore.
 */
const DATASTORE_MIB = 64 * 1024;
/** Filled byte by byte; the rest is only reserved, which writes nothing. */
const LAST_BYTES = 32 * 1024 * 1024;
const PASSWORD = 'a long password';

/**
 * The product as several processes: two APIs (the test's own process is one of them) and two
 * workers, on a MariaDB, a Redis and a datastore of their own, which can be broken one by one.
 */
export class ChaosCloud implements AsyncDisposable {
  readonly product: Product;
  readonly database: TestServer;
  readonly redis: TestRedis;
  readonly #datastore: string;
  readonly #env: Record<string, string>;
  readonly #processes: { workers: ServerProcess[]; api: ServerProcess | null };
  readonly #clients = new Map<string, Promise<GraphqlClient>>();

  private constructor(made: {
    readonly product: Product;
    readonly database: TestServer;
    readonly redis: TestRedis;
    readonly datastore: string;
    readonly processes: { workers: ServerProcess[]; api: ServerProcess | null };
  }) {
    this.product = made.product;
    this.database = made.database;
    this.redis = made.redis;
    this.#datastore = made.datastore;
    this.#env = made.product.env;
    this.#processes = made.processes;
  }

  static async up(): Promise<ChaosCloud> {
    const database = await startTestServer();
    const redis = await createTestRedis();
    let datastore = '';
    const processes: { workers: ServerProcess[]; api: ServerProcess | null } = {
      ...{ workers: [], api: null },
    };
    const product = await Product.start({
      ...{ name: 'ch', hosts: 2, databaseServer: database.url },
      env: { ...API, BAADAL_REDIS_URL: redis.url },
      beforeLab: async (labDir) => {
        datastore = path.join(labDir, 'datastore');
        return mountSmall(datastore, DATASTORE_MIB);
      },
      alongside: async (env) => {
        processes.api = await ServerProcess.start({ ...env, ...API });
        processes.workers = await Promise.all([
          ServerProcess.start({ ...env, ...WORKER }),
          ServerProcess.start({ ...env, ...WORKER }),
        ]);
      },
    });
    for (const name of ['ann', 'bob'])
      await product.admin.ask('mutation ($i: CreateUserInput!) { createUser(input: $i) { id } }', {
        i: { username: name, name, password: PASSWORD },
      });
    return new ChaosCloud({ product, database, redis, datastore, processes });
  }

  /** Where APIs answer; the second may be away. */
  get urls(): readonly string[] {
    const { api } = this.#processes;
    return [this.product.url, ...(api?.running ? [api.url] : [])];
  }

  /** A person signed in at one of the APIs. */
  client(person: Person, url: string): Promise<GraphqlClient> {
    const key = `${person} ${url}`;
    const known = this.#clients.get(key) ?? this.#signIn(person, url);
    this.#clients.set(key, known);
    known.catch(() => this.#clients.delete(key));
    return known;
  }

  async killWorker(target: 0 | 1): Promise<() => Promise<void>> {
    await this.#processes.workers[target]?.kill();
    return async () => {
      this.#processes.workers[target] = await ServerProcess.start({ ...this.#env, ...WORKER });
    };
  }

  async killApi(): Promise<() => Promise<void>> {
    await this.#processes.api?.kill();
    return async () => {
      this.#processes.api = await ServerProcess.start({ ...this.#env, ...API });
    };
  }

  /** @param hard kills it; else it is asked to end */
  async stopLibvirtd(host: string, hard: boolean): Promise<() => Promise<void>> {
    const stop = `pkill -${hard ? 'KILL' : 'TERM'} -x libvirtd; while pgrep -x libvirtd; do :; done`;
    await this.product.onHost(host, 'sh', '-c', stop);
    return async () => {
      await this.product.onHost(host, 'libvirtd', '-d');
    };
  }

  async fillDatastore(): Promise<() => Promise<void>> {
    const filler = path.join(this.#datastore, 'filler');
    const { stdout } = await run('df', ['-B1', '--output=avail', this.#datastore]);
    const free = Number(stdout.trim().split('\n').at(-1));
    if (free > LAST_BYTES) await run('fallocate', ['-l', String(free - LAST_BYTES), filler]);
    await run('dd', ['if=/dev/zero', `of=${filler}.rest`, 'bs=4k']).catch(() => undefined);
    return async () => {
      await rm(filler, { force: true });
      await rm(`${filler}.rest`, { force: true });
    };
  }

  /** Waits until APIs, database and events work again. */
  async untilWhole(): Promise<void> {
    for (const url of this.urls)
      await waitFor(`${url} to be ready`, async () => {
        const answer = await fetch(`${url}/readyz`).catch(() => null);
        return (
          answer?.status === 200 && ((await answer.json()) as { status: string }).status === 'ok'
        );
      });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients.values()) await (await client)[Symbol.asyncDispose]();
    const { api, workers } = this.#processes;
    await Promise.all([...workers, ...(api ? [api] : [])].map((process) => process.stop()));
    await this.product[Symbol.asyncDispose]();
    await this.redis.stop();
    await this.database.stop();
  }

  #signIn(person: Person, url: string): Promise<GraphqlClient> {
    if (person === 'admin') return this.product.adminAt(url);
    return new GraphqlClient(url).login(person, PASSWORD);
  }
}

/** Mounts an empty file system of this size there. @returns how it is taken away */
async function mountSmall(directory: string, mib: number): Promise<() => Promise<void>> {
  const image = `${directory}.img`;
  await mkdir(directory, { recursive: true });
  await using file = await open(image, 'w');
  await file.truncate(mib * 1024 * 1024);
  await run('mkfs.ext4', ['-q', '-m', '0', image]);
  await run('mount', ['-o', 'loop', image, directory]);
  if ((await stat(directory)).dev === (await stat(path.dirname(directory))).dev)
    throw new Error(`${directory} is not mounted`);
  return async () => {
    await run('umount', [directory]);
  };
}
