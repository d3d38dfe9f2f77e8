// A worker process for the bench of the task engine, told over IPC what to do.
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { openDatabase, transaction } from '../src/platform/db.ts';
import { TaskEngine } from '../src/task/engine.ts';
import { announceTask, enqueueTask } from '../src/task/enqueue.ts';
import { defineTask } from '../src/task/task-definition.ts';
import { completeSet, engineServices } from './task-world.ts';

interface Order {
  readonly kind: 'drain' | 'wait';
  readonly workers: number;
  readonly tasks: number;
  readonly lanes: number;
}

const url = process.argv[2] ?? '';
const orm = await openDatabase(url);
await orm.schema.create();
const services = engineServices({ url, orm });

let begun: (() => void) | undefined;
const nothing = defineTask<Record<string, never>>({
  type: 'START_VM',
  input: z.object({}) as z.ZodType<Record<string, never>>,
  steps: [
    {
      name: 'nothing',
      do: () => {
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

const obey = (order: Order): Promise<number | number[]> =>
  withEngine(order.workers, async (engine) => {
    // Connections are open and statements known before the clock runs.
    await drain(engine, { ...order, tasks: order.workers * 4 });
    return order.kind === 'drain' ? drain(engine, order) : wait(order);
  });

process.on('message', (order: Order) => {
  void obey(order).then((result) => process.send?.(result));
});
process.on('disconnect', () => void orm.close(true));
process.send?.('ready');
