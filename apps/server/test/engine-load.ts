// A worker process for the bench of the task engine, told over IPC what to do.
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type Database, type Em, openDatabase, rows, transaction } from '../src/platform/db.ts';
import { openEventBus } from '../src/platform/events.ts';
import { TaskEngine } from '../src/task/engine.ts';
import { announceTask, enqueueTask } from '../src/task/enqueue.ts';
import { defineTask } from '../src/task/task-definition.ts';
import { completeSet, engineServices } from './task-world.ts';

interface Order {
  /** `open` begins to share what others ask for, `fill` asks, `count` tells how much was begun here. */
  readonly kind: 'drain' | 'wait' | 'open' | 'fill' | 'count';
  readonly workers: number;
  readonly tasks: number;
  readonly lanes: number;
}

const [url = '', redisUrl] = process.argv.slice(2);
const orm = await openDatabase(url);
// Of several processes on one database, the first makes the tables.
if (!(await hasTables(orm))) await orm.schema.create();
const services = engineServices({ url, orm }, openEventBus(redisUrl));

async function hasTables(database: Database): Promise<boolean> {
  const sql =
    "select 1 from information_schema.tables where table_schema = database() and table_name = 'task'";
  return (await rows(database.em.fork() as Em, sql)).length > 0;
}

let begun: (() => void) | undefined;
let count = 0;
let shared: TaskEngine | undefined;
const nothing = defineTask<Record<string, never>>({
  type: 'START_VM',
  input: z.object({}) as z.ZodType<Record<string, never>>,
  steps: [
    {
      name: 'nothing',
      do: () => {
        count++;
        begun?.();
        return Promise.resolve();
      },
    },
  ],
  succeeded: () => 'Done.',
});

async function withEngine<T>(concurrency: number, work: (engine: TaskEngine) => Promise<T>) {
  const engine = new TaskEngine({
    services,
    definitions: completeSet([nothing]),
    concurrency,
    processName: 'bench',
  });
  engine.start();
  try {
    return await work(engine);
  } finally {
    await engine.stop({ graceMs: 5_000 });
  }
}

async function enqueue(count: number, lanes: number): Promise<void> {
  const run = randomBytes(4).toString('hex');
  await transaction(services.em(), async (em) => {
    for (let i = 0; i < count; i++)
      await enqueueTask(em, {
        type: 'START_VM',
        input: {},
        title: 'nothing',
        lane: `${run}-${i % lanes}`,
      });
  });
}

/** Runs tasks to their end. @returns ms from the wake-up until the last one is written */
async function drain(engine: TaskEngine, { tasks, lanes }: Order): Promise<number> {
  let left = tasks;
  const over = Promise.withResolvers<void>();
  begun = () => {
    if (--left === 0) over.resolve();
  };
  await enqueue(tasks, lanes);
  const since = performance.now();
  services.events.publish('work', { lane: '' });
  await over.promise;
  while (engine.running > 0) await new Promise((resolve) => setImmediate(resolve));
  return performance.now() - since;
}

/** Asks for one task at a time. @returns ms from its commit until its step begins */
async function wait({ tasks }: Order): Promise<number[]> {
  const waits: number[] = [];
  for (let i = 0; i < tasks; i++) {
    const started = Promise.withResolvers<number>();
    begun = () => started.resolve(performance.now());
    const id = await transaction(services.em(), (em) =>
      enqueueTask(em, { type: 'START_VM', input: {}, title: 'nothing' }),
    );
    const since = performance.now();
    announceTask(services.events, id);
    waits.push((await started.promise) - since);
  }
  return waits;
}

/** Works on what any process asks for, until the parent leaves. */
async function open({ workers }: Order): Promise<number> {
  shared = new TaskEngine({
    services,
    definitions: completeSet([nothing]),
    concurrency: workers,
    processName: 'bench',
  });
  shared.start();
  return 0;
}

async function fill({ tasks, lanes }: Order): Promise<number> {
  await enqueue(tasks, lanes);
  services.events.publish('work', { lane: '' });
  return tasks;
}

async function obey(order: Order): Promise<number | number[]> {
  if (order.kind === 'open') return open(order);
  if (order.kind === 'fill') return fill(order);
  if (order.kind === 'count') return count;
  return withEngine(order.workers, async (engine) => {
    // Connections are open and statements known before the clock runs.
    await drain(engine, { ...order, tasks: order.workers * 4 });
    return order.kind === 'drain' ? drain(engine, order) : wait(order);
  });
}

process.on('message', (order: Order) => {
  void obey(order).then((result) => process.send?.(result));
});
process.on('disconnect', () => {
  const stopped = shared?.stop({ graceMs: 1_000 }) ?? Promise.resolve();
  void stopped.then(() => orm.close(true)).then(() => process.exit(0));
});
process.send?.('ready');
