import { DomainSnapshotCreateFlags } from '@baadal/libvirt';
import { type Em, rows } from '../platform/db.ts';
import type { SnapshotId, VmId } from '../platform/ids.ts';
import { readTags } from './disk-snapshots.ts';
import type { DomainAccess } from './domain-access.ts';
import { withoutParent } from './snapshot-xml.ts';

interface Known {
  readonly id: SnapshotId;
  readonly parentId: SnapshotId | null;
  readonly current: number;
  readonly definition: string;
}

/**
 * Tells libvirt of those of a VM's snapshots that it does not know (a domain that was defined anew:
 * undeleted, moved, or undefined by hand), as long as the VM's first disk holds them.
 * @returns how many it was told of
 */
export async function tellLibvirt(
  em: Em,
  on: DomainAccess,
  vm: { readonly id: VmId; readonly disks: readonly { readonly path: string }[] },
): Promise<number> {
  const ours = await rows<Known>(
    em,
    `select id, parent_id as parentId, current, definition from snapshot
      where vm_id = ? and state <> 'CREATING' and definition is not null order by created_at, id`,
    [vm.id],
  );
  if (ours.length === 0) return 0;
  const listed = await on.domain.snapshots(0, { signal: on.signal });
  const names = new Set<string>(listed.map(({ name }) => name));
  const [first] = vm.disks;
  if (!first || ours.every(({ id }) => names.has(id))) return 0;
  const [held] = await readTags(on.ssh, [first.path], on.signal);
  let told = 0;
  for (const { id, parentId, current, definition } of ours) {
    if (names.has(id) || !held?.has(id)) continue;
    const xml = parentId && names.has(parentId) ? definition : withoutParent(definition);
    const { REDEFINE, CURRENT } = DomainSnapshotCreateFlags;
    await on.domain.createSnapshot(xml, current ? REDEFINE | CURRENT : REDEFINE, {
      signal: on.signal,
    });
    names.add(id);
    told++;
  }
  return told;
}
