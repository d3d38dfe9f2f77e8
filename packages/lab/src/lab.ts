import { existsSync } from 'node:fs';
import path from 'node:path';
import { addressPlan, MAX_HOSTS } from './addressing.ts';
import { bmcPassword } from './bmc.ts';
import { installedDebianTemplate } from './debian-template.ts';
import { LabError } from './errors.ts';
import type { LabInventory } from './inventory.ts';
import { buildInventory, hostKeys } from './lab-inventory.ts';
import {
  LabPaths,
  type LabRecord,
  type MachineRecord,
  prepareStateDir,
  readJson,
  writeJson,
} from './lab-state.ts';
import { applyLinks, checkLinks, type LabLink } from './links.ts';
import { startMachine, stopMachine } from './machine.ts';
import { installMicroTemplate } from './micro-template.ts';
import { missingPackages } from './packages.ts';
import { bringUp, readRecord, runningSurroundings, runningSwitch, stopAll } from './power.ts';
import { runningUnit } from './process-record.ts';
import { lockFile } from './state-lock.ts';
import { ensureDatastore } from './storage.ts';

/** What {@link labUp} is to bring up. */
export interface LabOptions {
  /** A DNS label; the lab's addresses follow from it. */
  readonly name: string;
  /** Holds everything of the lab: on ext4, xfs, btrfs or tmpfs. */
  readonly stateDir: string;
  /** How many hosts; default what the lab had before, else 2. */
  readonly hosts?: number;
  /** Where built templates are kept for all labs; default `<stateDir>/../cache`. */
  readonly cacheDir?: string;
  /** Told what is being done, in short lines. */
  readonly log?: (line: string) => void;
}

/** State of one machine of a lab. */
export interface LabMachineStatus {
  readonly name: string;
  readonly role: 'host' | 'gateway';
  readonly address: string;
  readonly power: 'on' | 'off';
  /** The process whose death is the machine's power cut. */
  readonly pid?: number;
}

/** State of a lab as found, not as remembered. */
export interface LabStatus {
  readonly name: string;
  readonly stateDir: string;
  readonly up: boolean;
  readonly network: string;
  readonly machines: readonly LabMachineStatus[];
}

/** A lab that is up. Disposing takes it down. */
export interface Lab extends AsyncDisposable {
  readonly inventory: LabInventory;
  readonly stateDir: string;
  /** Pulls a host's plug. */
  powerOff(host: string): Promise<void>;
  /** Powers a host on, and waits for it. */
  powerOn(host: string): Promise<void>;
  /** Makes ways between hosts slow or narrow, in place of what was set before. */
  setLinks(links: readonly LabLink[]): Promise<void>;
  down(): Promise<void>;
}

function demandTools(): void {
  if (process.getuid?.() !== 0) {
    throw new LabError('NOT_ROOT', 'The lab makes network namespaces and mounts: run it as root');
  }
  const missing = missingPackages(existsSync);
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name).join(' ');
    throw new LabError('TOOLS_MISSING', `Missing Debian packages: apt-get install ${names}`);
  }
}

/**
 * Brings a lab up, or completes one that is partly up: hosts, gateway, switch, datastore and
 * templates. What runs already is left alone. Hosts beyond the wanted number are powered off.
 * When it fails, a lab that was down is down again; one that was up is left as far as it got.
 *
 * @throws {LabError} NOT_ROOT, TOOLS_MISSING, STATE_DIR_UNUSABLE, INVALID_NAME, NAME_MISMATCH, INVALID_HOSTS,
 *   NO_FREE_NETWORK, BOOT_FAILED, LOCK_TIMEOUT
 */
export async function labUp(options: LabOptions): Promise<Lab> {
  const { name, log = () => undefined } = options;
  demandTools();
  const paths = new LabPaths(options.stateDir);
  await prepareStateDir(paths, name);
  await using _lock = await lockFile(paths.lock);
  const previous = await readRecord(paths);
  if (previous !== undefined && previous.name !== name) {
    throw new LabError('NAME_MISMATCH', `${paths.stateDir} is of the lab "${previous.name}"`);
  }
  const hosts = hostCount(options.hosts, previous);
  await ensureDatastore(paths);
  const cacheDir = options.cacheDir ?? path.join(paths.stateDir, '..', 'cache');
  const wasUp = (await runningSwitch(paths)) !== undefined;
  const jobs = await Promise.allSettled([
    bringUp(paths, { name, hosts, previous, log }),
    installMicroTemplate({ cacheDir, datastore: paths.datastore, log }),
  ]);
  const [machines, template] = jobs;
  if (machines.status === 'rejected' || template.status === 'rejected') {
    if (!wasUp) await stopAll(paths);
    throw jobs.find((job) => job.status === 'rejected')?.reason;
  }
  const record = machines.value;
  const links = await readJson<readonly LabLink[]>(paths.links);
  // A machine that ran already has them; to be given them again changes nothing.
  if (links) for (const machine of record.machines) await applyLinks(paths, record, machine, links);
  const keys = await hostKeys(paths, record);
  const templates = [template.value, ...(await installedDebianTemplate(paths.datastore))];
  const inventory = buildInventory(paths, record, keys, templates, await bmcPassword(paths));
  await writeJson(paths.inventory, inventory);
  return handle(paths, inventory);
}

function hostCount(wanted: number | undefined, previous: LabRecord | undefined): number {
  const hosts = wanted ?? (previous === undefined ? 2 : previous.machines.length - 1);
  if (Number.isInteger(hosts) && hosts >= 1 && hosts <= MAX_HOSTS) return hosts;
  throw new LabError('INVALID_HOSTS', `A lab has 1 to ${MAX_HOSTS} hosts, not ${hosts}`);
}

function handle(paths: LabPaths, inventory: LabInventory): Lab {
  const target = { stateDir: paths.stateDir };
  return {
    inventory,
    stateDir: paths.stateDir,
    powerOff: (host) => powerOff({ ...target, host }),
    powerOn: (host) => powerOn({ ...target, host }),
    setLinks: (links) => setLinks({ ...target, links }),
    down: () => labDown(target),
    [Symbol.asyncDispose]: () => labDown(target),
  };
}

/**
 * Takes a lab down: nothing of it runs or is mounted afterwards. Its disks, keys, datastore and
 * addresses stay in the state directory for the next {@link labUp}. Works from the state directory
 * alone, also when everything was killed or the machine was restarted, and does nothing twice.
 */
export async function labDown(options: { readonly stateDir: string }): Promise<void> {
  const paths = new LabPaths(options.stateDir);
  if (!existsSync(paths.lock)) return;
  await using _lock = await lockFile(paths.lock);
  await stopAll(paths);
}

/** What of a lab runs; undefined when the directory holds no lab. */
export async function labStatus(options: {
  readonly stateDir: string;
}): Promise<LabStatus | undefined> {
  const paths = new LabPaths(options.stateDir);
  const record = await readRecord(paths);
  if (record === undefined) return undefined;
  const plan = addressPlan(record.slot);
  const around = await runningSurroundings(paths);
  const machines = await Promise.all(
    record.machines.map(async ({ name, role, index }): Promise<LabMachineStatus> => {
      const running = await runningUnit(paths.machineProcesses(name));
      const { address } = role === 'gateway' ? plan.gateway : plan.host(index);
      const common = { name, role, address };
      return running === undefined
        ? { ...common, power: 'off' }
        : { ...common, power: 'on', pid: running.outer.pid };
    }),
  );
  return {
    name: record.name,
    stateDir: paths.stateDir,
    up: around !== undefined && machines.every(({ power }) => power === 'on'),
    network: plan.network,
    machines,
  };
}

async function findMachine(paths: LabPaths, name: string): Promise<MachineRecord> {
  const record = await readRecord(paths);
  const machine = record?.machines.find((candidate) => candidate.name === name);
  if (machine === undefined) {
    const known = record?.machines.map((candidate) => candidate.name).join(', ') ?? 'none';
    throw new LabError(
      'UNKNOWN_HOST',
      `No host "${name}" in ${paths.stateDir}; there are: ${known}`,
    );
  }
  return machine;
}

/**
 * Pulls the plug of a host (or of `gateway`): all in it dies at once, its disk stays.
 *
 * @throws {LabError} UNKNOWN_HOST
 */
export async function powerOff(options: {
  readonly stateDir: string;
  readonly host: string;
}): Promise<void> {
  const paths = new LabPaths(options.stateDir);
  const machine = await findMachine(paths, options.host);
  await using _lock = await lockFile(paths.lock);
  await stopMachine(paths, machine.name, await runningSwitch(paths));
}

/**
 * Powers a host (or `gateway`) on and waits until its daemons answer. Does nothing when it is on.
 *
 * @throws {LabError} UNKNOWN_HOST, NOT_UP when the lab is down, BOOT_FAILED
 */
export async function powerOn(options: {
  readonly stateDir: string;
  readonly host: string;
}): Promise<void> {
  const paths = new LabPaths(options.stateDir);
  const machine = await findMachine(paths, options.host);
  await using _lock = await lockFile(paths.lock);
  const around = await runningSurroundings(paths);
  if (around === undefined) {
    throw new LabError('NOT_UP', `The lab in ${paths.stateDir} is down`);
  }
  await startMachine(paths, machine, around);
  const record = await readRecord(paths);
  const links = await readJson<readonly LabLink[]>(paths.links);
  if (record && links) await applyLinks(paths, record, machine, links);
}

/** The links that were set. */
export async function labLinks(options: {
  readonly stateDir: string;
}): Promise<readonly LabLink[]> {
  return (await readJson<readonly LabLink[]>(new LabPaths(options.stateDir).links)) ?? [];
}

/**
 * Makes the ways between pairs of hosts slow or narrow, in place of what was set before; they stay
 * so over power cuts. Only what hosts send to each other is touched.
 *
 * @throws {LabError} NOT_UP, UNKNOWN_HOST, INVALID_LINK
 */
export async function setLinks(options: {
  readonly stateDir: string;
  readonly links: readonly LabLink[];
}): Promise<void> {
  const paths = new LabPaths(options.stateDir);
  const record = await readRecord(paths);
  if (record === undefined) throw new LabError('NOT_UP', `There is no lab in ${paths.stateDir}`);
  checkLinks(record, options.links);
  await using _lock = await lockFile(paths.lock);
  await writeJson(paths.links, options.links);
  for (const machine of record.machines) await applyLinks(paths, record, machine, options.links);
}
