import { describe, expect, it } from 'vitest';
import { asking, recorder, taskOf } from '../../test/numbered-task.ts';
import { engineWorld, startEngine } from '../../test/task-harness.ts';
import { completeSet, logOf, reached, taskState } from '../../test/task-world.ts';
import { waitFor } from '../../test/wait-for.ts';
import { run } from '../platform/db.ts';
import { TaskEngine } from './engine.ts';

const services = engineWorld();

describe('leases', () => {
  it('are renewed while a step lasts longer than one', async () => {
    const { ran, step } = recorder();
    const definition = taskOf([
      step('long', {
        do: async (ctx) => {
          await waitFor('two leases', () => performance.now() > start + 5_000);
          ran.push(`aborted ${ctx.signal.aborted}`);
        },
      }),
    ]);
    const start = performance.now();
    startEngine(services, [definition]);
    startEngine(services, [definition]);
    const id = await asking(services, definition)('lane');
    expect(await reached(services, id)).toMatchObject({ status: 'SUCCEEDED', epoch: 1 });
    expect(ran).toEqual(['aborted false']);
  });

  it('that are lost abort the signal, and nothing is written any more', async () => {
    const { step } = recorder();
    const seen: string[] = [];
    const definition = taskOf([
      step('a', {
        do: async (ctx) => {
          if (seen.push('begun') > 1) return 'second';
          await run(
            services.em(),
            "update task set epoch = epoch + 1, owner = 'other', lease_until = utc_timestamp(3) where id = ?",
            [ctx.taskId],
          );
          await expect(ctx.transaction(() => Promise.resolve())).rejects.toThrow(/no longer ours/);
          await new Promise<void>((resolve) =>
            ctx.signal.addEventListener('abort', () => resolve()),
          );
          seen.push('aborted');
          return 'first';
        },
      }),
    ]);
    const id = await asking(services, definition)('lane');
    startEngine(services, [definition]);
    const state = await reached(services, id);
    expect(state).toMatchObject({ status: 'SUCCEEDED', epoch: 3 });
    expect(seen.filter((s) => s === 'begun')).toHaveLength(2);
    expect(await logOf(services, id)).toEqual([
      'The worker that ran this was lost; another one goes on.',
    ]);
  });

  it('are handed over when the worker stops between steps', async () => {
    const { ran, step } = recorder();
    const definition = taskOf([
      step('a', { do: () => waitFor('the stop', () => stopping).then(() => undefined) }),
      step('b'),
    ]);
    let stopping = false;
    const id = await asking(services, definition)('lane');
    const first = new TaskEngine({
      services,
      definitions: completeSet([definition]),
      concurrency: 1,
      processName: 'first',
    });
    first.start();
    await reached(services, id, ['RUNNING']);
    const stopped = first.stop({ graceMs: 5_000 });
    stopping = true;
    await stopped;
    expect(await taskState(services, id)).toMatchObject({ status: 'RUNNING', epoch: 1 });
    expect(ran).toEqual([]);
    startEngine(services, [definition]);
    expect(await reached(services, id)).toMatchObject({ status: 'SUCCEEDED', epoch: 2 });
    expect(ran).toEqual(['do b']);
  });

  it('that are handed over are taken at once by who is there, without a poll', async () => {
    const { step } = recorder();
    let stopping = false;
    const definition = taskOf([
      step('a', { do: () => waitFor('the stop', () => stopping).then(() => undefined) }),
      step('b'),
    ]);
    const never = { pollMs: 3_600_000 };
    const id = await asking(services, definition)('lane');
    const definitions = completeSet([definition]);
    const first = new TaskEngine({
      ...{ services, definitions, concurrency: 1, processName: 'first' },
      ...never,
    });
    first.start();
    await reached(services, id, ['RUNNING']);
    startEngine(services, [definition], never);
    // It has looked at everything once.
    await reached(
      services,
      await asking(services, definition)('elsewhere', 0, { type: 'REBOOT_VM' }),
    );
    const stopped = first.stop({ graceMs: 5_000 });
    stopping = true;
    await stopped;
    expect(await reached(services, id)).toMatchObject({ status: 'SUCCEEDED', epoch: 2 });
  });
});
