import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { engineWorld, startEngine } from '../../test/task-harness.ts';
import {
  ask,
  completeSet,
  logOf,
  reached,
  type TaskState,
  taskState,
} from '../../test/task-world.ts';
import { waitFor } from '../../test/wait-for.ts';
import { type Em, transaction } from '../platform/db.ts';
import { openEventBus } from '../platform/events.ts';
import type { TaskId } from '../platform/ids.ts';
import { announceChange, cancel, mark, retry } from './task.service.ts';
import { type AnyTaskDefinition, defineTask, registerTasks, type Step } from './task-definition.ts';
import { FatalTaskError, RetryableError } from './task-errors.ts';
import { loadTasks } from './task-queries.ts';

const services = engineWorld();

type Input = Record<string, never>;

/** Null: there is nothing to undo. */
type TestStep = Partial<Pick<Step<Input>, 'do' | 'cancellable' | 'leftover'>> & {
  readonly name: string;
  readonly undo?: Step<Input>['undo'] | null;
};

/** A task whose steps write down that they ran and were undone. */
function taskOf(steps: readonly TestStep[]) {
  const ran: string[] = [];
  const definition = defineTask<Input>({
    type: 'START_VM',
    input: z.object({}) as z.ZodType<Input>,
    steps: steps.map(({ undo, ...step }) => ({
      ...step,
      do: async (ctx) => {
        ran.push(`do ${step.name}`);
        return step.do?.(ctx);
      },
      ...(undo !== null && {
        undo: async (ctx) => {
          ran.push(`undo ${step.name}`);
          await undo?.(ctx);
        },
      }),
    })),
    succeeded: () => 'Done.',
  });
  registerTasks(completeSet([definition]));
  return { definition, ran };
}

const askTask = (definition: AnyTaskDefinition, lane = 'lane') =>
  ask(services, { type: definition.type, input: {}, title: 'test', lane });

/** Changes a task as its mutation does. */
async function change(id: TaskId, work: (em: Em) => Promise<void>): Promise<void> {
  await transaction(services.em(), work);
  announceChange(services.events, id);
}

const statuses = (state: TaskState) => state.steps.map((step) => step.status);

/** Fails until told not to. */
function fault() {
  const on = { now: true };
  const fail = (error: Error) => () => (on.now ? Promise.reject(error) : Promise.resolve());
  return { fail, heal: () => Object.assign(on, { now: false }) };
}

describe('cancel', () => {
  it('ends a task that waits at once; the lane goes on', async () => {
    const { definition, ran } = taskOf([{ name: 'a', undo: null }, { name: 'b' }]);
    const first = await askTask(definition);
    const second = await askTask(definition);
    await change(first, (em) => cancel(em, first));
    expect(await taskState(services, first)).toMatchObject({ status: 'CANCELLED' });
    startEngine(services, [definition]);
    expect(await reached(services, second)).toMatchObject({ status: 'SUCCEEDED' });
    expect(ran).toEqual(['do a', 'do b']);
    expect(await taskState(services, first)).toMatchObject({ status: 'CANCELLED', epoch: 0 });
  });

  it('undoes the first step of a task that waits: its mutation may have done it already', async () => {
    const { definition, ran } = taskOf([{ name: 'a' }, { name: 'b' }]);
    const first = await ask(services, {
      ...{ type: definition.type, input: {}, title: 'test', lane: 'lane' },
      delayMs: 3_600_000,
    });
    const second = await askTask(definition);
    await change(first, (em) => cancel(em, first));
    expect(await taskState(services, first)).toMatchObject({ status: 'PENDING' });
    startEngine(services, [definition]);
    expect(await reached(services, second)).toMatchObject({ status: 'SUCCEEDED' });
    const state = await taskState(services, first);
    expect(state).toMatchObject({ status: 'CANCELLED', errorCode: null, message: 'Cancelled.' });
    expect(statuses(state)).toEqual(['UNDONE', 'PENDING']);
    expect(ran).toEqual(['undo a', 'do a', 'do b']);
  });

  it('lets a step end that cannot be broken off, then undoes it', async () => {
    let go = false;
    const { definition, ran } = taskOf([
      { name: 'a' },
      { name: 'b', do: () => waitFor('the cancellation', () => go).then(() => undefined) },
      { name: 'c' },
    ]);
    startEngine(services, [definition]);
    const id = await askTask(definition);
    await waitFor('b', () => ran.includes('do b'));
    await change(id, (em) => cancel(em, id));
    const [shown] = await loadTasks(services.em(), [id]);
    expect(shown).toMatchObject({ status: 'RUNNING', cancelling: true, cancellable: false });
    await waitFor('the word of it', async () =>
      (await logOf(services, id)).some((line) => line.includes('cannot be broken off')),
    );
    go = true;
    const state = await reached(services, id);
    expect(state).toMatchObject({ status: 'CANCELLED', errorCode: null, message: 'Cancelled.' });
    expect(ran).toEqual(['do a', 'do b', 'undo b', 'undo a']);
    expect(statuses(state)).toEqual(['UNDONE', 'UNDONE', 'PENDING']);
  });

  it('breaks off a step that allows it, by its signal', async () => {
    const { definition, ran } = taskOf([
      {
        name: 'a',
        cancellable: true,
        do: (ctx) =>
          new Promise((_, reject) =>
            ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason as Error)),
          ),
      },
    ]);
    startEngine(services, [definition]);
    const id = await askTask(definition);
    await waitFor('a', () => ran.includes('do a'));
    await change(id, (em) => cancel(em, id));
    expect(await reached(services, id)).toMatchObject({ status: 'CANCELLED' });
    expect(ran).toEqual(['do a', 'undo a']);
  });

  it('is noticed when the lease is renewed, should the event be lost', async () => {
    const { definition, ran } = taskOf([
      {
        name: 'a',
        cancellable: true,
        do: (ctx) =>
          new Promise((_, reject) =>
            ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason as Error)),
          ),
      },
    ]);
    startEngine(services, [definition]);
    const id = await askTask(definition);
    await waitFor('a', () => ran.includes('do a'));
    await transaction(services.em(), (em) => cancel(em, id));
    expect(await reached(services, id)).toMatchObject({ status: 'CANCELLED' });
  });

  it('comes too late for the last step when that cannot be broken off', async () => {
    let go = false;
    const { definition, ran } = taskOf([
      { name: 'a', do: () => waitFor('the cancellation', () => go).then(() => undefined) },
    ]);
    startEngine(services, [definition]);
    const id = await askTask(definition);
    await waitFor('a', () => ran.includes('do a'));
    await change(id, (em) => cancel(em, id));
    go = true;
    expect(await reached(services, id)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('undoes a task that waits for its next try, without waiting', async () => {
    const { fail } = fault();
    const { definition, ran } = taskOf([
      { name: 'a' },
      { name: 'b', do: fail(new RetryableError('Away.')) },
    ]);
    startEngine(services, [definition], {
      retry: { tries: 5, undoTries: 2, firstMs: 3_600_000, maxMs: 3_600_000 },
    });
    const id = await askTask(definition);
    await reached(services, id, ['RETRYING']);
    await change(id, (em) => cancel(em, id));
    expect(await reached(services, id)).toMatchObject({ status: 'CANCELLED' });
    expect(ran).toEqual(['do a', 'do b', 'undo b', 'undo a']);
  });

  it('is refused once the task has ended or is being undone', async () => {
    let go = false;
    const { definition, ran } = taskOf([
      {
        name: 'a',
        do: () => Promise.reject(new FatalTaskError('No.')),
        undo: () => waitFor('the test', () => go).then(() => undefined),
      },
    ]);
    startEngine(services, [definition]);
    const id = await askTask(definition);
    await waitFor('the undo', () => ran.includes('undo a'));
    await expect(change(id, (em) => cancel(em, id))).rejects.toMatchObject({ code: 'CONFLICT' });
    go = true;
    await reached(services, id);
    await expect(change(id, (em) => cancel(em, id))).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

describe('retry', () => {
  it('begins a failed task again as a new attempt', async () => {
    const { fail, heal } = fault();
    const { definition, ran } = taskOf([
      { name: 'a' },
      { name: 'b', do: fail(new FatalTaskError('No.')) },
    ]);
    startEngine(services, [definition]);
    const id = await askTask(definition);
    expect(await reached(services, id)).toMatchObject({ status: 'FAILED', attempt: 1 });
    heal();
    await change(id, (em) => retry(em, id));
    const state = await reached(services, id);
    expect(state).toMatchObject({ status: 'SUCCEEDED', attempt: 2, errorCode: null });
    expect(ran).toEqual(['do a', 'do b', 'undo b', 'undo a', 'do a', 'do b']);
    expect(statuses(state)).toEqual(['DONE', 'DONE']);
  });

  it('begins a cancelled task again', async () => {
    const { definition, ran } = taskOf([{ name: 'a', undo: null }]);
    const id = await askTask(definition);
    await change(id, (em) => cancel(em, id));
    await change(id, (em) => retry(em, id));
    startEngine(services, [definition]);
    expect(await reached(services, id)).toMatchObject({ status: 'SUCCEEDED', attempt: 2 });
    expect(ran).toEqual(['do a']);
  });

  it('undoes what a PARTIAL task left, then begins it again', async () => {
    const task = fault();
    const undo = fault();
    const { definition, ran } = taskOf([
      { name: 'a', leftover: () => 'the address' },
      { name: 'b', undo: undo.fail(new Error('stuck')) },
      { name: 'c', do: task.fail(new FatalTaskError('No.')) },
    ]);
    startEngine(services, [definition]);
    const id = await askTask(definition);
    const partial = await reached(services, id);
    expect(partial).toMatchObject({
      status: 'PARTIAL',
      leftovers: ['what "b" made', 'the address'],
    });
    expect(statuses(partial)).toEqual(['DONE', 'FAILED', 'UNDONE']);
    // Still stuck: PARTIAL again, and nothing is done anew on top of what is left.
    await change(id, (em) => retry(em, id));
    await waitFor('the next undo', () => ran.filter((what) => what === 'undo b').length === 4);
    expect(await reached(services, id)).toMatchObject({ status: 'PARTIAL', attempt: 1 });
    undo.heal();
    task.heal();
    ran.length = 0;
    await change(id, (em) => retry(em, id));
    const state = await reached(services, id);
    expect(state).toMatchObject({ status: 'SUCCEEDED', attempt: 2, leftovers: [] });
    expect(ran).toEqual(['undo b', 'undo a', 'do a', 'do b', 'do c']);
  });

  it('goes on with the step that fell short of a PARTIAL task that was not undone', async () => {
    const short = { step: 'b', error: { code: 'NO_CAPACITY', message: 'Full.' } } as const;
    const { definition, ran } = taskOf([{ name: 'a' }, { name: 'b' }, { name: 'c' }]);
    let full = true;
    const halting = {
      ...definition,
      shortfall: () => (full ? { ...short, leftovers: ['b is missing'] } : null),
    };
    startEngine(services, [halting]);
    const id = await askTask(halting);
    const partial = await reached(services, id);
    expect(partial).toMatchObject({
      ...{ status: 'PARTIAL', leftovers: ['b is missing'], progress: 100 },
      ...{ errorCode: 'NO_CAPACITY', errorMessage: 'Full.' },
    });
    expect(statuses(partial)).toEqual(['DONE', 'FAILED', 'DONE']);
    full = false;
    await change(id, (em) => retry(em, id));
    expect(await reached(services, id)).toMatchObject({
      ...{ status: 'SUCCEEDED', attempt: 2, leftovers: [], errorCode: null },
    });
    expect(ran).toEqual(['do a', 'do b', 'do c', 'do b', 'do c']);
  });

  it('is refused in every other state', async () => {
    const { definition } = taskOf([{ name: 'a' }]);
    const id = await askTask(definition);
    await expect(change(id, (em) => retry(em, id))).rejects.toMatchObject({ code: 'CONFLICT' });
    startEngine(services, [definition]);
    await reached(services, id);
    await expect(change(id, (em) => retry(em, id))).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('does not run beside a later task of the lane', async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside--;
    };
    const { definition } = taskOf([{ name: 'a', do: work, undo: null }]);
    const first = await askTask(definition);
    await change(first, (em) => cancel(em, first));
    const ids = [];
    for (let i = 0; i < 6; i++) ids.push(await askTask(definition));
    for (let i = 0; i < 3; i++) startEngine(services, [definition]);
    await change(first, (em) => retry(em, first));
    for (const id of [first, ...ids]) await reached(services, id);
    expect(most).toBe(1);
  });
});

describe('mark', () => {
  it('ends a task that is stuck, and fences its worker off', async () => {
    const aborted: unknown[] = [];
    const { definition, ran } = taskOf([
      {
        name: 'a',
        do: (ctx) =>
          new Promise(() =>
            ctx.signal.addEventListener('abort', () => aborted.push(ctx.signal.reason)),
          ),
      },
    ]);
    startEngine(services, [definition]);
    const id = await askTask(definition);
    await waitFor('a', () => ran.length > 0);
    await change(id, (em) => mark(em, id, { status: 'FAILED', message: 'Cleaned up by hand.' }));
    await waitFor('the abort', () => aborted.length > 0);
    expect(await taskState(services, id)).toMatchObject({
      status: 'FAILED',
      message: 'Cleaned up by hand.',
    });
    const next = await askTask(definition);
    await reached(services, next, ['RUNNING']);
    await change(next, (em) => mark(em, next, { status: 'SUCCEEDED', message: null }));
    expect(await taskState(services, next)).toMatchObject({ status: 'SUCCEEDED', progress: 100 });
    expect(ran).toEqual(['do a', 'do a']);
  });

  it('takes only end states', async () => {
    const { definition } = taskOf([{ name: 'a' }]);
    const id = await askTask(definition);
    await expect(
      change(id, (em) => mark(em, id, { status: 'RUNNING', message: null })),
    ).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('an idle engine', () => {
  it('is woken by the event, not by its poll', async () => {
    const { definition } = taskOf([{ name: 'a' }]);
    startEngine(services, [definition], { pollMs: 3_600_000 });
    for (let i = 0; i < 5; i++) {
      const id = await askTask(definition, `lane-${i}`);
      expect(await reached(services, id)).toMatchObject({ status: 'SUCCEEDED' });
    }
  });

  it('finds by its poll what no event told of', async () => {
    const { definition } = taskOf([{ name: 'a' }]);
    const elsewhere = { ...services, events: openEventBus() };
    startEngine(services, [definition], { pollMs: 50 });
    const id = await ask(elsewhere, { type: 'START_VM', input: {}, title: 'test' });
    expect(await reached(services, id)).toMatchObject({ status: 'SUCCEEDED' });
  });
});
