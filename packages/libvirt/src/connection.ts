import type { Duplex } from 'node:stream';
import type {
  ArgsOf,
  Caller,
  CallParameters,
  OpenedStream,
  ProcedureName,
  RetOf,
} from './caller.ts';
import { Domain, type DomainStats } from './domain.ts';
import { DEFAULT_DOMAIN_EVENT_IDS, type DomainEvent, toDomainEvent } from './domain-events.ts';
import { domainListProcedures } from './domain-lists.ts';
import { EventHub } from './event-hub.ts';
import { DEFAULT_EVENT_CAPACITY, type EventSubscription, subscribe } from './events.ts';
import {
  ConnectCompareCPUFlags,
  type DomainEventId,
  NetworkEventId,
  StoragePoolEventId,
} from './generated/enums.ts';
import { procedures, type StreamProcedureName } from './generated/procedures.ts';
import { Network } from './network.ts';
import { type NodeInfo, toNodeInfo } from './node.ts';
import {
  type NetworkEvent,
  type StoragePoolEvent,
  toNetworkEvent,
  toStoragePoolEvent,
} from './object-events.ts';
import { type OpenOptions, openSequence } from './open.ts';
import type { CallOptions, StreamOptions } from './pending-call.ts';
import { type CloseReason, DEFAULT_TIMEOUT_MS, MAX_IN_FLIGHT, RpcChannel } from './rpc.ts';
import { safeNumber } from './safe-number.ts';
import { StoragePool, StorageVolume } from './storage.ts';

/** Options of an event subscription. */
export interface EventOptions extends CallOptions {
  /** Events kept for a slow reader; 4096 by default. */
  readonly capacity?: number;
}

/** Options of {@link Connection.domainEvents}. */
export interface DomainEventOptions extends EventOptions {
  /** Which events; all by default, each thing once. */
  readonly ids?: readonly DomainEventId[];
  /** Only events of this domain. */
  readonly domain?: Domain;
}

/** A libvirt version, e.g. 9000000 for 9.0.0. */
export interface Version {
  readonly number: number;
  /** `major.minor.release` */
  readonly text: string;
}

function toVersion(value: bigint): Version {
  const number = safeNumber(value);
  const text = `${Math.floor(number / 1e6)}.${Math.floor(number / 1000) % 1000}.${number % 1000}`;
  return { number, text };
}

/**
 * One open connection to a daemon.
 *
 * Any number of calls may be pending; at most `maxInFlight` (4) are on the wire, because the
 * daemon serves 5 at once and then stops reading, keepalive included. So give calls that last
 * long, and bulk streams, connections of their own.
 */
export class Connection implements Caller, AsyncDisposable {
  readonly #rpc: RpcChannel;
  readonly #events: EventHub;
  readonly #lists = domainListProcedures(this);
  /** The URI the daemon was asked for. */
  readonly uri: string;

  private constructor(duplex: Duplex, options: OpenOptions) {
    this.uri = options.uri ?? 'qemu:///system';
    const maxInFlight = options.maxInFlight ?? MAX_IN_FLIGHT;
    if (!Number.isInteger(maxInFlight) || maxInFlight < 1 || maxInFlight > MAX_IN_FLIGHT) {
      throw new RangeError(`maxInFlight must be 1 to ${MAX_IN_FLIGHT}`);
    }
    const timeoutMs = options.callTimeoutMs ?? DEFAULT_TIMEOUT_MS;
    this.#rpc = new RpcChannel(
      duplex,
      { maxInFlight, timeoutMs, onCall: options.onCall },
      {
        onMessage: (program, procedure, reader) => this.#events.message(program, procedure, reader),
        onClosed: (error) => this.#events.closed(error),
      },
    );
    this.#events = new EventHub(this.#rpc);
  }

  /** See {@link openConnection}. */
  static async open(duplex: Duplex, options: OpenOptions = {}): Promise<Connection> {
    const connection = new Connection(duplex, options);
    try {
      await openSequence(connection.#rpc, connection.uri, options);
      return connection;
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  /** Whether calls can be made. */
  get isOpen(): boolean {
    return this.#rpc.isOpen;
  }

  /** Resolves, never rejects, with the reason when the connection has ended. */
  get closed(): Promise<CloseReason> {
    return this.#rpc.closed;
  }

  /** Calls on the wire and calls waiting for a slot. */
  get load(): { readonly inFlight: number; readonly queued: number } {
    return { inFlight: this.#rpc.inFlight, queued: this.#rpc.queued };
  }

  /** Ends it. What waits is rejected with {@link ConnectionLostError} `CLOSED`. */
  close(): Promise<void> {
    return this.#rpc.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /**
   * Calls a procedure by libvirt's name without `vir`.
   *
   * Aborting or running out of time frees the caller; the daemon goes on, its late reply is
   * dropped, and the slot stays taken until then.
   * @throws {LibvirtError} the daemon refused, {@link ConnectionLostError}, {@link DeadlineError},
   * {@link AbortedError}, {@link EncodeError}
   */
  call<P extends ProcedureName>(procedure: P, ...rest: CallParameters<P>): Promise<RetOf<P>>;
  call(procedure: ProcedureName, args?: unknown, options?: CallOptions): Promise<unknown> {
    return this.#rpc.call(procedures[procedure], args, options);
  }

  /** Calls a procedure whose reply is followed by a stream. Errors as {@link call}. */
  openStream<P extends StreamProcedureName>(
    procedure: P,
    args: ArgsOf<P>,
    options: CallOptions & StreamOptions = {},
  ): Promise<OpenedStream<P>> {
    return this.#rpc.call(procedures[procedure], args, options, { stream: options }) as Promise<
      OpenedStream<P>
    >;
  }

  // -- events

  /**
   * Domain events. When the promise resolves they are registered: subscribe before you act, since
   * an event may come before the reply of the call that caused it.
   */
  domainEvents(options: DomainEventOptions = {}): Promise<EventSubscription<DomainEvent>> {
    const { domain, capacity = DEFAULT_EVENT_CAPACITY } = options;
    const object = domain && { identity: domain.uuid, wire: domain };
    return subscribe(this.#events, {
      kind: 'domain',
      requests: (options.ids ?? DEFAULT_DOMAIN_EVENT_IDS).map((eventId) => ({ eventId, object })),
      capacity,
      convert: toDomainEvent,
      options,
    });
  }

  /** Events of virtual networks. */
  networkEvents(options: EventOptions = {}): Promise<EventSubscription<NetworkEvent>> {
    return subscribe(this.#events, {
      kind: 'network',
      requests: Object.values(NetworkEventId).map((eventId) => ({ eventId })),
      capacity: options.capacity ?? DEFAULT_EVENT_CAPACITY,
      convert: toNetworkEvent,
      options,
    });
  }

  /** Events of storage pools. */
  storagePoolEvents(options: EventOptions = {}): Promise<EventSubscription<StoragePoolEvent>> {
    return subscribe(this.#events, {
      kind: 'storagePool',
      requests: Object.values(StoragePoolEventId).map((eventId) => ({ eventId })),
      capacity: options.capacity ?? DEFAULT_EVENT_CAPACITY,
      convert: toStoragePoolEvent,
      options,
    });
  }

  // -- the host

  /** Version of the hypervisor, e.g. QEMU's. */
  async getVersion(options?: CallOptions): Promise<Version> {
    return toVersion((await this.call('connectGetVersion', undefined, options)).hv_ver);
  }

  /** Version of the daemon. */
  async getLibVersion(options?: CallOptions): Promise<Version> {
    return toVersion((await this.call('connectGetLibVersion', undefined, options)).lib_ver);
  }

  /** The host's own name. */
  async getHostname(options?: CallOptions): Promise<string> {
    return (await this.call('connectGetHostname', undefined, options)).hostname;
  }

  /** XML on the host and what its hypervisor can do. */
  async getCapabilities(options?: CallOptions): Promise<string> {
    return (await this.call('connectGetCapabilities', undefined, options)).capabilities;
  }

  /** XML on what domains of a kind can have. Null means the default. */
  async getDomainCapabilities(
    which: {
      emulator?: string | null;
      arch?: string | null;
      machine?: string | null;
      virtType?: string | null;
    } = {},
    options?: CallOptions,
  ): Promise<string> {
    const { emulator = null, arch = null, machine = null, virtType = null } = which;
    const args = { emulatorbin: emulator, arch, machine, virttype: virtType, flags: 0 };
    return (await this.call('connectGetDomainCapabilities', args, options)).capabilities;
  }

  /**
   * Asks the hypervisor whether it can give a guest this CPU; with libvirt 4.4 or newer.
   * @throws {LibvirtError} CPU_INCOMPATIBLE, whose message names the features that are missing
   */
  async requireHypervisorCpu(
    cpu: {
      /** The element `<cpu>` of a domain. */
      readonly xml: string;
      readonly arch: string | null;
      readonly machine: string | null;
      /** `kvm` or `qemu`. */
      readonly virtType: string | null;
    },
    options?: CallOptions,
  ): Promise<void> {
    const { xml, arch, machine, virtType } = cpu;
    const flags = ConnectCompareCPUFlags.FAIL_INCOMPATIBLE;
    const args = { emulator: null, arch, machine, virttype: virtType, xmlCPU: xml, flags };
    await this.call('connectCompareHypervisorCpu', args, options);
  }

  /** CPUs and memory of the host. */
  async nodeInfo(options?: CallOptions): Promise<NodeInfo> {
    return toNodeInfo(await this.call('nodeGetInfo', undefined, options));
  }

  /** Free memory, bytes. */
  async nodeFreeMemory(options?: CallOptions): Promise<number> {
    return safeNumber((await this.call('nodeGetFreeMemory', undefined, options)).freeMem);
  }

  /** Memory of the host by `total`, `free`, `buffers`, `cached`, KiB. */
  async nodeMemoryStats(options?: CallOptions): Promise<Readonly<Record<string, number>>> {
    // unlike other getters these want the exact number of parameters
    const args = { nparams: 0, cellNum: -1, flags: 0 };
    const { nparams } = await this.call('nodeGetMemoryStats', args, options);
    const { params } = await this.call('nodeGetMemoryStats', { ...args, nparams }, options);
    return Object.fromEntries(params.map(({ field, value }) => [field, safeNumber(value)]));
  }

  /** CPU time of the host by `kernel`, `user`, `idle`, `iowait`, `intr`, ns. */
  async nodeCpuStats(options?: CallOptions): Promise<Readonly<Record<string, bigint>>> {
    const args = { cpuNum: -1, nparams: 0, flags: 0 };
    const { nparams } = await this.call('nodeGetCpuStats', args, options);
    const { params } = await this.call('nodeGetCpuStats', { ...args, nparams }, options);
    return Object.fromEntries(params.map(({ field, value }) => [field, value]));
  }

  // -- domains

  /** All domains; `flags` of `ConnectListAllDomainsFlags` filter. */
  async listAllDomains(flags = 0, options?: CallOptions): Promise<Domain[]> {
    const args = { need_results: 1, flags };
    return (await this.#rpc.call(this.#lists.list, args, options)) as Domain[];
  }

  /**
   * Statistics of all, or of the given, domains in one call.
   * @param groups bits of `DomainStatsTypes`; 0 for all, which costs most
   */
  async getAllDomainStats(
    groups = 0,
    which: { doms?: readonly Domain[]; flags?: number } = {},
    options?: CallOptions,
  ): Promise<DomainStats[]> {
    const args = { doms: which.doms ?? [], stats: groups, flags: which.flags ?? 0 };
    return (await this.#rpc.call(this.#lists.stats, args, options)) as DomainStats[];
  }

  /** @throws {LibvirtError} NO_DOMAIN */
  async domainLookupByName(name: string, options?: CallOptions): Promise<Domain> {
    return new Domain(this, (await this.call('domainLookupByName', { name }, options)).dom);
  }

  /** @throws {LibvirtError} NO_DOMAIN */
  async domainLookupByUuid(uuid: string, options?: CallOptions): Promise<Domain> {
    return new Domain(this, (await this.call('domainLookupByUuid', { uuid }, options)).dom);
  }

  /** A domain by what is known of it, without asking: its calls say NO_DOMAIN when there is none. */
  domainOf(known: { readonly name: string; readonly uuid: string }): Domain {
    return new Domain(this, { ...known, id: -1 });
  }

  /** Defines or redefines a domain; `flags` 1 (VALIDATE) checks the XML against the schema. */
  async defineDomain(xml: string, flags = 0, options?: CallOptions): Promise<Domain> {
    const ret = await this.call('domainDefineXmlFlags', { xml, flags }, options);
    return new Domain(this, ret.dom);
  }

  /** Starts a domain that has no definition; `flags` of `DomainCreateFlags`. */
  async createDomain(xml: string, flags = 0, options?: CallOptions): Promise<Domain> {
    const ret = await this.call('domainCreateXml', { xml_desc: xml, flags }, options);
    return new Domain(this, ret.dom);
  }

  // -- storage

  /** All storage pools; `flags` of `ConnectListAllStoragePoolsFlags`. */
  async listAllStoragePools(flags = 0, options?: CallOptions): Promise<StoragePool[]> {
    const args = { need_results: 1, flags };
    const ret = await this.call('connectListAllStoragePools', args, options);
    return ret.pools.map((pool) => new StoragePool(this, pool));
  }

  /** @throws {LibvirtError} NO_STORAGE_POOL */
  async storagePoolLookupByName(name: string, options?: CallOptions): Promise<StoragePool> {
    return new StoragePool(
      this,
      (await this.call('storagePoolLookupByName', { name }, options)).pool,
    );
  }

  /** Defines a storage pool. */
  async defineStoragePool(xml: string, flags = 0, options?: CallOptions): Promise<StoragePool> {
    const ret = await this.call('storagePoolDefineXml', { xml, flags }, options);
    return new StoragePool(this, ret.pool);
  }

  /** @throws {LibvirtError} NO_STORAGE_VOL */
  async storageVolumeLookupByPath(path: string, options?: CallOptions): Promise<StorageVolume> {
    return new StorageVolume(
      this,
      (await this.call('storageVolLookupByPath', { path }, options)).vol,
    );
  }

  // -- networks

  /** All virtual networks; `flags` of `ConnectListAllNetworksFlags`. */
  async listAllNetworks(flags = 0, options?: CallOptions): Promise<Network[]> {
    const args = { need_results: 1, flags };
    const ret = await this.call('connectListAllNetworks', args, options);
    return ret.nets.map((net) => new Network(this, net));
  }

  /** @throws {LibvirtError} NO_NETWORK */
  async networkLookupByName(name: string, options?: CallOptions): Promise<Network> {
    return new Network(this, (await this.call('networkLookupByName', { name }, options)).net);
  }

  /** Defines a virtual network. */
  async defineNetwork(xml: string, options?: CallOptions): Promise<Network> {
    return new Network(this, (await this.call('networkDefineXml', { xml }, options)).net);
  }
}

/**
 * Opens a connection over any duplex stream to a daemon's socket.
 *
 * Authenticates (none, or polkit), asks for keepalive, opens the URI. On failure the duplex is
 * destroyed.
 * @throws {LibvirtError} the daemon refused, e.g. AUTH_FAILED; {@link OpenError} it wants SASL;
 * {@link ConnectionLostError}, {@link DeadlineError}, {@link AbortedError}
 */
export function openConnection(duplex: Duplex, options: OpenOptions = {}): Promise<Connection> {
  return Connection.open(duplex, options);
}
