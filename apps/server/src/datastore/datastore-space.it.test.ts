import { expect, test } from 'vitest';
import { createTestDatabase } from '../../test/database.ts';
import { addBaseRows, addHost, addVm } from '../../test/rows.ts';
import { completeSet } from '../../test/task-world.ts';
import { type Em, run, transaction } from '../platform/db.ts';
import { newId } from '../platform/ids.ts';
import { enqueueTask } from '../task/enqueue.ts';
import { registerTasks } from '../task/task-definition.ts';
import { choiceDatastores, reserveSpace } from './datastore-space.ts';

test('what disks are asked to grow by is promised until that is done, or given up', async () => {
  await using database = await createTestDatabase();
  const em = database.orm.em.fork() as Em;
  registerTasks(completeSet([]));
  const base = await addBaseRows(em);
  const ratio =
    "insert into constant (name, value, updated_at) values ('diskOvercommitRatio', '2', now())";
  await run(em, ratio);
  await run(em, 'update datastore set capacity_gib = 100, used_gib = 0, reserve_gib = 0');
  const vm = await addVm(em, base, { hostId: await addHost(em, { name: 'h1' }) });
  const ids = ['vdb', 'vdc'].map((target) => ({ id: newId('disk'), target }));
  for (const { id, target } of ids)
    await run(
      em,
      `insert into disk (id, vm_id, target, path, size_gib, datastore_id, root)
       values (?, ?, ?, ?, 10, ?, false)`,
      [id, vm.id, target, `vm_extra_disks/${target}`, base.datastore],
    );
  const promised = async () => (await choiceDatastores(em, 0))[0]?.promisedGiB;
  const grow = (diskId: string, sizeGiB: number) =>
    transaction(em, (tx) =>
      enqueueTask(tx, {
        ...{ type: 'RESIZE_DISK', title: 'Resize', vmId: vm.id, lane: vm.id },
        input: { vmId: vm.id, diskId, sizeGiB },
      }),
    );
  expect(await promised()).toBe(20);
  const [first = { id: '' }, second = { id: '' }] = ids;
  await grow(first.id, 90);
  // Asked for twice, it grows once.
  await grow(first.id, 60);
  const id = await grow(second.id, 95);
  expect(await promised()).toBe(185);
  const ask = { sizeGiB: 40, presentGiB: 10, datastoreId: base.datastore, field: 'sizeGiB' };
  const reserve = () => transaction(em, (tx) => reserveSpace(tx, ask));
  await expect(reserve()).rejects.toMatchObject({
    code: 'NO_CAPACITY',
    message: expect.stringContaining('185 of 200 GiB promised'),
  });
  await run(em, "update task set status = 'CANCELLED' where id = ?", [id]);
  expect(await reserve()).toMatchObject({ accepted: true });
});
