import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { type AddressPlan, addressPlan, MAX_HOSTS } from './addressing.ts';
import { LabError } from './errors.ts';
import type { LabInventory, LabMachine, LabTemplate } from './inventory.ts';
import {
  LabPaths,
  type LabRecord,
  type MachineRecord,
  prepareStateDir,
  readJson,
  removeFile,
  writeJson,
} from './lab-state.ts';
import { ensureHostKey, runningMachine, startMachine, stopMachine } from './machine.ts';
import { installMicroTemplate } from './micro-template.ts';
import { missingPackages } from './packages.ts';
import { isRunning, killProcess, type ProcessIdentity } from './process-identity.ts';
import { ensureKey, fingerprint } from './ssh-keys.ts';
import { lockFile } from './state-lock.ts';
import { connectController, disconnectController, startSwitch } from './switch.ts';

const GATEWAY = 'gateway';
const DATASTORE_DIRECTORIES = [
  'vm_images',
  'vm_extra_disks',
  'vm_templates',
  'vm_archive',
  'vm_migration_data',
  '.locks',
];

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

function newMachine(role: 'host' | 'gateway', index: number): MachineRecord {
  const name = role === 'gateway' ? GATEWAY : `host${index}`;
  return { name, role, index, uuid: randomUUID(), machineId: randomUUID().replaceAll('-', '') };
}

/** The machines wanted: those there were, in order, and new ones for the rest. */
function planMachines(known: readonly MachineRecord[], hosts: number): readonly MachineRecord[] {
  const find = (role: 'host' | 'gateway', index: number): MachineRecord =>
    known.find((machine) => machine.role === role && machine.index === index) ??
    newMachine(role, index);
  return [find('gateway', 0), ...Array.from({ length: hosts }, (_, i) => find('host', i + 1))];
}

async function readRecord(paths: LabPaths): Promise<LabRecord | undefined> {
  return await readJson<LabRecord>(paths.record);
}

async function runningSwitch(paths: LabPaths): Promise<ProcessIdentity | undefined> {
  const identity = await readJson<ProcessIdentity>(paths.switchProcess);
  return identity !== undefined && isRunning(identity) ? identity : undefined;
}

/** Names of all machines that have a directory, also such as the record no longer lists. */
async function machineNames(paths: LabPaths): Promise<readonly string[]> {
  const directory = path.join(paths.stateDir, 'machines');
  return existsSync(directory) ? await readdir(directory) : [];
}

async function stopAll(paths: LabPaths): Promise<void> {
  const names = await machineNames(paths);
  await Promise.all(names.map((name) => stopMachine(paths, name, undefined)));
  const switchProcess = await readJson<ProcessIdentity>(paths.switchProcess);
  const record = await readRecord(paths);
  if (record !== undefined) {
    await disconnectController(record.slot, { name: record.name, stateDir: paths.stateDir });
  }
  if (switchProcess !== undefined) await killProcess(switchProcess);
  await removeFile(paths.switchProcess);
}

async function ensureNetwork(
  paths: LabPaths,
  name: string,
  record: LabRecord | undefined,
): Promise<{ readonly plan: AddressPlan; readonly switchProcess: ProcessIdentity }> {
  const running = await runningSwitch(paths);
  if (running !== undefined && record !== undefined) {
    return { plan: addressPlan(record.slot), switchProcess: running };
  }
  // Machines without their switch are cut off for good: start from nothing.
  await stopAll(paths);
  const switchProcess = await startSwitch((identity) => writeJson(paths.switchProcess, identity));
  const owner = { name, stateDir: paths.stateDir };
  const plan = await connectController(switchProcess, owner, record?.slot);
  return { plan, switchProcess };
}

async function writeShared(
  paths: LabPaths,
  plan: AddressPlan,
  machines: readonly LabMachine[],
  keys: ReadonlyMap<string, string>,
): Promise<void> {
  await mkdir(paths.shared, { recursive: true });
  const known = machines.map(({ name, address }) => `${name},${address} ${keys.get(name) ?? ''}`);
  await writeFile(path.join(paths.shared, 'known_hosts'), `${known.join('\n')}\n`);
  const hosts = machines.map(({ name, address }) => `${address} ${name}`);
  await writeFile(
    path.join(paths.shared, 'hosts'),
    ['127.0.0.1 localhost', `${plan.controller} controller`, ...hosts, ''].join('\n'),
  );
}

function buildInventory(
  paths: LabPaths,
  record: LabRecord,
  keys: ReadonlyMap<string, string>,
  templates: readonly LabTemplate[],
): LabInventory {
  const plan = addressPlan(record.slot);
  const reach = (name: string, address: string): LabMachine => ({
    name,
    address,
    sshPort: 22,
    sshUser: 'root',
    hostKeyFingerprint: fingerprint(keys.get(name) ?? ''),
  });
  return {
    name: record.name,
    sshKeyFile: paths.controllerKey,
    hosts: record.machines
      .filter(({ role }) => role === 'host')
      .map(({ name, index }) => ({
        ...reach(name, plan.host(index).address),
        mac: plan.host(index).mac,
        bridge: 'br-int',
        cpus: availableParallelism(),
      })),
    gateway: reach(GATEWAY, plan.gateway.address),
    datastores: [
      { name: 'lab', path: '/mnt/datastore', mountAddress: `${plan.controller}:/datastore` },
    ],
    templates,
    vlans: plan.vlans,
    securityDomains: plan.vlans.map(({ name }, i) => ({
      name: i === 0 ? 'Private' : 'Research',
      vlan: name,
      visibleToAll: i === 0,
    })),
  };
}

/**
 * Brings a lab up, or completes one that is partly up: hosts, gateway, switch, datastore and
 * templates. What runs already is left alone. Hosts beyond the wanted number are powered off.
 *
 * @throws {LabError} NOT_ROOT, TOOLS_MISSING, STATE_DIR_UNUSABLE, INVALID_NAME, NAME_MISMATCH,
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
  const hosts = options.hosts ?? (previous === undefined ? 2 : previous.machines.length - 1);
  if (!Number.isInteger(hosts) || hosts < 1 || hosts > MAX_HOSTS) {
    throw new LabError('UNKNOWN_HOST', `A lab has 1 to ${MAX_HOSTS} hosts, not ${hosts}`);
  }
  for (const directory of DATASTORE_DIRECTORIES) {
    await mkdir(path.join(paths.datastore, directory), { recursive: true });
  }
  const cacheDir = options.cacheDir ?? path.join(paths.stateDir, '..', 'cache');
  const template = installMicroTemplate({ cacheDir, datastore: paths.datastore, log });
  const [templates, record] = await Promise.all([
    template.then((micro) => [micro]),
    bringUp(paths, { name, hosts, previous, log }),
  ]);
  const keys = await hostKeys(paths, record);
  const inventory = buildInventory(paths, record, keys, templates);
  await writeJson(paths.inventory, inventory);
  return handle(paths, inventory);
}

async function hostKeys(paths: LabPaths, record: LabRecord): Promise<ReadonlyMap<string, string>> {
  return new Map(
    await Promise.all(
      record.machines.map(async ({ name }) => [name, await ensureHostKey(paths, name)] as const),
    ),
  );
}

async function bringUp(
  paths: LabPaths,
  wanted: {
    readonly name: string;
    readonly hosts: number;
    readonly previous: LabRecord | undefined;
    readonly log: (line: string) => void;
  },
): Promise<LabRecord> {
  const { name, previous, log } = wanted;
  const network = await ensureNetwork(paths, name, previous);
  const { slot } = network.plan;
  const machines = planMachines(previous?.machines ?? [], wanted.hosts);
  const record: LabRecord = { version: 1, name, slot, machines };
  await writeJson(paths.record, record);
  await Promise.all([ensureKey(paths.controllerKey), ensureKey(paths.hostsKey)]);
  const keys = await hostKeys(paths, record);
  const { hosts, gateway } = buildInventory(paths, record, keys, []);
  await writeShared(paths, network.plan, [...hosts, gateway], keys);

  const names = new Set(machines.map((machine) => machine.name));
  const surplus = (await machineNames(paths)).filter((machine) => !names.has(machine));
  await Promise.all(surplus.map((machine) => stopMachine(paths, machine, network.switchProcess)));
  await Promise.all(
    machines.map(async (machine) => {
      await startMachine(paths, machine, network);
      log(`${machine.name} is up`);
    }),
  );
  return record;
}

function handle(paths: LabPaths, inventory: LabInventory): Lab {
  const target = { stateDir: paths.stateDir };
  return {
    inventory,
    stateDir: paths.stateDir,
    powerOff: (host) => powerOff({ ...target, host }),
    powerOn: (host) => powerOn({ ...target, host }),
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
  const switchProcess = await runningSwitch(paths);
  const machines = await Promise.all(
    record.machines.map(async ({ name, role, index }): Promise<LabMachineStatus> => {
      const running = await runningMachine(paths, name);
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
    up: switchProcess !== undefined && machines.every(({ power }) => power === 'on'),
    network: plan.network,
    machines,
  };
}

async function findMachine(
  paths: LabPaths,
  name: string,
): Promise<{ readonly record: LabRecord; readonly machine: MachineRecord }> {
  const record = await readRecord(paths);
  const machine = record?.machines.find((candidate) => candidate.name === name);
  if (record === undefined || machine === undefined) {
    const known = record?.machines.map((candidate) => candidate.name).join(', ') ?? 'none';
    throw new LabError(
      'UNKNOWN_HOST',
      `No host "${name}" in ${paths.stateDir}; there are: ${known}`,
    );
  }
  return { record, machine };
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
  const { machine } = await findMachine(paths, options.host);
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
  const { record, machine } = await findMachine(paths, options.host);
  await using _lock = await lockFile(paths.lock);
  const switchProcess = await runningSwitch(paths);
  if (switchProcess === undefined) {
    throw new LabError('NOT_UP', `The lab in ${paths.stateDir} is down`);
  }
  await startMachine(paths, machine, { plan: addressPlan(record.slot), switchProcess });
}
