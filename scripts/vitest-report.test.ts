import { describe, expect, it } from 'vitest';
import { addUp, tallyLine, tallyReport } from './vitest-report.ts';

const report = {
  numPassedTests: 5,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: [{ status: 'passed', assertionResults: [{}] }],
};

describe('tallyReport', () => {
  it('counts todo as skipped', () => {
    expect(tallyReport(JSON.stringify(report), true)).toEqual({ passed: 5, failed: 0, skipped: 2 });
  });

  it('counts a file that could not be loaded as failed', () => {
    const testResults = [...report.testResults, { status: 'failed', assertionResults: [] }];
    const text = JSON.stringify({ ...report, testResults });
    expect(tallyReport(text, false)).toEqual({ passed: 5, failed: 1, skipped: 2 });
  });

  it('counts an error outside of all tests as failed', () => {
    expect(tallyReport(JSON.stringify(report), false).failed).toBe(1);
  });

  it.each([undefined, '', '{"numPassedTests":5', '{}', 'null'])(
    'counts a run without a whole report (%j) as failed',
    (text) => {
      expect(tallyReport(text, true)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    },
  );
});

it('adds suites up to one line', () => {
  const sum = addUp([
    { passed: 1, failed: 2, skipped: 3 },
    { passed: 10, failed: 0, skipped: 0 },
  ]);
  expect(tallyLine(sum)).toBe('11 passed, 2 failed, 3 skipped');
});
