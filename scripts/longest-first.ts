import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Kinds of files that take minutes: every step of a task failing, faults in the middle of work, and
 * walks over all pages.
 */
const LONG = /-(tasks|faults)\.it\.test\.ts$|\/pages-\w+\.spec\.ts$/;

/**
 * Begins with the files that take longest, so that the last ones to end are short. Vitest knows
 * durations only of an earlier run, and judges by size before: those files are short to read.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => LONG.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
