import { describe, expect, it } from 'vitest';
import { askGroup, childNamed, gate, groupWorld, names, waits } from '../../test/group-world.ts';
import { engineWorld, startEngine } from '../../test/task-harness.ts';
import { completeSet, reached, taskState } from '../../test/task-world.ts';
import { waitFor } from '../../test/wait-for.ts';
import { rows, run, transaction } from '../platform/db.ts';
import type { TaskId } from '../platform/ids.ts';
import { announceGroup, enqueueGroup } from './group.ts';
import type { AfterStepWrite } from './run-state.ts';
import { type AnyTaskDefinition, registerTasks } from './task-definition.ts';
import { FatalTaskError } from './task-errors.ts';
import { loadTasks } from './task-queries.ts';

const services = engineWorld();

describe('a group', () => {
  it('ends once all children have, those added later too, with a word on all', async () => {
    const { definitions, seen } = groupWorld();
    startEngine(services, definitions, { groupPollMs: 60_000 });
    const { id } = await askGroup(services, names(3), { later: 2 });
    const state = await reached(services, id);
    expect(state).toMatchObject({ status: 'SUCCEEDED', message: '5 of 5 are made', progress: 100 });
    expect(seen.done.toSorted()).toEqual(['c0', 'c1', 'c2', 'later0', 'later1']);
    expect(seen.parent).toEqual(['prepare', 'first', 'all']);
  });

  it('holds its children until it waits for them, and no worker while it waits', async () => {
    const { opened, open } = gate();
    const { definitions } = groupWorld(() => opened);
    // Eight parents and one place to work in: whoever kept it would wait for ever.
    const groups = [];
    for (let i = 0; i < 8; i++) groups.push(await askGroup(services, [`a${i}`, `b${i}`]));
    const states = await Promise.all(
      groups.flatMap((g) => g.childIds.map((c) => taskState(services, c))),
    );
    expect(states.every((state) => state.status === 'PENDING')).toBe(true);
    const engine = startEngine(services, definitions, { concurrency: 1, groupPollMs: 60_000 });
    await waits(services, groups[0]?.id as TaskId);
    expect(engine.running).toBeLessThanOrEqual(1);
    open();
    for (const { id } of groups)
      expect(await reached(services, id)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('runs no more children at once than it says', async () => {
    const { opened, open } = gate();
    const { definitions, seen } = groupWorld(async () => {
      await opened;
      await new Promise((resolve) => setTimeout(resolve, 20));
    });
    startEngine(services, definitions, { concurrency: 10, groupPollMs: 60_000 });
    const { id } = await askGroup(services, names(12), { atOnce: 3 });
    await waitFor('three of them at once', async () => seen.most === 3);
    open();
    expect(await reached(services, id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(seen.most).toBe(3);
  });

  it('shows how far its children are', async () => {
    const { opened, open } = gate();
    const { definitions } = groupWorld((name) => (name === 'c3' ? opened : Promise.resolve()));
    startEngine(services, definitions, { concurrency: 8 });
    const { id } = await askGroup(services, names(4));
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
    const { definitions } = groupWorld(async (name) => {
      if (bad.has(name)) throw new FatalTaskError('no room', { code: 'NO_CAPACITY' });
    });
    startEngine(services, definitions);
    const some = await askGroup(services, names(3));
    expect(await reached(services, some.id)).toMatchObject({
      ...{ status: 'PARTIAL', message: '2 of 3 are made', errorCode: 'NO_CAPACITY' },
      ...{ leftovers: ['Make c1 failed: no room'], errorMessage: 'Make c1: no room' },
    });
    const none = await askGroup(services, ['c1']);
    expect(await reached(services, none.id)).toMatchObject({
      ...{ status: 'FAILED', message: '0 of 1 are made', leftovers: [] },
    });
  });

  it('lets later tasks of its lane run once it needs the lane no more', async () => {
    const { opened, open } = gate();
    const {
      definitions: [parent, child],
      seen,
    } = groupWorld((name) => (name === 'slow' ? opened : Promise.resolve()));
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
      const { definitions, seen } = groupWorld();
      startEngine(services, definitions, { hooks: loseAt(...point), groupPollMs: 300 });
      const { id } = await askGroup(services, names(3), { later: 1, atOnce: 2 });
      expect(await reached(services, id)).toMatchObject({
        ...{ status: 'SUCCEEDED', message: '4 of 4 are made' },
      });
      expect([...new Set(seen.done)].toSorted()).toEqual(['c0', 'c1', 'c2', 'later0']);
      const [count] = await rows<{ n: number }>(services.em(), 'select count(*) as n from task');
      expect(Number(count?.n)).toBe(5);
    },
  );
});
