import { type Em, run, runEach, type Statement } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';
import { type HostId, newId, type TaskId, type UserId, type VmId } from '../platform/ids.ts';
import { type AnyTaskDefinition, registeredTask } from './task-definition.ts';
import { TaskPriority, type TaskType } from './task-enums.ts';

/** A task to be carried out. */
export interface NewTask {
  readonly type: TaskType;
  /** Checked by the input schema of the task's definition. */
  readonly input: unknown;
  /** What people see in lists. */
  readonly title: string;
  readonly vmId?: VmId | null;
  readonly hostId?: HostId | null;
  /** Tasks of one lane run one at a time, in the order asked: the VM, else the host, else a lane of its own. */
  readonly lane?: string;
  readonly requestedBy?: UserId | null;
  readonly parentId?: TaskId | null;
  /** The step of the parent that asks for it. */
  readonly parentStep?: string;
  /** Not to begin before its group lets it go. */
  readonly held?: boolean;
  /** NORMAL when absent. */
  readonly priority?: TaskPriority;
  /** Not to begin before this long from now. */
  readonly delayMs?: number;
}

/** Start time of a task that waits to be let go by its group: a date that never comes. */
export const HELD = "'9999-01-01'";

/** The lane a task runs in when it names none. */
function laneOf(task: Pick<NewTask, 'lane' | 'vmId' | 'hostId'>, id: TaskId): string {
  return task.lane ?? task.vmId ?? task.hostId ?? id;
}

/**
 * Writes a task, with all its steps, in the caller's transaction. After the commit the caller tells
 * everybody with {@link announceTask}.
 * @throws {z.ZodError} when the input does not fit the definition: a fault of the caller
 */
export async function enqueueTask(em: Em, task: NewTask): Promise<TaskId> {
  const { id, writes } = newTaskWrites(task);
  await runEach(em, writes);
  return id;
}

/**
 * As {@link enqueueTask}, for callers that send the statements together with others of their own:
 * it writes nothing, but returns the task's id and the statements that write it.
 * @throws {z.ZodError} when the input does not fit the definition: a fault of the caller
 */
export function newTaskWrites(task: NewTask): {
  readonly id: TaskId;
  readonly writes: readonly Statement[];
} {
  const definition = registeredTask(task.type);
  const input = definition.input.parse(task.input);
  const id = newId('task');
  const names = definition.steps.map((step) => step.name);
  return { id, writes: [taskInsert(id, task, definition, input), stepsInsert(id, names)] };
}

function taskInsert(
  id: TaskId,
  task: NewTask,
  definition: AnyTaskDefinition,
  input: unknown,
): Statement {
  return [
    `insert into task (id, type, lane, priority, status, title, input, progress, vm_id, host_id,
       requested_by, parent_id, parent_step, children_at_once, attempt, epoch, run_at, step_index,
       cancel_requested, undoing, restart, leftovers, created_at)
     values (?, ?, ?, ?, 'PENDING', ?, ?, 0, ?, ?, ?, ?, ?, ?, 1, 0,
       ${task.held ? HELD : 'utc_timestamp(3) + interval ? microsecond'}, 0, 0, 0, 0, '[]',
       utc_timestamp(3))`,
    [
      id,
      task.type,
      laneOf(task, id),
      task.priority ?? TaskPriority.NORMAL,
      task.title,
      JSON.stringify(input),
      task.vmId ?? null,
      task.hostId ?? null,
      task.requestedBy ?? null,
      task.parentId ?? null,
      task.parentStep ?? null,
      definition.group ? (definition.group.atOnce?.(input) ?? 0) : null,
      ...(task.held ? [] : [(task.delayMs ?? 0) * 1000]),
    ],
  ];
}

function stepsInsert(id: TaskId, names: readonly string[]): Statement {
  const steps = names.map((_, i) => (i === 0 ? 'select ? as position, ? as name' : 'select ?, ?'));
  return [
    `insert into task_step (task_seq, position, name, status, tries)
     select t.seq, s.position, s.name, 'PENDING', 0
       from task t join (${steps.join(' union all ')}) s where t.id = ?`,
    [...names.flatMap((name, position) => [position, name]), id],
  ];
}

/**
 * Records that a task continues on another host: from now on that host's limits apply to it, and
 * that host's page lists it.
 */
export async function moveTask(em: Em, id: TaskId, hostId: HostId): Promise<void> {
  await run(em, 'update task set host_id = ? where id = ?', [hostId, id]);
}

/**
 * Wakes the workers and tells subscribers of a task that was committed.
 * @param lane the task's lane, where it is known; workers look at all lanes anyway
 */
export function announceTask(events: EventBus, id: TaskId, lane: string = id): void {
  events.publish('work', { lane });
  events.publish('task', { id });
}

/**
 * As {@link announceTask}, for a task in the lane of a VM: pages that show the VM are told too,
 * since the task is now part of what they show.
 */
export function announceVmTask(events: EventBus, id: TaskId, vmId: VmId): void {
  announceTask(events, id, vmId);
  events.publish('vm', { id: vmId });
}
