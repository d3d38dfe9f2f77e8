import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { startTestServer, type TestServer } from '../../test/database-setup.ts';
import { createTestRedis } from '../../test/redis.ts';
import {
  createSagaTables,
  letGo,
  madeBy,
  SAGA_STEPS,
  type Saga,
  saga,
  seenOf,
} from '../../test/saga-fixture.ts';
import { forkProgram } from '../../test/server-process.ts';
import { startEngine } from '../../test/task-harness.ts';
import { ask, completeSet, engineServices, logOf, reached } from '../../test/task-world.ts';
import { waitFor } from '../../test/wait-for.ts';
import { rows, run, transaction } from '../platform/db.ts';
import { openEventBus } from '../platform/events.ts';
import type { TaskId } from '../platform/ids.ts';
import type { Services } from '../services.ts';
import { announceTask, enqueueTask } from './enqueue.ts';
import { announceChange, cancel } from './task.service.ts';
import { registerTasks, type Step } from './task-definition.ts';

let database: TestDatabase;
let services: Services;
const workers = new Set<ChildProcess>();

beforeAll(async () => {
  database = await createTestDatabase();
  services = engineServices(database);
  await createSagaTables(services.em());
  registerTasks(completeSet([saga]));
});
afterAll(() => database.drop());
afterEach(async () => {
  await Promise.all(
    [...workers].map(async (worker) => {
      worker.kill('SIGKILL');
      if (worker.exitCode === null && worker.signalCode === null) await once(worker, 'exit');
    }),
  );
  workers.clear();
});

/** Starts a worker process and waits until it works. */
async function startWorker(...options: readonly string[]): Promise<ChildProcess> {
  const worker = await forkProgram('saga-worker', [database.url, ...options]);
  workers.add(worker);
  worker.once('exit', () => workers.delete(worker));
  await Promise.race([once(worker, 'message'), once(worker, 'exit')]);
  return worker;
}

const NOTHING: Saga = { fails: null, holds: null };
const askSaga = (more: Partial<Saga> = {}): Promise<TaskId> =>
  ask(services, { type: 'CREATE_VM', input: { ...NOTHING, ...more }, title: 'saga' });

describe('a worker that is killed', () => {
  const forward = SAGA_STEPS.flatMap((step) => [`BEGUN ${step}`, `DONE ${step}`]);
  const backward = ['FAILED c', 'UNDONE c', 'UNDONE b', 'UNDONE a'];

  it('at any step boundary leaves a task that is done or of which nothing is left', async () => {
    const asked = async (boundary: string, fails: string | null) => {
      const id = await transaction(services.em(), async (em) => {
        const input = { ...NOTHING, fails };
        const made = await enqueueTask(em, { type: 'CREATE_VM', input, title: boundary });
        await run(em, 'insert into saga_kill values (?, ?)', [made, boundary]);
        return made;
      });
      return { id, boundary, fails };
    };
    const tasks = [];
    for (const boundary of forward) tasks.push(await asked(boundary, null));
    for (const boundary of backward) tasks.push(await asked(boundary, 'c'));
    let deaths = 0;
    let over = false;
    const keepWorking = async () => {
      while (!over) {
        const worker = await startWorker();
        if (worker.signalCode === null) await once(worker, 'exit');
        if (worker.signalCode === 'SIGKILL' && !over) deaths++;
      }
    };
    const running = [keepWorking(), keepWorking()];
    for (const { id, boundary, fails } of tasks) {
      const state = await reached(services, id);
      expect({ boundary, status: state.status }).toEqual({
        boundary,
        status: fails ? 'FAILED' : 'SUCCEEDED',
      });
      expect(await madeBy(services.em(), id)).toEqual(fails ? [] : [...SAGA_STEPS]);
      if (!fails) expect(state.message).toBe('abc');
    }
    over = true;
    for (const worker of workers) worker.kill('SIGKILL');
    await Promise.all(running);
    // One process may come to two boundaries at once, and dies but once.
    expect(deaths).toBeGreaterThan((forward.length + backward.length) / 2);
    expect(deaths).toBeLessThanOrEqual(forward.length + backward.length);
    // Each death takes its boundary away; the one it never told of stays.
    const left = await rows(services.em(), 'select * from saga_kill');
    expect(left.length).toBeLessThanOrEqual(forward.length + backward.length - deaths);
  });
});

describe('a worker that is stopped and wakes up late', () => {
  it('sees its signal aborted, and cannot write any more', async () => {
    const worker = await startWorker();
    const id = await askSaga({ holds: 'b' });
    await waitFor('the step to hold', async () => (await seenOf(services.em(), id)).length > 0);
    worker.kill('SIGSTOP');
    await letGo(services.em(), id);
    startEngine(services, [saga]);
    const state = await reached(services, id);
    expect(state).toMatchObject({ status: 'SUCCEEDED', message: 'abc', epoch: 2 });
    // Held again for the one who wakes up: it is to find out by its signal.
    await run(services.em(), 'delete from saga_go where task_id = ?', [id]);
    worker.kill('SIGCONT');
    const late = await waitFor('the late worker to notice', async () =>
      (await seenOf(services.em(), id)).find(({ what }) => what.startsWith('late')),
    );
    expect(late).toEqual({ what: 'late: LeaseLostError', pid: worker.pid });
    expect(await madeBy(services.em(), id)).toEqual(['a', 'b', 'c']);
    expect(await reached(services, id)).toEqual(state);
    expect(await logOf(services, id)).toEqual([
      'Made a.',
      'The worker that ran this was lost; another one goes on.',
      'Made b.',
      'Made c.',
    ]);
  });
});

describe('several processes', () => {
  it('wake each other and cancel each other’s tasks over Redis', async () => {
    await using redis = await createTestRedis();
    const events = openEventBus(redis.url);
    try {
      const here = { ...services, events };
      await waitFor('Redis', () => events.healthy());
      // Polls too seldom to matter: what comes, comes by events.
      await startWorker(redis.url, '600000');
      const ended: string[] = [];
      events.on('task', ({ id }) => ended.push(id));
      const first = await ask(here, { type: 'CREATE_VM', input: NOTHING, title: 'saga' });
      await reached(services, first);
      await waitFor('its events', () => ended.filter((id) => id === first).length >= 4);
      const input = { ...NOTHING, holds: 'b' };
      const second = await ask(here, { type: 'CREATE_VM', input, title: 'saga' });
      await waitFor('it to hold', async () => (await seenOf(services.em(), second)).length > 0);
      await transaction(services.em(), (em) => cancel(em, second));
      announceChange(events, second);
      expect(await reached(services, second)).toMatchObject({ status: 'CANCELLED' });
      expect(await madeBy(services.em(), second)).toEqual([]);
      await redis.kill();
      await waitFor('the loss to be noticed', () => !events.healthy());
      await redis.start();
      await waitFor('Redis again', () => events.healthy());
      const third = await transaction(services.em(), (em) =>
        enqueueTask(em, { type: 'CREATE_VM', input: NOTHING, title: 'saga' }),
      );
      // The worker's own connection may come back later than ours.
      await waitFor('the third task', async () => {
        announceTask(events, third);
        return (await madeBy(services.em(), third)).length === 3;
      });
    } finally {
      await events.close();
    }
  });
});

describe('a database that is killed and started again', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  it('costs no task, and runs nothing twice at once or out of order', async () => {
    await using own = await createTestDatabase(server.url);
    const here = engineServices(own);
    const em = () => here.em();
    await createSagaTables(em());
    const inside = new Map<string, number>();
    const together: string[] = [];
    const order = new Map<string, string[]>();
    const watched = (step: Step<Saga>): Step<Saga> => ({
      ...step,
      do: async (ctx) => {
        const lane = String(ctx.vmId);
        if (inside.get(lane)) together.push(lane);
        inside.set(lane, 1);
        try {
          if (order.get(lane)?.at(-1) !== ctx.taskId)
            order.set(lane, [...(order.get(lane) ?? []), ctx.taskId]);
          return await step.do(ctx);
        } finally {
          inside.set(lane, 0);
        }
      },
    });
    const definition = { ...saga, steps: saga.steps.map(watched) };
    registerTasks(completeSet([definition]));
    const lanes = Array.from({ length: 8 }, (_, i) => `lane-${i}`);
    const ids = new Map<string, TaskId[]>(lanes.map((lane) => [lane, []]));
    await transaction(em(), async (tx) => {
      for (let n = 0; n < 30; n++)
        for (const lane of lanes) {
          const task = { type: 'CREATE_VM', input: NOTHING, title: 'saga', lane } as const;
          const id = await enqueueTask(tx, { ...task, vmId: lane as never });
          ids.get(lane)?.push(id);
        }
    });
    const retry = { tries: 20, undoTries: 2, firstMs: 20, maxMs: 200 };
    for (let i = 0; i < 2; i++) startEngine(here, [definition], { concurrency: 8, retry });
    await waitFor('a good part to be done', () => [...order.values()].flat().length > 60);
    await server.kill();
    await waitFor('everybody to notice', () => ![...inside.values()].some(Boolean));
    server.start();
    const all = [...ids.values()].flat();
    await waitFor(
      'all tasks',
      async () => {
        const left = await rows<{ n: number }>(
          em(),
          "select count(*) as n from task where status <> 'SUCCEEDED'",
        ).catch(() => [{ n: -1 }]);
        return left[0]?.n === 0;
      },
      45_000,
    );
    expect(together).toEqual([]);
    for (const lane of lanes) expect(order.get(lane)).toEqual(ids.get(lane));
    const made = await rows<{ n: number }>(em(), 'select count(*) as n from saga_made');
    expect(made[0]?.n).toBe(all.length * 3);
  });
});
