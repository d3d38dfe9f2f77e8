import type { DomainJobStats } from '@baadal/libvirt';

/** How far a job of libvirt is. */
export interface Transfer {
  readonly doneBytes: number;
  readonly totalBytes: number;
  readonly bytesPerSecond: number;
  /** Null while there is no telling. */
  readonly secondsLeft: number | null;
}

/** A rate of less than this is none yet. */
const MEASURABLE = { seconds: 1, bytes: 1024 ** 2 } as const;

/**
 * Reads libvirt's statistics of a migration. What the guest writes meanwhile is sent again, so that
 * done and total both grow; what remains and the rate tell how long it still takes.
 * @returns null before the first byte
 */
export function readTransfer({ stats }: Pick<DomainJobStats, 'stats'>): Transfer | null {
  const number = (key: string) => Number(stats[key] ?? 0);
  const doneBytes = number('data_processed');
  const remaining = number('data_remaining');
  if (doneBytes + remaining === 0) return null;
  const elapsed = number('time_elapsed') / 1000;
  const told = number('memory_bps') + number('disk_bps');
  const measured = elapsed >= MEASURABLE.seconds && doneBytes >= MEASURABLE.bytes;
  const bytesPerSecond = measured ? told || doneBytes / elapsed : 0;
  return {
    doneBytes,
    totalBytes: Math.max(number('data_total'), doneBytes + remaining),
    bytesPerSecond,
    secondsLeft: bytesPerSecond > 0 ? remaining / bytesPerSecond : null,
  };
}

/** Share that is done, 0 to 100. */
export function transferPercent({ doneBytes, totalBytes }: Transfer): number {
  return totalBytes > 0 ? Math.min(100, (doneBytes / totalBytes) * 100) : 0;
}

const MIB = 1024 ** 2;
const mib = (bytes: number) => Math.round(bytes / MIB).toString();

/** `412 of 2048 MiB of memory, 112 MiB/s, 15 s left`. */
export function transferWords(transfer: Transfer, what: string): string {
  const { doneBytes, totalBytes, bytesPerSecond, secondsLeft } = transfer;
  const parts = [`${mib(doneBytes)} of ${mib(totalBytes)} MiB of ${what}`];
  if (bytesPerSecond > 0) parts.push(`${mib(bytesPerSecond)} MiB/s`);
  if (secondsLeft !== null) parts.push(`${timeWords(secondsLeft)} left`);
  return parts.join(', ');
}

function timeWords(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.ceil(seconds))} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3_600).toFixed(1)} h`;
}
