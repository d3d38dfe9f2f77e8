import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The two logs: what happened, and what was measured. */
export type LogFile = 'main' | 'metrics';

const STEMS: Readonly<Record<LogFile, string>> = { main: 'baadal', metrics: 'metrics' };

/** The path without number: a symbolic link to the newest file, for `tail -F`. */
export function linkPath(dir: string, file: LogFile): string {
  return join(dir, `${STEMS[file]}.log`);
}

/** The path of one file of the sequence: `baadal.000042.log`. */
export function sequencePath(dir: string, file: LogFile, sequence: number): string {
  return join(dir, `${STEMS[file]}.${String(sequence).padStart(6, '0')}.log`);
}

/** The sequence number in a file's name; null for other files. */
export function sequenceOf(name: string, file: LogFile): number | null {
  const match = /^([a-z]+)\.(\d{6,})\.log$/.exec(name);
  return match?.[1] === STEMS[file] ? Number(match[2]) : null;
}

/** The numbers of the files there are, oldest first. Throws when the directory cannot be read. */
export function sequencesIn(dir: string, file: LogFile): number[] {
  return readdirSync(dir)
    .map((name) => sequenceOf(name, file))
    .filter((sequence) => sequence !== null)
    .toSorted((a, b) => a - b);
}
