import { usageError } from './cli-error.ts';

/** `512`, `512M` or `2G` as MiB. @throws {CliError} USAGE */
export function parseRamMiB(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(m|mi|mib|g|gi|gib)?$/i.exec(text.trim());
  if (!match)
    throw usageError(`Not an amount of RAM: ${text}`, 'Give MiB or GiB, for example 512 or 2G.');
  const amount = Number(match[1]) * (match[2]?.toLowerCase().startsWith('g') ? 1024 : 1);
  if (!Number.isInteger(amount)) throw usageError(`Not a whole number of MiB: ${text}`);
  return amount;
}

/** MiB for people: `512 MiB`, `2 GiB`, `1.5 GiB`. */
export function formatMiB(mib: number): string {
  return mib < 1024 ? `${mib} MiB` : `${Number((mib / 1024).toFixed(1))} GiB`;
}

/** GiB for people: `0.2 GiB`, `10 GiB`, `1.5 TiB`. */
export function formatGiB(gib: number): string {
  const [amount, unit] = gib < 1024 ? [gib, 'GiB'] : [gib / 1024, 'TiB'];
  return `${Number(amount.toFixed(1))} ${unit}`;
}

/** A duration for people: `0.8 s`, `42 s`, `3 min 5 s`, `2 h 10 min`, `3 d 4 h`. */
export function formatDuration(ms: number): string {
  const s = Math.max(0, ms) / 1000;
  if (s < 10) return `${s.toFixed(1)} s`;
  if (s < 60) return `${Math.round(s)} s`;
  const units = [
    ['d', 86_400],
    ['h', 3_600],
    ['min', 60],
    ['s', 1],
  ] as const;
  const first = units.findIndex(([, seconds]) => s >= seconds);
  let rest = Math.floor(s);
  return units
    .slice(first, first + 2)
    .flatMap(([name, seconds]) => {
      const count = Math.floor(rest / seconds);
      rest -= count * seconds;
      return count > 0 ? [`${count} ${name}`] : [];
    })
    .join(' ');
}

/** How long ago a time was: `3 min 5 s ago`; `-` without one. */
export function formatAgo(time: string | null | undefined, now = Date.now()): string {
  return time ? `${formatDuration(now - Date.parse(time))} ago` : '-';
}

/** The clock part of a time, local: `20:11:02`. */
export function formatClock(time: string): string {
  return new Date(time).toTimeString().slice(0, 8);
}

/** A time of today as a clock, another as a date and clock; local. */
export function formatTime(time: string | null | undefined): string {
  if (!time) return '-';
  const date = new Date(time);
  const day = `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
  return `${day} ${formatClock(time)}`;
}
