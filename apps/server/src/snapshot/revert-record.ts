import { type Em, rows, run } from '../platform/db.ts';
import type { DiskId } from '../platform/ids.ts';
import { type ChangeBy, recordVmEvent } from '../vm/vm-record.ts';
import { planLayout } from './disk-layout.ts';
import { releaseRevertDisks } from './revert-disks.ts';
import type { Size } from './revert-room.ts';
import { disksNow, type SnapshotRecord } from './snapshot-record.ts';

/**
 * Brings a VM's rows to what libvirt went back to: size, disk sizes, disks that were detached
 * since. Disks that came later stay.
 * @param before what the VM had before room was reserved for it
 * @returns what was changed, in words
 */
export async function restoreLayout(
  em: Em,
  snapshot: SnapshotRecord,
  by: ChangeBy,
  before?: Size,
): Promise<string[]> {
  const sized = await restoreSize(em, snapshot, by, before);
  const plan = planLayout(snapshot.disks, await disksNow(em, snapshot.vmId));
  for (const { id, target } of plan.moved)
    await run(em, 'update disk set target = ? where id = ?', [target, id]);
  for (const disk of plan.returned)
    await run(
      em,
      // Its volume may have been kept, and is the VM's again.
      `insert into disk (id, vm_id, target, path, size_gib, datastore_id, root, attached)
       values (?, ?, ?, ?, ?, ?, ?, true)
       on duplicate key update vm_id = values(vm_id), target = values(target), attached = true,
         size_gib = values(size_gib), owner_id = null, kept_from = null, kept_at = null`,
      [
        ...[disk.id, snapshot.vmId, disk.target, disk.path],
        ...[disk.sizeGiB, disk.datastoreId, disk.root],
      ],
    );
  for (const { id, sizeGiB, root } of plan.resized)
    await resize(em, snapshot, { id, sizeGiB, root });
  await releaseRevertDisks(em, snapshot.vmId);
  return [
    ...sized,
    ...plan.moved.map(({ from, target }) => `The newer disk ${from} is ${target} from now on.`),
    ...plan.returned.map(({ target }) => `The disk ${target} is attached again.`),
    ...plan.resized.map(({ target, sizeGiB }) => `The disk ${target} has ${sizeGiB} GiB again.`),
  ];
}

async function resize(
  em: Em,
  snapshot: SnapshotRecord,
  { id, sizeGiB, root }: { id: DiskId; sizeGiB: number; root: boolean },
): Promise<void> {
  await run(em, 'update disk set size_gib = ? where id = ?', [sizeGiB, id]);
  if (root) await run(em, 'update vm set disk_gib = ? where id = ?', [sizeGiB, snapshot.vmId]);
}

async function restoreSize(
  em: Em,
  snapshot: SnapshotRecord,
  by: ChangeBy,
  before: Size | undefined,
): Promise<string[]> {
  const { vmId, vcpus, ramMiB } = snapshot;
  const [found] = await rows<Size>(
    em,
    'select vcpus, ram_mib as ramMiB from vm where id = ? for update',
    [vmId],
  );
  const told = await rows(
    em,
    `select 1 from vm_event where vm_id = ? and task_id = ?
        and ((attribute = 'vcpus' and \`to\` = ?) or (attribute = 'ramMiB' and \`to\` = ?))`,
    [vmId, by.taskId, String(vcpus), String(ramMiB)],
  );
  const now = told.length > 0 ? found : (before ?? found);
  if (!now || (now.vcpus === vcpus && now.ramMiB === ramMiB)) return [];
  await run(em, 'update vm set vcpus = ?, ram_mib = ? where id = ?', [vcpus, ramMiB, vmId]);
  const changes = [
    { attribute: 'vcpus', from: now.vcpus, to: vcpus },
    { attribute: 'ramMiB', from: now.ramMiB, to: ramMiB },
  ].filter(({ from, to }) => from !== to);
  for (const { attribute, from, to } of changes)
    await recordVmEvent(em, vmId, { attribute, from: String(from), to: String(to) }, by);
  return [`The VM has ${vcpus} vCPUs and ${ramMiB} MiB RAM, as in the snapshot.`];
}

/** Marks the snapshot as what the VM is based on, and tells of the revert in its history, once. */
export async function recordRevert(em: Em, snapshot: SnapshotRecord, by: ChangeBy): Promise<void> {
  await run(em, 'update snapshot set current = (id = ?) where vm_id = ?', [
    snapshot.id,
    snapshot.vmId,
  ]);
  const told = await rows(
    em,
    "select 1 from vm_event where vm_id = ? and task_id = ? and attribute = 'reverted'",
    [snapshot.vmId, by.taskId],
  );
  if (told.length > 0) return;
  const change = { attribute: 'reverted', from: null, to: snapshot.name };
  await recordVmEvent(em, snapshot.vmId, change, by);
}
