import { describe, expect, it } from 'vitest';
import { BadUserInputError } from '../platform/errors.ts';
import { chartCsv } from './chart-csv.ts';
import { graphArguments } from './graph.ts';
import { kindShape, rangeOf } from './metrics.service.ts';
import { chartRows, condense, KINDS, summary } from './series.ts';

const shape = { unit: 'bytes/s', decimals: 0, sources: [{ name: 'read', source: 'r' }] } as const;
const rows = (step: number, firstAt: number, values: number[]) => ({
  ...{ stepSeconds: step, firstAt },
  columns: new Map([['r', new Float64Array(values)]]),
});
const vm = { id: 'vm_1', kind: 'vm', fileName: 'a', title: 'a' } as const;

describe('chartRows', () => {
  it('keeps gaps, rounds, and leaves out what lies beyond the range', () => {
    const chart = chartRows(rows(10, 1_000, [1, 2.4, Number.NaN, 4, 5]), null, {
      ...{ from: 1_010, to: 1_035, shape },
    });
    expect(chart.timestamps.map((t) => t.getTime() / 1000)).toEqual([1_010, 1_020, 1_030]);
    expect(chart.sources).toEqual([
      { name: 'read', values: [2, null, 4], min: 2, max: 4, average: 3 },
    ]);
  });

  it('tells the highest that was measured, which averages hide', () => {
    const chart = chartRows(rows(60, 60, [1, 2]), rows(60, 60, [5, 90]), {
      from: 0,
      to: 200,
      shape,
    });
    expect(chart.sources[0]).toMatchObject({ max: 90, min: 1 });
  });

  it('takes rows without any figure, and none at all', () => {
    const range = { from: 0, to: 100, shape };
    const empty = { min: null, max: null, average: null };
    expect(chartRows(rows(10, 10, [Number.NaN]), null, range).sources[0]).toMatchObject(empty);
    expect(chartRows(rows(10, 10, []), null, range).timestamps).toEqual([]);
    expect(summary([])).toEqual(empty);
  });
});

it('condenses rows to means of what is known', () => {
  const values = new Float64Array([1, 3, Number.NaN, 5, Number.NaN, Number.NaN]);
  expect(condense(values, 2)).toEqual([2, 5, null]);
});

describe('rangeOf', () => {
  const now = 1_700_000_000_000;
  const at = (ago: number) => new Date(now - ago * 1000);
  it('ends now, unless told', () => {
    expect(rangeOf({ kind: 'CPU', period: 'DAY' }, now)).toEqual({
      from: 1_700_000_000 - 86_400,
      to: 1_700_000_000,
    });
    const free = { kind: 'CPU', period: 'DAY', from: at(100), to: at(50) } as const;
    expect(rangeOf(free, now)).toEqual({ from: 1_699_999_900, to: 1_699_999_950 });
    expect(rangeOf({ ...free, to: at(-500) }, now).to).toBe(1_700_000_000);
  });

  it.each([
    [at(50), at(100)],
    [at(5), undefined],
    [at(-100), undefined],
    [at(500 * 86_400), undefined],
  ])('refuses %s to %s', (from, to) => {
    expect(() => rangeOf({ kind: 'CPU', period: 'DAY', from, to }, now)).toThrow(BadUserInputError);
  });
});

it('refuses a kind that the subject does not have', () => {
  expect(() => kindShape(vm, 'LOAD')).toThrow(/A vm has no LOAD; it has CPU/);
});

it('makes a table that spreadsheets read', () => {
  const chart = chartRows(rows(10, 0, [1, Number.NaN]), null, { from: 0, to: 10, shape });
  expect(chartCsv({ unit: 'bytes/s', ...chart })).toBe(
    'time,read (bytes/s)\r\n1970-01-01T00:00:00.000Z,1\r\n1970-01-01T00:00:10.000Z,\r\n',
  );
});

it('hands names to rrdtool so that it reads them as names', () => {
  const of = { format: 'png', title: 't', range: { from: 0, to: 9 }, socket: '/s' } as const;
  const args = graphArguments({ ...of, file: '/a:b/x.rrd', shape: KINDS.vm.RAM ?? shape });
  expect(args).toContain('DEF:v0=/a\\:b/x.rrd:ram:AVERAGE');
  expect(graphArguments({ ...of, file: null, shape })).toContain('HRULE:0#00000000');
});
