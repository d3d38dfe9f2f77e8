import { RrdError } from './errors.ts';
import type { Reply } from './reply-reader.ts';

/** Which rows to read. */
export interface SeriesRequest {
  readonly cf: 'AVERAGE' | 'MIN' | 'MAX' | 'LAST';
  /** Seconds since 1970. The daemon chooses the finest archive that covers both. */
  readonly from: number;
  readonly to: number;
  /** Names of sources; all unless told. */
  readonly sources?: readonly string[];
}

/** Rows of an RRD. */
export interface RrdSeries {
  readonly stepSeconds: number;
  /** Time of the first row, seconds since 1970; a row is of the step that ends then. */
  readonly firstAt: number;
  /** Numbers by source, one for each row; NaN: unknown. */
  readonly columns: ReadonlyMap<string, Float64Array>;
}

interface Header {
  readonly start: number;
  readonly step: number;
  readonly names: readonly string[];
  readonly rest: readonly string[];
}

function readHeader(reply: Reply): Header {
  const facts = new Map<string, string>();
  const rest: string[] = [];
  for (const line of reply.lines) {
    const [, name, value = ''] = /^([A-Za-z]+): ?(.*)$/.exec(line) ?? [];
    if (name === undefined) rest.push(line);
    else facts.set(name, value);
  }
  const start = Number(facts.get('Start'));
  const step = Number(facts.get('Step'));
  if (!Number.isSafeInteger(start) || !(step > 0))
    throw new RrdError('PROTOCOL', 'rows without a start and a step');
  const names = (facts.get('DSName') ?? '').split(' ').filter(Boolean);
  return { start, step, names, rest };
}

/** Of an answer to FETCHBIN. @throws {RrdError} PROTOCOL */
export function readSeries(reply: Reply): RrdSeries {
  const { start, step } = readHeader(reply);
  return { stepSeconds: step, firstAt: start + step, columns: reply.columns };
}

/** Of an answer to FETCH. @throws {RrdError} PROTOCOL */
export function readText(reply: Reply): RrdSeries {
  const { start, step, names, rest } = readHeader(reply);
  const columns = names.map(() => new Float64Array(rest.length));
  for (const [row, line] of rest.entries()) {
    const values = line.slice(line.indexOf(':') + 2).split(' ');
    for (const [i, column] of columns.entries()) {
      const text = values[i] ?? '';
      column[row] = text.endsWith('nan') ? Number.NaN : Number(text);
    }
  }
  return {
    stepSeconds: step,
    firstAt: start + step,
    columns: new Map(names.map((name, i) => [name, columns[i] ?? new Float64Array(0)])),
  };
}
