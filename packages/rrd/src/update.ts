import { checkedLine, field } from './command-line.ts';
import { RrdError, refusal } from './errors.ts';
import type { Reply } from './reply-reader.ts';

/** One row for one file. */
export interface RrdUpdate {
  /** Absolute path, or relative to the daemon's directory. */
  readonly file: string;
  /** Whole seconds since 1970. */
  readonly at: number;
  /** In the order of the file's sources; null or NaN: unknown. */
  readonly values: readonly (number | null)[];
}

/** An update the daemon did not take. */
export interface UpdateFault {
  /** Place in the list that was given. */
  readonly index: number;
  readonly update: RrdUpdate;
  readonly error: RrdError;
}

function value(number: number | null): string {
  return number === null || !Number.isFinite(number) ? 'U' : String(number);
}

/** @throws {RrdError} BAD_ARGUMENT */
export function updateLine({ file, at, values }: RrdUpdate): string {
  if (!Number.isSafeInteger(at) || values.length === 0)
    throw new RrdError('BAD_ARGUMENT', 'an update has a time in whole seconds, and values');
  let line = `UPDATE ${field(file)} ${at}`;
  for (const number of values) line += `:${value(number)}`;
  return checkedLine(`${line}\n`);
}

/** What the end of a batch tells: a line for each fault, that begins with the command's number. */
export function readFaults(end: Reply, sent: readonly RrdUpdate[], offset: number): UpdateFault[] {
  return end.lines.map((line) => {
    const [, number, message = line] = /^(\d+) (.*)$/.exec(line) ?? [];
    const index = Number(number) - 1;
    const update = sent[index];
    if (!update) throw new RrdError('PROTOCOL', `not a fault of this batch: ${line.slice(0, 100)}`);
    return { index: offset + index, update, error: refusal(message) };
  });
}
