import { type Em, rows } from '../platform/db.ts';
import type { HostId, SnapshotId, VmId } from '../platform/ids.ts';
import type { Size } from '../snapshot/revert-room.ts';
import type { VmStatus } from '../vm/vm-status.ts';

/** What becomes of a VM whose host is down. */
export type RespawnAct = 'START' | 'MOVE' | 'LEAVE';

/** A VM as the decision needs it. */
interface Lost {
  /** Its memory is kept for maintenance, on its host or in its disks. */
  readonly kept: boolean;
  readonly status: VmStatus;
  readonly desiredStatus: VmStatus;
}

/**
 * What becomes of a VM whose host is down: what is to run starts elsewhere; what is off, or was
 * suspended and lost its memory, is only moved, so that its people can start it.
 * @param giveUpKept the host never comes back: what is kept there is not waited for
 */
export function respawnAct(
  { status, desiredStatus, kept }: Lost,
  giveUpKept = false,
): {
  readonly act: RespawnAct;
  readonly reason: string;
} {
  if (status === 'IN_QUEUE')
    return { act: 'LEAVE', reason: 'it is still being made; its task finds another host' };
  if (kept && !giveUpKept)
    return { act: 'LEAVE', reason: 'its memory is kept there: boot the host, or give that up' };
  if (desiredStatus === 'RUNNING') return { act: 'START', reason: 'it is to run' };
  if (desiredStatus === 'SUSPENDED')
    return { act: 'MOVE', reason: 'it was suspended; its memory is lost with the host' };
  return { act: 'MOVE', reason: 'it is off' };
}

/** A VM of a host that is down. */
export interface LostVm extends Lost {
  readonly id: VmId;
  readonly name: string;
  readonly act: RespawnAct;
  readonly reason: string;
  /** Title of a task that is at work on it. */
  readonly busy: string | null;
  /** Name of the newest snapshot that somebody wanted. */
  readonly snapshot: string | null;
  /** The system snapshot that its memory is kept in: it can be had elsewhere. */
  readonly keptIn: SnapshotId | null;
}

/**
 * The VMs of a host in the order in which they are brought up: what is to run before what is not,
 * then by their priority, then the oldest.
 */
export async function lostVms(em: Em, hostId: HostId, giveUpKept = false): Promise<LostVm[]> {
  const found = await rows<Omit<LostVm, 'act' | 'reason' | 'kept'> & { kept: number }>(
    em,
    `select v.id, v.name, v.status, v.desired_status as desiredStatus,
            exists (select 1 from kept_vm kv where kv.vm_id = v.id) as kept,
            (select kv.snapshot_id from kept_vm kv where kv.vm_id = v.id and kv.off
                and kv.was = 'RUNNING') as keptIn,
            (select min(t.title) from task t where t.lane = v.id
                and t.status in ('PENDING', 'RUNNING', 'RETRYING')) as busy,
            (select s.name from snapshot s where s.vm_id = v.id and s.state = 'READY'
                and s.type <> 'SYSTEM' order by s.created_at desc, s.id desc limit 1) as snapshot
       from vm v where v.host_id = ?
      order by v.desired_status = 'RUNNING' desc, v.start_priority, v.created_at, v.id`,
    [hostId],
  );
  return found.map((row) => {
    const vm = { ...row, kept: Boolean(row.kept) };
    return { ...vm, ...respawnAct(vm, giveUpKept) };
  });
}

/** What a VM goes back to. A type, so that a step may keep it. */
export type Target = Size & { readonly snapshotId: SnapshotId; readonly name: string };

/** The newest snapshot that somebody wanted; what is kept by respawns and maintenance is none. */
export async function newestSnapshot(em: Em, vmId: VmId): Promise<Target | null> {
  const [newest] = await rows<Target>(
    em,
    `select id as snapshotId, name, vcpus, ram_mib as ramMiB from snapshot
      where vm_id = ? and state = 'READY' and type <> 'SYSTEM'
      order by created_at desc, id desc limit 1`,
    [vmId],
  );
  return newest ?? null;
}

/** A snapshot that a VM is to go back to. @returns null when it is not there any more */
export async function keptSnapshot(em: Em, id: SnapshotId): Promise<Target | null> {
  const [found] = await rows<Target>(
    em,
    `select id as snapshotId, name, vcpus, ram_mib as ramMiB from snapshot
      where id = ? and state = 'READY'`,
    [id],
  );
  return found ?? null;
}
