import { describe, expect, it } from 'vitest';
import type { ChartFieldsFragment } from '../api/generated/graphql.ts';
import {
  addSample,
  chartData,
  condensedRows,
  dropBefore,
  isEmpty,
  summarise,
} from './chart-data.ts';
import { draggedRange, formatRange, parseRange } from './chart-range.ts';
import { axisTop, formatMetric } from './metric-units.ts';
import { timeLabel, xRange } from './plot-options.ts';

const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

function series(
  kind: ChartFieldsFragment['kind'],
  from: number,
  sources: Record<string, (number | null)[]>,
): ChartFieldsFragment {
  const length = Object.values(sources)[0]?.length ?? 0;
  return {
    ...{ kind, unit: 'bytes/s', stepSeconds: 10, sharedKernel: false },
    timestamps: Array.from({ length }, (_, i) => iso(from + 10 * i)),
    sources: Object.entries(sources).map(([name, values]) => ({
      ...{ name, values, min: null, average: null, max: name === 'rx' ? 99 : null },
    })),
  };
}
const network = series('NETWORK', 1_000, { rx: [1, null, 3], tx: [4, 5, 6] });
const chartOf = (s = network) => {
  const data = chartData([{ subject: 'a', label: 'a', series: s }]);
  if (!data) throw new Error('no chart');
  return data;
};
const sample = (at: number, rx: number | null, subject = 'a') => ({
  ...{ subject, at },
  figures: [
    { kind: 'NETWORK' as const, source: 'rx', value: rx },
    { kind: 'NETWORK' as const, source: 'tx', value: 1 },
    { kind: 'CPU' as const, source: 'cpu', value: 50 },
  ],
});

describe('chartData', () => {
  it('has a line for each source of one subject', () => {
    const data = chartOf();
    expect(data.times).toEqual([1_000, 1_010, 1_020]);
    expect(data.lines.map(({ label, values }) => [label, values])).toEqual([
      ['rx', [1, null, 3]],
      ['tx', [4, 5, 6]],
    ]);
  });

  it('has a line for each of several subjects, on the same times', () => {
    const other = series('NETWORK', 1_010, { rx: [10, null], tx: [20, null] });
    const data = chartData([
      { subject: 'a', label: 'web', series: network },
      { subject: 'b', label: 'db', series: other },
    ]);
    expect(data?.times).toEqual([1_000, 1_010, 1_020]);
    expect(data?.lines.map(({ label, values }) => [label, values])).toEqual([
      ['web', [5, 5, 9]],
      ['db', [null, 30, null]],
    ]);
  });

  it('compares the memory of the process alone, of which that of the guest is a part', () => {
    const ram = series('RAM', 0, { process: [100], guest: [40] });
    const data = chartData(['a', 'b'].map((id) => ({ subject: id, label: id, series: ram })));
    expect(data?.lines[0]?.values).toEqual([100]);
  });
});

describe('addSample', () => {
  it('appends, makes the mean of what is of one step, and leaves other charts alone', () => {
    const data = chartOf();
    expect(addSample(data, sample(1_024, 10))).toBe(true);
    expect(addSample(data, sample(1_028, 20))).toBe(true);
    expect(data.times).toEqual([1_000, 1_010, 1_020, 1_030]);
    expect(data.lines[0]?.values.at(-1)).toBe(15);
    expect(addSample(data, sample(1_024, 10, 'b'))).toBe(false);
    expect(addSample(data, sample(500, 10))).toBe(false);
  });

  it('shows samples that were missed as a gap', () => {
    const data = chartOf();
    addSample(data, sample(1_100, 7));
    expect(data.times.slice(-3)).toEqual([1_020, 1_090, 1_100]);
    expect(data.lines[0]?.values.slice(-3)).toEqual([3, null, 7]);
    dropBefore(data, 1_090);
    expect(data.times).toEqual([1_090, 1_100]);
    expect(data.lines[1]?.values).toEqual([null, 1]);
  });
});

it('summarises with the peak that averages hide', () => {
  const [rx] = chartOf().lines;
  expect(rx && summarise(rx)).toEqual({ now: 3, min: 1, max: 99, average: 2 });
  const empty = chartOf(series('CPU', 0, { cpu: [null, null] }));
  expect(isEmpty(empty)).toBe(true);
  expect(isEmpty(chartOf())).toBe(false);
});

it('makes a table that can be read, newest first', () => {
  expect(condensedRows(chartOf(), 2)).toEqual([
    { time: 1_020, values: [3, 5.5] },
    { time: 1_000, values: [1, 4] },
  ]);
});

describe('formatMetric', () => {
  it.each([
    ['percent', 12.34, '12.3 %'],
    ['percent', 100, '100 %'],
    ['bytes', 0, '0 B'],
    ['bytes', 512, '512 B'],
    ['bytes', 1_536, '1.5 KiB'],
    ['bytes/s', 10 * 2 ** 20, '10 MiB/s'],
    ['bytes/s', 0.4, '0.4 B/s'],
    ['operations/s', 0.25, '0.25/s'],
    ['processes', 1.5, '1.5'],
    ['bytes', null, '–'],
  ])('%s %s: %s', (unit, value, text) => {
    expect(formatMetric(unit, value)).toBe(text);
  });

  it('keeps noise small', () => {
    expect(axisTop('percent', 0.3)).toBe(5);
    expect(axisTop('percent', 99)).toBe(100);
    expect(axisTop('bytes/s', 0)).toBe(1024);
  });
});

it('names days where they begin, and times else', () => {
  const midnight = new Date(2026, 0, 31).getTime() / 1000;
  expect(timeLabel(midnight, 3_600)).toMatch(/31/);
  expect(timeLabel(midnight + 3_660, 60)).toBe('01:01');
  expect(timeLabel(midnight + 61, 1)).toMatch(/^00:01:01/);
  expect(xRange({ period: 'HOUR', free: null }, 10_000)).toEqual({ min: 6_400, max: 10_000 });
});

describe('the range in the address', () => {
  it('is what was chosen, or the hour', () => {
    expect(parseRange(new URLSearchParams('period=week'))).toEqual({ period: 'WEEK', free: null });
    expect(parseRange(new URLSearchParams('period=x&from=9&to=1'))).toEqual({
      ...{ period: 'HOUR', free: null },
    });
    const dragged = draggedRange('DAY', 1_000, 1_010);
    expect(dragged.free).toEqual({ from: 975, to: 1_035 });
    const query = formatRange(new URLSearchParams('with=a'), dragged);
    expect(query.toString()).toBe('with=a&period=day&from=975&to=1035');
    expect(parseRange(query)).toEqual(dragged);
    expect(formatRange(query, { period: 'DAY', free: null }).toString()).toBe('with=a&period=day');
  });
});
