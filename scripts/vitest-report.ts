import { existsSync, readFileSync } from 'node:fs';
import type { Tally } from './steps.ts';

/** What we read of one file in the report that vitest's JSON reporter writes. */
interface FileReport {
  readonly name: string;
  readonly status: string;
  readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
}

/** What a run of vitest came to. */
export interface RunOutcome {
  readonly tally: Tally;
  /** Paths of the files that failed, and what the other files came to. */
  readonly failedFiles: readonly string[];
  readonly others: Tally;
}

/**
 * Adds up a report of vitest's JSON reporter. What went wrong outside of a test counts as failed
 * too: a file that could not be loaded as one each, and a run that ended badly without naming a
 * failure, or without a report, as one.
 *
 * @param text the report; undefined when none was written
 * @param exitedWell whether vitest ended with exit code 0
 */
export function readReport(text: string | undefined, exitedWell: boolean): RunOutcome {
  const files = text === undefined ? undefined : parse(text);
  if (files === undefined) {
    const none: Tally = { passed: 0, failed: ['a run that left no report'], skipped: 0 };
    return { tally: none, failedFiles: [], others: none };
  }
  const bad = files.filter(({ status }) => status === 'failed');
  const others = addUp(files.filter((file) => !bad.includes(file)).map(tallyOf));
  const tally = addUp([others, ...bad.map(tallyOf)]);
  const unnamed = tally.failed.length === 0 && !exitedWell;
  return {
    tally: unnamed ? { ...tally, failed: ['something outside of all tests'] } : tally,
    failedFiles: bad.map(({ name }) => name),
    others,
  };
}

/** Reads a report file and adds it up. */
export function readReportFile(file: string, exitedWell: boolean): RunOutcome {
  return readReport(existsSync(file) ? readFileSync(file, 'utf8') : undefined, exitedWell);
}

function tallyOf({ name, status, assertionResults }: FileReport): Tally {
  const passed = assertionResults.filter((each) => each.status === 'passed').length;
  const failed = assertionResults
    .filter((each) => each.status === 'failed')
    .map(({ fullName }) => `${name}: ${fullName}`);
  const skipped = assertionResults.length - passed - failed.length;
  // A file that failed and names no failed test failed as a whole.
  if (status === 'failed' && failed.length === 0) failed.push(name);
  return { passed, failed, skipped };
}

function parse(text: string): readonly FileReport[] | undefined {
  try {
    const report = JSON.parse(text) as { testResults?: readonly FileReport[] } | null;
    return Array.isArray(report?.testResults) ? report.testResults : undefined;
  } catch {
    return undefined; // cut short: the run was killed while writing
  }
}

/** The sum of all suites. */
export function addUp(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, one) => ({
      passed: sum.passed + one.passed,
      failed: [...sum.failed, ...one.failed],
      skipped: sum.skipped + one.skipped,
    }),
    { passed: 0, failed: [], skipped: 0 },
  );
}

/** `N passed, N failed, N skipped`. */
export function tallyLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed.length} failed, ${skipped} skipped`;
}
