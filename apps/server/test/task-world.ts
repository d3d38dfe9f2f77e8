import { pino } from 'pino';
import { z } from 'zod';
import type { Config } from '../src/platform/config.ts';
import { type Em, rows, transaction } from '../src/platform/db.ts';
import { type EventBus, openEventBus } from '../src/platform/events.ts';
import type { TaskId } from '../src/platform/ids.ts';
import type { Services } from '../src/services.ts';
import { announceTask, enqueueTask, type NewTask } from '../src/task/enqueue.ts';
import type { AnyTaskDefinition } from '../src/task/task-definition.ts';
import { END_STATUSES, type TaskStatus, TaskType } from '../src/task/task-enums.ts';
import type { TestDatabase } from './database.ts';
import { waitFor } from './wait-for.ts';

/** What the task engine uses of the services; everything else of them fails when touched. */
export function engineServices(
  database: Pick<TestDatabase, 'url' | 'orm'>,
  events: EventBus = openEventBus(),
): Services {
  return {
    config: { databaseUrl: database.url } as Config,
    db: database.orm,
    em: () => database.orm.em.fork() as Em,
    events,
    log: pino({ level: process.env['BAADAL_TEST_LOG'] ?? 'silent' }),
  } as Services;
}

/** Adds a do-nothing definition for every type that has none. */
export function completeSet(definitions: readonly AnyTaskDefinition[]): AnyTaskDefinition[] {
  const missing = Object.values(TaskType).filter(
    (type) => !definitions.some((d) => d.type === type),
  );
  const nothing = { name: 'nothing', do: () => Promise.resolve() };
  return [
    ...definitions,
    ...missing.map((type) => ({
      type,
      input: z.unknown(),
      steps: [nothing],
      succeeded: () => 'done',
    })),
  ];
}

/** Quick leases and retries, so that tests of lost workers take no minutes. */
export const QUICK = {
  // A database that syncs its log on a busy disk answers late: no worker is lost by that.
  leaseMs: 2_500,
  pollMs: 100,
  retry: { tries: 4, undoTries: 2, firstMs: 20, maxMs: 50 },
} as const;

/** Enqueues a task as a mutation would. */
export async function ask(services: Services, task: NewTask): Promise<TaskId> {
  const id = await transaction(services.em(), (em) => enqueueTask(em, task));
  announceTask(services.events, id);
  return id;
}

/** A task's row and its steps, as the database has them. */
export interface TaskState {
  readonly id: TaskId;
  readonly status: TaskStatus;
  readonly message: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly attempt: number;
  readonly epoch: number;
  readonly progress: number;
  readonly undoing: number;
  readonly leftovers: readonly string[];
  readonly steps: readonly { readonly name: string; readonly status: string; tries: number }[];
}

export async function taskState(services: Services, id: TaskId): Promise<TaskState> {
  const em = services.em();
  const [task] = await rows<Omit<TaskState, 'steps' | 'leftovers'> & { leftovers: string }>(
    em,
    `select id, status, message, error_code as errorCode, error_message as errorMessage, attempt,
            epoch, progress, undoing, cast(leftovers as char) as leftovers from task where id = ?`,
    [id],
  );
  if (!task) throw new Error(`no task ${id}`);
  const steps = await rows<TaskState['steps'][number]>(
    em,
    `select s.name, s.status, s.tries from task_step s join task t on t.seq = s.task_seq
      where t.id = ? order by s.position`,
    [id],
  );
  return { ...task, leftovers: JSON.parse(task.leftovers) as string[], steps };
}

/** Waits until the task has one of the statuses. */
export function reached(
  services: Services,
  id: TaskId,
  statuses: readonly TaskStatus[] = END_STATUSES,
): Promise<TaskState> {
  return waitFor(`task ${id} to be ${statuses.join(' or ')}`, async () => {
    const state = await taskState(services, id);
    return statuses.includes(state.status) && state;
  });
}

/** Messages of a task's log, in order. */
export async function logOf(services: Services, id: TaskId): Promise<string[]> {
  const lines = await rows<{ message: string }>(
    services.em(),
    `select e.message from task_event e join task t on t.seq = e.task_seq
      where t.id = ? order by e.seq`,
    [id],
  );
  return lines.map((line) => line.message);
}
