import { afterAll, beforeAll, beforeEach, describe, it, onTestFinished } from 'vitest';
import { run } from '../src/platform/db.ts';
import type { Services } from '../src/services.ts';
import { TaskEngine, type TaskEngineOptions } from '../src/task/engine.ts';
import type { NewTask } from '../src/task/enqueue.ts';
import {
  type AnyTaskDefinition,
  registerTasks,
  type Step,
  type TaskDefinition,
} from '../src/task/task-definition.ts';
import type { TaskStatus } from '../src/task/task-enums.ts';
import { FatalTaskError } from '../src/task/task-errors.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { ask, completeSet, engineServices, QUICK, reached, type TaskState } from './task-world.ts';

/**
 * The engine's services on a database of this test file's own, which has no task when a test begins.
 * They are there once the tests run, not while the file is read.
 */
export function engineWorld(): Services {
  const services = {} as Services;
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    Object.assign(services, engineServices(database));
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    await run(services.em(), 'delete from task');
  });
  return services;
}

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

/** One kind of task, and how to see what it did. */
export interface TaskSubject<Input> {
  readonly services: Services;
  readonly definition: TaskDefinition<Input>;
  /** Makes the world the task starts from, and what the mutation would have written. */
  prepare(): Promise<Omit<NewTask, 'type' | 'title'> & { readonly input: Input }>;
  /** Fails unless the task's work is there, once. */
  expectDone(input: Input): Promise<void>;
  /** Of a group: steps at which its children have ended. What those did stays: it ends as PARTIAL. */
  readonly afterChildren?: readonly string[];
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
      expectStatus(state, subject().afterChildren?.includes(name) ? 'PARTIAL' : 'FAILED');
      await subject().expectNothingLeft(input);
    });

    it.each(names)('leaves nothing when "%s" fails after it acted', async (name) => {
      const { input, state } = await attempt((step) =>
        step.name === name ? failingLate(step) : step,
      );
      expectStatus(state, subject().afterChildren?.includes(name) ? 'PARTIAL' : 'FAILED');
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
