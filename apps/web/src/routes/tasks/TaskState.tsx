import type { TaskStatus } from '../../api/generated/graphql.ts';
import { StateBadge } from '../../components/StateBadge.tsx';
import { taskState } from './task-words.ts';

/** The state of a task as a word with a shape. */
export function TaskState({ status }: { status: TaskStatus }) {
  return <StateBadge {...taskState(status)} />;
}
