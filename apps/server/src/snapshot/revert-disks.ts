import { type Em, rows, run } from '../platform/db.ts';
import type { VmId } from '../platform/ids.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import type { SnapshotRecord } from './snapshot-record.ts';

/**
 * A volume that was kept when it was detached may be in a snapshot of the VM that it came from, and
 * be attached to any VM. While the VM goes back, its row has no target: nobody else gets it.
 */

/**
 * Reserves for the VM the kept volumes that a snapshot has, until {@link releaseRevertDisks} or until
 * they are attached. Safe to repeat.
 * @throws {FatalTaskError} when one is another VM's by now, and nothing is reserved
 */
export async function reserveRevertDisks(em: Em, snapshot: SnapshotRecord): Promise<void> {
  // VMs before disks, as where one is attached.
  await rows(em, 'select id from vm where id = ? for update', [snapshot.vmId]);
  await refuseForeignDisks(em, snapshot, 'for update');
  await run(
    em,
    'update disk set vm_id = ? where path in (?) and vm_id is null and owner_id is not null',
    [snapshot.vmId, pathsOf(snapshot)],
  );
}

/** Keeps those volumes again that were reserved for a VM and not attached. */
export async function releaseRevertDisks(em: Em, vmId: VmId): Promise<void> {
  const reserved = 'vm_id = ? and target is null and not attached';
  await run(em, `update disk set vm_id = null where ${reserved}`, [vmId]);
}

/** @throws {FatalTaskError} naming a disk of the snapshot that is another VM's by now */
export async function refuseForeignDisks(
  em: Em,
  snapshot: SnapshotRecord,
  lock: '' | 'for update' = '',
): Promise<void> {
  const found = await rows<{ path: string; vmId: VmId | null }>(
    em,
    `select path, vm_id as vmId from disk where path in (?) order by path ${lock}`,
    [pathsOf(snapshot)],
  );
  const foreign = found.find(({ vmId }) => vmId !== null && vmId !== snapshot.vmId);
  if (!foreign) return;
  const message = `The disk ${foreign.path} of this snapshot is another VM's now.`;
  throw new FatalTaskError(message, { code: 'CONFLICT' });
}

const pathsOf = ({ disks }: SnapshotRecord) => disks.map((disk) => disk.path);
