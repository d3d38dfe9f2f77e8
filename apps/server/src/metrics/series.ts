import type { RrdSeries } from '@baadal/rrd';
import type { RrdKind } from './rrd-files.ts';

/** What a chart is of. */
export const MetricKind = {
  CPU: 'CPU',
  RAM: 'RAM',
  DISK: 'DISK',
  NETWORK: 'NETWORK',
  DISK_OPERATIONS: 'DISK_OPERATIONS',
  LOAD: 'LOAD',
  DATASTORE: 'DATASTORE',
} as const;
export type MetricKind = keyof typeof MetricKind;

/** How far back a chart goes. */
export const MetricPeriod = {
  HOUR: 'HOUR',
  DAY: 'DAY',
  WEEK: 'WEEK',
  MONTH: 'MONTH',
  YEAR: 'YEAR',
} as const;
export type MetricPeriod = keyof typeof MetricPeriod;

/** Seconds of each period; a month has 31 days, a year 365. */
export const PERIOD_SECONDS: Readonly<Record<MetricPeriod, number>> = {
  HOUR: 3_600,
  DAY: 86_400,
  WEEK: 604_800,
  MONTH: 31 * 86_400,
  YEAR: 365 * 86_400,
};

/** One line of a chart: its name in the API, and the source in the RRD. */
export interface SourceName {
  readonly name: string;
  readonly source: string;
}

/** What a kind of chart shows of something. */
export interface KindShape {
  readonly unit: 'percent' | 'bytes' | 'bytes/s' | 'operations/s' | 'processes';
  readonly sources: readonly SourceName[];
  /** Decimals worth sending. */
  readonly decimals: number;
}

const lines = (pairs: Readonly<Record<string, string>>): SourceName[] =>
  Object.entries(pairs).map(([name, source]) => ({ name, source }));
const DISK: KindShape = {
  unit: 'bytes/s',
  decimals: 0,
  sources: lines({ read: 'diskRead', write: 'diskWrite' }),
};
const NETWORK: KindShape = {
  unit: 'bytes/s',
  decimals: 0,
  sources: lines({ rx: 'netRx', tx: 'netTx' }),
};

/** Which charts there are of a VM, and of a host. */
export const KINDS: Readonly<Record<RrdKind, Partial<Record<MetricKind, KindShape>>>> = {
  vm: {
    CPU: { unit: 'percent', decimals: 2, sources: lines({ cpu: 'cpu' }) },
    RAM: { unit: 'bytes', decimals: 0, sources: lines({ process: 'ram', guest: 'guestRam' }) },
    DISK,
    NETWORK,
    DISK_OPERATIONS: {
      unit: 'operations/s',
      decimals: 2,
      sources: lines({ read: 'diskReadOps', write: 'diskWriteOps' }),
    },
  },
  host: {
    CPU: {
      unit: 'percent',
      decimals: 2,
      sources: lines({
        user: 'cpuUser',
        nice: 'cpuNice',
        system: 'cpuSystem',
        iowait: 'cpuIowait',
      }),
    },
    RAM: { unit: 'bytes', decimals: 0, sources: lines({ used: 'ram' }) },
    DISK,
    NETWORK,
    LOAD: {
      unit: 'processes',
      decimals: 2,
      sources: lines({ load1: 'load1', load5: 'load5', load15: 'load15' }),
    },
    DATASTORE: { unit: 'bytes', decimals: 0, sources: lines({ used: 'used', size: 'size' }) },
  },
};

/** One line, with what a legend says of it. */
export interface SourceSeries {
  readonly name: string;
  /** One for each timestamp; null: not known. */
  readonly values: readonly (number | null)[];
  readonly min: number | null;
  /** The highest that was measured, also where the line shows averages of longer times. */
  readonly max: number | null;
  readonly average: number | null;
}

/** Rows as a chart has them. */
export interface ChartRows {
  readonly stepSeconds: number;
  readonly timestamps: readonly Date[];
  readonly sources: readonly SourceSeries[];
}

/** What is known of the rows of one source. */
export interface Summary {
  readonly min: number | null;
  readonly max: number | null;
  readonly average: number | null;
}

/** Least, greatest and mean of what is known. */
export function summary(values: Iterable<number>): Summary {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
    count++;
  }
  return count === 0 ? { min: null, max: null, average: null } : { min, max, average: sum / count };
}

/** The part of the rows whose times lie in a range: the daemon gives whole steps. */
function inRange(rows: RrdSeries, from: number, to: number): { begin: number; end: number } {
  const length = rows.columns.values().next().value?.length ?? 0;
  const begin = Math.max(0, Math.ceil((from - rows.firstAt) / rows.stepSeconds));
  const end = Math.min(length, Math.floor((to - rows.firstAt) / rows.stepSeconds) + 1);
  return { begin, end: Math.max(begin, end) };
}

/**
 * Makes of rows what a chart needs.
 * @param peaks the maxima of the same time; null where the rows are as they were measured
 */
export function chartRows(
  rows: RrdSeries,
  peaks: RrdSeries | null,
  range: { readonly from: number; readonly to: number; readonly shape: KindShape },
): ChartRows {
  const { begin, end } = inRange(rows, range.from, range.to);
  const factor = 10 ** range.shape.decimals;
  const round = (value: number) => Math.round(value * factor) / factor;
  const orNull = (value: number | null) => (value === null ? null : round(value));
  const timestamps: Date[] = [];
  for (let i = begin; i < end; i++)
    timestamps.push(new Date((rows.firstAt + i * rows.stepSeconds) * 1000));
  const sources = range.shape.sources.map(({ name, source }): SourceSeries => {
    const column = (rows.columns.get(source) ?? new Float64Array(0)).subarray(begin, end);
    const values: (number | null)[] = [];
    for (const value of column) values.push(Number.isNaN(value) ? null : round(value));
    const { min, max, average } = summary(column);
    const peak = peaks ? summary(peaks.columns.get(source) ?? []).max : null;
    const highest = peak === null ? max : Math.max(peak, max ?? peak);
    return { name, values, min: orNull(min), max: orNull(highest), average: orNull(average) };
  });
  return { stepSeconds: rows.stepSeconds, timestamps, sources };
}

/** Means over so many rows each, for a small line; what is known counts. */
export function condense(values: Float64Array, per: number): (number | null)[] {
  const small: (number | null)[] = [];
  for (let i = 0; i < values.length; i += per)
    small.push(summary(values.subarray(i, i + per)).average);
  return small;
}
