import { type Em, rows } from '../platform/db.ts';
import type { HostId, SnapshotId, VmId } from '../platform/ids.ts';
import type { VmStatus } from '../vm/vm-status.ts';
import type { KeepMethod, KeptAs, ShutdownAct } from './maintenance-enums.ts';

/** A VM whose memory is kept. */
export interface KeptVm {
  readonly vmId: VmId;
  readonly name: string;
  readonly hostId: HostId;
  readonly hostName: string;
  /** What its host is now. */
  readonly hostStatus: string;
  readonly was: KeptAs;
  readonly method: KeepMethod;
  readonly snapshotId: SnapshotId | null;
  /** It is off by now. */
  readonly off: boolean;
  readonly since: Date;
}

/**
 * VMs whose memory is kept, in the order in which they are brought back: by their priority, then the
 * oldest.
 * @param of of some hosts, or one VM; of all when absent
 */
export async function keptVms(
  em: Em,
  of: { readonly hostIds?: readonly HostId[]; readonly vmId?: VmId } = {},
): Promise<KeptVm[]> {
  if (of.hostIds?.length === 0) return [];
  const found = await rows<Omit<KeptVm, 'off'> & { off: number }>(
    em,
    `select k.vm_id as vmId, v.name, k.host_id as hostId, h.name as hostName, h.status as hostStatus,
            k.was, k.method, k.snapshot_id as snapshotId, k.off, k.since
       from kept_vm k join vm v on v.id = k.vm_id join host h on h.id = k.host_id
      where ${of.hostIds ? 'k.host_id in (?)' : '(? is null)'} and ${of.vmId ? 'k.vm_id = ?' : '(? is null)'}
      order by v.start_priority, v.created_at, v.id`,
    [of.hostIds ?? null, of.vmId ?? null],
  );
  return found.map((vm) => ({ ...vm, off: Boolean(vm.off) }));
}

interface Judged {
  readonly status: VmStatus;
  readonly hostStatus: string;
  /** Title of a task that is at work on it. */
  readonly busy: string | null;
}

/**
 * What becomes of a VM whose host is shut down: what runs or is suspended is kept, what is off is no
 * matter (null); what is unknown or in a task is left alone.
 */
export function shutdownAct({ status, hostStatus, busy }: Judged): {
  readonly act: ShutdownAct;
  readonly reason: string;
} | null {
  if (busy) return { act: 'LEAVE', reason: `a task is at work on it: ${busy}` };
  if (status === 'IN_QUEUE') return { act: 'LEAVE', reason: 'it is still being made' };
  if (status === 'UNKNOWN' || hostStatus !== 'UP')
    return { act: 'LEAVE', reason: 'what it does is not known' };
  if (status === 'RUNNING') return { act: 'KEEP', reason: 'it runs' };
  if (status === 'SUSPENDED') return { act: 'KEEP', reason: 'it is suspended' };
  return null;
}

/** A VM of a host that is to be shut down. */
export interface VmToStop extends Judged {
  readonly id: VmId;
  readonly name: string;
  readonly hostId: HostId;
  readonly hostName: string;
  readonly ramMiB: number;
  readonly act: ShutdownAct;
  readonly reason: string;
}

/** The VMs of hosts that are to be shut down, those last in the order of starts first. */
export async function vmsToStop(em: Em, hostIds: readonly HostId[]): Promise<VmToStop[]> {
  if (hostIds.length === 0) return [];
  const found = await rows<Omit<VmToStop, 'act' | 'reason'>>(
    em,
    `select v.id, v.name, v.status, v.host_id as hostId, h.name as hostName, h.status as hostStatus,
            v.ram_mib as ramMiB, (select min(t.title) from task t where t.lane = v.id
                and t.status in ('PENDING', 'RUNNING', 'RETRYING')) as busy
       from vm v join host h on h.id = v.host_id where v.host_id in (?)
      order by v.start_priority desc, v.created_at desc, v.id desc`,
    [hostIds],
  );
  return found.flatMap((vm) => {
    const verdict = shutdownAct(vm);
    return verdict ? [{ ...vm, ...verdict }] : [];
  });
}
