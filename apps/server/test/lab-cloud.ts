import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Lab, type LabHost, labUp } from '@baadal/lab';
import { type Connection, type Domain, openConnection } from '@baadal/libvirt';
import { SshPool, type SshTarget } from '@baadal/ssh';
import { pino } from 'pino';
import type { CollectorServices } from '../src/collector/collector-services.ts';
import type { Database, Em } from '../src/platform/db.ts';
import { type EventBus, openEventBus } from '../src/platform/events.ts';
import { createHosts } from '../src/platform/hosts/create-hosts.ts';
import type { Hosts } from '../src/platform/hosts/hosts.ts';
import type { HostId, UserId } from '../src/platform/ids.ts';
import { domainXml } from '../src/vm/domain-xml.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { freezeHost } from './freeze-host.ts';
import { addBaseRows, addHost, addVm, type BaseRows, type TestVm, type VmSeed } from './rows.ts';

const CACHE_DIR = path.join(import.meta.dirname, '..', '..', '..', '.baadal', 'cache');

/** A real lab with its hosts in a database of its own, and a second way to the hosts' libvirt. */
export class LabCloud implements AsyncDisposable {
  readonly lab: Lab;
  readonly db: Database;
  readonly events: EventBus;
  readonly hosts: Hosts;
  readonly hostIds: readonly HostId[];
  readonly services: CollectorServices;
  readonly #base: BaseRows;
  readonly #stateDir: string;
  readonly #database: TestDatabase;
  readonly #sshKey: Buffer;
  /** As somebody else on the hosts: not the connections under test. */
  readonly #outside = new SshPool();

  private constructor(made: {
    readonly lab: Lab;
    readonly stateDir: string;
    readonly database: TestDatabase;
    readonly sshKey: Buffer;
    readonly base: BaseRows;
    readonly hostIds: readonly HostId[];
  }) {
    this.lab = made.lab;
    this.db = made.database.orm;
    this.#stateDir = made.stateDir;
    this.#database = made.database;
    this.#sshKey = made.sshKey;
    this.events = openEventBus();
    this.#base = made.base;
    this.hostIds = made.hostIds;
    const log = pino({ level: process.env['BAADAL_TEST_LOG'] ?? 'silent' });
    const em = () => this.em();
    this.hosts = createHosts({ em, events: this.events, log, sshKey: made.sshKey });
    this.services = { em, events: this.events, log, hosts: this.hosts };
  }

  /** Brings a lab with so many hosts up and writes them to a new database. */
  static async up(options: {
    readonly name: string;
    readonly hosts: number;
    /** Another server than that of the tests. */
    readonly databaseServer?: string;
  }): Promise<LabCloud> {
    const stateDir = await mkdtemp(path.join(tmpdir(), 'baadal-cloud-'));
    const database = await createTestDatabase(options.databaseServer);
    const lab = await labUp({
      name: `${options.name}${process.pid}`,
      stateDir: path.join(stateDir, 'lab'),
      cacheDir: CACHE_DIR,
      hosts: options.hosts,
    });
    const sshKey = await readFile(lab.inventory.sshKeyFile);
    const em = database.orm.em.fork() as Em;
    const base = await addBaseRows(em, lab.inventory.datastores[0]?.path);
    const hostIds: HostId[] = [];
    for (const host of lab.inventory.hosts) hostIds.push(await addHost(em, host));
    return new LabCloud({ lab, stateDir, database, sshKey, base, hostIds });
  }

  /** Who owns the VMs. */
  get owner(): UserId {
    return this.#base.owner;
  }

  em(): Em {
    return this.db.em.fork() as Em;
  }

  host(number: number): LabHost {
    const host = this.lab.inventory.hosts[number - 1];
    if (!host) throw new Error(`no host ${number}`);
    return host;
  }

  hostId(number: number): HostId {
    const id = this.hostIds[number - 1];
    if (!id) throw new Error(`no host ${number}`);
    return id;
  }

  /** libvirt on a host by a connection of one's own, as virsh has. */
  async outsider(number: number): Promise<Connection> {
    const machine = this.#outside.machine(this.#target(this.host(number)));
    return await openConnection(await machine.forwardUnix('/run/libvirt/libvirt-sock'));
  }

  /** Runs a command on a host, past the connections under test. */
  async onHost(number: number, ...argv: string[]): Promise<string> {
    return await this.#outside.machine(this.#target(this.host(number))).run(argv);
  }

  /** Drops the way of `outsider` and `onHost` to a host, which may have lost its power. */
  forgetOutside(number: number): void {
    const { address, sshPort, sshUser } = this.host(number);
    this.#outside.remove({ host: address, port: sshPort, user: sshUser });
  }

  /** Stops every sshd and libvirtd of a host without killing them, as a hanging machine does. */
  freeze(hostNumber: number): Promise<{ thaw(): void }> {
    return freezeHost(this.lab, this.host(hostNumber).name);
  }

  /** Writes the row of a VM; its domain is another matter. */
  addVm(hostNumber: number, seed: Omit<VmSeed, 'hostId'> = {}): Promise<TestVm> {
    return addVm(this.em(), this.#base, { ...seed, hostId: this.hostId(hostNumber) });
  }

  /**
   * Defines and starts the domain of a VM, without disk and network.
   * @param guest `kernel` boots the micro guest; `firmware` waits for a disk that never comes
   */
  async startDomain(
    connection: Connection,
    vm: TestVm,
    guest: 'firmware' | 'kernel' = 'firmware',
  ): Promise<Domain> {
    const template = this.lab.inventory.templates[0];
    const root = this.lab.inventory.datastores[0]?.path ?? '';
    const boot =
      guest === 'kernel' && template?.kernel
        ? {
            kernel: path.join(root, template.kernel),
            initrd: template.initrd ? path.join(root, template.initrd) : null,
            cmdline: template.cmdline ?? '',
          }
        : null;
    const { id: vmId, identity, uuid, vncPort } = vm;
    const domain = await connection.defineDomain(
      domainXml({
        ...{ vmId, identity, uuid, vncPort, boot },
        ...{ vcpus: 1, ramMiB: 96, kvm: false, disks: [], network: null },
      }),
    );
    await domain.start();
    return domain;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.hosts.close();
    this.#outside.close();
    await this.events.close();
    await this.#database.drop();
    await this.lab.down();
    await rm(this.#stateDir, { recursive: true, force: true });
  }

  #target(host: LabHost): SshTarget {
    return {
      host: host.address,
      port: host.sshPort,
      user: host.sshUser,
      hostKeyFingerprint: host.hostKeyFingerprint,
      privateKey: this.#sshKey,
    };
  }
}
