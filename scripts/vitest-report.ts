import { existsSync, readFileSync } from 'node:fs';
import type { Tally } from './steps.ts';

/** What we read of the report that vitest's JSON reporter writes. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly unknown[];
  }[];
}

/**
 * Adds up a report of vitest's JSON reporter. What went wrong outside of a test counts as failed
 * too: a file that could not be loaded as one each, and a run that ended badly without naming a
 * failure, or without a report, as one.
 *
 * @param text the report; undefined when none was written
 * @param exitedWell whether vitest ended with exit code 0
 */
export function tallyReport(text: string | undefined, exitedWell: boolean): Tally {
  const report = text === undefined ? undefined : parse(text);
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const crashed = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length;
  const failed = report.numFailedTests + crashed;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && !exitedWell ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Reads a report file and adds it up. */
export function tallyFile(file: string, exitedWell: boolean): Tally {
  return tallyReport(existsSync(file) ? readFileSync(file, 'utf8') : undefined, exitedWell);
}

function parse(text: string): Report | undefined {
  try {
    const report = JSON.parse(text) as Partial<Report> | null;
    return Array.isArray(report?.testResults) ? (report as Report) : undefined;
  } catch {
    return undefined; // cut short: the run was killed while writing
  }
}

/** The sum of all suites. */
export function addUp(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, one) => ({
      passed: sum.passed + one.passed,
      failed: sum.failed + one.failed,
      skipped: sum.skipped + one.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** `N passed, N failed, N skipped`. */
export function tallyLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
