import type { ScheduledType } from './snapshot-enums.ts';

/** When a kind of scheduled snapshot is due: all in UTC. */
interface Slot {
  readonly type: ScheduledType;
  /** 0 to 23. */
  readonly hour: number;
  /** Of the hour, so that a cloud's VMs are not snapshotted all in one minute. */
  readonly minute: number;
}

/** The minute of the hour in which a VM's snapshots are due: always the same, spread over VMs. */
export function minuteOf(vmId: string): number {
  let sum = 0;
  for (const char of vmId) sum = (sum * 31 + char.charCodeAt(0)) % 3_600;
  return sum % 60;
}

/**
 * The first time after a moment at which a snapshot is due: every day, Sundays, the first of each
 * month, the first of January.
 */
export function nextRun({ type, hour, minute }: Slot, after: Date): Date {
  const [year, month, day] = [after.getUTCFullYear(), after.getUTCMonth(), after.getUTCDate()];
  const at = (y: number, m: number, d: number) => new Date(Date.UTC(y, m, d, hour, minute));
  const later = (candidates: readonly Date[]): Date => {
    const found = candidates.find((date) => date > after);
    if (!found) throw new Error('No time after this one.');
    return found;
  };
  switch (type) {
    case 'DAILY':
      return later([at(year, month, day), at(year, month, day + 1)]);
    case 'WEEKLY': {
      const sunday = day + ((7 - after.getUTCDay()) % 7);
      return later([at(year, month, sunday), at(year, month, sunday + 7)]);
    }
    case 'MONTHLY':
      return later([at(year, month, 1), at(year, month + 1, 1)]);
    case 'YEARLY':
      return later([at(year, 0, 1), at(year + 1, 0, 1)]);
  }
}
