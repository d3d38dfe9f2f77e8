import type { ChartFieldsFragment, MetricKind } from '../api/generated/graphql.ts';

/** A number, or nothing known: a gap. */
export type Value = number | null;

/** One line of a chart. */
export interface Line {
  /** Of the subject and source, to find the line when a sample comes. */
  readonly key: string;
  /** Name of the source, or of the VM where several are compared. */
  readonly label: string;
  /** Sources that are added up for it. */
  readonly sources: readonly string[];
  readonly subject: string;
  readonly values: Value[];
  /** The highest that was measured within averages, which the values do not show. */
  peak: Value;
}

/** What one chart shows; changed in place by samples. */
export interface ChartData {
  readonly kind: MetricKind;
  /** The disk, interface or datastore it is of; undefined: all of them. */
  readonly part?: string;
  readonly unit: string;
  readonly stepSeconds: number;
  /** Seconds since 1970. */
  readonly times: number[];
  readonly lines: readonly Line[];
  /** How many samples the last row is the mean of; 0: it was read. */
  lastCount: number;
}

/** The rows of one subject. */
export interface SubjectSeries {
  readonly subject: string;
  readonly label: string;
  readonly series: ChartFieldsFragment;
}

const sum = (values: readonly Value[]): Value => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0);
};

/** Sources that say the same in another way are not added up when VMs are compared. */
function comparedSources(series: ChartFieldsFragment): readonly string[] {
  const names = series.sources.map(({ name }) => name);
  return series.kind === 'RAM' ? names.slice(0, 1) : names;
}

/** One subject: a line for each source. Several: a line for each subject. */
export function chartData(parts: readonly SubjectSeries[]): ChartData | null {
  const [first] = parts;
  if (!first) return null;
  const times = [
    ...new Set(parts.flatMap(({ series }) => series.timestamps.map((at) => Date.parse(at) / 1000))),
  ].toSorted((a, b) => a - b);
  const place = new Map(times.map((time, row) => [time, row]));
  const spread = (series: ChartFieldsFragment, names: readonly string[]): Value[] => {
    const values: Value[] = times.map(() => null);
    const chosen = series.sources.filter(({ name }) => names.includes(name));
    for (const [i, at] of series.timestamps.entries()) {
      const row = place.get(Date.parse(at) / 1000);
      if (row !== undefined) values[row] = sum(chosen.map((source) => source.values[i] ?? null));
    }
    return values;
  };
  const line = (
    { subject, series }: SubjectSeries,
    label: string,
    sources: readonly string[],
  ): Line => {
    const chosen = series.sources.filter(({ name }) => sources.includes(name));
    const peak = sources.length === 1 ? (chosen[0]?.max ?? null) : null;
    const key = `${subject} ${sources.join('+')}`;
    return { key, label, sources, subject, values: spread(series, sources), peak };
  };
  const lines =
    parts.length === 1
      ? first.series.sources.map(({ name }) => line(first, name, [name]))
      : parts.map((part) => line(part, part.label, comparedSources(part.series)));
  const { kind, unit, stepSeconds } = first.series;
  return { kind, unit, stepSeconds, times, lines, lastCount: 0 };
}

/** A sample as it comes live. */
export interface LiveSample {
  readonly subject: string;
  /** Seconds since 1970. */
  readonly at: number;
  readonly figures: readonly {
    readonly kind: MetricKind;
    readonly source: string;
    readonly value?: Value | undefined;
  }[];
}

/**
 * Adds a sample to the end. Samples of one step become its mean, as the rows that are read are.
 * @returns whether anything changed
 */
export function addSample(data: ChartData, sample: LiveSample): boolean {
  const figures = sample.figures.filter(({ kind }) => kind === data.kind);
  const mine = data.lines.filter(({ subject }) => subject === sample.subject);
  if (figures.length === 0 || mine.length === 0) return false;
  const step = Math.ceil(sample.at / data.stepSeconds) * data.stepSeconds;
  const last = data.times.at(-1) ?? 0;
  if (step < last) return false;
  if (step > last) {
    openRow(data, step, last);
    data.lastCount = 0;
  }
  const row = data.times.length - 1;
  const count = data.lastCount;
  for (const line of mine) {
    const value = sum(
      line.sources.map((name) => figures.find(({ source }) => source === name)?.value ?? null),
    );
    const before = line.values[row] ?? null;
    if (value === null) continue;
    line.values[row] =
      before === null ? value : (before * Math.max(1, count) + value) / (Math.max(1, count) + 1);
    line.peak = line.peak === null ? value : Math.max(line.peak, value);
  }
  data.lastCount = count + 1;
  return true;
}

/** A new last row; what was missed before it is a gap. */
function openRow(data: ChartData, step: number, last: number): void {
  const missed = data.times.length > 0 && step - last > 2.5 * data.stepSeconds;
  for (const time of missed ? [step - data.stepSeconds, step] : [step]) {
    data.times.push(time);
    for (const line of data.lines) line.values.push(null);
  }
}

/** Forgets rows before a time. */
export function dropBefore(data: ChartData, from: number): void {
  const first = data.times.findIndex((time) => time >= from);
  const rows = first < 0 ? data.times.length : first;
  if (rows === 0) return;
  data.times.splice(0, rows);
  for (const line of data.lines) line.values.splice(0, rows);
}

/** What a legend says of a line. */
export interface LineSummary {
  readonly now: Value;
  readonly min: Value;
  readonly max: Value;
  readonly average: Value;
}

/** Newest, least, mean and highest of what is known. */
export function summarise({ values, peak }: Pick<Line, 'values' | 'peak'>): LineSummary {
  let min: Value = null;
  let max: Value = peak;
  let now: Value = null;
  let total = 0;
  let count = 0;
  for (const value of values) {
    if (value === null) continue;
    min = min === null ? value : Math.min(min, value);
    max = max === null ? value : Math.max(max, value);
    now = value;
    total += value;
    count++;
  }
  return { now, min, max, average: count === 0 ? null : total / count };
}

/** Whether anything was measured. */
export const isEmpty = (data: ChartData): boolean =>
  data.lines.every(({ values }) => values.every((value) => value === null));

/** At most so many rows, each the mean of as many as it takes: a table that can be read. */
export function condensedRows(
  data: ChartData,
  most: number,
): readonly { readonly time: number; readonly values: readonly Value[] }[] {
  const per = Math.max(1, Math.ceil(data.times.length / most));
  const rows: { time: number; values: Value[] }[] = [];
  for (let end = data.times.length; end > 0; end -= per) {
    const begin = Math.max(0, end - per);
    rows.push({
      time: data.times[end - 1] ?? 0,
      values: data.lines.map(
        ({ values }) => summarise({ values: values.slice(begin, end), peak: null }).average,
      ),
    });
  }
  return rows;
}
