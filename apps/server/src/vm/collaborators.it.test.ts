import { expect, test } from 'vitest';
import { createTestDatabase } from '../../test/database.ts';
import { addBaseRows, addHost, addUser, addVm } from '../../test/rows.ts';
import { type Em, run } from '../platform/db.ts';
import { loadVmViews } from './vm-views.ts';

test('all collaborators of a VM are read, however many they are', async () => {
  await using database = await createTestDatabase();
  const em = database.orm.em.fork() as Em;
  const base = await addBaseRows(em);
  const hostId = await addHost(em, { name: 'h1' });
  const [shared, alone] = [await addVm(em, base, { hostId }), await addVm(em, base, { hostId })];
  const people: string[] = [];
  for (let i = 0; i < 50; i++) {
    const user = await addUser(em, base.organisation, `user-${i}`);
    await run(em, 'insert into vm_collaborator (vm_id, user_id) values (?, ?)', [shared.id, user]);
    people.push(user);
  }
  const views = await loadVmViews(em, [shared.id, alone.id]);
  const found = new Map(views.map((vm) => [vm.id, vm.collaboratorIds]));
  expect(found.get(shared.id)?.toSorted()).toEqual(people.toSorted());
  expect(found.get(alone.id)).toEqual([]);
});
