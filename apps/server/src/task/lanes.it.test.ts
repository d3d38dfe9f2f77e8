import { describe, expect, it } from 'vitest';
import { asking, type Numbered, recorder, taskOf } from '../../test/numbered-task.ts';
import { engineWorld, startEngine } from '../../test/task-harness.ts';
import { ask, completeSet, reached, taskState } from '../../test/task-world.ts';
import { waitFor } from '../../test/wait-for.ts';
import { rows, run, transaction } from '../platform/db.ts';
import { type HostId, newId } from '../platform/ids.ts';
import { type AnyTaskDefinition, registerTasks, type Step } from './task-definition.ts';

const services = engineWorld();

describe('lanes', () => {
  /** A step that reports overlaps within its lane. */
  function watched(durationMs: () => number) {
    const order = new Map<string, number[]>();
    const open = new Map<string, number>();
    let together = 0;
    let most = 0;
    const overlaps: string[] = [];
    const one: Step<Numbered> = {
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
    const asked = asking(services, definition);
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
    const asked = asking(services, definition);
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
    const asked = asking(services, definition);
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
