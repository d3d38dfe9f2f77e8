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
  const ours = await knownSnapshots(em, vm.id);
  if (ours.length === 0) return 0;
  const names = await namesInLibvirt(on);
  const [first] = vm.disks;
  if (!first || ours.every(({ id }) => names.has(id))) return 0;
  const [held] = await readTags(on.ssh, [first.path], on.signal);
  let told = 0;
  for (const { id, parentId, current, definition } of ours) {
    if (names.has(id) || !held?.has(id)) continue;
    const xml = parentId && names.has(parentId) ? definition : withoutParent(definition);
    await redefine(on, xml, current === 1);
    names.add(id);
    told++;
  }
  return told;
}

/**
 * Gives libvirt the definitions of a VM's snapshots anew where it knows them already: they have
 * changed here, for example because the paths of moved disks are others.
 */
export async function retellLibvirt(em: Em, on: SnapshotAccess, vmId: VmId): Promise<void> {
  const ours = await knownSnapshots(em, vmId);
  if (ours.length === 0) return;
  const names = await namesInLibvirt(on);
  for (const { id, current, definition } of ours)
    if (names.has(id)) await redefine(on, definition, current === 1);
}

type SnapshotAccess = Pick<DomainAccess, 'domain' | 'signal'>;

/** Parents before their children. */
function knownSnapshots(em: Em, vmId: VmId): Promise<Known[]> {
  return rows<Known>(
    em,
    `select id, parent_id as parentId, current, definition from snapshot
      where vm_id = ? and state <> 'CREATING' and definition is not null order by created_at, id`,
    [vmId],
  );
}

async function namesInLibvirt({ domain, signal }: SnapshotAccess): Promise<Set<string>> {
  const listed = await domain.snapshots(0, { signal });
  return new Set(listed.map(({ name }) => name));
}

async function redefine(on: SnapshotAccess, xml: string, current: boolean): Promise<void> {
  const { REDEFINE, CURRENT } = DomainSnapshotCreateFlags;
  const flags = current ? REDEFINE | CURRENT : REDEFINE;
  await on.domain.createSnapshot(xml, flags, { signal: on.signal });
}
