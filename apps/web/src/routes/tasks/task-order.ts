import type { TaskRowFragment } from '../../api/generated/graphql.ts';
import { isUnderWay } from './task-words.ts';

/** What runs first, newest before older within each half. */
export function runningFirst(tasks: readonly TaskRowFragment[]): TaskRowFragment[] {
  return tasks.toSorted((a, b) => Number(isUnderWay(b.status)) - Number(isUnderWay(a.status)));
}
