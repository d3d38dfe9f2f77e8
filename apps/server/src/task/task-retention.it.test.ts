import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { engineServices } from '../../test/task-world.ts';
import { rows, run, transaction } from '../platform/db.ts';
import type { Services } from '../services.ts';
import { TASK_DEFINITIONS } from '../tasks.ts';
import { enqueueTask } from './enqueue.ts';
import { registerTasks } from './task-definition.ts';
import { pruneTasks } from './task-retention.ts';

let database: TestDatabase;
let services: Services;
beforeAll(async () => {
  database = await createTestDatabase();
  services = engineServices(database);
  registerTasks(TASK_DEFINITIONS);
});
afterAll(() => database.drop());
beforeEach(() => run(services.em(), 'delete from task'));

/** Writes tasks that were asked for and ended so many days ago. */
async function old(title: string, days: number, { status = 'SUCCEEDED', count = 1 } = {}) {
  await transaction(services.em(), async (em) => {
    for (let i = 0; i < count; i++)
      await enqueueTask(em, { type: 'START_VM', input: { vmId: 'vm_x', name: 'x' }, title });
  });
  await run(
    services.em(),
    `update task set status = ?, created_at = utc_timestamp(3) - interval ? day,
            finished_at = if(? in ('PENDING', 'RUNNING'), null, utc_timestamp(3) - interval ? day)
      where title = ?`,
    [status, days, status, days, title],
  );
  await run(
    services.em(),
    `insert into task_event (task_seq, seq, at, level, message)
     select seq, 1, utc_timestamp(3), 'INFO', 'said' from task where title = ?`,
    [title],
  );
}

const titles = async () =>
  (
    await rows<{ title: string }>(services.em(), 'select distinct title from task order by title')
  ).map(({ title }) => title);

describe('pruneTasks', () => {
  it('removes what ended long ago with its steps and log, and nothing else', async () => {
    await old('left', 200, { status: 'PARTIAL' });
    await old('waits', 200, { status: 'PENDING' });
    await old('gone', 91);
    await old('failed', 100, { status: 'FAILED' });
    await old('young', 89);
    expect(await pruneTasks(services)).toBe(2);
    expect(await titles()).toEqual(['left', 'waits', 'young']);
    for (const table of ['task_step', 'task_event'])
      expect(await rows(services.em(), `select distinct task_seq from ${table}`)).toHaveLength(3);
    expect(await pruneTasks(services)).toBe(0);
  });

  it('takes many batches, and as many days as the constant says', async () => {
    await old('many', 3, { count: 1_100 });
    await old('today', 0);
    await run(
      services.em(),
      "insert into constant (name, value, updated_at) values ('taskRetentionDays', '2', utc_timestamp(3))",
    );
    expect(await pruneTasks(services)).toBe(1_100);
    expect(await titles()).toEqual(['today']);
  });
});
