import { runMutation } from '../audit/mutation.ts';
import { requireAdmin, requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { type Em, rows, run } from '../platform/db.ts';
import {
  BadUserInputError,
  ConflictError,
  ForbiddenError,
  NotFoundError,
} from '../platform/errors.ts';
import type { EventBus } from '../platform/events.ts';
import type { Page } from '../platform/graphql/connection.ts';
import type { HostId, TaskId, VmId } from '../platform/ids.ts';
import {
  announceNews,
  childMoved,
  childrenOf,
  type GroupNews,
  holdChild,
  takeLaneBack,
} from './group.ts';
import type { CancelTaskInput, MarkTaskInput, RetryTaskInput } from './task.type.ts';
import { findTask } from './task-definition.ts';
import { END_STATUSES, TaskPriority, type TaskStatus, type TaskType } from './task-enums.ts';
import {
  controlObstacle,
  loadTasks,
  needsVm,
  seesTask,
  type TaskCriteria,
  type TaskRow,
  taskPage,
  VM_GONE,
} from './task-queries.ts';
import { RELEASED } from './task-store.ts';
import { freshStep, GO_ON, NEW_ATTEMPT } from './undo-task.ts';

type Reader = Pick<Context, 'em' | 'viewer'>;

/**
 * A task the viewer may see.
 * @throws {NotFoundError} also for somebody else's: no difference is made
 */
export async function requireTask(context: Reader, id: string): Promise<TaskRow> {
  const viewer = requireViewer(context);
  const [task] = await loadTasks(context.em, [id as TaskId]);
  if (!task || !seesTask(viewer, task)) throw new NotFoundError('task', id);
  return task;
}

/** One page of the tasks that the viewer may see, newest first. */
export function tasksPage(
  context: Reader,
  criteria: TaskCriteria,
  page: { readonly first: number; readonly after: string | undefined },
): Promise<Page<TaskRow>> {
  return taskPage(context.em, requireViewer(context), { criteria, ...page });
}

/** @throws {NotFoundError | ForbiddenError} */
async function requireControl(context: Reader, id: string): Promise<TaskRow> {
  const task = await requireTask(context, id);
  const obstacle = controlObstacle(requireViewer(context), task);
  if (obstacle) throw new ForbiddenError(`${task.title}: ${obstacle}`, { details: { id } });
  return task;
}

/**
 * Cancels a task for a viewer, and writes that to the audit log.
 * @throws {NotFoundError | ForbiddenError | ConflictError}
 */
export async function cancelTask(context: Context, input: CancelTaskInput): Promise<TaskRow> {
  const { id } = await requireControl(context, input.id);
  return changeTask(context, 'cancelTask', { ...input, id }, (em) => cancel(em, id));
}

/**
 * Retries a task for a viewer (see {@link retry}), and writes that to the audit log.
 * @throws {NotFoundError | ForbiddenError | ConflictError}
 */
export async function retryTask(context: Context, input: RetryTaskInput): Promise<TaskRow> {
  const { id } = await requireControl(context, input.id);
  const { priority = null } = input;
  if (priority !== null && priority < TaskPriority.NORMAL) requireAdmin(context);
  return changeTask(context, 'retryTask', { ...input, id }, async (em) => {
    await retry(em, id);
    if (priority === null) return;
    const sql = 'update task set priority = ? where id = ? or parent_id = ?';
    await run(em, sql, [priority, id, id]);
  });
}

/**
 * Ends a stuck task by hand (see {@link mark}), and writes that to the audit log. The policy lets
 * only admins do it.
 */
export async function markTask(context: Context, input: MarkTaskInput): Promise<TaskRow> {
  const { id } = await requireTask(context, input.id);
  const detail = `${input.status}: ${input.message ?? ''}`;
  return changeTask(context, 'markTask', { ...input, id, detail }, (em) =>
    mark(em, id, { status: input.status, message: input.message ?? null }),
  );
}

async function changeTask(
  context: Context,
  action: string,
  call: { readonly id: TaskId; readonly clientMutationId?: string; readonly detail?: string },
  change: (em: Em) => Promise<void>,
): Promise<TaskRow> {
  const id = await runMutation(context, { action, ...call }, async ({ em, afterCommit }) => {
    await change(em);
    const news = await tellGroupOf(em, call.id);
    const children = await childrenOf(em, call.id);
    afterCommit(() => {
      const { events } = context.services;
      for (const child of children) events.publish('task', { id: child.id });
      announceChange(events, call.id);
      announceNews(events, news);
    });
    return call.id;
  });
  return requireTask(context, id);
}

/** A child that ended, or waits again, moves its group. */
async function tellGroupOf(em: Em, id: TaskId): Promise<GroupNews | null> {
  const sql = 'select parent_id as parentId from task where id = ?';
  const [task] = await rows<{ parentId: TaskId | null }>(em, sql, [id]);
  return task?.parentId ? childMoved(em, task.parentId) : null;
}

/** Tells workers and subscribers that a task was changed from outside, once that is committed. */
export function announceChange(events: EventBus, taskId: TaskId): void {
  events.publish('cancel', { taskId });
  events.publish('work', { lane: taskId });
  events.publish('task', { id: taskId });
}

interface Locked {
  readonly seq: number;
  readonly type: TaskType;
  readonly status: TaskStatus;
  readonly epoch: number;
  readonly undoing: number;
  readonly restart: number;
  readonly stepIndex: number;
  readonly waitingFor: string | null;
  readonly group: number;
  readonly parentId: TaskId | null;
  readonly vmId: VmId | null;
  readonly hostId: HostId | null;
}

async function lockTask(em: Em, id: TaskId): Promise<Locked> {
  const sql = `select seq, type, status, epoch, undoing, restart, step_index as stepIndex,
      waiting_for as waitingFor, children_at_once is not null as \`group\`, parent_id as parentId, vm_id as vmId, host_id as hostId from task where id = ? for update`;
  const [task] = await rows<Locked>(em, sql, [id]);
  if (!task) throw new NotFoundError('task', id);
  return task;
}

/**
 * Cancels a task. One that waits ends at once. One that runs ends before its next step, or within
 * the current step where that allows it.
 * A waiting task whose first step has an undo is not ended at once: the mutation that asked for it
 * may already have reserved things for it. A worker claims it, undoes that step, and ends it.
 * Call {@link announceChange} after the commit.
 * @throws {ConflictError} when the task has ended or is being undone
 */
export async function cancel(em: Em, id: TaskId): Promise<void> {
  const { seq, type, status, epoch, undoing, group } = await lockTask(em, id);
  if (END_STATUSES.includes(status)) throw new ConflictError('The task has ended already.');
  if (undoing) throw new ConflictError('The task is being undone already.');
  // A group that no worker has ever had holds nothing but its children.
  const isNew = group === 1 && status === 'PENDING' && epoch === 0;
  if (isNew) await cancelChildren(em, id);
  const mayHold = !isNew && (group === 1 || findTask(type)?.steps[0]?.undo !== undefined);
  if (status === 'PENDING' && !mayHold)
    await run(
      em,
      `update task t set t.status = 'CANCELLED', t.message = 'Cancelled before it began.',
              t.finished_at = utc_timestamp(3) where t.seq = ?`,
      [seq],
    );
  else
    await run(
      em,
      `update task set cancel_requested = 1,
              run_at = if(status = 'PENDING', utc_timestamp(3), run_at),
              lease_until = if(status = 'RETRYING' or waiting_for is not null, utc_timestamp(3),
                               lease_until) where seq = ?`,
      [seq],
    );
}

/**
 * Starts a task again that did not end well, as a new attempt. It keeps the place in its lane that
 * it had from the first.
 * A FAILED or CANCELLED task starts from its first step. A PARTIAL one that fell short goes on with
 * the step that fell short. A PARTIAL one whose undoing failed is first undone to the end, and then
 * starts from its first step.
 * A group takes along its children that did not end well. A child takes along its group when that
 * has ended.
 * Call {@link announceChange} after the commit.
 * @throws {ConflictError} in any other state, for a child whose group would not look at it any more,
 *   and where the VM is gone that the task, or its group, works on
 */
export async function retry(em: Em, id: TaskId): Promise<void> {
  const task = await lockTask(em, id);
  await requireVm(em, task);
  await retryOne(em, task);
  if (task.group) await retryChildren(em, id, task);
  if (!task.parentId) return;
  await holdChild(em, id);
  // A child is made on what its group holds ready: that goes along.
  const group = await lockTask(em, task.parentId);
  if (!END_STATUSES.includes(group.status)) return requireLook(group);
  await requireVm(em, group);
  await retryOne(em, group);
  await takeLaneBack(em, group);
}

async function requireVm(em: Em, task: Locked): Promise<void> {
  if (await lacksVm(em, task)) throw new ConflictError(VM_GONE);
}

async function lacksVm(em: Em, task: Locked): Promise<boolean> {
  if (!needsVm(task)) return false;
  return (await rows(em, 'select id from vm where id = ?', [task.vmId])).length === 0;
}

/** A child that its group does not let go any more would wait, and hold its lane up, for ever. */
function requireLook({ type, status, undoing, restart, stepIndex, waitingFor }: Locked): void {
  if (undoing && !restart)
    throw new ConflictError('Its group is being undone: retry it once that has ended.');
  if (status !== 'RUNNING' || waitingFor !== null) return;
  // It is past the wait of the step it is at, perhaps.
  const ahead = findTask(type)?.steps.slice(stepIndex + 1) ?? [];
  if (!ahead.some((step) => step.waitsForChildren))
    throw new ConflictError('Its group is at its last step: retry it once that has ended.');
}

/** Children that did not end well are let go again by their group, but for those whose VM is gone. */
async function retryChildren(em: Em, id: TaskId, group: Locked): Promise<void> {
  await takeLaneBack(em, group);
  const short = await rows<{ id: TaskId }>(
    em,
    "select id from task where parent_id = ? and status in ('FAILED', 'CANCELLED', 'PARTIAL') order by seq",
    [id],
  );
  for (const child of short) {
    const locked = await lockTask(em, child.id);
    if (await lacksVm(em, locked)) continue;
    await retryOne(em, locked);
    if (locked.group) await retryChildren(em, child.id, locked);
    await holdChild(em, child.id);
  }
}

async function retryOne(em: Em, task: Locked): Promise<void> {
  const { seq, group } = task;
  // A group whose steps are all done was left in part by its children.
  const status = group && task.status === 'PARTIAL' && !task.undoing ? 'FAILED' : task.status;
  if (status === 'PARTIAL' && !task.undoing) {
    await run(
      em,
      `update task t left join task_step s on s.task_seq = t.seq and s.position >= t.step_index
          set ${GO_ON}, t.epoch = t.epoch + 1, ${freshStep('s')} where t.seq = ?`,
      [seq],
    );
    return;
  }
  if (status === 'PARTIAL') {
    await run(
      em,
      `update task t set t.status = 'PENDING', t.epoch = t.epoch + 1, t.undoing = 1,
              t.restart = 1, t.cancel_requested = 0, t.finished_at = null,
              t.run_at = utc_timestamp(3) where t.seq = ?`,
      [seq],
    );
    return;
  }
  if (status !== 'FAILED' && status !== 'CANCELLED')
    throw new ConflictError(`A task can be retried once it failed; this one is ${status}.`);
  await run(
    em,
    `update task t left join task_step s on s.task_seq = t.seq
        set ${NEW_ATTEMPT}, t.epoch = t.epoch + 1, ${freshStep('s')} where t.seq = ?`,
    [seq],
  );
}

/**
 * Puts a task to an end, whatever it does: a worker that still runs it is fenced off. Nothing is
 * done or undone. Call {@link announceChange} after the commit.
 * @throws {BadUserInputError} when the status is not one that a task can end with
 */
export async function mark(
  em: Em,
  id: TaskId,
  { status, message }: { readonly status: TaskStatus; readonly message: string | null },
): Promise<void> {
  if (!END_STATUSES.includes(status))
    throw new BadUserInputError([
      { path: 'status', message: `A task ends as ${END_STATUSES.join(', ')}.` },
    ]);
  const { seq, group } = await lockTask(em, id);
  if (group) await cancelChildren(em, id);
  await run(
    em,
    `update task t set t.status = ?, t.message = coalesce(?, t.message), t.epoch = t.epoch + 1,
            t.undoing = ?, t.restart = 0, t.cancel_requested = 0, ${RELEASED},
            t.leftovers = if(? = 'PARTIAL', t.leftovers, '[]'),
            t.progress = if(? = 'SUCCEEDED', 100, t.progress),
            t.finished_at = coalesce(t.finished_at, utc_timestamp(3))
      where t.seq = ?`,
    // What an admin calls done in part is undone by a retry, wherever it stood.
    [status, message, status === 'PARTIAL' && !group ? 1 : 0, status, status, seq],
  );
}

/**
 * Cancels every child of a group that has not ended and is not being undone.
 * @returns the children; call {@link announceChange} for each after the commit
 */
export async function cancelChildren(em: Em, id: TaskId): Promise<TaskId[]> {
  const active = await rows<{ id: TaskId }>(
    em,
    `select id from task where parent_id = ? and status not in (?) and undoing = 0
        and cancel_requested = 0 order by seq`,
    [id, END_STATUSES],
  );
  for (const child of active) await cancel(em, child.id);
  return active.map((child) => child.id);
}
