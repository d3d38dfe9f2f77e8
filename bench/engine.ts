// The task engine: tasks that do nothing, against a bare queue with lanes on the same server.
//   node bench/engine.ts [rounds]     9 by default; exit 1 when a goal is missed
// Needs mariadbd, redis-server.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { LaneQueue } from './engine/lane-queue.ts';
import { share } from './engine/two-workers.ts';
import { benchScope, startDatabase } from './server/cloud.ts';
import {
  interleave,
  median,
  pairedRatio,
  printFindings,
  quantile,
  spread,
} from './server/figures.ts';

const rounds = Number(process.argv[2] ?? 9);
const TASKS = 400;
const LANES = 50;
const WAITS = 200;
const SHARED_ROUNDS = 5;
const SERVER = path.join(import.meta.dirname, '..', 'apps', 'server');

await using scope = benchScope();
const database = await startDatabase(scope);
const queue = scope.use(new LaneQueue(await database.create('bare')));
await queue.create();
const engine = await startEngineProcess(await database.create('engine'));

/** The engine in a process of its own, as a worker of the product is. */
async function startEngineProcess(url: string): Promise<ChildProcess> {
  const child = fork(path.join(SERVER, 'test', 'engine-load.ts'), [url], {
    cwd: SERVER,
    execArgv: ['--import', '@oxc-node/core/register'],
  });
  scope.defer(async () => {
    const ended = once(child, 'exit');
    child.disconnect();
    await ended;
  });
  await once(child, 'message');
  return child;
}

async function ask<T>(order: Record<string, unknown>): Promise<T> {
  const answer = once(engine, 'message');
  engine.send({ lanes: LANES, tasks: TASKS, workers: 1, ...order });
  return (await answer)[0] as T;
}

const ours = (workers: number) => async () => [
  (await ask<number>({ kind: 'drain', workers })) / TASKS,
];
const bare = (workers: number) => async () => [(await queue.drain(workers, TASKS, LANES)) / TASKS];

const taken = await interleave(rounds, {
  ours1: ours(1),
  bare1: bare(1),
  ours16: ours(16),
  bare16: bare(16),
});
const shared = { url: await database.create('shared'), places: 4, tasks: TASKS, lanes: LANES };
const alone: number[] = [];
const divided: number[] = [];
const together: number[] = [];
const busier: number[] = [];
let lost = 0;
for (let round = 0; round < SHARED_ROUNDS; round++) {
  const one = await share(shared.url, { ...shared, processes: 1, places: shared.places * 2 });
  const halves = await share(shared.url, { ...shared, processes: 2 });
  const two = await share(shared.url, { ...shared, processes: 2, places: shared.places * 2 });
  alone.push(one.ms / TASKS);
  divided.push(halves.ms / TASKS);
  together.push(two.ms / TASKS);
  busier.push(Math.max(...two.shares) / TASKS);
  const begun = two.shares.reduce((sum, n) => sum + n, 0);
  lost += Math.abs(begun - TASKS) + (TASKS - two.succeeded);
}
const waits = await ask<number[]>({ kind: 'wait', workers: 16, tasks: WAITS });

type Variant = keyof typeof taken;
const rate = (variant: Variant) => `${Math.round(1000 / median(taken[variant].flat()))}/s`;
const compare = (workers: 1 | 16) => ({
  what: `time of a task that does nothing, ${workers} at once, to a bare lane queue`,
  figures: `${rate(`ours${workers}`)} to ${rate(`bare${workers}`)}; ${spread(taken[`ours${workers}`].flat())}`,
  value: pairedRatio(taken[`ours${workers}`], taken[`bare${workers}`]),
  // At least 0.4 of its rate.
  most: 2.5,
  unit: '×',
});
const met = printFindings(`Task engine, ${rounds} rounds of ${TASKS} tasks in ${LANES} lanes`, [
  compare(1),
  compare(16),
  {
    what: 'time of a task with a second worker process of 8, to the first alone',
    figures: `${spread(together)} to ${spread(alone)}`,
    value: median(together.map((ms, i) => ms / (alone[i] ?? Number.NaN))),
    most: 1.05,
    unit: '×',
  },
  {
    what: 'the same with the 8 places divided between two processes',
    figures: `${spread(divided)} to ${spread(alone)}`,
    value: median(divided.map((ms, i) => ms / (alone[i] ?? Number.NaN))),
    most: 1.15,
    unit: '×',
  },
  {
    what: 'share of the busier of the two processes, %',
    figures: busier.map((part) => `${Math.round(part * 100)}`).join(', '),
    value: median(busier) * 100,
    most: 60,
    unit: '',
  },
  {
    what: 'tasks that the two lost, or ran twice',
    figures: `${SHARED_ROUNDS * TASKS} tasks`,
    value: lost,
    most: 0,
    unit: '',
  },
  {
    what: 'wait of a task when nothing else is to do, p50',
    figures: spread(waits),
    value: median(waits),
    most: 20,
    unit: ' ms',
  },
  {
    what: 'the same, p99',
    figures: '',
    value: quantile(waits, 0.99),
    most: 50,
    unit: ' ms',
  },
]);
process.exitCode = met ? 0 : 1;
