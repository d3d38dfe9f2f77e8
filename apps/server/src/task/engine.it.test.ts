import { describe, expect, it } from 'vitest';
import { asking, fail, recorder, taskOf } from '../../test/numbered-task.ts';
import { engineWorld, startEngine } from '../../test/task-harness.ts';
import { completeSet, logOf, reached } from '../../test/task-world.ts';
import { rows, run } from '../platform/db.ts';
import { TaskEngine } from './engine.ts';
import type { AnyTaskDefinition } from './task-definition.ts';
import { RetryableError } from './task-errors.ts';

const services = engineWorld();

const NAME = 'select title as name from task where id = ?';

describe('steps', () => {
  it('run in order; a later step reads what an earlier one returned', async () => {
    const { ran, step } = recorder();
    const definition = taskOf(
      [
        step('a', { do: (ctx) => Promise.resolve({ made: ctx.input.n + 1 }), weight: 3 }),
        step('b', {
          do: (ctx) => {
            ran.push(`b got ${ctx.result<{ made: number }>('a').made}`);
            ctx.log('INFO', 'first line');
            ctx.log('WARN', 'second line');
            return Promise.resolve();
          },
        }),
      ],
      { succeeded: (ctx) => `Made ${ctx.result<{ made: number }>('a').made}.` },
    );
    startEngine(services, [definition]);
    const id = await asking(services, definition)('lane', 41);
    const state = await reached(services, id);
    expect(state).toMatchObject({ status: 'SUCCEEDED', message: 'Made 42.', progress: 100 });
    expect(state.steps.map((s) => s.status)).toEqual(['DONE', 'DONE']);
    expect(ran).toEqual(['b got 42']);
    expect(await logOf(services, id)).toEqual(['first line', 'second line']);
  });

  it('have something written with their end, which sees what is there', async () => {
    const name = (task: string) => rows<{ name: string }>(services.em(), NAME, [task]);
    const { step } = recorder();
    const rename = (to: string) =>
      step(to, {
        do: (ctx) => {
          ctx.writeWithEnd({
            read: ['select title from task where id = ? for update', [ctx.taskId]],
            write: ([found]) => [
              [
                'update task set title = ? where id = ?',
                [`${(found as { title: string }).title} ${to}`, ctx.taskId],
              ],
            ],
          });
          return Promise.resolve();
        },
      });
    const definition = taskOf([rename('first'), rename('last')]);
    startEngine(services, [definition]);
    const id = await asking(services, definition)('lane');
    expect(await reached(services, id)).toMatchObject({ status: 'SUCCEEDED', undoing: 0 });
    expect(await name(id)).toEqual([{ name: 'test first last' }]);
  });

  it('write nothing with their end once another worker has the task', async () => {
    let begun = 0;
    const { step } = recorder();
    const slow = step('a', {
      do: async (ctx) => {
        const worker = ++begun;
        ctx.writeWithEnd({
          read: ['select 1', []],
          write: () => [['update task set title = ? where id = ?', [`by ${worker}`, ctx.taskId]]],
        });
        if (worker > 1) return;
        // Taken over while it worked.
        await run(services.em(), 'update task set epoch = epoch + 1, owner = null where id = ?', [
          ctx.taskId,
        ]);
      },
    });
    const definition = taskOf([slow]);
    startEngine(services, [definition]);
    const id = await asking(services, definition)('lane');
    expect(await reached(services, id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(begun).toBe(2);
    expect(await rows(services.em(), NAME, [id])).toEqual([{ name: 'by 2' }]);
  });

  it('are undone newest first when one fails for good, itself included', async () => {
    const { ran, step } = recorder();
    const definition = taskOf([
      step('a'),
      step('b'),
      step('c', { do: fail('No room.') }),
      step('d'),
    ]);
    startEngine(services, [definition]);
    const id = await asking(services, definition)('lane');
    const state = await reached(services, id);
    expect(state).toMatchObject({ status: 'FAILED', errorCode: 'INTERNAL', message: 'No room.' });
    expect(state.steps.map((s) => s.status)).toEqual(['UNDONE', 'UNDONE', 'UNDONE', 'PENDING']);
    expect(ran).toEqual(['do a', 'do b', 'undo c', 'undo b', 'undo a']);
  });

  it('do not tell people what went wrong inside', async () => {
    const { step } = recorder();
    const secret = () => Promise.reject(new Error('password=hunter2'));
    const definition = taskOf([step('a', { do: secret })]);
    startEngine(services, [definition]);
    const id = await asking(services, definition)('lane');
    const state = await reached(services, id);
    expect(state).toMatchObject({ status: 'FAILED', errorCode: 'INTERNAL' });
    expect(JSON.stringify(state) + (await logOf(services, id)).join()).not.toContain('hunter2');
  });

  it('wait after a passing fault and are tried again, holding the lane', async () => {
    let tries = 0;
    const { ran, step } = recorder();
    const definition = taskOf([
      step('a', {
        do: (ctx) => {
          if (ctx.input.n === 0 && ++tries < 3)
            return Promise.reject(new RetryableError('The host is away.'));
          ran.push(`did ${ctx.input.n}`);
          return Promise.resolve();
        },
      }),
    ]);
    const asked = asking(services, definition);
    const first = await asked('lane', 0);
    const second = await asked('lane', 1);
    startEngine(services, [definition]);
    await reached(services, first, ['RETRYING']);
    expect(await reached(services, first)).toMatchObject({ status: 'SUCCEEDED' });
    await reached(services, second);
    expect(ran).toEqual(['did 0', 'did 1']);
    const tried = /^Try (\d) of \d failed, the next is in [\d.]+ s: The host is away\.$/;
    const log = await logOf(services, first);
    expect(log.map((line) => tried.exec(line)?.[1])).toEqual(['1', '2']);
  });

  it('fail when a passing fault does not pass', async () => {
    const { ran, step } = recorder();
    const away = () => Promise.reject(new RetryableError('Away.', { code: 'HOST_UNREACHABLE' }));
    const definition = taskOf([step('a'), step('b', { do: away })]);
    startEngine(services, [definition]);
    const id = await asking(services, definition)('lane');
    expect(await reached(services, id)).toMatchObject({
      status: 'FAILED',
      errorCode: 'HOST_UNREACHABLE',
      message: 'Away.',
    });
    expect(ran).toEqual(['do a', 'undo b', 'undo a']);
  });
});

describe('an undo that fails', () => {
  it('is tried again', async () => {
    let tries = 0;
    const { step } = recorder();
    const definition = taskOf([
      step('a', {
        do: fail('No.'),
        undo: () => (++tries < 2 ? Promise.reject(new Error('not yet')) : Promise.resolve()),
      }),
    ]);
    startEngine(services, [definition]);
    const id = await asking(services, definition)('lane');
    expect(await reached(services, id)).toMatchObject({ status: 'FAILED', message: 'No.' });
    expect(tries).toBe(2);
  });

  it('leaves the task PARTIAL, naming what is left; the lane goes on', async () => {
    const { ran, step } = recorder();
    const definition = taskOf([
      step('address', { leftover: () => 'address 10.0.0.1' }),
      step('nothing to undo', { undo: undefined as never }),
      step('disk', {
        do: (ctx) => (ctx.input.n === 0 ? fail('Full.')() : Promise.resolve()),
        undo: () => Promise.reject(new Error('stuck')),
      }),
    ]);
    startEngine(services, [definition]);
    const asked = asking(services, definition);
    const id = await asked('lane');
    const state = await reached(services, id);
    expect(state).toMatchObject({
      status: 'PARTIAL',
      message: 'Full.',
      leftovers: ['what "disk" made', 'address 10.0.0.1'],
    });
    expect(ran).toEqual(['do address', 'do nothing to undo']);
    expect(await reached(services, await asked('lane', 1))).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('definitions', () => {
  const { step } = recorder();
  const engineOf = (definitions: readonly AnyTaskDefinition[]) => () =>
    new TaskEngine({ services, definitions, concurrency: 1, processName: 'test' });

  it('must not be missing', () => {
    expect(engineOf([taskOf([step('a')])])).toThrow(/CREATE_VM has no definition/);
  });

  it('must not be there twice', () => {
    const two = [...completeSet([taskOf([step('a')])]), taskOf([step('b')])];
    expect(engineOf(two)).toThrow(/START_VM is defined twice/);
  });
});
