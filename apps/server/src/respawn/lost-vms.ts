import { type Em, rows } from '../platform/db.ts';
import type { HostId, VmId } from '../platform/ids.ts';
import type { VmStatus } from '../vm/vm-status.ts';

/** What becomes of a VM whose host is down. */
export type RespawnAct = 'START' | 'MOVE' | 'LEAVE';

/** A VM as the decision needs it. */
interface Lost {
  /** Its memory is kept for maintenance. */
  readonly kept: boolean;
  readonly status: VmStatus;
  readonly desiredStatus: VmStatus;
}

/**
 * What becomes of a VM whose host is down: what is to run starts elsewhere; what is off, or was
 * suspended and lost its memory, is only moved, so that its people can start it.
 */
export function respawnAct({ status, desiredStatus, kept }: Lost): {
  readonly act: RespawnAct;
  readonly reason: string;
} {
  if (status === 'IN_QUEUE')
    return { act: 'LEAVE', reason: 'it is still being made; its task finds another host' };
  if (kept) return { act: 'LEAVE', reason: 'its memory is kept there: boot the host' };
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
}

/**
 * The VMs of a host in the order in which they are brought up: what is to run before what is not,
 * then by their priority, then the oldest.
 */
export async function lostVms(em: Em, hostId: HostId): Promise<LostVm[]> {
  const found = await rows<Omit<LostVm, 'act' | 'reason' | 'kept'> & { kept: number }>(
    em,
    `select v.id, v.name, v.status, v.desired_status as desiredStatus,
            exists (select 1 from kept_vm kv where kv.vm_id = v.id) as kept,
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
    return { ...vm, ...respawnAct(vm) };
  });
}
