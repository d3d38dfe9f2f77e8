import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { startEngine } from '../../test/task-harness.ts';
import { completeSet, engineServices, reached, taskState } from '../../test/task-world.ts';
import { waitFor } from '../../test/wait-for.ts';
import { compareTasks } from '../leak/compare-tasks.ts';
import { readTasks } from '../leak/observe-rows.ts';
import { type Em, rows, run, transaction } from '../platform/db.ts';
import type { TaskId } from '../platform/ids.ts';
import type { Services } from '../services.ts';
import {
  announceGroup,
  announceNews,
  childMoved,
  enqueueChildren,
  enqueueGroup,
  type NewChild,
} from './group.ts';
import type { AfterStepWrite } from './run-state.ts';
import { announceChange, cancel, mark, retry } from './task.service.ts';
import { type AnyTaskDefinition, defineTask, registerTasks } from './task-definition.ts';
import { FatalTaskError } from './task-errors.ts';
import { countChildren, loadTasks } from './task-queries.ts';

let database: TestDatabase;
let services: Services;
beforeAll(async () => {
  database = await createTestDatabase();
  services = engineServices(database);
});
afterAll(() => database.drop());
beforeEach(async () => {
  await run(services.em(), 'delete from task');
});

interface Parent {
  readonly atOnce: number;
  /** Children that a step adds once the first ones have ended. */
  readonly later: number;
}
interface Child {
  readonly name: string;
}

/** Groups of which the leak check tells. */
const owing = async () =>
  compareTasks(await readTasks(services.em()))
    .filter(({ kind }) => kind === 'TASK_LEFTOVERS')
    .map(({ taskId }) => taskId);

const gate = () => {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
};

/** A group and its children, which write down what they did, and do as the test says. */
function world(
  behave: (name: string, signal: AbortSignal) => Promise<void> = async () => undefined,
) {
  const seen = {
    done: [] as string[],
    undone: [] as string[],
    now: 0,
    most: 0,
    parent: [] as string[],
  };
  const child = defineTask<Child>({
    type: 'START_VM',
    input: z.object({ name: z.string() }),
    steps: [
      {
        name: 'first',
        milestone: true,
        do: () => Promise.resolve(),
        undo: async (ctx) => void seen.undone.push(ctx.input.name),
      },
      {
        name: 'work',
        cancellable: true,
        do: async (ctx) => {
          seen.most = Math.max(seen.most, ++seen.now);
          try {
            await behave(ctx.input.name, ctx.signal);
            seen.done.push(ctx.input.name);
          } finally {
            seen.now--;
          }
        },
      },
    ],
    succeeded: (ctx) => `${ctx.input.name} is made`,
  });
  const parent = defineTask<Parent>({
    type: 'CREATE_VM',
    input: z.object({ atOnce: z.number(), later: z.number() }),
    group: { atOnce: (input) => input.atOnce },
    steps: [
      {
        name: 'prepare',
        do: async () => void seen.parent.push('prepare'),
        undo: async () => void seen.parent.push('undo prepare'),
      },
      {
        name: 'first ones',
        waitsForChildren: 'END',
        do: async () => void seen.parent.push('first'),
      },
      {
        name: 'more',
        do: (ctx) =>
          enqueueChildren(
            ctx,
            'more',
            Array.from({ length: ctx.input.later }, (_, i) => childNamed(`later${i}`)),
          ),
      },
      {
        name: 'all',
        weight: 7,
        waitsForChildren: 'END',
        do: async () => void seen.parent.push('all'),
      },
    ],
    succeeded: (_, children) =>
      `${children.filter((c) => c.status === 'SUCCEEDED').length} of ${children.length} are made`,
  });
  const definitions: AnyTaskDefinition[] = [parent, child];
  registerTasks(completeSet(definitions));
  return { seen, definitions };
}

const childNamed = (name: string): NewChild => ({
  type: 'START_VM',
  title: `Make ${name}`,
  input: { name },
});

async function askGroup(names: readonly string[], input: Partial<Parent> = {}) {
  const group = await transaction(services.em(), (em) =>
    enqueueGroup(
      em,
      { type: 'CREATE_VM', title: 'Make all', input: { atOnce: 0, later: 0, ...input } },
      names.map(childNamed),
    ),
  );
  announceGroup(services.events, group);
  return group;
}

async function change(id: TaskId, work: (em: Em) => Promise<unknown>): Promise<void> {
  const news = await transaction(services.em(), async (em) => {
    await work(em);
    const [task] = await rows<{ parent: TaskId | null }>(
      em,
      'select parent_id as parent from task where id = ?',
      [id],
    );
    return task?.parent ? childMoved(em, task.parent) : null;
  });
  announceChange(services.events, id);
  announceNews(services.events, news);
}

const waits = (id: TaskId) =>
  waitFor('the group to wait', async () => {
    const sql = 'select owner, waiting_for as w from task where id = ?';
    const [task] = await rows<{ owner: string | null; w: string | null }>(services.em(), sql, [id]);
    return task !== undefined && task.owner === null && task.w !== null;
  });

const names = (count: number) => Array.from({ length: count }, (_, i) => `c${i}`);

describe('group tasks', () => {
  it('ends once all children have, those added later too, with a word on all', async () => {
    const { definitions, seen } = world();
    startEngine(services, definitions, { groupPollMs: 60_000 });
    const { id } = await askGroup(names(3), { later: 2 });
    const state = await reached(services, id);
    expect(state).toMatchObject({ status: 'SUCCEEDED', message: '5 of 5 are made', progress: 100 });
    expect(seen.done.toSorted()).toEqual(['c0', 'c1', 'c2', 'later0', 'later1']);
    expect(seen.parent).toEqual(['prepare', 'first', 'all']);
  });

  it('holds its children until it waits for them, and no worker while it waits', async () => {
    const { opened, open } = gate();
    const { definitions } = world(() => opened);
    // Eight parents and one place to work in: whoever kept it would wait for ever.
    const groups = [];
    for (let i = 0; i < 8; i++) groups.push(await askGroup([`a${i}`, `b${i}`]));
    const states = await Promise.all(
      groups.flatMap((g) => g.childIds.map((c) => taskState(services, c))),
    );
    expect(states.every((state) => state.status === 'PENDING')).toBe(true);
    const engine = startEngine(services, definitions, { concurrency: 1, groupPollMs: 60_000 });
    await waits(groups[0]?.id as TaskId);
    expect(engine.running).toBeLessThanOrEqual(1);
    open();
    for (const { id } of groups)
      expect(await reached(services, id)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('runs no more children at once than it says', async () => {
    const { opened, open } = gate();
    const { definitions, seen } = world(async () => {
      await opened;
      await new Promise((resolve) => setTimeout(resolve, 20));
    });
    startEngine(services, definitions, { concurrency: 10, groupPollMs: 60_000 });
    const { id } = await askGroup(names(12), { atOnce: 3 });
    await waitFor('three of them at once', async () => seen.most === 3);
    open();
    expect(await reached(services, id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(seen.most).toBe(3);
  });

  it('shows how far its children are', async () => {
    const { opened, open } = gate();
    const { definitions } = world((name) => (name === 'c3' ? opened : Promise.resolve()));
    startEngine(services, definitions, { concurrency: 8 });
    const { id } = await askGroup(names(4));
    const progress = async () => (await loadTasks(services.em(), [id]))[0]?.progress ?? 0;
    // Of 10 parts one is prepared, one waits: three children are done, one is half way.
    await waitFor('the children to have got on', async () => (await progress()) === 18);
    expect(await taskState(services, id)).toMatchObject({ status: 'RUNNING' });
    open();
    await reached(services, id);
    expect(await progress()).toBe(100);
  });

  it('is PARTIAL when some children failed, FAILED when all did, and names them', async () => {
    const bad = new Set(['c1']);
    const { definitions } = world(async (name) => {
      if (bad.has(name)) throw new FatalTaskError('no room', { code: 'NO_CAPACITY' });
    });
    startEngine(services, definitions);
    const some = await askGroup(names(3));
    expect(await reached(services, some.id)).toMatchObject({
      ...{ status: 'PARTIAL', message: '2 of 3 are made', errorCode: 'NO_CAPACITY' },
      ...{ leftovers: ['Make c1 failed: no room'], errorMessage: 'Make c1: no room' },
    });
    const none = await askGroup(['c1']);
    expect(await reached(services, none.id)).toMatchObject({
      ...{ status: 'FAILED', message: '0 of 1 are made', leftovers: [] },
    });
  });

  it('does again only what failed when it is retried, whether it or the child is asked', async () => {
    const bad = new Set(['c1', 'c2']);
    const { definitions, seen } = world(async (name) => {
      if (bad.has(name)) throw new FatalTaskError('not yet');
    });
    startEngine(services, definitions);
    const { id, childIds } = await askGroup(names(4));
    expect(await reached(services, id)).toMatchObject({ status: 'PARTIAL' });
    bad.delete('c1');
    await change(childIds[1] as TaskId, (em) => retry(em, childIds[1] as TaskId));
    await reached(services, childIds[1] as TaskId);
    expect(await reached(services, id)).toMatchObject({
      ...{ status: 'PARTIAL', message: '3 of 4 are made', attempt: 2 },
    });
    bad.clear();
    await change(id, (em) => retry(em, id));
    expect(await reached(services, id)).toMatchObject({
      ...{ status: 'SUCCEEDED', message: '4 of 4 are made', attempt: 3, leftovers: [] },
    });
    expect(seen.done.toSorted()).toEqual(['c0', 'c1', 'c2', 'c3']);
  });

  it('does not take a child back that it would not look at any more', async () => {
    const { opened, open } = gate();
    let bad = true;
    const {
      definitions: [parent, child],
    } = world(async () => {
      if (bad) throw new FatalTaskError('not yet');
    });
    const { steps } = parent as AnyTaskDefinition;
    const slow = { ...(steps.at(-1) as AnyTaskDefinition['steps'][number]), do: () => opened };
    const ending = { ...(parent as AnyTaskDefinition), steps: [...steps.slice(0, -1), slow] };
    const definitions = [ending, child as AnyTaskDefinition];
    registerTasks(completeSet(definitions));
    startEngine(services, definitions);
    const { id, childIds } = await askGroup(names(2));
    const [c0] = childIds as [TaskId];
    await waitFor('the last step', async () => {
      const { steps: now } = await taskState(services, id);
      const [task] = await rows<{ owner: string | null }>(
        services.em(),
        'select owner from task where id = ?',
        [id],
      );
      return now.at(-1)?.status === 'RUNNING' && task?.owner !== null;
    });
    bad = false;
    await expect(change(c0, (em) => retry(em, c0))).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await taskState(services, c0)).toMatchObject({ status: 'FAILED' });
    open();
    expect(await reached(services, id)).toMatchObject({ status: 'FAILED' });
    await change(c0, (em) => retry(em, c0));
    expect(await reached(services, c0)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await reached(services, id)).toMatchObject({ status: 'PARTIAL' });
  });

  it('takes its children along when it is cancelled, and what it prepared', async () => {
    const { definitions, seen } = world(
      (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
        }),
    );
    startEngine(services, definitions, { groupPollMs: 60_000 });
    const { id, childIds } = await askGroup(names(5), { atOnce: 2 });
    await waits(id);
    await waitFor('two children to run', async () => seen.now === 2);
    await change(id, (em) => cancel(em, id));
    expect(await reached(services, id)).toMatchObject({ status: 'CANCELLED' });
    for (const child of childIds)
      expect(await taskState(services, child)).toMatchObject({ status: 'CANCELLED' });
    const counts = await countChildren(services.em(), [id]);
    expect(counts.get(id)).toMatchObject({ total: 5, failed: 0, cancelled: 5 });
    expect(seen.undone.toSorted()).toEqual(names(5));
    expect(seen.done).toEqual([]);
    expect(seen.parent).toEqual(['prepare', 'undo prepare']);
  });

  it('lets no more children go once it is to be cancelled', async () => {
    world();
    const { id, childIds } = await askGroup(names(2), { atOnce: 1 });
    const em = services.em();
    // It waits, and nobody has come to cancel it yet.
    await run(em, "update task set status = 'RUNNING', waiting_for = '' where id = ?", [id]);
    expect(await transaction(em, (tx) => childMoved(tx, id))).toMatchObject({ released: 1 });
    await transaction(em, (tx) => cancel(tx, id));
    await run(em, "update task set status = 'FAILED' where id = ?", [childIds[0]]);
    const news = await transaction(em, (tx) => childMoved(tx, id));
    expect(news).toMatchObject({ released: 0, due: false });
  });

  it('ends at once when nobody has begun it, wherever it is in its lane', async () => {
    const { definitions } = world();
    const { id, childIds } = await askGroup(names(3));
    await change(id, (em) => cancel(em, id));
    expect(await taskState(services, id)).toMatchObject({ status: 'CANCELLED' });
    startEngine(services, definitions);
    for (const child of childIds)
      expect(await reached(services, child)).toMatchObject({ status: 'CANCELLED' });
  });

  it('says what was done before it was cancelled', async () => {
    const { definitions } = world((name, signal) =>
      name === 'c0'
        ? Promise.resolve()
        : new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
          }),
    );
    startEngine(services, definitions);
    const { id, childIds } = await askGroup(names(2));
    await reached(services, childIds[0] as TaskId);
    await waits(id);
    await change(id, (em) => cancel(em, id));
    expect(await reached(services, id)).toMatchObject({
      ...{ status: 'PARTIAL', leftovers: ['Make c0 was done before'] },
    });
    expect(await owing()).toEqual([]);
  });

  it('owes its own work when it is put to an end in the middle of it', async () => {
    const { definitions } = world((_, signal) => {
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      });
    });
    startEngine(services, definitions);
    const { id } = await askGroup(names(1));
    await waits(id);
    await change(id, (em) => mark(em, id, { status: 'PARTIAL', message: null }));
    expect(await owing()).toEqual([id]);
  });

  it('goes on when a child is cancelled or put to an end by hand', async () => {
    const { opened } = gate();
    const { definitions } = world((name, signal) =>
      name === 'c0'
        ? new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
          })
        : name === 'c1'
          ? opened
          : Promise.resolve(),
    );
    startEngine(services, definitions, { groupPollMs: 60_000 });
    const { id, childIds } = await askGroup(names(3));
    const [c0, c1] = childIds as [TaskId, TaskId];
    await waits(id);
    await change(c0, (em) => cancel(em, c0));
    await reached(services, c0);
    await change(c1, (em) => mark(em, c1, { status: 'FAILED', message: 'hangs' }));
    expect(await reached(services, id)).toMatchObject({
      ...{ status: 'PARTIAL', message: '1 of 3 are made' },
      leftovers: ['Make c0 was cancelled: Cancelled.', 'Make c1 failed: hangs'],
    });
  });

  it('leaves no child behind that waits for ever when it is put to an end by hand', async () => {
    const { definitions } = world(
      (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
        }),
    );
    startEngine(services, definitions);
    const { id, childIds } = await askGroup(names(3), { atOnce: 1 });
    await waits(id);
    await change(id, (em) => mark(em, id, { status: 'FAILED', message: null }));
    for (const child of childIds) announceChange(services.events, child);
    for (const child of childIds)
      expect(await reached(services, child)).toMatchObject({ status: 'CANCELLED' });
  });

  it('lets later tasks of its lane run once it needs the lane no more', async () => {
    const { opened, open } = gate();
    const {
      definitions: [parent, child],
      seen,
    } = world((name) => (name === 'slow' ? opened : Promise.resolve()));
    const leaving = {
      ...(parent as AnyTaskDefinition),
      steps: (parent as AnyTaskDefinition).steps.map((step) => ({ ...step, leavesLane: true })),
    };
    const definitions = [leaving, child as AnyTaskDefinition];
    registerTasks(completeSet(definitions));
    startEngine(services, definitions, { groupPollMs: 60_000 });
    const group = await transaction(services.em(), (em) =>
      enqueueGroup(
        em,
        { type: 'CREATE_VM', title: 'Make all', input: { atOnce: 0, later: 0 }, lane: 'shared' },
        [childNamed('slow')],
      ),
    );
    const next = await transaction(services.em(), (em) =>
      enqueueGroup(
        em,
        { type: 'CREATE_VM', title: 'x', input: { atOnce: 0, later: 0 }, lane: 'shared' },
        [],
      ),
    );
    announceGroup(services.events, group);
    expect(await reached(services, next.id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(seen.done).toEqual([]);
    open();
    expect(await reached(services, group.id)).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('a lost worker', () => {
  /** The first worker that comes to this point is never heard of again. */
  const loseAt = (
    type: string,
    step: string,
    phase: string,
  ): { afterStepWrite: AfterStepWrite } => {
    let lost = false;
    return {
      afterStepWrite: async (task, at, now) => {
        if (lost || task.type !== type || at !== step || now !== phase) return;
        lost = true;
        const sql = "update task set owner = 'lost', lease_until = utc_timestamp(3) where id = ?";
        await run(services.em(), `${sql} and held_lane is not null`, [task.id]);
        await new Promise<never>(() => undefined);
      },
    };
  };
  const points: [string, string, string][] = [
    ['CREATE_VM', 'prepare', 'BEGUN'],
    ['CREATE_VM', 'prepare', 'DONE'],
    ['CREATE_VM', 'first ones', 'BEGUN'],
    ['CREATE_VM', 'first ones', 'DONE'],
    ['CREATE_VM', 'more', 'BEGUN'],
    ['CREATE_VM', 'more', 'DONE'],
    ['CREATE_VM', 'all', 'BEGUN'],
    ['CREATE_VM', 'all', 'DONE'],
    ['START_VM', 'first', 'DONE'],
    ['START_VM', 'work', 'BEGUN'],
    // The child has ended, and nobody has told its group.
    ['START_VM', 'work', 'DONE'],
  ];
  it.each(points)(
    'of a %s after "%s" %s is replaced, and each child is made once',
    async (...point) => {
      const { definitions, seen } = world();
      startEngine(services, definitions, { hooks: loseAt(...point), groupPollMs: 300 });
      const { id } = await askGroup(names(3), { later: 1, atOnce: 2 });
      expect(await reached(services, id)).toMatchObject({
        ...{ status: 'SUCCEEDED', message: '4 of 4 are made' },
      });
      expect([...new Set(seen.done)].toSorted()).toEqual(['c0', 'c1', 'c2', 'later0']);
      const [count] = await rows<{ n: number }>(services.em(), 'select count(*) as n from task');
      expect(Number(count?.n)).toBe(5);
    },
  );
});
