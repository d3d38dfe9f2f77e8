import { ACTIVE_STATUSES, END_STATUSES } from '../task/task-enums.ts';
import { type Finding, finding, type TaskFacts } from './leak-world.ts';

/** A lease is taken over within seconds where a worker lives; this long means that none does. */
const LEASE_GRACE_SECONDS = 60;
/** A task whose turn has come waits so long only when nobody works: else for a limit, or its turn. */
const IDLE_GRACE_SECONDS = 60;

/** Judges the tasks' rows: locks that nobody lives to release, states that cannot be. */
export function compareTasks(tasks: readonly TaskFacts[]): Finding[] {
  const worked = tasks.some(
    ({ status, overdueSeconds }) => status === 'RUNNING' && (overdueSeconds ?? 0) <= 0,
  );
  return tasks.flatMap((task) => {
    const fault = faultOf(task, worked);
    if (fault) return [stuck(task, fault)];
    return task.status === 'PARTIAL' && task.owes ? [leftovers(task)] : [];
  });
}

function faultOf(task: TaskFacts, worked: boolean): string | null {
  const { status, heldLane, lane, finishedAt } = task;
  if (END_STATUSES.includes(status)) {
    if (heldLane) return `It has ended, but still holds the lane ${heldLane}.`;
    if (!finishedAt) return 'It has ended, but nobody wrote down when.';
    return null;
  }
  if (finishedAt) return `It is ${status}, but has a time at which it ended.`;
  if (status === 'PENDING') return waitsTooLong(task, worked);
  if (heldLane !== lane) return `It is ${status}, but does not hold its lane.`;
  if ((task.overdueSeconds ?? 0) > LEASE_GRACE_SECONDS)
    return `Its worker ${task.owner ?? ''} was lost ${task.overdueSeconds} s ago, and no other has taken it over.`;
  return null;
}

function waitsTooLong(task: TaskFacts, worked: boolean): string | null {
  if (task.heldLane) return 'It waits for its turn, but holds the lane already.';
  if (worked || task.behind || (task.overdueSeconds ?? 0) <= IDLE_GRACE_SECONDS) return null;
  return `Its turn came ${task.overdueSeconds} s ago, and no worker takes it or anything else.`;
}

function stuck(task: TaskFacts, detail: string): Finding {
  const active = ACTIVE_STATUSES.includes(task.status);
  return finding({
    kind: 'TASK_STUCK',
    parts: [task.id],
    subject: `Task "${task.title}"`,
    detail,
    remedy: active
      ? 'See that a worker runs. Else end the task as PARTIAL, which frees its lane; a retry then undoes what it did.'
      : 'Put its row in order and free its lane.',
    taskId: task.id,
    vmId: task.vmId,
    hostId: task.hostId,
  });
}

function leftovers(task: TaskFacts): Finding {
  return finding({
    kind: 'TASK_LEFTOVERS',
    parts: [task.id],
    subject: `Task "${task.title}"`,
    detail: `It left behind: ${task.leftovers.join('; ') || 'nothing that it names'}.`,
    remedy: 'Retry it: it undoes what is left, then begins again.',
    taskId: task.id,
    vmId: task.vmId,
    hostId: task.hostId,
  });
}
