import { expect, test } from 'vitest';
import { keptFiles } from './archive-paths.ts';

const file = (path: string) => ({ datastorePath: '/mnt/ds', path });

test('disks keep their names in the archive, but for those that would take the same place', () => {
  const own = ['vm_images/Org_bob_web.qcow2', 'vm_extra_disks/Org_bob_web_disk1.qcow2'];
  expect(keptFiles('Org_bob_web', own.map(file)).map(({ kept }) => kept)).toEqual([
    '/mnt/ds/vm_archive/Org_bob_web/Org_bob_web.qcow2',
    '/mnt/ds/vm_archive/Org_bob_web/Org_bob_web_disk1.qcow2',
  ]);
  // A VM named web_disk1, with a volume that was the first extra disk of web.
  const alike = ['vm_images/Org_bob_web_disk1.qcow2', 'vm_extra_disks/Org_bob_web_disk1.qcow2'];
  const there = keptFiles('Org_bob_web_disk1', alike.map(file));
  expect(new Set(there.map(({ kept }) => kept)).size).toBe(2);
  const turned = keptFiles('Org_bob_web_disk1', alike.toReversed().map(file));
  expect(turned.toReversed()).toEqual(there);
});
