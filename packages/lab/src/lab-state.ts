import { mkdir, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isLabName } from './addressing.ts';
import { LabError } from './errors.ts';

/** A machine as it is kept: its index gives its addresses, the uuids stay for its life. */
export interface MachineRecord {
  readonly name: string;
  readonly role: 'host' | 'gateway';
  /** 1, 2 … for hosts, 0 for the gateway. */
  readonly index: number;
  /** What libvirt calls the host (`host_uuid`). */
  readonly uuid: string;
  /** `/etc/machine-id`: 32 hexadecimal digits. */
  readonly machineId: string;
}

/** What is kept of a lab from one `up` to the next (`lab.json`). */
export interface LabRecord {
  readonly version: 1;
  readonly name: string;
  readonly slot: number;
  readonly machines: readonly MachineRecord[];
}

/** Where everything of a lab lies below its state directory. */
export class LabPaths {
  readonly stateDir: string;

  constructor(stateDir: string) {
    this.stateDir = path.resolve(stateDir);
  }

  /** The controller's private key. */
  get controllerKey(): string {
    return path.join(this.stateDir, 'keys', 'controller');
  }
  /** The private key hosts use among themselves, for migration. */
  get hostsKey(): string {
    return path.join(this.stateDir, 'keys', 'hosts');
  }
  /** Known hosts and host names, seen by all machines. */
  get shared(): string {
    return path.join(this.stateDir, 'shared');
  }
  /** Where the storage mounts the datastore, in its own mount namespace only. */
  get datastoreMount(): string {
    return path.join(this.stateDir, 'datastore.mount');
  }
  /** The processes of the storage. */
  get storageProcess(): string {
    return path.join(this.stateDir, 'storage.json');
  }
  /** What the machines see as /mnt/datastore. */
  get datastore(): string {
    return path.join(this.stateDir, 'datastore');
  }
  get record(): string {
    return path.join(this.stateDir, 'lab.json');
  }
  get inventory(): string {
    return path.join(this.stateDir, 'inventory.json');
  }
  /** How the ways between hosts differ; see `links.ts`. */
  get links(): string {
    return path.join(this.stateDir, 'links.json');
  }
  get lock(): string {
    return path.join(this.stateDir, 'lock');
  }
  /** The switch's process. */
  get switchProcess(): string {
    return path.join(this.stateDir, 'switch.json');
  }
  /** Disk, configuration and process of one machine. */
  machine(name: string): string {
    return path.join(this.stateDir, 'machines', name);
  }
  /** What answers magic packets. */
  get wakeProcess(): string {
    return path.join(this.stateDir, 'wake.json');
  }
  /** The BMC of one machine. */
  bmcProcess(name: string): string {
    return path.join(this.machine(name), 'bmc.json');
  }
  /** The processes of one machine. */
  machineProcesses(name: string): string {
    return path.join(this.machine(name), 'process.json');
  }
}

/** Reads a JSON file this package wrote; undefined when there is none or it is cut short. */
export async function readJson<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (missing || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Writes a JSON file so that a reader sees the old one or the new one, never half of it. */
export async function writeJson(file: string, value: unknown): Promise<void> {
  const partial = `${file}.${process.pid}.part`;
  await writeFile(partial, `${JSON.stringify(value, null, 2)}\n`);
  await rename(partial, file);
}

/** Removes a file, if it is there. */
export async function removeFile(file: string): Promise<void> {
  await rm(file, { force: true });
}

// Magic numbers of statfs(2): linux/magic.h.
const UNUSABLE_FILE_SYSTEMS: ReadonlyMap<number, string> = new Map([
  [0x794c7630, 'overlayfs'],
  [0x6969, 'NFS'],
  [0x65735546, 'FUSE'],
  [0x01021997, '9p'],
  [0x4d44, 'FAT'],
]);

/**
 * Makes the state directory and refuses one that cannot hold the machines' disks.
 *
 * @throws {LabError} STATE_DIR_UNUSABLE, INVALID_NAME
 */
export async function prepareStateDir(paths: LabPaths, name: string): Promise<void> {
  if (!isLabName(name)) {
    throw new LabError(
      'INVALID_NAME',
      `"${name}" is no name for a lab: lower case letters, digits and "-", at most 32`,
    );
  }
  // An overlay mount's options know no way to pass these characters on safely.
  if (/[,:\\\s"']/.test(paths.stateDir)) {
    throw new LabError(
      'STATE_DIR_UNUSABLE',
      `The state directory's path may not hold blanks, quotes, ",", ":" or "\\": ${paths.stateDir}`,
    );
  }
  await mkdir(paths.stateDir, { recursive: true });
  const kind = UNUSABLE_FILE_SYSTEMS.get((await statfs(paths.stateDir)).type);
  if (kind !== undefined) {
    throw new LabError(
      'STATE_DIR_UNUSABLE',
      `${paths.stateDir} is on ${kind}, which cannot carry the hosts' disks (upper layer of an ` +
        'overlay); choose a directory on ext4, xfs, btrfs or tmpfs',
    );
  }
}
