import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createPool, type RowDataPacket } from 'mysql2/promise';
import { createTestRedis } from '../../apps/server/test/redis.ts';

const SERVER = path.join(import.meta.dirname, '..', '..', 'apps', 'server');
const LOOK_MS = 10;

/** How two worker processes shared one queue. */
export interface Sharing {
  /** From the wake-up until the last task is written as done; the process that worked alone too. */
  readonly ms: number;
  /** Tasks begun by each process. */
  readonly shares: readonly number[];
  readonly succeeded: number;
}

/** Runs tasks by so many worker processes with one Redis; each has the same number of places. */
export async function share(
  url: string,
  {
    processes,
    places,
    tasks,
    lanes,
  }: { processes: number; places: number; tasks: number; lanes: number },
): Promise<Sharing> {
  await using redis = await createTestRedis();
  const pool = createPool({ uri: url });
  const workers: ChildProcess[] = [];
  try {
    for (let i = 0; i < processes; i++) workers.push(await begin(url, redis.url));
    const order = { workers: places, tasks, lanes };
    for (const worker of workers) await ask(worker, { kind: 'open', ...order });
    const [first] = workers;
    if (!first) throw new Error('no workers');
    // Connections are open and statements known before the clock runs.
    await ask(first, { kind: 'fill', ...order, tasks: places * processes * 4 });
    await untilNoneLeft();
    const before = await counts();
    const since = performance.now();
    await ask(first, { kind: 'fill', ...order });
    await untilNoneLeft();
    const ms = performance.now() - since;
    const after = await counts();
    const [rows] = await pool.query<RowDataPacket[]>(
      "select count(*) as n from (select status from task order by seq desc limit ?) t where status = 'SUCCEEDED'",
      [tasks],
    );
    const succeeded = Number(rows[0]?.['n']);
    return { ms, shares: after.map((n, i) => n - (before[i] ?? 0)), succeeded };
  } finally {
    for (const worker of workers) {
      const ended = once(worker, 'exit');
      worker.disconnect();
      await ended;
    }
    await pool.end();
  }

  async function untilNoneLeft(): Promise<void> {
    for (;;) {
      const [left] = await pool.query<RowDataPacket[]>(
        "select 1 from task where status in ('PENDING', 'RUNNING', 'RETRYING') limit 1",
      );
      if (left.length === 0) return;
      await delay(LOOK_MS);
    }
  }

  async function counts(): Promise<number[]> {
    const all: number[] = [];
    for (const worker of workers) all.push(await ask(worker, { kind: 'count' }));
    return all;
  }
}

async function begin(url: string, redisUrl: string): Promise<ChildProcess> {
  const child = fork(path.join(SERVER, 'test', 'engine-load.ts'), [url, redisUrl], {
    cwd: SERVER,
    execArgv: ['--import', '@oxc-node/core/register'],
  });
  await once(child, 'message');
  return child;
}

async function ask(worker: ChildProcess, order: Record<string, unknown>): Promise<number> {
  const answer = once(worker, 'message');
  worker.send(order);
  return (await answer)[0] as number;
}
