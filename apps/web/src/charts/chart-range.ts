import type { MetricPeriod } from '../api/generated/graphql.ts';

/** How far back each period goes, in seconds. */
export const periodSeconds: Readonly<Record<MetricPeriod, number>> = {
  HOUR: 3_600,
  DAY: 86_400,
  WEEK: 604_800,
  MONTH: 31 * 86_400,
  YEAR: 365 * 86_400,
};

/** In the order they are offered. */
export const periods = Object.keys(periodSeconds) as MetricPeriod[];

/** What the charts show: a period up to now, or a free range, both in seconds since 1970. */
export interface ChartRange {
  readonly period: MetricPeriod;
  readonly free: { readonly from: number; readonly to: number } | null;
}

/** Shorter ranges have too few points to see anything. */
const shortest = 60;

/** Reads the range from the address. */
export function parseRange(query: URLSearchParams): ChartRange {
  const period = (query.get('period') ?? '').toUpperCase() as MetricPeriod;
  const from = Number(query.get('from'));
  const to = Number(query.get('to'));
  const free = from > 0 && to - from >= shortest ? { from, to } : null;
  return { period: periods.includes(period) ? period : 'HOUR', free };
}

/** The address that shows a range; whatever else it holds stays. */
export function formatRange(query: URLSearchParams, range: ChartRange): URLSearchParams {
  const next = new URLSearchParams(query);
  next.set('period', range.period.toLowerCase());
  for (const end of ['from', 'to'] as const) {
    if (range.free) next.set(end, String(Math.round(range.free[end])));
    else next.delete(end);
  }
  return next;
}

/** A range that was dragged, widened to what can be shown. */
export function draggedRange(period: MetricPeriod, from: number, to: number): ChartRange {
  const middle = (from + to) / 2;
  const half = Math.max(to - from, shortest) / 2;
  return { period, free: { from: Math.floor(middle - half), to: Math.ceil(middle + half) } };
}

/** Ids of the VMs that are compared, from the address. */
export function parseCompared(query: URLSearchParams): readonly string[] {
  return (query.get('with') ?? '').split(',').filter(Boolean).slice(0, 5);
}

/** A range as queries have it. */
export function rangeVariables({ period, free }: ChartRange): {
  period: MetricPeriod;
  from?: string;
  to?: string;
} {
  const moment = (seconds: number) => new Date(seconds * 1000).toISOString();
  return { period, ...(free && { from: moment(free.from), to: moment(free.to) }) };
}
