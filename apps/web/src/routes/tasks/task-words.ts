import type { TaskStatus, TaskStepStatus } from '../../api/generated/graphql.ts';
import type { StateKind } from '../../components/StateBadge.tsx';
import { type PlainKey, t } from '../../messages/message.ts';

const states: Readonly<Record<TaskStatus, readonly [StateKind, PlainKey]>> = {
  PENDING: ['waiting', 'task.state.pending'],
  RUNNING: ['working', 'task.state.running'],
  RETRYING: ['working', 'task.state.retrying'],
  SUCCEEDED: ['done', 'task.state.succeeded'],
  FAILED: ['failed', 'task.state.failed'],
  CANCELLED: ['stopped', 'task.state.cancelled'],
  PARTIAL: ['attention', 'task.state.partial'],
};

const stepStates: Readonly<Record<TaskStepStatus, readonly [StateKind, PlainKey]>> = {
  PENDING: ['waiting', 'step.state.pending'],
  RUNNING: ['working', 'step.state.running'],
  DONE: ['done', 'step.state.done'],
  FAILED: ['failed', 'step.state.failed'],
  UNDONE: ['stopped', 'step.state.undone'],
};

/** All task states in the order of a task's life. */
export const taskStatuses = Object.keys(states) as TaskStatus[];

/** Shape and word of a task's state. */
export function taskState(status: TaskStatus): { kind: StateKind; word: string } {
  const [kind, key] = states[status];
  return { kind, word: t(key) };
}

/** Shape and word of a step's state. @param ended that of its task, behind which nothing waits */
export function stepState(
  status: TaskStepStatus,
  ended: boolean,
): { kind: StateKind; word: string } {
  if (ended && status === 'PENDING') return { kind: 'stopped', word: t('step.state.unreached') };
  const [kind, key] = stepStates[status];
  return { kind, word: t(key) };
}

/** True while the task has not reached an end. */
export const isUnderWay = (status: TaskStatus): boolean =>
  status === 'PENDING' || status === 'RUNNING' || status === 'RETRYING';
