import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { startEngine } from '../../test/task-harness.ts';
import {
  ask,
  completeSet,
  engineServices,
  logOf,
  reached,
  taskState,
} from '../../test/task-world.ts';
import { waitFor } from '../../test/wait-for.ts';
import { rows, run, transaction } from '../platform/db.ts';
import { type HostId, newId } from '../platform/ids.ts';
import type { Services } from '../services.ts';
import { TaskEngine } from './engine.ts';
import { type AnyTaskDefinition, defineTask, registerTasks, type Step } from './task-definition.ts';
import { FatalTaskError, RetryableError } from './task-errors.ts';

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

const input = z.object({ n: z.number().default(0) });
type Input = z.infer<typeof input>;

/** A START_VM task made of these steps. */
function taskOf(steps: readonly Step<Input>[], more: Partial<AnyTaskDefinition> = {}) {
  return defineTask<Input>({
    type: 'START_VM',
    input: input as z.ZodType<Input>,
    steps,
    succeeded: () => 'Started.',
    ...more,
  });
}

/** Registers the definition and asks for tasks of it. */
function asking(definition: AnyTaskDefinition) {
  registerTasks(completeSet([definition]));
  return (lane: string, n = 0, more: Record<string, unknown> = {}) =>
    ask(services, { type: definition.type, input: { n }, title: 'test', lane, ...more });
}

/** Records what ran, in the order it ran. */
function recorder() {
  const ran: string[] = [];
  const step = (name: string, more: Partial<Step<Input>> = {}): Step<Input> => ({
    name,
    do: () => {
      ran.push(`do ${name}`);
      return Promise.resolve();
    },
    undo: () => {
      ran.push(`undo ${name}`);
      return Promise.resolve();
    },
    ...more,
  });
  return { ran, step };
}

const NAME = 'select title as name from task where id = ?';

const fail = (message: string) => () => Promise.reject(new FatalTaskError(message));

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
    const id = await asking(definition)('lane', 41);
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
    const id = await asking(definition)('lane');
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
    const id = await asking(definition)('lane');
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
    const id = await asking(definition)('lane');
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
    const id = await asking(definition)('lane');
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
    const asked = asking(definition);
    const first = await asked('lane', 0);
    const second = await asked('lane', 1);
    startEngine(services, [definition]);
    await reached(services, first, ['RETRYING']);
    expect(await reached(services, first)).toMatchObject({ status: 'SUCCEEDED' });
    await reached(services, second);
    expect(ran).toEqual(['did 0', 'did 1']);
    expect(await logOf(services, first)).toHaveLength(2);
  });

  it('fail when a passing fault does not pass', async () => {
    const { ran, step } = recorder();
    const away = () => Promise.reject(new RetryableError('Away.', { code: 'HOST_UNREACHABLE' }));
    const definition = taskOf([step('a'), step('b', { do: away })]);
    startEngine(services, [definition]);
    const id = await asking(definition)('lane');
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
    const id = await asking(definition)('lane');
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
    const asked = asking(definition);
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

describe('lanes', () => {
  /** A step that reports overlaps within its lane. */
  function watched(durationMs: () => number) {
    const order = new Map<string, number[]>();
    const open = new Map<string, number>();
    let together = 0;
    let most = 0;
    const overlaps: string[] = [];
    const one: Step<Input> = {
      name: 'work',
      do: async (ctx) => {
        const lane = String(ctx.vmId);
        if ((open.get(lane) ?? 0) > 0) overlaps.push(lane);
        open.set(lane, (open.get(lane) ?? 0) + 1);
        most = Math.max(most, ++together);
        order.set(lane, [...(order.get(lane) ?? []), ctx.input.n]);
        await new Promise((resolve) => setTimeout(resolve, durationMs()));
        open.set(lane, (open.get(lane) ?? 0) - 1);
        together--;
      },
    };
    return { one, order, overlaps, most: () => most };
  }

  it('keep the order and never run two at once, with 4 engines', async () => {
    const work = watched(() => Math.random() * 4);
    const definition = taskOf([work.one]);
    const asked = asking(definition);
    const lanes = Array.from({ length: 8 }, () => newId('vm'));
    const ids = [];
    for (let n = 0; n < 25; n++) for (const vmId of lanes) ids.push(await asked(vmId, n, { vmId }));
    for (let i = 0; i < 4; i++) startEngine(services, [definition]);
    for (const id of ids) expect((await reached(services, id)).status).toBe('SUCCEEDED');
    expect(work.overlaps).toEqual([]);
    const wanted = Array.from({ length: 25 }, (_, n) => n);
    for (const lane of lanes) expect(work.order.get(lane)).toEqual(wanted);
    expect(work.most()).toBeGreaterThan(4);
  });

  it('hold when another worker takes a later task at the same moment', async () => {
    const { ran, step } = recorder();
    const definition = taskOf([step('a')]);
    const asked = asking(definition);
    const first = await asked('lane');
    const second = await asked('lane');
    const committed = Promise.withResolvers<void>();
    const taken = Promise.withResolvers<void>();
    // As if the first had been committed only after the other worker had looked.
    const other = transaction(services.em(), async (em) => {
      await run(
        em,
        `update task set status = 'RUNNING', held_lane = lane, owner = 'other', epoch = 1,
                lease_until = utc_timestamp(3) + interval 1 hour where id = ?`,
        [second],
      );
      taken.resolve();
      await committed.promise;
    });
    await taken.promise;
    startEngine(services, [definition]);
    const waiting = async () => {
      const sql = `select 1 from information_schema.processlist
        where db = database() and command = 'Query' and info like 'update task t left join%'`;
      return (await rows(services.em(), sql)).length > 0;
    };
    await waitFor('the engine to meet the other', waiting);
    committed.resolve();
    await other;
    const third = await asked('elsewhere');
    await reached(services, third);
    expect(await taskState(services, first)).toMatchObject({ status: 'PENDING' });
    expect(ran).toEqual(['do a']);
    const end = "update task set status = 'SUCCEEDED', held_lane = null where id = ?";
    await run(services.em(), end, [second]);
    expect(await reached(services, first)).toMatchObject({ status: 'SUCCEEDED', epoch: 1 });
  });

  it('are left to others of higher priority, yet keep their own order', async () => {
    const { one, order } = watched(() => 0);
    const definition = taskOf([one]);
    const asked = asking(definition);
    const vmId = newId('vm');
    const ids = [
      await asked('low', 1, { vmId, priority: 30 }),
      await asked('normal', 2, { vmId }),
      await asked('low', 3, { vmId, priority: 0 }),
      await asked('urgent', 4, { vmId, priority: 0 }),
    ];
    startEngine(services, [definition], { concurrency: 1 });
    for (const id of ids) await reached(services, id);
    expect(order.get(vmId)).toEqual([4, 2, 1, 3]);
  });

  it('wait when a limit of their host or kind is reached, and hold up nobody else', async () => {
    const work = watched(() => 15);
    const limited = {
      ...taskOf([work.one]),
      limits: [
        { scope: 'HOST', max: 2 },
        { scope: 'KIND', max: 3 },
      ],
    } as const;
    const free = taskOf([{ name: 'free', do: () => Promise.resolve() }], { type: 'REBOOT_VM' });
    registerTasks(completeSet([limited, free]));
    const hostIds = [newId('host'), newId('host')];
    const counts: { host: number; kind: number }[] = [];
    const hosts = new Map<HostId | null, number>();
    let kind = 0;
    const counting: AnyTaskDefinition = {
      ...limited,
      steps: [
        {
          name: 'work',
          do: async (ctx) => {
            hosts.set(ctx.hostId, (hosts.get(ctx.hostId) ?? 0) + 1);
            counts.push({ host: hosts.get(ctx.hostId) ?? 0, kind: ++kind });
            await new Promise((resolve) => setTimeout(resolve, 15));
            hosts.set(ctx.hostId, (hosts.get(ctx.hostId) ?? 0) - 1);
            kind--;
          },
        },
      ],
    };
    const ids = [];
    for (let n = 0; n < 24; n++) {
      const hostId = hostIds[n % 4 === 0 ? 1 : 0] as HostId;
      ids.push(
        await ask(services, { type: 'START_VM', input: { n }, title: 't', lane: `l${n}`, hostId }),
      );
    }
    const other = await ask(services, { type: 'REBOOT_VM', input: {}, title: 't', lane: 'other' });
    for (let i = 0; i < 3; i++) startEngine(services, [counting, free], { concurrency: 8 });
    const done = await reached(services, other);
    expect(done.status).toBe('SUCCEEDED');
    for (const id of ids) expect((await reached(services, id)).status).toBe('SUCCEEDED');
    expect(Math.max(...counts.map((c) => c.host))).toBe(2);
    expect(Math.max(...counts.map((c) => c.kind))).toBe(3);
  });
});

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
    const id = await asking(definition)('lane');
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
    const id = await asking(definition)('lane');
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
    const id = await asking(definition)('lane');
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
    const id = await asking(definition)('lane');
    const definitions = completeSet([definition]);
    const first = new TaskEngine({
      ...{ services, definitions, concurrency: 1, processName: 'first' },
      ...never,
    });
    first.start();
    await reached(services, id, ['RUNNING']);
    startEngine(services, [definition], never);
    // It has looked at everything once.
    await reached(services, await asking(definition)('elsewhere', 0, { type: 'REBOOT_VM' }));
    const stopped = first.stop({ graceMs: 5_000 });
    stopping = true;
    await stopped;
    expect(await reached(services, id)).toMatchObject({ status: 'SUCCEEDED', epoch: 2 });
  });
});
