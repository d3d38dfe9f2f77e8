import { constantValues } from '../constant/constant.service.ts';
import { type Em, rows, run } from '../platform/db.ts';
import type { PeriodicJob } from '../schedule/periodic-jobs.ts';
import type { Services } from '../services.ts';

/** Tasks looked at in one statement, and statements in one round; the next round goes on. */
const BATCH = 500;
const BATCHES = 40;

interface OldTask {
  readonly seq: string;
  readonly over: number;
}

/**
 * Removes tasks that ended longer ago than the constant says, with their steps and logs, the oldest
 * first. What left something behind stays until that is settled. Bounded: it walks the tasks in
 * the order of their asking, and stops at the first that was asked for later than that.
 * @returns how many were removed
 */
export async function pruneTasks(services: Pick<Services, 'em'>): Promise<number> {
  const em = services.em();
  const { taskRetentionDays } = await constantValues(em);
  let removed = 0;
  let after = '0';
  for (let batch = 0; batch < BATCHES; batch++) {
    const tasks = await readBatch(em, after, taskRetentionDays);
    const over = tasks.filter((task) => Boolean(task.over)).map(({ seq }) => seq);
    // Their steps and log lines go with them.
    if (over.length > 0) removed += await run(em, 'delete from task where seq in (?)', [over]);
    const last = tasks.at(-1);
    if (!last || tasks.length < BATCH) break;
    after = last.seq;
  }
  await forgetAnswers(em, taskRetentionDays);
  return removed;
}

/** Old tasks by age, and whether each has ended for good long enough ago. */
function readBatch(em: Em, after: string, days: number): Promise<OldTask[]> {
  return rows<OldTask>(
    em,
    `select seq, status in ('SUCCEEDED', 'FAILED', 'CANCELLED')
              and finished_at < utc_timestamp(3) - interval ? day as \`over\`
       from (select seq, status, finished_at, created_at from task where seq > ? order by seq limit ${BATCH}) t
      where created_at < utc_timestamp(3) - interval ? day order by seq`,
    [days, after, days],
  );
}

/** Nobody repeats a request after so long: the memory of its result goes with the task. */
async function forgetAnswers(em: Em, days: number): Promise<void> {
  const sql = `delete from mutation_result where at < utc_timestamp(3) - interval ? day limit ${BATCH * BATCHES}`;
  await run(em, sql, [days]);
}

/** Removes old tasks, and the remembered answers of mutations, at regular intervals. */
export const taskRetentionJob: PeriodicJob = {
  name: 'task-retention',
  everyMs: 3_600_000,
  run: async (services) => {
    const removed = await pruneTasks(services);
    if (removed > 0) services.log.info({ removed }, 'old tasks removed');
  },
};
