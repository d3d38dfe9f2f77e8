import type { Caller } from './caller.ts';
import { StorageVolDownloadFlags, StorageVolResizeFlags } from './generated/enums.ts';
import type { CallOptions, StreamOptions } from './pending-call.ts';
import { safeNumber } from './safe-number.ts';
import type { VirStream } from './stream.ts';

/** A storage pool's size, bytes. */
export interface StoragePoolInfo {
  /** 0 inactive, 1 building, 2 running, 3 degraded, 4 inaccessible (`StoragePoolState`). */
  readonly state: number;
  readonly capacityBytes: number;
  readonly allocationBytes: number;
  readonly availableBytes: number;
}

/** A volume's size, bytes. */
export interface StorageVolumeInfo {
  /** `StorageVolType`: 0 file, 1 block … */
  readonly type: number;
  readonly capacityBytes: number;
  readonly allocationBytes: number;
}

/** Which part of a volume a stream carries. */
export interface VolumeRange {
  /** Bytes to skip; 0 by default. */
  readonly offset?: bigint;
  /** Bytes to carry; 0, the default, means all. */
  readonly length?: bigint;
  /** Holes are sent as such. */
  readonly sparse?: boolean;
}

/** A storage pool of the host. */
export class StoragePool {
  readonly #caller: Caller;
  readonly name: string;
  readonly uuid: string;

  /** Made by lists and look-ups of a connection. */
  constructor(caller: Caller, wire: { readonly name: string; readonly uuid: string }) {
    this.#caller = caller;
    this.name = wire.name;
    this.uuid = wire.uuid;
  }

  /** Starts it; `flags` of `StoragePoolCreateFlags`. */
  async start(flags = 0, options?: CallOptions): Promise<void> {
    await this.#caller.call('storagePoolCreate', { pool: this, flags }, options);
  }

  /** Makes what is behind it, e.g. its folder. */
  async build(flags = 0, options?: CallOptions): Promise<void> {
    await this.#caller.call('storagePoolBuild', { pool: this, flags }, options);
  }

  /** Stops it. Its data stay. */
  async destroy(options?: CallOptions): Promise<void> {
    await this.#caller.call('storagePoolDestroy', { pool: this }, options);
  }

  /** Removes its definition. */
  async undefine(options?: CallOptions): Promise<void> {
    await this.#caller.call('storagePoolUndefine', { pool: this }, options);
  }

  /** Looks for volumes that came or went behind the daemon's back. */
  async refresh(options?: CallOptions): Promise<void> {
    await this.#caller.call('storagePoolRefresh', { pool: this, flags: 0 }, options);
  }

  /** Its XML. */
  async xml(flags = 0, options?: CallOptions): Promise<string> {
    return (await this.#caller.call('storagePoolGetXmlDesc', { pool: this, flags }, options)).xml;
  }

  /** State and sizes. */
  async info(options?: CallOptions): Promise<StoragePoolInfo> {
    const ret = await this.#caller.call('storagePoolGetInfo', { pool: this }, options);
    return {
      state: ret.state,
      capacityBytes: safeNumber(ret.capacity),
      allocationBytes: safeNumber(ret.allocation),
      availableBytes: safeNumber(ret.available),
    };
  }

  /** Whether it runs. */
  async isActive(options?: CallOptions): Promise<boolean> {
    return (await this.#caller.call('storagePoolIsActive', { pool: this }, options)).active !== 0;
  }

  /** Whether it starts with the daemon. */
  async setAutostart(on: boolean, options?: CallOptions): Promise<void> {
    const args = { pool: this, autostart: on ? 1 : 0 };
    await this.#caller.call('storagePoolSetAutostart', args, options);
  }

  /** All its volumes. */
  async listVolumes(options?: CallOptions): Promise<StorageVolume[]> {
    const args = { pool: this, need_results: 1, flags: 0 };
    const ret = await this.#caller.call('storagePoolListAllVolumes', args, options);
    return ret.vols.map((vol) => new StorageVolume(this.#caller, vol));
  }

  /** One volume. @throws {LibvirtError} NO_STORAGE_VOL */
  async volumeByName(name: string, options?: CallOptions): Promise<StorageVolume> {
    const args = { pool: this, name };
    const ret = await this.#caller.call('storageVolLookupByName', args, options);
    return new StorageVolume(this.#caller, ret.vol);
  }

  /** Makes a volume; `flags` of `StorageVolCreateFlags`. */
  async createVolume(xml: string, flags = 0, options?: CallOptions): Promise<StorageVolume> {
    const args = { pool: this, xml, flags };
    const ret = await this.#caller.call('storageVolCreateXml', args, options);
    return new StorageVolume(this.#caller, ret.vol);
  }

  /** Makes a volume with the contents of another. */
  async cloneVolume(
    xml: string,
    source: StorageVolume,
    flags = 0,
    options?: CallOptions,
  ): Promise<StorageVolume> {
    const args = { pool: this, xml, clonevol: source, flags };
    const ret = await this.#caller.call('storageVolCreateXmlFrom', args, options);
    return new StorageVolume(this.#caller, ret.vol);
  }
}

/** A volume of a storage pool. */
export class StorageVolume {
  readonly #caller: Caller;
  /** Name of its pool. */
  readonly pool: string;
  readonly name: string;
  /** Its path, as a rule. */
  readonly key: string;

  /** Made by a {@link StoragePool}. */
  constructor(
    caller: Caller,
    wire: { readonly pool: string; readonly name: string; readonly key: string },
  ) {
    this.#caller = caller;
    this.pool = wire.pool;
    this.name = wire.name;
    this.key = wire.key;
  }

  /** Type and sizes. */
  async info(options?: CallOptions): Promise<StorageVolumeInfo> {
    const ret = await this.#caller.call('storageVolGetInfo', { vol: this }, options);
    return {
      type: ret.type,
      capacityBytes: safeNumber(ret.capacity),
      allocationBytes: safeNumber(ret.allocation),
    };
  }

  /** Its XML. */
  async xml(flags = 0, options?: CallOptions): Promise<string> {
    return (await this.#caller.call('storageVolGetXmlDesc', { vol: this, flags }, options)).xml;
  }

  /** Its path on the host. */
  async path(options?: CallOptions): Promise<string> {
    return (await this.#caller.call('storageVolGetPath', { vol: this }, options)).name;
  }

  /** Deletes it. libvirt accepts this even during an upload: lock on your side. */
  async delete(flags = 0, options?: CallOptions): Promise<void> {
    await this.#caller.call('storageVolDelete', { vol: this, flags }, options);
  }

  /** Sets its size; `flags` of {@link StorageVolResizeFlags}. */
  async resize(
    capacityBytes: number,
    flags: StorageVolResizeFlags | 0 = 0,
    options?: CallOptions,
  ): Promise<void> {
    const args = { vol: this, capacity: BigInt(capacityBytes), flags };
    await this.#caller.call('storageVolResize', args, options);
  }

  /** Overwrites it with zeros. May last long. */
  async wipe(options?: CallOptions): Promise<void> {
    await this.#caller.call('storageVolWipe', { vol: this, flags: 0 }, options);
  }

  /** Opens an upload: write, then `end()`; 'finish' means the daemon has the data. */
  async upload(range: VolumeRange = {}, options?: CallOptions & StreamOptions): Promise<VirStream> {
    const opened = await this.#caller.openStream('storageVolUpload', this.#range(range), {
      ...options,
      sparse: range.sparse ?? false,
    });
    return opened.stream;
  }

  /** Opens a download: read to the end. */
  async download(
    range: VolumeRange = {},
    options?: CallOptions & StreamOptions,
  ): Promise<VirStream> {
    const opened = await this.#caller.openStream('storageVolDownload', this.#range(range), {
      ...options,
      sparse: range.sparse ?? false,
    });
    return opened.stream;
  }

  #range(range: VolumeRange) {
    return {
      vol: this,
      offset: range.offset ?? 0n,
      length: range.length ?? 0n,
      flags: range.sparse ? StorageVolDownloadFlags.SPARSE_STREAM : 0,
    };
  }
}
