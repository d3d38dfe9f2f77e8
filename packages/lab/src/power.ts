import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { addressPlan } from './addressing.ts';
import { startBmc, startWakeListener, stopBmc, stopWakeListener } from './bmc.ts';
import { hostKeys, writeShared } from './lab-inventory.ts';
import {
  type LabPaths,
  type LabRecord,
  type MachineRecord,
  readJson,
  removeFile,
  writeJson,
} from './lab-state.ts';
import { type Surroundings, startMachine, stopMachine } from './machine.ts';
import { isRunning, killProcess, type ProcessIdentity } from './process-identity.ts';
import { killUnit, runningUnit } from './process-record.ts';
import { ensureKey } from './ssh-keys.ts';
import { startStorage } from './storage.ts';
import {
  connectController,
  controllerConnected,
  disconnectController,
  startSwitch,
} from './switch.ts';

/** What {@link bringUp} is to bring up. */
export interface Wanted {
  readonly name: string;
  readonly hosts: number;
  /** What the lab was before, if it was. */
  readonly previous: LabRecord | undefined;
  readonly log: (line: string) => void;
}

/** The lab's record; undefined when the directory holds no lab. */
export async function readRecord(paths: LabPaths): Promise<LabRecord | undefined> {
  return await readJson<LabRecord>(paths.record);
}

/** The switch's process; undefined when it does not run. */
export async function runningSwitch(paths: LabPaths): Promise<ProcessIdentity | undefined> {
  const identity = await readJson<ProcessIdentity>(paths.switchProcess);
  return identity !== undefined && isRunning(identity) ? identity : undefined;
}

function newMachine(role: 'host' | 'gateway', index: number): MachineRecord {
  const name = role === 'gateway' ? 'gateway' : `host${index}`;
  return { name, role, index, uuid: randomUUID(), machineId: randomUUID().replaceAll('-', '') };
}

/** The machines wanted: those there were, in order, and new ones for the rest. */
function planMachines(known: readonly MachineRecord[], hosts: number): readonly MachineRecord[] {
  const find = (role: 'host' | 'gateway', index: number): MachineRecord =>
    known.find((machine) => machine.role === role && machine.index === index) ??
    newMachine(role, index);
  return [find('gateway', 0), ...Array.from({ length: hosts }, (_, i) => find('host', i + 1))];
}

/** Names of all machines that have a directory, also such as the record no longer lists. */
async function machineNames(paths: LabPaths): Promise<readonly string[]> {
  const directory = path.join(paths.stateDir, 'machines');
  return existsSync(directory) ? await readdir(directory) : [];
}

/** Waits for all, also when one fails, so that nothing goes on behind the caller's back. */
async function settle(jobs: readonly Promise<void>[]): Promise<void> {
  for (const outcome of await Promise.allSettled(jobs)) {
    if (outcome.status === 'rejected') throw outcome.reason;
  }
}

/** Ends everything of a lab; the caller holds its lock. */
export async function stopAll(paths: LabPaths): Promise<void> {
  const names = await machineNames(paths);
  await stopWakeListener(paths);
  await settle(names.map((name) => stopBmc(paths, name)));
  await settle(names.map((name) => stopMachine(paths, name, undefined)));
  const record = await readRecord(paths);
  if (record !== undefined) {
    await disconnectController(record.slot, { name: record.name, stateDir: paths.stateDir });
  }
  const switchProcess = await readJson<ProcessIdentity>(paths.switchProcess);
  if (switchProcess !== undefined) await killProcess(switchProcess);
  await removeFile(paths.switchProcess);
  await killUnit(paths.storageProcess);
}

/** What the lab's machines hang on; undefined unless all of it runs. */
export async function runningSurroundings(paths: LabPaths): Promise<Surroundings | undefined> {
  const [record, switchProcess, storage] = await Promise.all([
    readRecord(paths),
    runningSwitch(paths),
    runningUnit(paths.storageProcess),
  ]);
  if (record === undefined || switchProcess === undefined || storage === undefined) {
    return undefined;
  }
  const owner = { name: record.name, stateDir: paths.stateDir };
  if (!(await controllerConnected(record.slot, owner))) return undefined;
  return { plan: addressPlan(record.slot), switchProcess, storage };
}

async function startSurroundings(paths: LabPaths, wanted: Wanted): Promise<Surroundings> {
  const storage = await startStorage(paths);
  const switchProcess = await startSwitch((identity) => writeJson(paths.switchProcess, identity));
  const owner = { name: wanted.name, stateDir: paths.stateDir };
  const plan = await connectController(switchProcess, owner, wanted.previous?.slot);
  return { plan, switchProcess, storage };
}

async function startMachines(
  paths: LabPaths,
  around: Surroundings,
  wanted: Wanted,
): Promise<LabRecord> {
  const machines = planMachines(wanted.previous?.machines ?? [], wanted.hosts);
  const record: LabRecord = {
    version: 1,
    name: wanted.name,
    slot: around.plan.slot,
    machines,
  };
  await writeJson(paths.record, record);
  await Promise.all([ensureKey(paths.controllerKey), ensureKey(paths.hostsKey)]);
  await writeShared(paths, record, await hostKeys(paths, record));
  const names = new Set(machines.map(({ name }) => name));
  const surplus = (await machineNames(paths)).filter((name) => !names.has(name));
  await settle(surplus.map((name) => stopBmc(paths, name)));
  await settle(surplus.map((name) => stopMachine(paths, name, around.switchProcess)));
  await settle(
    machines.map(async (machine) => {
      await startMachine(paths, machine, around);
      wanted.log(`${machine.name} is up`);
    }),
  );
  const hosts = machines.filter(({ role }) => role === 'host');
  await settle(hosts.map((machine) => startBmc(paths, machine, around)));
  await startWakeListener(paths, hosts, around);
  return record;
}

/**
 * Starts whatever of a lab does not run; the caller holds its lock.
 *
 * @throws {LabError} NO_FREE_NETWORK, BOOT_FAILED
 */
export async function bringUp(paths: LabPaths, wanted: Wanted): Promise<LabRecord> {
  const running = await runningSurroundings(paths);
  if (running !== undefined) return await startMachines(paths, running, wanted);
  // Machines that lost their switch or storage are cut off for good: start from nothing.
  await stopAll(paths);
  return await startMachines(paths, await startSurroundings(paths, wanted), wanted);
}
