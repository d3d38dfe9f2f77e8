import { type Em, rows, run } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';
import type { HostId, TaskId, VmId } from '../platform/ids.ts';
import { announceTask, enqueueTask, HELD, type NewTask } from './enqueue.ts';
import type { ChildTask, StepContext } from './task-definition.ts';
import { END_STATUSES } from './task-enums.ts';

/**
 * Group tasks: a parent whose children are tasks in lanes of their own. Children are written with
 * the parent, or by a step of it, and held until the parent comes to a step that waits for them; no
 * more run at once than the parent says. A parent that waits belongs to no worker: the end of a
 * child makes it due, and its lease, which runs out by and by, is the safety net.
 */

/** A child of a group that is still to be written. */
export type NewChild = Omit<NewTask, 'parentId' | 'held' | 'parentStep'>;

/**
 * Writes a group with its first children in the caller's transaction. After the commit the caller
 * announces it with {@link announceGroup}.
 * @returns the ids of parent and children
 */
export async function enqueueGroup(
  em: Em,
  parent: NewTask,
  children: readonly NewChild[],
): Promise<{ readonly id: TaskId; readonly childIds: readonly TaskId[] }> {
  const id = await enqueueTask(em, parent);
  const childIds: TaskId[] = [];
  for (const child of children)
    childIds.push(
      await enqueueTask(em, {
        requestedBy: parent.requestedBy ?? null,
        ...(parent.priority !== undefined && { priority: parent.priority }),
        ...child,
        ...{ parentId: id, held: true },
      }),
    );
  return { id, childIds };
}

/**
 * Adds children to the group that runs this step. A step that is repeated adds them only once.
 * @param step the name of that step
 * @returns their ids, which is what the step should return
 */
export async function enqueueChildren(
  ctx: StepContext<unknown>,
  step: string,
  children: readonly NewChild[],
): Promise<TaskId[]> {
  const ids = await ctx.transaction(async (em) => {
    const known = await rows<{ id: TaskId }>(
      em,
      'select id from task where parent_id = ? and parent_step = ? order by seq',
      [ctx.taskId, step],
    );
    if (known.length > 0) return known.map((child) => child.id);
    const added: TaskId[] = [];
    for (const child of children)
      added.push(
        await enqueueTask(em, {
          requestedBy: ctx.requestedBy,
          ...child,
          ...{ parentId: ctx.taskId, parentStep: step, held: true },
        }),
      );
    return added;
  });
  for (const id of ids) ctx.services.events.publish('task', { id });
  return ids;
}

/** What became of a group's children, oldest first. */
export async function childrenOf(em: Em, parentId: TaskId): Promise<ChildTask[]> {
  return rows<ChildTask>(
    em,
    `select id, type, status, title, message, vm_id as vmId, host_id as hostId,
            error_code as errorCode from task where parent_id = ? order by seq`,
    [parentId],
  );
}

/** What a waiting group's row says. */
export interface Waiting {
  readonly seq: number;
  /** The step that children are to have done; empty: their end. */
  readonly waitingFor: string;
  readonly undoing: boolean;
  /** 0: any number. */
  readonly atOnce: number;
}

/** What a look at the children of a group found and did. */
export interface GroupLook {
  /** Children that the group still waits for. */
  readonly behind: number;
  /** Children that were let go by this look. */
  readonly released: number;
}

/**
 * Counts the children that a group still waits for, and lets held ones go, as many as may run at
 * once. The caller has locked the group's row.
 */
export async function lookAtChildren(
  em: Em,
  parentId: TaskId,
  waiting: Omit<Waiting, 'seq'>,
): Promise<GroupLook> {
  const [found] = await rows<{ active: number; held: number; behind: number }>(
    em,
    `select count(*) as active, coalesce(sum(c.status = 'PENDING' and c.run_at >= ${HELD}), 0) as held,
            coalesce(sum(s.status is null or s.status <> 'DONE'), 0) as behind
       from task c left join task_step s on s.task_seq = c.seq and s.name = ?
      where c.parent_id = ? and c.status not in (?)`,
    [waiting.waitingFor, parentId, END_STATUSES],
  );
  const [active, held] = [Number(found?.active ?? 0), Number(found?.held ?? 0)];
  const room = waiting.atOnce > 0 ? waiting.atOnce - (active - held) : held;
  const released = waiting.undoing ? 0 : Math.min(held, Math.max(0, room));
  if (released > 0)
    await run(
      em,
      `update task set run_at = utc_timestamp(3)
        where parent_id = ? and status = 'PENDING' and run_at >= ${HELD} order by seq limit ${released}`,
      [parentId],
    );
  return { behind: Number(found?.behind ?? 0), released };
}

/** What is to be told once the look at a group is committed. */
export interface GroupNews {
  readonly parentId: TaskId;
  readonly released: number;
  /** The group waits for nobody any more. */
  readonly due: boolean;
}

/**
 * Lets the next children of a group go, and wakes the group when it has nothing left to wait for.
 * To be called in a transaction of its own after a child has ended or reached a milestone. It locks
 * the group's row, as the group does when it begins to wait, so that one of the two always sees the
 * other.
 * @returns what to announce after the commit; null when the group does not wait
 */
export async function childMoved(em: Em, parentId: TaskId): Promise<GroupNews | null> {
  const [parent] = await rows<Omit<Waiting, 'undoing'> & { undoing: number }>(
    em,
    `select seq, waiting_for as waitingFor, undoing or cancel_requested as undoing,
            coalesce(children_at_once, 0) as atOnce
       from task where id = ? and status = 'RUNNING' and waiting_for is not null for update`,
    [parentId],
  );
  if (!parent) return null;
  const look = await lookAtChildren(em, parentId, { ...parent, undoing: parent.undoing === 1 });
  const due = look.behind === 0;
  if (due)
    await run(em, 'update task set lease_until = utc_timestamp(3) where seq = ?', [parent.seq]);
  return { parentId, released: look.released, due };
}

/** Tells the workers what {@link childMoved} found, after the commit. */
export function announceNews(events: EventBus, news: GroupNews | null): void {
  if (!news) return;
  events.publish('task', { id: news.parentId });
  if (news.due || news.released > 0) events.publish('work', { lane: '', due: news.due });
}

/** Tells everybody of a group that was committed. */
export function announceGroup(
  events: EventBus,
  { id, childIds }: { readonly id: TaskId; readonly childIds: readonly TaskId[] },
  lane?: string,
): void {
  announceTask(events, id, lane);
  for (const child of childIds) events.publish('task', { id: child });
}

/** Holds a waiting child back until its group lets it go. */
export async function holdChild(em: Em, id: TaskId): Promise<void> {
  await run(em, `update task set run_at = ${HELD} where id = ? and status = 'PENDING'`, [id]);
}

/**
 * Puts a group that left its lane back into it: the lane named by the id of its VM, or else its
 * host.
 */
export async function takeLaneBack(
  em: Em,
  task: { readonly seq: number; readonly vmId: VmId | null; readonly hostId: HostId | null },
): Promise<void> {
  const lane = task.vmId ?? task.hostId;
  if (lane) await run(em, 'update task set lane = ? where seq = ?', [lane, task.seq]);
}
