import { execFile } from 'node:child_process';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { labStatus } from '@baadal/lab';
import { run as execute, rows } from '../../src/platform/db.ts';
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
/** VMs that lost their memory at a moment. */
interface PowerCut {
  readonly at: Date;
  readonly vmIds: ReadonlySet<string>;
}

const PASSWORD = 'a long password';

/**
 * The product as several processes: two APIs (the test's own process is one of them) and two
 * workers, on a MariaDB, a Redis and a datastore of their own, which can be broken one by one.
 */
export class ChaosCloud implements AsyncDisposable {
  readonly product: Product;
  readonly database: TestServer;
  readonly redis: TestRedis;
  /** What was without power, and when. */
  readonly cuts: PowerCut[] = [];
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
    // A host that lost its power is back before its VMs would be brought up elsewhere.
    await product.admin.ask(
      'mutation ($i: SetConstantInput!) { setConstant(input: $i) { name } }',
      { i: { name: 'respawnAutomatic', value: '0' } },
    );
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

  /** What ran there is off afterwards, and started again where it is to run. */
  async cutPower(host: string): Promise<() => Promise<void>> {
    const { product } = this;
    const cut = await this.#cutAt(host);
    product.forgetOutside(host);
    await product.lab.powerOff(host);
    return async () => {
      await product.lab.powerOn(host);
      // A task may have written down what was so before the cut.
      this.cuts.push({ ...cut, at: new Date() });
    };
  }

  /** Whose memory is lost with the host: what is there, or on its way to or from there. */
  async #cutAt(host: string): Promise<PowerCut> {
    const there = await rows<{ id: string }>(
      this.product.em(),
      `select v.id from vm v left join host h on h.id = v.host_id
         left join vm_migration m on m.vm_id = v.id left join host g on g.id = m.host_id
        where h.name = ? or g.name = ?`,
      [host, host],
    );
    const cut = { at: new Date(), vmIds: new Set(there.map(({ id }) => id)) };
    this.cuts.push(cut);
    return cut;
  }

  /** Nothing reaches the host's SSH, from here or from other hosts; what runs there runs on. */
  async dropPackets(host: string): Promise<() => Promise<void>> {
    const { lab } = this.product;
    const machines = (await labStatus({ stateDir: lab.stateDir }))?.machines ?? [];
    const pid = machines.find(({ name }) => name === host)?.pid;
    const port = lab.inventory.hosts.find(({ name }) => name === host)?.sshPort;
    const rule = ['INPUT', '-p', 'tcp', '--dport', `${port}`, '-j', 'DROP'];
    const iptables = ['-t', `${pid}`, '-n', 'iptables', '-w'];
    await run('nsenter', [...iptables, '-I', ...rule]);
    return async () => {
      await run('nsenter', [...iptables, '-D', ...rule]);
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

  /** Waits until the datastore, which may have been full a moment ago, is known to have room. */
  async untilMeasured(): Promise<void> {
    const em = () => this.product.em();
    await execute(em(), 'update datastore set checked_at = utc_timestamp(3) - interval 1 day');
    const room = 'select 1 from datastore where capacity_gib - used_gib > capacity_gib / 2';
    await waitFor('room', async () => (await rows(em(), room)).length > 0, 60_000);
  }

  /** Waits until all hosts are up, and what their VMs do is known. */
  async untilHostsAreUp(): Promise<void> {
    const sql = `select (select count(*) from host where status <> 'UP') +
                        (select count(*) from vm where status = 'UNKNOWN') as n`;
    await waitFor(
      'all hosts to be up',
      async () => Number((await rows<{ n: number }>(this.product.em(), sql))[0]?.n) === 0,
      120_000,
    );
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
