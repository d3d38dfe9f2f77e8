import { readFileSync } from 'node:fs';
import { waitUntil } from './wait-until.ts';

/**
 * A process, told apart from any later one with the same pid by its start time (field 22 of
 * /proc/pid/stat, in clock ticks since boot) and the boot it belongs to.
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startTime: string;
  readonly bootId: string;
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

/**
 * State and start time from the text of /proc/pid/stat.
 *
 * @see proc_pid_stat(5): the command name, in parentheses, may itself hold spaces and parentheses
 */
export function parseStat(stat: string): { readonly state: string; readonly startTime: string } {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', startTime: fields[19] ?? '' };
}

/** The identity of a running process; undefined when there is none (a zombie is none). */
export function identify(pid: number): ProcessIdentity | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined; // gone: ENOENT, or ESRCH when it ends while being read
  }
  const { state, startTime } = parseStat(stat);
  if (state === 'Z' || state === 'X') return undefined;
  return { pid, startTime, bootId: bootId() };
}

/** True while exactly this process, not another with its pid, is running. */
export function isRunning(process: ProcessIdentity): boolean {
  const now = identify(process.pid);
  return now?.startTime === process.startTime && now.bootId === process.bootId;
}

/** The pid of the first child of a process; undefined when it has none. */
export function firstChild(pid: number): number | undefined {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return children === '' ? undefined : Number(children.split(' ')[0]);
  } catch {
    return undefined; // gone
  }
}

/**
 * Kills exactly this process, if it still runs, and waits until it is gone.
 *
 * @throws {LabError} TIMEOUT when it is still there after 10 s
 */
export async function killProcess(identity: ProcessIdentity): Promise<void> {
  if (isRunning(identity)) {
    try {
      process.kill(identity.pid, 'SIGKILL');
    } catch {
      // It ended by itself in between; the wait below sees that.
    }
  }
  await waitUntil(`process ${identity.pid} to end`, 10_000, () => !isRunning(identity));
}
