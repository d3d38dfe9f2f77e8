import { type Em, rows, run } from '../platform/db.ts';
import type { SnapshotId, UserId, VmId } from '../platform/ids.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import type { VmStatus } from '../vm/vm-status.ts';
import type { RecordedDisk } from './snapshot.entity.ts';
import type { SnapshotState, SnapshotType } from './snapshot-enums.ts';

/** What tasks need to know of a snapshot. */
export interface SnapshotRecord {
  readonly id: SnapshotId;
  readonly vmId: VmId;
  readonly name: string;
  readonly type: SnapshotType;
  readonly state: SnapshotState;
  readonly createdAt: Date;
  readonly parentId: SnapshotId | null;
  readonly current: boolean;
  readonly memory: boolean;
  readonly vmStatus: VmStatus;
  readonly vcpus: number;
  readonly ramMiB: number;
  readonly disks: readonly RecordedDisk[];
  /** libvirt's XML of it; null until it was taken. */
  readonly definition: string | null;
}

type Row = Omit<SnapshotRecord, 'current' | 'memory' | 'disks'> & {
  readonly current: number;
  readonly memory: number;
  readonly disks: string;
};

/** Null when there is no such snapshot any more. */
export async function findSnapshot(em: Em, id: SnapshotId): Promise<SnapshotRecord | null> {
  const [row] = await rows<Row>(
    em,
    `select id, vm_id as vmId, name, type, state, created_at as createdAt, parent_id as parentId,
            current, memory, vm_status as vmStatus, vcpus, ram_mib as ramMiB,
            cast(disks as char) as disks, definition from snapshot where id = ?`,
    [id],
  );
  if (!row) return null;
  return {
    ...row,
    current: Boolean(row.current),
    memory: Boolean(row.memory),
    disks: JSON.parse(row.disks) as RecordedDisk[],
  };
}

/**
 * What tasks need to know of a snapshot.
 * @throws {FatalTaskError} when it is gone
 */
export async function requireSnapshot(em: Em, id: SnapshotId): Promise<SnapshotRecord> {
  const snapshot = await findSnapshot(em, id);
  if (!snapshot) throw new FatalTaskError('The snapshot is gone.', { code: 'NOT_FOUND' });
  return snapshot;
}

/** A snapshot that is asked for. */
export interface NewSnapshot {
  readonly snapshotId: SnapshotId;
  readonly vmId: VmId;
  readonly name: string;
  readonly description: string | null;
  readonly type: SnapshotType;
  readonly createdBy: UserId | null;
}

/** Writes the row that stands for a snapshot until it is taken. The caller holds the VM's row. */
export async function reserveSnapshot(em: Em, snapshot: NewSnapshot): Promise<void> {
  await run(
    em,
    `insert into snapshot (id, vm_id, name, description, type, state, created_at, created_by, current,
                           memory, quiesced, vm_status, vcpus, ram_mib, disks)
     select ?, v.id, ?, ?, ?, 'CREATING', utc_timestamp(3), ?, false, false, false, v.status, v.vcpus,
            v.ram_mib, '[]' from vm v where v.id = ?`,
    [
      snapshot.snapshotId,
      snapshot.name,
      snapshot.description,
      snapshot.type,
      snapshot.createdBy,
      snapshot.vmId,
    ],
  );
}

/** How many snapshots people have of a VM, those under way included. */
export async function countUserSnapshots(em: Em, vmId: VmId): Promise<number> {
  const [count] = await rows<{ n: number }>(
    em,
    "select count(*) as n from snapshot where vm_id = ? and type = 'USER'",
    [vmId],
  );
  return Number(count?.n ?? 0);
}

/** The disks of a VM in the form in which a snapshot remembers them. */
export async function disksNow(em: Em, vmId: VmId): Promise<RecordedDisk[]> {
  const disks = await rows<Omit<RecordedDisk, 'root'> & { root: number }>(
    em,
    `select k.id, k.target, concat(d.path, '/', k.path) as file, k.path,
            k.datastore_id as datastoreId, k.size_gib as sizeGiB, k.root
       from disk k join datastore d on d.id = k.datastore_id
      where k.vm_id = ? and k.attached order by k.target`,
    [vmId],
  );
  return disks.map((disk) => ({ ...disk, root: Boolean(disk.root) }));
}

/** Removes a snapshot's row; its children, and being the current one, go to its parent. */
export async function removeSnapshotRow(em: Em, id: SnapshotId): Promise<void> {
  const snapshot = await findSnapshot(em, id);
  if (!snapshot) return;
  await run(em, 'update snapshot set parent_id = ? where parent_id = ?', [
    snapshot.parentId,
    snapshot.id,
  ]);
  if (snapshot.current)
    await run(em, 'update snapshot set current = true where id = ?', [snapshot.parentId]);
  await run(em, 'delete from snapshot where id = ?', [snapshot.id]);
}
