import { run as execute, rows, transaction } from '../platform/db.ts';
import type { TaskId } from '../platform/ids.ts';
import type { Services } from '../services.ts';
import { announceNews, childMoved, childrenOf, lookAtChildren } from './group.ts';
import type { RunEnd, RunState } from './run-state.ts';
import { announceChange, cancelChildren } from './task.service.ts';
import type { ChildTask, StepContext } from './task-definition.ts';
import type { TaskStatus } from './task-enums.ts';
import { LeaseLostError } from './task-errors.ts';

/** How a task ended whose steps are all done. */
export interface TaskEnd {
  readonly status: TaskStatus;
  readonly message: string;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly leftovers: readonly string[];
  /** Position of the step that fell short, which a retry goes on from. */
  readonly short?: number;
}

/**
 * Lets a group wait for its children without occupying a worker. When all children are far enough
 * already, nothing happens.
 * @returns how the run ends; undefined when there is nothing to wait for
 * @throws {LeaseLostError}
 */
export async function waitForChildren(
  run: RunState,
  at: number,
): Promise<RunEnd | typeof CANCEL | undefined> {
  const { definition } = run.stepAt(at);
  const wanted = definition.waitsForChildren;
  if (!wanted) return undefined;
  const waitingFor = wanted === 'END' ? '' : wanted.step;
  return park(run, { waitingFor, undoing: false, leavesLane: definition.leavesLane ?? false });
}

/** What waiting returns when somebody has asked to cancel the group. */
export const CANCEL = 'CANCEL';

/**
 * Before a group is undone: cancels its children and waits for their ends.
 * @returns how the run ends; undefined when all have ended
 */
export async function endChildren(run: RunState): Promise<RunEnd | undefined> {
  const { task } = run.lease;
  if (!run.definition.group || task.restart) return undefined;
  const cancelled = await run.lease.persist(() =>
    transaction(run.services.em(), (em) => cancelChildren(em, task.id)),
  );
  for (const id of cancelled) announceChange(run.services.events, id);
  const parked = await park(run, { waitingFor: '', undoing: true, leavesLane: false });
  return parked === CANCEL ? undefined : parked;
}

interface Park {
  readonly waitingFor: string;
  readonly undoing: boolean;
  readonly leavesLane: boolean;
}

/** One transaction, so that a child that ends meanwhile either is seen here or finds us waiting. */
async function park(run: RunState, wait: Park): Promise<RunEnd | typeof CANCEL | undefined> {
  const { seq, epoch, id } = run.lease.task;
  await run.lines.flush();
  const look = await run.lease.persist(() =>
    transaction(run.services.em(), async (em) => {
      const [ours] = await rows<{ atOnce: number; cancelled: number }>(
        em,
        `select coalesce(children_at_once, 0) as atOnce, cancel_requested as cancelled from task
          where seq = ? and epoch = ? for update`,
        [seq, epoch],
      );
      if (!ours) throw new LeaseLostError(id);
      if (ours.cancelled === 1 && !wait.undoing) return CANCEL;
      const found = await lookAtChildren(em, id, { ...wait, atOnce: ours.atOnce });
      if (found.behind > 0)
        await execute(
          em,
          `update task set owner = null, waiting_for = ?,
                  lease_until = utc_timestamp(3) + interval ? microsecond
                  ${wait.leavesLane ? ', lane = id, held_lane = id' : ''} where seq = ?`,
          [wait.waitingFor, run.groupPollMs * 1000, seq],
        );
      return found;
    }),
  );
  if (look === CANCEL) return CANCEL;
  if (look.behind === 0) return undefined;
  run.announce();
  const { events } = run.services;
  if (look.released > 0 || wait.leavesLane) events.publish('work', { lane: '' });
  return { kind: 'PARKED' };
}

/** Tells a group that one of its children has ended or reached a milestone. */
export async function tellGroup(services: Services, parentId: TaskId): Promise<void> {
  try {
    const news = await transaction(services.em(), (em) => childMoved(em, parentId));
    announceNews(services.events, news);
  } catch (err) {
    // The group looks by itself when its lease has run out.
    services.log.warn({ taskId: parentId, err }, 'group not told of its child');
  }
}

/**
 * Decides how a task ends once all its steps are done. A group's end follows from its children:
 * SUCCEEDED when all succeeded, PARTIAL when some did, FAILED when none did.
 */
export async function endOf(run: RunState, ctx: StepContext<unknown>): Promise<TaskEnd> {
  if (!run.definition.group) {
    const message = await run.definition.succeeded(ctx, []);
    const shortfall = run.definition.shortfall?.(ctx);
    if (!shortfall) return { ...DONE, message };
    const { step, error, leftovers } = shortfall;
    const short = run.steps.findIndex(({ definition }) => definition.name === step);
    run.log('ERROR', step, error.message);
    return { status: 'PARTIAL', message, error, leftovers, short };
  }
  const children = await childrenOf(run.services.em(), ctx.taskId);
  return { ...groupEnd(children), message: await run.definition.succeeded(ctx, children) };
}

const DONE = { status: 'SUCCEEDED', error: null, leftovers: [] } as const;

/** The rule by which a group ends. */
function groupEnd(children: readonly ChildTask[]): Omit<TaskEnd, 'message'> {
  const short = children.filter((child) => child.status !== 'SUCCEEDED');
  const [first] = short;
  if (!first) return DONE;
  const cause = short.find((child) => child.errorCode !== null) ?? first;
  const error = {
    code: cause.errorCode ?? 'CONFLICT',
    message: `${cause.title}: ${cause.message ?? 'it did not end well.'}`,
  };
  const nothing = short.length === children.length && short.every((c) => c.status !== 'PARTIAL');
  if (!nothing) return { status: 'PARTIAL', error, leftovers: short.map(wordsOf) };
  const cancelled = short.every((child) => child.status === 'CANCELLED');
  return {
    status: cancelled ? 'CANCELLED' : 'FAILED',
    error: cancelled ? null : error,
    leftovers: [],
  };
}

const WORDS: Readonly<Partial<Record<TaskStatus, string>>> = {
  FAILED: 'failed',
  CANCELLED: 'was cancelled',
  PARTIAL: 'is done in part',
  SUCCEEDED: 'is done',
};

/** One line about a child that a person has to look at. */
function wordsOf(child: ChildTask): string {
  return `${child.title} ${WORDS[child.status] ?? 'has not ended'}${child.message ? `: ${child.message}` : ''}`;
}
