import { type FileHandle, open } from 'node:fs/promises';
import { type LogFile, sequencePath, sequencesIn } from './log-files.ts';

/** Levels, the least urgent first. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

/** A level's name. */
export type LogLevelName = (typeof LOG_LEVELS)[number];

/** One line of the log. */
export interface LogEntry {
  /** Its place: give it as `before` to read what is older. */
  readonly cursor: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly level: LogLevelName;
  readonly message: string;
  readonly pid: number | null;
  /** Everything else that was logged, secrets redacted: `requestId`, `taskId`, `vmId`, `hostId` … */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What is looked for; all given conditions must hold. */
export interface LogQuery {
  readonly dir: string;
  readonly file: LogFile;
  /** This level and the more urgent ones. */
  readonly level?: LogLevelName | undefined;
  /** Text anywhere in the line, upper and lower case alike. */
  readonly text?: string | undefined;
  readonly requestId?: string | undefined;
  readonly taskId?: string | undefined;
  readonly vmId?: string | undefined;
  readonly hostId?: string | undefined;
  /** A cursor from an earlier answer; none begins at the newest line. */
  readonly before?: string | undefined;
  /** Only entries older than this time (ISO 8601, UTC); files that begin later are not read. */
  readonly olderThan?: string | undefined;
  /** Most entries returned, 1–1000. */
  readonly limit: number;
  /** Most bytes looked through in one call; default 64 MiB. */
  readonly maxScanBytes?: number | undefined;
}

/** A page of the log. */
export interface LogPage {
  /** Newest first. */
  readonly entries: readonly LogEntry[];
  /** Where to go on; null at the oldest line. May be set with few entries, when much was looked through. */
  readonly next: string | null;
}

const CHUNK_BYTES = 64 * 1024;
const LINE_BYTES_MAX = 1024 * 1024;
const SCAN_BYTES_DEFAULT = 64 * 1024 * 1024;
const IDS = ['requestId', 'taskId', 'vmId', 'hostId'] as const;

interface RawLine {
  readonly offset: number;
  readonly text: string;
}

/** The lines that end before `end`, last first, with one chunk and one line in memory. */
async function* linesBackwards(handle: FileHandle, end: number): AsyncGenerator<RawLine> {
  let position = end;
  let rest: Buffer = Buffer.alloc(0);
  while (position > 0) {
    const size = Math.min(CHUNK_BYTES, position);
    position -= size;
    const chunk = Buffer.alloc(size);
    await handle.read(chunk, 0, size, position);
    // A longer line was not written by us: what is kept of it will not parse, and is left out.
    const block = Buffer.concat([chunk, rest.subarray(0, LINE_BYTES_MAX)]);
    let lineEnd = block.length;
    for (;;) {
      const newline = lineEnd === 0 ? -1 : block.lastIndexOf(0x0a, lineEnd - 1);
      if (newline === -1) break;
      const text = block.toString('utf8', newline + 1, lineEnd);
      if (text !== '') yield { offset: position + newline + 1, text };
      lineEnd = newline;
    }
    rest = block.subarray(0, lineEnd);
  }
  if (rest.length > 0) yield { offset: 0, text: rest.toString('utf8') };
}

/** A line as an entry without its place; null when it is none of ours or was cut short. */
export function parseLogLine(text: string): Omit<LogEntry, 'cursor'> | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { time, level, msg, pid, ...fields } = value as Record<string, unknown>;
  const known = LOG_LEVELS.find((name) => name === level);
  if (typeof time !== 'string' || known === undefined) return null;
  return {
    at: time,
    level: known,
    message: typeof msg === 'string' ? msg : '',
    pid: typeof pid === 'number' ? pid : null,
    fields,
  };
}

function matcher(query: LogQuery): (text: string) => Omit<LogEntry, 'cursor'> | null {
  const urgency = LOG_LEVELS.indexOf(query.level ?? 'trace');
  const wanted = query.text?.toLowerCase();
  const latest = query.olderThan === undefined ? Infinity : Date.parse(query.olderThan);
  const ids = IDS.filter((name) => query[name] !== undefined);
  return (text) => {
    if (wanted !== undefined && !text.toLowerCase().includes(wanted)) return null;
    if (!ids.every((name) => text.includes(query[name] ?? ''))) return null; // before parsing
    const entry = parseLogLine(text);
    if (entry === null || LOG_LEVELS.indexOf(entry.level) < urgency) return null;
    if (Date.parse(entry.at) >= latest) return null;
    return ids.every((name) => String(entry.fields[name]) === query[name]) ? entry : null;
  };
}

/** `sequence:offset`; null for anything else. */
function parseCursor(
  cursor: string,
): { readonly sequence: number; readonly offset: number } | null {
  const match = /^(\d{1,9}):(\d{1,15})$/.exec(cursor);
  return match ? { sequence: Number(match[1]), offset: Number(match[2]) } : null;
}

async function openUnlessGone(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null; // retention was quicker
    throw error;
  }
}

/** Whether the first line of a file is older than a time; a file without a readable one counts. */
async function beginsBefore(handle: FileHandle, time: string | undefined): Promise<boolean> {
  if (time === undefined) return true;
  const head = Buffer.alloc(256);
  const { bytesRead } = await handle.read(head, 0, head.length, 0);
  const began = /"time":"([^"]+)"/.exec(head.toString('utf8', 0, bytesRead))?.[1];
  return began === undefined || Date.parse(began) < Date.parse(time);
}

function sequencesNewestFirst(query: LogQuery): number[] {
  try {
    return sequencesIn(query.dir, query.file).toReversed();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/**
 * Reads the log backwards across its files, in bounded memory whatever their size.
 *
 * @throws {RangeError} when `before` is no cursor, `olderThan` no time, or `limit` out of bounds
 */
export async function readLogs(query: LogQuery): Promise<LogPage> {
  const start = query.before === undefined ? null : parseCursor(query.before);
  if (query.before !== undefined && start === null) throw new RangeError('before is not a cursor');
  if (Number.isNaN(Date.parse(query.olderThan ?? '1970-01-01'))) {
    throw new RangeError('olderThan is not a time');
  }
  if (!(query.limit >= 1 && query.limit <= 1000)) throw new RangeError('limit must be 1 to 1000');
  const match = matcher(query);
  const entries: LogEntry[] = [];
  let budget = query.maxScanBytes ?? SCAN_BYTES_DEFAULT;
  for (const sequence of sequencesNewestFirst(query)) {
    if (start !== null && sequence > start.sequence) continue;
    await using handle = await openUnlessGone(sequencePath(query.dir, query.file, sequence));
    if (handle === null || !(await beginsBefore(handle, query.olderThan))) continue;
    const end = start?.sequence === sequence ? start.offset : (await handle.stat()).size;
    let last = end;
    for await (const line of linesBackwards(handle, end)) {
      const cursor = `${sequence}:${line.offset}`;
      budget -= last - line.offset;
      last = line.offset;
      const entry = match(line.text);
      if (entry) entries.push({ cursor, ...entry });
      if (entries.length >= query.limit || budget <= 0) return { entries, next: cursor };
    }
  }
  return { entries, next: null };
}
