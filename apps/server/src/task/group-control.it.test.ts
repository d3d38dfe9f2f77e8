import { describe, expect, it } from 'vitest';
import {
  askGroup,
  change,
  gate,
  groupWorld,
  names,
  untilAborted,
  waits,
} from '../../test/group-world.ts';
import { engineWorld, startEngine } from '../../test/task-harness.ts';
import { completeSet, reached, taskState } from '../../test/task-world.ts';
import { waitFor } from '../../test/wait-for.ts';
import { compareTasks } from '../leak/compare-tasks.ts';
import { readTasks } from '../leak/observe-rows.ts';
import { rows, run, transaction } from '../platform/db.ts';
import type { TaskId } from '../platform/ids.ts';
import { childMoved } from './group.ts';
import { announceChange, cancel, mark, retry } from './task.service.ts';
import { type AnyTaskDefinition, registerTasks } from './task-definition.ts';
import { FatalTaskError } from './task-errors.ts';
import { countChildren } from './task-queries.ts';

const services = engineWorld();

/** Groups of which the leak check tells. */
const owing = async () =>
  compareTasks(await readTasks(services.em()))
    .filter(({ kind }) => kind === 'TASK_LEFTOVERS')
    .map(({ taskId }) => taskId);

describe('a group', () => {
  it('does again only what failed when it is retried, whether it or the child is asked', async () => {
    const bad = new Set(['c1', 'c2']);
    const { definitions, seen } = groupWorld(async (name) => {
      if (bad.has(name)) throw new FatalTaskError('not yet');
    });
    startEngine(services, definitions);
    const { id, childIds } = await askGroup(services, names(4));
    expect(await reached(services, id)).toMatchObject({ status: 'PARTIAL' });
    bad.delete('c1');
    await change(services, childIds[1] as TaskId, (em) => retry(em, childIds[1] as TaskId));
    await reached(services, childIds[1] as TaskId);
    expect(await reached(services, id)).toMatchObject({
      ...{ status: 'PARTIAL', message: '3 of 4 are made', attempt: 2 },
    });
    bad.clear();
    await change(services, id, (em) => retry(em, id));
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
    } = groupWorld(async () => {
      if (bad) throw new FatalTaskError('not yet');
    });
    const { steps } = parent as AnyTaskDefinition;
    const slow = { ...(steps.at(-1) as AnyTaskDefinition['steps'][number]), do: () => opened };
    const ending = { ...(parent as AnyTaskDefinition), steps: [...steps.slice(0, -1), slow] };
    const definitions = [ending, child as AnyTaskDefinition];
    registerTasks(completeSet(definitions));
    startEngine(services, definitions);
    const { id, childIds } = await askGroup(services, names(2));
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
    await expect(change(services, c0, (em) => retry(em, c0))).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect(await taskState(services, c0)).toMatchObject({ status: 'FAILED' });
    open();
    expect(await reached(services, id)).toMatchObject({ status: 'FAILED' });
    await change(services, c0, (em) => retry(em, c0));
    expect(await reached(services, c0)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await reached(services, id)).toMatchObject({ status: 'PARTIAL' });
  });

  it('takes its children along when it is cancelled, and what it prepared', async () => {
    const { definitions, seen } = groupWorld((_, signal) => untilAborted(signal));
    startEngine(services, definitions, { groupPollMs: 60_000 });
    const { id, childIds } = await askGroup(services, names(5), { atOnce: 2 });
    await waits(services, id);
    await waitFor('two children to run', async () => seen.now === 2);
    await change(services, id, (em) => cancel(em, id));
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
    groupWorld();
    const { id, childIds } = await askGroup(services, names(2), { atOnce: 1 });
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
    const { definitions } = groupWorld();
    const { id, childIds } = await askGroup(services, names(3));
    await change(services, id, (em) => cancel(em, id));
    expect(await taskState(services, id)).toMatchObject({ status: 'CANCELLED' });
    startEngine(services, definitions);
    for (const child of childIds)
      expect(await reached(services, child)).toMatchObject({ status: 'CANCELLED' });
  });

  it('says what was done before it was cancelled', async () => {
    const { definitions } = groupWorld((name, signal) =>
      name === 'c0' ? Promise.resolve() : untilAborted(signal),
    );
    startEngine(services, definitions);
    const { id, childIds } = await askGroup(services, names(2));
    await reached(services, childIds[0] as TaskId);
    await waits(services, id);
    await change(services, id, (em) => cancel(em, id));
    expect(await reached(services, id)).toMatchObject({
      ...{ status: 'PARTIAL', leftovers: ['Make c0 was done before'] },
    });
    expect(await owing()).toEqual([]);
  });

  it('owes its own work when it is put to an end in the middle of it', async () => {
    const { definitions } = groupWorld((_, signal) => untilAborted(signal));
    startEngine(services, definitions);
    const { id } = await askGroup(services, names(1));
    await waits(services, id);
    await change(services, id, (em) => mark(em, id, { status: 'PARTIAL', message: null }));
    expect(await owing()).toEqual([id]);
  });

  it('goes on when a child is cancelled or put to an end by hand', async () => {
    const { opened } = gate();
    const { definitions } = groupWorld((name, signal) =>
      name === 'c0' ? untilAborted(signal) : name === 'c1' ? opened : Promise.resolve(),
    );
    startEngine(services, definitions, { groupPollMs: 60_000 });
    const { id, childIds } = await askGroup(services, names(3));
    const [c0, c1] = childIds as [TaskId, TaskId];
    await waits(services, id);
    await change(services, c0, (em) => cancel(em, c0));
    await reached(services, c0);
    await change(services, c1, (em) => mark(em, c1, { status: 'FAILED', message: 'hangs' }));
    expect(await reached(services, id)).toMatchObject({
      ...{ status: 'PARTIAL', message: '1 of 3 are made' },
      leftovers: ['Make c0 was cancelled: Cancelled.', 'Make c1 failed: hangs'],
    });
  });

  it('leaves no child behind that waits for ever when it is put to an end by hand', async () => {
    const { definitions } = groupWorld((_, signal) => untilAborted(signal));
    startEngine(services, definitions);
    const { id, childIds } = await askGroup(services, names(3), { atOnce: 1 });
    await waits(services, id);
    await change(services, id, (em) => mark(em, id, { status: 'FAILED', message: null }));
    for (const child of childIds) announceChange(services.events, child);
    for (const child of childIds)
      expect(await reached(services, child)).toMatchObject({ status: 'CANCELLED' });
  });
});
