import { type Em, rows, run, transaction } from '../platform/db.ts';
import type { DiskId, HostId, TaskId, VmId } from '../platform/ids.ts';
import { enqueueTask } from '../task/enqueue.ts';

/**
 * Disks that a running guest was asked to let go, and had not when the task gave up. The guest may
 * still do it, minutes later: then the disk is detached for good, as was asked for, and its volume
 * is kept whatever was asked for it, since the task said that it had failed.
 */

/** One of them. */
export interface AwaitedDisk {
  readonly id: DiskId;
  readonly target: string;
  readonly path: string;
  readonly vmId: VmId;
  readonly vmName: string;
  readonly uuid: string;
  /** Off, it holds no disk, and boots with what its definition has. */
  readonly off: boolean;
}

/** Records that a running guest was asked to let this disk go, and may still do so. */
export async function awaitRelease(em: Em, id: DiskId): Promise<void> {
  await run(em, 'update disk set release_asked_at = utc_timestamp(3) where id = ?', [id]);
}

/**
 * Records that these disks are not awaited any more: their guests have been restarted since, and
 * know nothing of the request.
 */
export async function forgetRelease(em: Em, ids: readonly DiskId[]): Promise<void> {
  await run(em, 'update disk set release_asked_at = null where id in (?)', [ids]);
}

/** The awaited disks of all VMs on a host, or of the one VM whose domain has this uuid. */
export async function awaitedDisks(em: Em, hostId: HostId, uuid?: string): Promise<AwaitedDisk[]> {
  const found = await rows<Omit<AwaitedDisk, 'off'> & { off: number }>(
    em,
    `select k.id, k.target, concat(d.path, '/', k.path) as path, v.id as vmId, v.name as vmName,
            v.uuid, v.status in ('SHUTDOWN', 'CRASHED') as off
       from disk k join vm v on v.id = k.vm_id join datastore d on d.id = k.datastore_id
      where k.release_asked_at is not null and v.host_id = ? ${uuid === undefined ? '' : 'and v.uuid = ?'}`,
    uuid === undefined ? [hostId] : [hostId, uuid],
  );
  return found.map((disk) => ({ ...disk, off: Boolean(disk.off) }));
}

/**
 * Enqueues the task that finishes the detaching of a disk that the guest has let go: it changes the
 * definition and the row.
 * @returns the task, to be announced; null when another task is about to detach the disk, or to
 *   delete the VM
 */
export function detachReleased(em: Em, hostId: HostId, disk: AwaitedDisk): Promise<TaskId | null> {
  const { id: diskId, target, vmId, vmName: name } = disk;
  return transaction(em, async (tx) => {
    const asked = await run(
      tx,
      `update disk set release_asked_at = null
        where id = ? and vm_id = ? and release_asked_at is not null`,
      [diskId, vmId],
    );
    if (asked === 0) return null;
    const seen = await rows(
      tx,
      `select 1 from task where lane = ? and status in ('PENDING', 'RUNNING', 'RETRYING')
          and (type = 'DELETE_VM' or (type = 'DETACH_DISK'
               and json_unquote(json_extract(input, '$.diskId')) = ?)) limit 1`,
      [vmId, diskId],
    );
    if (seen.length > 0) return null;
    return enqueueTask(tx, {
      ...{ type: 'DETACH_DISK', vmId, hostId, lane: vmId, requestedBy: null },
      title: `Detach disk ${target} of ${name}, which its guest has let go`,
      input: { vmId, name, diskId, target, keepVolume: true },
    });
  });
}
