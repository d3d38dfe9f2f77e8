import type { Caller } from './caller.ts';
import {
  type DomainStateInfo,
  type DomainStateName,
  domainState,
  domainStateName,
} from './domain-state.ts';
import * as enums from './generated/enums.ts';
import type { CallOptions, StreamOptions } from './pending-call.ts';
import { safeNumber } from './safe-number.ts';
import { Snapshot } from './snapshot.ts';
import type { VirStream } from './stream.ts';
import {
  type ParamInput,
  type ParamRecord,
  paramsFromRecord,
  paramsToRecord,
} from './typed-params.ts';

/** What `domainGetInfo` tells. */
export interface DomainInfo {
  readonly state: DomainStateName;
  readonly stateCode: number;
  readonly maxMemoryKiB: number;
  readonly memoryKiB: number;
  readonly vcpus: number;
  readonly cpuTimeNs: bigint;
}

/** What the daemon is doing with a domain: `occupied` for long means its QEMU hangs. */
export interface DomainControlInfo {
  readonly state: 'ok' | 'job' | 'occupied' | 'error' | 'unknown';
  readonly details: number;
  readonly stateTimeMs: number;
}

/** Statistics of one domain. */
export interface DomainStats {
  readonly domain: Domain;
  /** Keys as in libvirt: `cpu.time`, `net.0.rx.bytes`, …; 64-bit ones are bigint. */
  readonly stats: ParamRecord;
}

/** A job on a domain: a migration, a save. */
export interface DomainJobStats {
  readonly type:
    | 'none'
    | 'bounded'
    | 'unbounded'
    | 'completed'
    | 'failed'
    | 'cancelled'
    | 'unknown';
  /** Keys as in libvirt: `time_elapsed`, `data_remaining`, … */
  readonly stats: ParamRecord;
}

/** A job on one disk. */
export interface BlockJobInfo {
  /** `DomainBlockJobType`. */
  readonly type: number;
  readonly bandwidth: bigint;
  readonly cur: bigint;
  readonly end: bigint;
}

/** A picture of the guest's screen. */
export interface Screenshot {
  /** `image/png` since QEMU 7.1, before it `image/x-portable-pixmap`. */
  readonly mime: string;
  readonly data: Buffer;
}

/** How to open a console. */
export interface ConsoleOptions {
  /** Alias of the device, e.g. `serial0`; the first one by default. */
  readonly device?: string;
  /** Throws another client off. */
  readonly force?: boolean;
  /** Refuses when another client has it. */
  readonly safe?: boolean;
}

const CONTROL = ['ok', 'job', 'occupied', 'error'] as const;
const JOB = ['none', 'bounded', 'unbounded', 'completed', 'failed', 'cancelled'] as const;

/**
 * A domain, i.e. a virtual machine as libvirt knows it.
 *
 * The daemon finds it by `uuid` alone; `name` and `id` are as last heard. Every method throws
 * {@link LibvirtError} when the daemon refuses, e.g. `NO_DOMAIN` when it is gone.
 */
export class Domain {
  readonly #caller: Caller;
  #name: string;
  #id: number;
  /** Canonical lower-case text. */
  readonly uuid: string;

  /** Made by a connection: by lists, look-ups, and from what is known. */
  constructor(
    caller: Caller,
    wire: { readonly name: string; readonly uuid: string; readonly id: number },
  ) {
    this.#caller = caller;
    this.#name = wire.name;
    this.uuid = wire.uuid;
    this.#id = wire.id;
  }

  get name(): string {
    return this.#name;
  }

  /** Number of the running domain on its host; -1 when it is not running. */
  get id(): number {
    return this.#id;
  }

  // -- life

  /** Starts it. */
  async start(
    how: { paused?: boolean; flags?: number } = {},
    options?: CallOptions,
  ): Promise<void> {
    const flags = (how.flags ?? 0) | (how.paused ? enums.DomainCreateFlags.START_PAUSED : 0);
    const ret = await this.#caller.call('domainCreateWithFlags', { dom: this, flags }, options);
    this.#id = ret.dom.id;
  }

  /** As {@link start}, by libvirt's name. */
  async create(flags = 0, options?: CallOptions): Promise<void> {
    await this.start({ flags }, options);
  }

  /** Asks the guest to shut down. It may not obey: wait for the event, then {@link destroy}. */
  async shutdown(flags = 0, options?: CallOptions): Promise<void> {
    await this.#caller.call('domainShutdownFlags', { dom: this, flags }, options);
  }

  /** Asks the guest to reboot; `flags` of `DomainRebootFlagValues`. */
  async reboot(flags = 0, options?: CallOptions): Promise<void> {
    await this.#caller.call('domainReboot', { dom: this, flags }, options);
  }

  /** As the reset button. */
  async reset(options?: CallOptions): Promise<void> {
    await this.#caller.call('domainReset', { dom: this, flags: 0 }, options);
  }

  /** As pulling the plug. `graceful` gives up on a guest that does not die, instead of SIGKILL. */
  async destroy(how: { graceful?: boolean } = {}, options?: CallOptions): Promise<void> {
    const flags = how.graceful ? enums.DomainDestroyFlagsValues.GRACEFUL : 0;
    await this.#caller.call('domainDestroyFlags', { dom: this, flags }, options);
    this.#id = -1;
  }

  /** Pauses its CPUs. */
  async suspend(options?: CallOptions): Promise<void> {
    await this.#caller.call('domainSuspend', { dom: this }, options);
  }

  /** Lets its CPUs go on. */
  async resume(options?: CallOptions): Promise<void> {
    await this.#caller.call('domainResume', { dom: this }, options);
  }

  /** Removes its definition; `flags` of `DomainUndefineFlagsValues`. */
  async undefine(flags = 0, options?: CallOptions): Promise<void> {
    await this.#caller.call('domainUndefineFlags', { dom: this, flags }, options);
  }

  /** Gives it another name; it must not run. */
  async rename(name: string, options?: CallOptions): Promise<void> {
    await this.#caller.call('domainRename', { dom: this, new_name: name, flags: 0 }, options);
    this.#name = name;
  }

  // -- what it is

  /** State and its reason. Answers even while its QEMU hangs. */
  async state(options?: CallOptions): Promise<DomainStateInfo> {
    const ret = await this.#caller.call('domainGetState', { dom: this, flags: 0 }, options);
    return domainState(ret.state, ret.reason);
  }

  /** State, memory, CPUs. */
  async info(options?: CallOptions): Promise<DomainInfo> {
    const ret = await this.#caller.call('domainGetInfo', { dom: this }, options);
    return {
      state: domainStateName(ret.state),
      stateCode: ret.state,
      maxMemoryKiB: safeNumber(ret.maxMem),
      memoryKiB: safeNumber(ret.memory),
      vcpus: ret.nrVirtCpu,
      cpuTimeNs: ret.cpuTime,
    };
  }

  /** What the daemon is doing with it; the way to find guests that hang. */
  async controlInfo(options?: CallOptions): Promise<DomainControlInfo> {
    const ret = await this.#caller.call('domainGetControlInfo', { dom: this, flags: 0 }, options);
    return {
      state: CONTROL[ret.state] ?? 'unknown',
      details: ret.details,
      stateTimeMs: safeNumber(ret.stateTime),
    };
  }

  /** Its XML; `flags` of `DomainXMLFlags`: SECURE 1, INACTIVE 2, MIGRATABLE 8. */
  async xml(flags = 0, options?: CallOptions): Promise<string> {
    return (await this.#caller.call('domainGetXmlDesc', { dom: this, flags }, options)).xml;
  }

  async isActive(options?: CallOptions): Promise<boolean> {
    return (await this.#caller.call('domainIsActive', { dom: this }, options)).active !== 0;
  }

  async isPersistent(options?: CallOptions): Promise<boolean> {
    return (await this.#caller.call('domainIsPersistent', { dom: this }, options)).persistent !== 0;
  }

  /** Addresses of its interfaces; `source` of `DomainInterfaceAddressesSource`. */
  async interfaceAddresses(source: enums.DomainInterfaceAddressesSource, options?: CallOptions) {
    const args = { dom: this, source, flags: 0 };
    return (await this.#caller.call('domainInterfaceAddresses', args, options)).ifaces;
  }

  /** Memory statistics by `DomainMemoryStatTags`, KiB. */
  async memoryStats(options?: CallOptions): Promise<ReadonlyMap<number, bigint>> {
    const args = { dom: this, maxStats: 64, flags: 0 };
    const ret = await this.#caller.call('domainMemoryStats', args, options);
    return new Map(ret.stats.map(({ tag, val }) => [tag, val]));
  }

  // -- screen and consoles

  /** Opens a serial console, both ways. What came before is not shown. */
  async openConsole(
    how: ConsoleOptions = {},
    options?: CallOptions & StreamOptions,
  ): Promise<VirStream> {
    const flags =
      (how.force ? enums.DomainConsoleFlags.FORCE : 0) |
      (how.safe ? enums.DomainConsoleFlags.SAFE : 0);
    const args = { dom: this, dev_name: how.device ?? null, flags };
    return (await this.#caller.openStream('domainOpenConsole', args, options)).stream;
  }

  /** A picture of its screen. @throws {LibvirtError} OPERATION_INVALID when it is off */
  async screenshot(screen = 0, options?: CallOptions & StreamOptions): Promise<Screenshot> {
    const args = { dom: this, screen, flags: 0 };
    const { ret, stream } = await this.#caller.openStream('domainScreenshot', args, options);
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part as Buffer);
    return { mime: ret.mime ?? 'application/octet-stream', data: Buffer.concat(parts) };
  }

  /** Presses keys together; `codeset` of `KeycodeSet`. */
  async sendKey(
    codeset: number,
    keycodes: readonly number[],
    how: { holdMs?: number } = {},
    options?: CallOptions,
  ): Promise<void> {
    const args = { dom: this, codeset, holdtime: how.holdMs ?? 0, keycodes, flags: 0 };
    await this.#caller.call('domainSendKey', args, options);
  }

  // -- devices; `flags` of DomainDeviceModifyFlags: LIVE 1, CONFIG 2

  /** Adds a device. */
  async attachDevice(xml: string, flags = 0, options?: CallOptions): Promise<void> {
    await this.#caller.call('domainAttachDeviceFlags', { dom: this, xml, flags }, options);
  }

  /** Asks the guest to let a device go: success is the event `deviceRemoved`. */
  async detachDevice(xml: string, flags = 0, options?: CallOptions): Promise<void> {
    await this.#caller.call('domainDetachDeviceFlags', { dom: this, xml, flags }, options);
  }

  /** As {@link detachDevice}, by alias. */
  async detachDeviceAlias(alias: string, flags = 0, options?: CallOptions): Promise<void> {
    await this.#caller.call('domainDetachDeviceAlias', { dom: this, alias, flags }, options);
  }

  /** Changes a device. */
  async updateDevice(xml: string, flags = 0, options?: CallOptions): Promise<void> {
    await this.#caller.call('domainUpdateDeviceFlags', { dom: this, xml, flags }, options);
  }

  /** Number of CPUs; `flags` of `DomainVcpuFlags`. */
  async setVcpus(count: number, flags = 0, options?: CallOptions): Promise<void> {
    await this.#caller.call('domainSetVcpusFlags', { dom: this, nvcpus: count, flags }, options);
  }

  /** Memory; `flags` of `DomainMemoryModFlags`. */
  async setMemory(memoryKiB: number, flags = 0, options?: CallOptions): Promise<void> {
    const args = { dom: this, memory: BigInt(memoryKiB), flags };
    await this.#caller.call('domainSetMemoryFlags', args, options);
  }

  // -- settings

  /** Whether it starts with the daemon. */
  async setAutostart(on: boolean, options?: CallOptions): Promise<void> {
    await this.#caller.call('domainSetAutostart', { dom: this, autostart: on ? 1 : 0 }, options);
  }

  async getAutostart(options?: CallOptions): Promise<boolean> {
    return (await this.#caller.call('domainGetAutostart', { dom: this }, options)).autostart !== 0;
  }

  /**
   * Sets title (type 1), description (0) or an element of our own (2, with key and uri).
   * `metadata` null removes it; `flags` of `DomainModificationImpact`: LIVE 1, CONFIG 2.
   */
  async setMetadata(
    change: {
      type: enums.DomainMetadataType;
      metadata: string | null;
      key?: string;
      uri?: string;
      flags?: number;
    },
    options?: CallOptions,
  ): Promise<void> {
    const { type, metadata, key = null, uri = null, flags = 0 } = change;
    await this.#caller.call(
      'domainSetMetadata',
      { dom: this, type, metadata, key, uri, flags },
      options,
    );
  }

  /** @throws {LibvirtError} NO_DOMAIN_METADATA when there is none */
  async getMetadata(
    which: { type: enums.DomainMetadataType; uri?: string; flags?: number },
    options?: CallOptions,
  ): Promise<string> {
    const { type, uri = null, flags = 0 } = which;
    const args = { dom: this, type, uri, flags };
    return (await this.#caller.call('domainGetMetadata', args, options)).metadata;
  }

  // -- jobs

  /** The job that runs, or, with `completed`, the last one. */
  async jobStats(
    how: { completed?: boolean } = {},
    options?: CallOptions,
  ): Promise<DomainJobStats> {
    const flags = how.completed ? enums.DomainGetJobStatsFlags.COMPLETED : 0;
    const ret = await this.#caller.call('domainGetJobStats', { dom: this, flags }, options);
    return { type: JOB[ret.type] ?? 'unknown', stats: paramsToRecord(ret.params) };
  }

  /** Stops the job that runs; its call then fails with OPERATION_ABORTED. */
  async abortJob(options?: CallOptions): Promise<void> {
    await this.#caller.call('domainAbortJob', { dom: this }, options);
  }

  /**
   * Migrates peer to peer: one call that lasts as long as the migration, so give it a connection
   * and a deadline of its own. `flags` of `DomainMigrateFlags`, PEER2PEER is added.
   */
  async migrate(
    target: { uri: string; params?: Readonly<Record<string, ParamInput>>; flags: number },
    options?: CallOptions,
  ): Promise<void> {
    const args = {
      dom: this,
      dconnuri: target.uri,
      params: paramsFromRecord(target.params ?? {}),
      cookie_in: new Uint8Array(0),
      flags: target.flags | enums.DomainMigrateFlags.PEER2PEER,
    };
    await this.#caller.call('domainMigratePerform3Params', args, options);
  }

  /** How long a guest may stand still at the end of a migration, ms. */
  async setMigrationDowntime(downtimeMs: number, options?: CallOptions): Promise<void> {
    const args = { dom: this, downtime: BigInt(downtimeMs), flags: 0 };
    await this.#caller.call('domainMigrateSetMaxDowntime', args, options);
  }

  /** Saves memory to disk and stops. */
  async managedSave(flags = 0, options?: CallOptions): Promise<void> {
    await this.#caller.call('domainManagedSave', { dom: this, flags }, options);
    this.#id = -1;
  }

  async hasManagedSave(options?: CallOptions): Promise<boolean> {
    const args = { dom: this, flags: 0 };
    return (await this.#caller.call('domainHasManagedSaveImage', args, options)).result !== 0;
  }

  async removeManagedSave(options?: CallOptions): Promise<void> {
    await this.#caller.call('domainManagedSaveRemove', { dom: this, flags: 0 }, options);
  }

  // -- disks

  /** Sizes of a disk, by target or path, bytes. */
  async blockInfo(path: string, options?: CallOptions) {
    const args = { dom: this, path, flags: 0 };
    const ret = await this.#caller.call('domainGetBlockInfo', args, options);
    return {
      capacityBytes: safeNumber(ret.capacity),
      allocationBytes: safeNumber(ret.allocation),
      physicalBytes: safeNumber(ret.physical),
    };
  }

  /** Sets the size of a disk of the running domain. */
  async blockResize(disk: string, sizeBytes: number, options?: CallOptions): Promise<void> {
    const flags = enums.DomainBlockResizeFlags.BYTES;
    const args = { dom: this, disk, size: BigInt(sizeBytes), flags };
    await this.#caller.call('domainBlockResize', args, options);
  }

  /** Starts to copy a disk; ready with the event `blockJob` `ready`. */
  async blockCopy(
    copy: {
      disk: string;
      xml: string;
      params?: Readonly<Record<string, ParamInput>>;
      flags: number;
    },
    options?: CallOptions,
  ): Promise<void> {
    const { disk: path, xml: destxml, flags } = copy;
    const args = { dom: this, path, destxml, params: paramsFromRecord(copy.params ?? {}), flags };
    await this.#caller.call('domainBlockCopy', args, options);
  }

  /** Starts to copy what a disk reads from its backing files into it; done when there is no job. */
  async blockPull(disk: string, options?: CallOptions): Promise<void> {
    const args = { dom: this, path: disk, bandwidth: 0n, flags: 0 };
    await this.#caller.call('domainBlockPull', args, options);
  }

  /** Starts to merge a disk's chain downwards; `flags` of `DomainBlockCommitFlags`. */
  async blockCommit(
    commit: { disk: string; base?: string; top?: string; bandwidth?: bigint; flags: number },
    options?: CallOptions,
  ): Promise<void> {
    const { disk, base = null, top = null, bandwidth = 0n, flags } = commit;
    const args = { dom: this, disk, base, top, bandwidth, flags };
    await this.#caller.call('domainBlockCommit', args, options);
  }

  /** The job on a disk; null when there is none. */
  async blockJobInfo(disk: string, options?: CallOptions): Promise<BlockJobInfo | null> {
    const args = { dom: this, path: disk, flags: 0 };
    const ret = await this.#caller.call('domainGetBlockJobInfo', args, options);
    if (ret.found === 0) return null;
    return { type: ret.type, bandwidth: ret.bandwidth, cur: ret.cur, end: ret.end };
  }

  /** Ends the job on a disk; `flags` of `DomainBlockJobAbortFlags`, PIVOT 2. */
  async blockJobAbort(disk: string, flags = 0, options?: CallOptions): Promise<void> {
    await this.#caller.call('domainBlockJobAbort', { dom: this, path: disk, flags }, options);
  }

  // -- snapshots

  /** All its snapshots; `flags` of `DomainSnapshotListFlags`. */
  async snapshots(flags = 0, options?: CallOptions): Promise<Snapshot[]> {
    const args = { dom: this, need_results: 1, flags };
    const ret = await this.#caller.call('domainListAllSnapshots', args, options);
    return ret.snapshots.map((snap) => new Snapshot(this.#caller, snap));
  }

  /** Takes a snapshot; `flags` of `DomainSnapshotCreateFlags`. May last long. */
  async createSnapshot(xml: string, flags = 0, options?: CallOptions): Promise<Snapshot> {
    const args = { dom: this, xml_desc: xml, flags };
    const ret = await this.#caller.call('domainSnapshotCreateXml', args, options);
    return new Snapshot(this.#caller, ret.snap);
  }

  /** @throws {LibvirtError} NO_DOMAIN_SNAPSHOT */
  async snapshotByName(name: string, options?: CallOptions): Promise<Snapshot> {
    const args = { dom: this, name, flags: 0 };
    const ret = await this.#caller.call('domainSnapshotLookupByName', args, options);
    return new Snapshot(this.#caller, ret.snap);
  }

  /** The snapshot it is based on. @throws {LibvirtError} NO_DOMAIN_SNAPSHOT */
  async currentSnapshot(options?: CallOptions): Promise<Snapshot> {
    const args = { dom: this, flags: 0 };
    const ret = await this.#caller.call('domainSnapshotCurrent', args, options);
    return new Snapshot(this.#caller, ret.snap);
  }
}
