import { describe, expect, it } from 'vitest';
import { addUp, readReport, tallyLine } from './vitest-report.ts';

const tests = (...statuses: string[]) =>
  statuses.map((status) => ({ status, fullName: `it ${status}` }));
const good = {
  name: '/good.test.ts',
  status: 'passed',
  assertionResults: tests('passed', 'passed', 'pending', 'todo'),
};
const bad = {
  name: '/bad.test.ts',
  status: 'failed',
  assertionResults: tests('passed', 'failed'),
};
const report = (...testResults: unknown[]): string => JSON.stringify({ testResults });

describe('readReport', () => {
  it('counts todo as skipped', () => {
    const { tally } = readReport(report(good), true);
    expect(tally).toEqual({ passed: 2, failed: [], skipped: 2 });
  });

  it('names what failed, and what the others came to', () => {
    expect(readReport(report(good, bad), false)).toEqual({
      tally: { passed: 3, failed: ['/bad.test.ts: it failed'], skipped: 2 },
      failedFiles: ['/bad.test.ts'],
      others: { passed: 2, failed: [], skipped: 2 },
    });
  });

  it('counts a file that could not be loaded as failed', () => {
    const unloaded = { name: '/x.test.ts', status: 'failed', assertionResults: [] };
    expect(readReport(report(good, unloaded), false).tally.failed).toEqual(['/x.test.ts']);
  });

  it('counts an error outside of all tests as failed, of no file', () => {
    const { tally, failedFiles } = readReport(report(good), false);
    expect([tally.failed, failedFiles]).toEqual([['something outside of all tests'], []]);
  });

  it.each([undefined, '', '{"testResults":[', '{}', 'null'])(
    'counts a run without a whole report (%j) as failed',
    (text) => {
      expect(readReport(text, true).tally).toEqual({
        passed: 0,
        failed: ['a run that left no report'],
        skipped: 0,
      });
    },
  );
});

it('adds suites up to one line', () => {
  const sum = addUp([
    { passed: 1, failed: ['a', 'b'], skipped: 3 },
    { passed: 10, failed: [], skipped: 0 },
  ]);
  expect(tallyLine(sum)).toBe('11 passed, 2 failed, 3 skipped');
});
