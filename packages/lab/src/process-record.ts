import { LabError } from './errors.ts';
import { readJson, removeFile } from './lab-state.ts';
import {
  firstChild,
  identify,
  isRunning,
  killProcess,
  type ProcessIdentity,
} from './process-identity.ts';

/** What runs of a unit with its own PID namespace: `unshare` outside, its PID 1 inside. */
export interface UnitProcesses {
  readonly outer: ProcessIdentity;
  readonly init?: ProcessIdentity;
}

/**
 * The processes of a unit that has just been started.
 *
 * @param pid of `unshare`
 * @throws {LabError} BOOT_FAILED when it has ended already
 */
export function unitProcesses(pid: number): UnitProcesses {
  const outer = identify(pid);
  const inner = firstChild(pid);
  const init = inner === undefined ? undefined : identify(inner);
  if (outer === undefined || init === undefined) {
    throw new LabError('BOOT_FAILED', `Process ${pid} ended while it started`);
  }
  return { outer, init };
}

/** The recorded processes, when they run; undefined otherwise. */
export async function runningUnit(file: string): Promise<UnitProcesses | undefined> {
  const processes = await readJson<UnitProcesses>(file);
  return processes !== undefined && isRunning(processes.outer) ? processes : undefined;
}

/** Kills what is recorded in the file, waits until all of its PID namespace is gone, forgets it. */
export async function killUnit(file: string): Promise<void> {
  const processes = await readJson<UnitProcesses>(file);
  if (processes === undefined) return;
  await killProcess(processes.outer);
  // PID 1 ends last, after the kernel has ended all others of its namespace.
  if (processes.init !== undefined) await killProcess(processes.init);
  await removeFile(file);
}
