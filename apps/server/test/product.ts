import 'reflect-metadata';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { type Lab, labUp } from '@baadal/lab';
import { type Connection, openConnection } from '@baadal/libvirt';
import { type SshMachine, SshPool } from '@baadal/ssh';
import { type App, startApp } from '../src/app.ts';
import { readConfig } from '../src/platform/config.ts';
import { type Em, rows, run } from '../src/platform/db.ts';
import type { TaskEngineOptions } from '../src/task/engine.ts';
import { createTestDatabase } from './database.ts';
import { GraphqlClient } from './graphql-client.ts';
import { waitFor } from './wait-for.ts';

const ROOT = path.join(import.meta.dirname, '..', '..', '..');
const ADMIN_PASSWORD = 'correct horse battery';

interface ProductOptions {
  /** Short name of the lab; unique among tests that run side by side. */
  readonly name: string;
  readonly hosts?: number;
  /** Settings beyond those of the test. */
  readonly env?: Record<string, string>;
  /** Another database server than that of all tests. */
  readonly databaseServer?: string;
  /** How its worker differs from a usual one. */
  readonly engine?: Partial<TaskEngineOptions>;
  /** Prepares the directory that the lab is made in. @returns what takes it away, after the lab */
  readonly beforeLab?: (labDir: string) => Promise<() => Promise<unknown>>;
  /** Starts more processes with the same settings, before the product is waited for. */
  readonly alongside?: (env: Record<string, string>) => Promise<unknown>;
}

/**
 * The whole server in this process, on a real lab and a database of its own.
 * Stopped, it leaves nothing.
 */
export class Product implements AsyncDisposable {
  readonly lab: Lab;
  readonly dir: string;
  readonly env: Record<string, string>;
  readonly admin: GraphqlClient;
  #app: App;
  readonly #cleanUp: (() => Promise<unknown>)[];
  readonly #clients: GraphqlClient[] = [];
  readonly #outside = new SshPool();

  private constructor(
    made: { lab: Lab; dir: string; env: Record<string, string>; app: App },
    cleanUp: (() => Promise<unknown>)[],
  ) {
    this.lab = made.lab;
    this.dir = made.dir;
    this.env = made.env;
    this.#app = made.app;
    this.#cleanUp = cleanUp;
    this.admin = this.client();
  }

  static async start(options: ProductOptions): Promise<Product> {
    const { name, hosts = 2, env = {}, databaseServer, engine, alongside, beforeLab } = options;
    // In the directory of the whole run, where there is one: it takes down what a run that was
    // ended in its middle leaves there.
    const run = process.env['TMPDIR'] ?? path.join(ROOT, '.baadal');
    await mkdir(run, { recursive: true });
    const dir = await mkdtemp(path.join(run, 'test-'));
    const cacheDir = path.join(ROOT, '.baadal', 'cache');
    const database = await createTestDatabase(databaseServer);
    const afterLab = await beforeLab?.(path.join(dir, 'lab'));
    const lab = await labUp({
      name: `${name}${process.pid}`,
      stateDir: path.join(dir, 'lab'),
      cacheDir,
      hosts,
    });
    const settings = {
      BAADAL_PORT: '0',
      BAADAL_STATE_DIR: dir,
      BAADAL_DATABASE_URL: database.url,
      BAADAL_INVENTORY: path.join(dir, 'lab', 'inventory.json'),
      BAADAL_ADMIN_PASSWORD: ADMIN_PASSWORD,
      ...env,
    };
    const app = await startApp(readConfig(settings), engine);
    const product = new Product({ lab, dir, env: settings, app }, [
      () => database.drop(),
      () => lab.down(),
      async () => afterLab?.(),
      () => rm(dir, { recursive: true, force: true }),
    ]);
    try {
      await alongside?.(settings);
      await app.ready();
      await product.admin.login('admin', ADMIN_PASSWORD);
      return product;
    } catch (error) {
      await product[Symbol.asyncDispose]();
      throw error;
    }
  }

  get app(): App {
    return this.#app;
  }

  get url(): string {
    if (!this.#app.url) throw new Error('no API in this process');
    return this.#app.url;
  }

  /** An entity manager on the product's database, past the product. */
  em(): Em {
    return this.#app.services.em();
  }

  /** A client that ends with the product at the latest: signed out, or a script with a token. */
  client(token?: string, url = this.url): GraphqlClient {
    const client = new GraphqlClient(url, token);
    this.#clients.push(client);
    return client;
  }

  /** Signs in as admin at another process of the same product. */
  adminAt(url: string): Promise<GraphqlClient> {
    return this.client(undefined, url).login('admin', ADMIN_PASSWORD);
  }

  /** Makes an ordinary user and signs in as one. */
  async user(username: string): Promise<GraphqlClient> {
    await this.admin.ask('mutation ($i: CreateUserInput!) { createUser(input: $i) { id } }', {
      i: { username, name: username, password: 'a long password' },
    });
    return this.client().login(username, 'a long password');
  }

  async templateId(): Promise<string> {
    const { templates } = await this.admin.ask('{ templates { id } }');
    return templates[0].id;
  }

  /**
   * VMs that are made from now on come up as far as their firmware, which finds nothing to boot: for
   * tests that look at a VM from outside alone, whose boot would take the machine's CPUs from them.
   * @returns what lets them boot again
   */
  async leaveGuestsOut(): Promise<() => Promise<unknown>> {
    const boots = await rows<{ id: string; kernel: string; initrd: string; cmdline: string }>(
      this.em(),
      'select id, kernel, initrd, cmdline from template',
    );
    const sql = 'update template set kernel = ?, initrd = ?, cmdline = ? where id = ?';
    for (const { id } of boots) await run(this.em(), sql, [null, null, null, id]);
    return async () => {
      for (const { id, kernel, initrd, cmdline } of boots)
        await run(this.em(), sql, [kernel, initrd, cmdline, id]);
    };
  }

  /** Makes a VM and waits until its task has ended. */
  async createVm(client: GraphqlClient, input: Record<string, unknown>) {
    const { createVm } = await client.ask(
      'mutation ($i: CreateVmInput!) { createVm(input: $i) { id vm { id } } }',
      { i: { templateId: await this.templateId(), ...input } },
    );
    return { ...(await client.finish(createVm.id)), vmId: createVm.vm.id as string };
  }

  /** Asks for something to be done to a VM, and waits until its task has ended. */
  async act(client: GraphqlClient, mutation: string, id: string) {
    return client.finish(await this.request(client, mutation, id));
  }

  /** Asks for something to be done to a VM or task. @returns the task's id */
  async request(client: GraphqlClient, mutation: string, id: string): Promise<string> {
    const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
    const query = `mutation ($i: ${type}!) { ${mutation}(input: $i) { id } }`;
    return (await client.ask(query, { i: { id } }))[mutation].id;
  }

  /** Runs a command on a lab host, or the gateway, past the product, as an admin would by hand. */
  async onHost(name: string, ...argv: string[]): Promise<string> {
    return (await this.#machine(name)).run(argv);
  }

  /** libvirt on a lab host by a connection past the product, which the caller closes. */
  async outsideLibvirt(name: string): Promise<Connection> {
    const machine = await this.#machine(name);
    return await openConnection(await machine.forwardUnix('/run/libvirt/libvirt-sock'));
  }

  /** Drops the way of `onHost` and `outsideLibvirt` to a host, which may have lost its power. */
  forgetOutside(name: string): void {
    this.#outside.remove(this.#target(name));
  }

  async #machine(name: string): Promise<SshMachine> {
    const privateKey = await readFile(this.lab.inventory.sshKeyFile);
    return this.#outside.machine({ ...this.#target(name), privateKey });
  }

  #target(name: string) {
    const { hosts, gateway } = this.lab.inventory;
    const host = [...hosts, gateway].find((machine) => machine.name === name);
    if (!host) throw new Error(`no host ${name}`);
    return {
      host: host.address,
      port: host.sshPort,
      user: host.sshUser,
      hostKeyFingerprint: host.hostKeyFingerprint,
    };
  }

  /** Names of the domains of all hosts, and files of all disks: what a test may leave behind. */
  async leftovers(): Promise<{ domains: string[]; files: string[] }> {
    const names = this.lab.inventory.hosts.map((host) => host.name);
    const lists = await Promise.all(
      names.map((name) => this.onHost(name, 'virsh', 'list', '--all', '--name')),
    );
    const domains = lists.flatMap((list) => list.split('\n').filter(Boolean));
    const files = await this.onHost(
      names[0] ?? '',
      'find',
      '/mnt/datastore/vm_images',
      '/mnt/datastore/vm_extra_disks',
      '-type',
      'f',
    );
    return { domains, files: files.split('\n').filter(Boolean).toSorted() };
  }

  /** Waits until a VM has a status in the API. */
  async untilStatus(vmId: string, status: string): Promise<void> {
    let seen = '';
    await waitFor(
      () => `VM is ${status}, not ${seen}`,
      async () => {
        const { vm } = await this.admin.ask('query ($id: ID!) { vm(id: $id) { status } }', {
          id: vmId,
        });
        seen = vm.status;
        return seen === status;
      },
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients) await client[Symbol.asyncDispose]();
    this.#outside.close();
    await this.#app.stop(1_000);
    for (const clean of this.#cleanUp) await clean();
  }
}
