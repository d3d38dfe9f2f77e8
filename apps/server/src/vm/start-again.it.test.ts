import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { completeSet } from '../../test/task-world.ts';
import { type Em, rows, run, transaction } from '../platform/db.ts';
import { newId, type TaskId } from '../platform/ids.ts';
import { enqueueTask } from '../task/enqueue.ts';
import { registerTasks } from '../task/task-definition.ts';
import { enqueueStartAgain } from './start-again.ts';

let database: TestDatabase;
const em = () => database.orm.em.fork() as Em;
const vm = { vmId: newId('vm'), name: 'web', hostId: newId('host') };
const { vmId } = vm;

beforeAll(async () => {
  database = await createTestDatabase();
  registerTasks(completeSet([]));
});
afterAll(() => database?.drop());
beforeEach(() => run(em(), 'delete from task'));

const startAgain = () => transaction(em(), (tx) => enqueueStartAgain(tx, vm));

async function asked(type: 'START_VM' | 'DELETE_VM' | 'DESTROY_VM'): Promise<TaskId> {
  return transaction(em(), (tx) => enqueueTask(tx, { type, input: {}, title: 't', vmId }));
}

describe('a VM whose host went down under it', () => {
  it('is started in its turn, where it is', async () => {
    await asked('DESTROY_VM');
    const id = await startAgain();
    const sql = 'select type, lane, vm_id as vmId, host_id as hostId from task where id = ?';
    expect(await rows(em(), sql, [id])).toEqual([
      { type: 'START_VM', lane: vmId, vmId, hostId: vm.hostId },
    ]);
  });

  it('is not started twice', async () => {
    const first = await startAgain();
    expect(first).not.toBeNull();
    expect(await startAgain()).toBeNull();
    await run(em(), "update task set status = 'RUNNING' where id = ?", [first]);
    expect(await startAgain()).not.toBeNull();
  });

  it('is not started when it is about to be deleted', async () => {
    await asked('DELETE_VM');
    expect(await startAgain()).toBeNull();
  });
});
