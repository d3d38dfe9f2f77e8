import { pino } from 'pino';
import { describe, it, onTestFinished } from 'vitest';
import type { Config } from '../src/platform/config.ts';
import { type Em, rows, run, transaction } from '../src/platform/db.ts';
import { type EventBus, openEventBus } from '../src/platform/events.ts';
import type { TaskId } from '../src/platform/ids.ts';
import type { Services } from '../src/services.ts';
import { TaskEngine, type TaskEngineOptions } from '../src/task/engine.ts';
import { announceTask, enqueueTask, type NewTask } from '../src/task/enqueue.ts';
import {
  type AnyTaskDefinition,
  registerTasks,
  type Step,
  type TaskDefinition,
} from '../src/task/task-definition.ts';
import { END_STATUSES, type TaskStatus, TaskType } from '../src/task/task-enums.ts';
import { FatalTaskError } from '../src/task/task-errors.ts';
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
  const [first] = definitions;
  if (!first) throw new Error('no definitions');
  const missing = Object.values(TaskType).filter(
    (type) => !definitions.some((d) => d.type === type),
  );
  const nothing = { name: 'nothing', do: () => Promise.resolve() };
  return [
    ...definitions,
    ...missing.map((type) => ({
      type,
      input: first.input,
      steps: [nothing],
      succeeded: () => 'done',
    })),
  ];
}

/** Quick leases and retries, so that tests of lost workers take no minutes. */
export const QUICK = {
  leaseMs: 800,
  pollMs: 100,
  retry: { tries: 4, undoTries: 2, firstMs: 20, maxMs: 50 },
} as const;

/** Starts an engine that is stopped with the test. */
export function startEngine(
  services: Services,
  definitions: readonly AnyTaskDefinition[],
  options: Partial<TaskEngineOptions> = {},
): TaskEngine {
  const engine = new TaskEngine({
    services,
    definitions: completeSet(definitions),
    concurrency: 4,
    processName: 'test',
    ...QUICK,
    ...options,
  });
  engine.start();
  onTestFinished(() => engine.stop({ graceMs: 5_000 }));
  return engine;
}

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
  return waitFor(
    `task ${id} to be ${statuses.join(' or ')}`,
    async () => {
      const state = await taskState(services, id);
      return statuses.includes(state.status) && state;
    },
    30_000,
  );
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

/** One kind of task, and how to see what it did. */
export interface TaskSubject<Input> {
  readonly services: Services;
  readonly definition: TaskDefinition<Input>;
  /** Makes the world the task starts from, and what the mutation would have written. */
  prepare(): Promise<Omit<NewTask, 'type' | 'title'> & { readonly input: Input }>;
  /** Fails unless the task's work is there, once. */
  expectDone(input: Input): Promise<void>;
  /** Fails unless nothing of the task is left. */
  expectNothingLeft(input: Input): Promise<void>;
}

/** The tests that every kind of task passes. */
export function describeTask<Input>(
  definition: TaskDefinition<Input>,
  subject: () => TaskSubject<Input>,
): void {
  const names = definition.steps.map((step) => step.name);

  /** Runs the task with its steps changed. */
  async function attempt(
    change: (step: Step<Input>) => Step<Input>,
    options: Partial<TaskEngineOptions> = {},
  ) {
    const { services, prepare } = subject();
    const changed = { ...definition, steps: definition.steps.map(change) };
    registerTasks(completeSet([changed]));
    const task = await prepare.call(subject());
    startEngine(services, [changed], options);
    const id = await ask(services, { ...task, type: definition.type, title: 'test' });
    return { input: task.input, state: await reached(services, id) };
  }

  describe(`${definition.type}: every task's rules`, () => {
    it('does its work, each step run twice', async ({ expect }) => {
      const { input, state } = await attempt(twice);
      expect(state).toMatchObject({ status: 'SUCCEEDED', errorMessage: null });
      await subject().expectDone(input);
    });

    it.each(names)('leaves nothing when "%s" fails before it acts', async (name) => {
      const { input, state } = await attempt((step) => (step.name === name ? failing(step) : step));
      expectStatus(state, 'FAILED');
      await subject().expectNothingLeft(input);
    });

    it.each(names)('leaves nothing when "%s" fails after it acted', async (name) => {
      const { input, state } = await attempt((step) =>
        step.name === name ? failingLate(step) : step,
      );
      expectStatus(state, 'FAILED');
      await subject().expectNothingLeft(input);
    });

    it.each(names)('is carried on when its worker is lost after "%s" began', async (name) => {
      const lost = loseWorker(subject().services, name);
      const { input, state } = await attempt((step) => step, lost);
      expectStatus(state, 'SUCCEEDED');
      await subject().expectDone(input);
    });
  });
}

function expectStatus(state: TaskState, status: TaskStatus): void {
  if (state.status !== status)
    throw new Error(`The task is ${state.status}, not ${status}: ${JSON.stringify(state)}`);
}

function twice<Input>(step: Step<Input>): Step<Input> {
  return {
    ...step,
    do: async (ctx) => {
      await step.do(ctx);
      return step.do(ctx);
    },
  };
}

/** Fails, and undoes twice. */
function failing<Input>(step: Step<Input>): Step<Input> {
  return {
    ...undoTwice(step),
    do: () => Promise.reject(new FatalTaskError('fails for the test')),
  };
}

function failingLate<Input>(step: Step<Input>): Step<Input> {
  return {
    ...undoTwice(step),
    do: async (ctx) => {
      await step.do(ctx);
      throw new FatalTaskError('fails for the test');
    },
  };
}

function undoTwice<Input>(step: Step<Input>): Step<Input> {
  const { undo } = step;
  if (!undo) return step;
  return {
    ...step,
    undo: async (ctx) => {
      await undo(ctx);
      await undo(ctx);
    },
  };
}

/** The first worker to begin the step is never heard of again, and its lease has run out. */
function loseWorker(services: Services, name: string): Partial<TaskEngineOptions> {
  let lost = false;
  return {
    hooks: {
      afterStepWrite: async ({ id }, step, phase) => {
        if (lost || step !== name || phase !== 'BEGUN') return;
        lost = true;
        const sql = "update task set owner = 'lost', lease_until = utc_timestamp(3) where id = ?";
        await run(services.em(), sql, [id]);
        await new Promise<never>(() => undefined);
      },
    },
  };
}
