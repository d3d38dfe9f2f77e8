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

/** Remembers that the guest may still let it go. */
export async function awaitRelease(em: Em, id: DiskId): Promise<void> {
  await run(em, 'update disk set release_asked_at = utc_timestamp(3) where id = ?', [id]);
}

/** The guest has been restarted since, and knows of nothing. */
export async function forgetRelease(em: Em, ids: readonly DiskId[]): Promise<void> {
  await run(em, 'update disk set release_asked_at = null where id in (?)', [ids]);
}

/** Those of a host's VMs, or of one of them. */
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
 * Asks for what is left of the detaching: definition and row.
 * @returns the task to be announced; null when another one sees to it, or to the whole VM
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
