import { runMutation } from '../audit/mutation.ts';
import { requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { type Em, rows, run } from '../platform/db.ts';
import { BadUserInputError, ConflictError, NotFoundError } from '../platform/errors.ts';
import type { EventBus } from '../platform/events.ts';
import type { Page } from '../platform/graphql/connection.ts';
import type { TaskId } from '../platform/ids.ts';
import type { CancelTaskInput, MarkTaskInput, RetryTaskInput } from './task.type.ts';
import { findTask } from './task-definition.ts';
import { END_STATUSES, type TaskStatus, type TaskType } from './task-enums.ts';
import { loadTasks, seesTask, type TaskCriteria, type TaskRow, taskPage } from './task-queries.ts';
import { RELEASED } from './task-store.ts';
import { freshStep, NEW_ATTEMPT } from './undo-task.ts';

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

/** Asks for a task's end; audited. @throws {NotFoundError | ConflictError} */
export async function cancelTask(context: Context, input: CancelTaskInput): Promise<TaskRow> {
  const { id } = await requireTask(context, input.id);
  return changeTask(context, 'cancelTask', { ...input, id }, (em) => cancel(em, id));
}

/** Begins a task again, or goes on undoing it; audited. @throws {NotFoundError | ConflictError} */
export async function retryTask(context: Context, input: RetryTaskInput): Promise<TaskRow> {
  const { id } = await requireTask(context, input.id);
  return changeTask(context, 'retryTask', { ...input, id }, (em) => retry(em, id));
}

/** Puts a stuck task to an end; audited. The policy lets admins in alone. */
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
    afterCommit(() => announceChange(context.services.events, call.id));
    return call.id;
  });
  return requireTask(context, id);
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
  readonly undoing: number;
}

async function lockTask(em: Em, id: TaskId): Promise<Locked> {
  const sql = 'select seq, type, status, undoing from task where id = ? for update';
  const [task] = await rows<Locked>(em, sql, [id]);
  if (!task) throw new NotFoundError('task', id);
  return task;
}

/**
 * Cancels a task that waits, at once; asks one that runs to end before its next step, or within
 * the step where that allows it. One that waits while its first step can be undone may have been
 * given things by the mutation that asked for it: a worker claims it, undoes that step, and ends
 * it. Call {@link announceChange} after the commit.
 * @throws {ConflictError} when the task has ended or is being undone
 */
export async function cancel(em: Em, id: TaskId): Promise<void> {
  const { seq, type, status, undoing } = await lockTask(em, id);
  if (END_STATUSES.includes(status)) throw new ConflictError('The task has ended already.');
  if (undoing) throw new ConflictError('The task is being undone already.');
  const mayHold = findTask(type)?.steps[0]?.undo !== undefined;
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
              lease_until = if(status = 'RETRYING', utc_timestamp(3), lease_until) where seq = ?`,
      [seq],
    );
}

/**
 * Begins a FAILED or CANCELLED task again from its first step, as a new attempt. A PARTIAL one
 * goes on undoing what is left and begins again once nothing is. Its place in the lane is that of
 * its first asking. Call {@link announceChange} after the commit.
 * @throws {ConflictError} in any other state
 */
export async function retry(em: Em, id: TaskId): Promise<void> {
  const { seq, status } = await lockTask(em, id);
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
  const { seq } = await lockTask(em, id);
  await run(
    em,
    `update task t set t.status = ?, t.message = coalesce(?, t.message), t.epoch = t.epoch + 1,
            t.undoing = 0, t.restart = 0, t.cancel_requested = 0, ${RELEASED},
            t.leftovers = if(? = 'PARTIAL', t.leftovers, '[]'),
            t.progress = if(? = 'SUCCEEDED', 100, t.progress),
            t.finished_at = coalesce(t.finished_at, utc_timestamp(3))
      where t.seq = ?`,
    [status, message, status, status, seq],
  );
}
