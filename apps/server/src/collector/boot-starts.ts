import { type Em, run, transaction } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';
import type { TaskId, VmId } from '../platform/ids.ts';
import { announceTask } from '../task/enqueue.ts';
import { enqueueStartAgain } from '../vm/start-again.ts';
import type { OwnedHost } from './host-store.ts';
import type { ListedDomain, VmRow } from './reconcile-plan.ts';
import { seenState } from './seen-state.ts';
import { statusesBeforeUnknown } from './vm-status-store.ts';

/**
 * VMs that ran when their host went down, or had crashed, or stood still without anybody's wish, as
 * for a full datastore, and that their people want to run: those are started after its boot, in
 * their turn where a task is at work or waits: it may be one that does not start them. Whatever was
 * stopped before, by its people or by virsh, stays so.
 * @param before statuses that VMs now UNKNOWN had before their host was lost sight of
 */
export function vmsToStart(
  vms: readonly VmRow[],
  domains: readonly ListedDomain[],
  before: ReadonlyMap<VmId, string | null>,
): VmRow[] {
  const off = new Set(
    domains
      .filter(({ stateCode, reasonCode }) => {
        const status = seenState(stateCode, reasonCode)?.status;
        return status === 'SHUTDOWN' || status === 'CRASHED';
      })
      .map(({ uuid }) => uuid),
  );
  const unstopped = (vm: VmRow): boolean => {
    const status = vm.status === 'UNKNOWN' ? before.get(vm.id) : vm.status;
    return status === 'RUNNING' || status === 'CRASHED' || status === 'SUSPENDED';
  };
  return vms.filter((vm) => vm.desiredStatus === 'RUNNING' && off.has(vm.uuid) && unstopped(vm));
}

/** What is known when a host is found to have booted. */
export interface BootedHost {
  readonly host: OwnedHost;
  readonly bootMarker: string;
  readonly maintenance: boolean;
  readonly vms: readonly VmRow[];
  readonly domains: readonly ListedDomain[];
}

/**
 * Remembers the boot and enqueues the starts it calls for, both or neither: a boot is acted on once.
 * A host in maintenance starts nothing.
 * @returns number of VMs that will be started
 */
export async function startAfterBoot(em: Em, events: EventBus, boot: BootedHost): Promise<number> {
  const lost = boot.vms.filter(({ status }) => status === 'UNKNOWN').map(({ id }) => id);
  const before = await statusesBeforeUnknown(em, lost);
  const vms = boot.maintenance ? [] : vmsToStart(boot.vms, boot.domains, before);
  const enqueued = await transaction(em, async (tx) => {
    await run(tx, 'update host set boot_marker = ? where id = ? and collector = ?', [
      boot.bootMarker,
      boot.host.id,
      boot.host.collector,
    ]);
    const tasks: { readonly id: TaskId; readonly vmId: VmId }[] = [];
    for (const { id: vmId, name } of vms) {
      const id = await enqueueStartAgain(tx, { vmId, name, hostId: boot.host.id });
      if (id) tasks.push({ id, vmId });
    }
    return tasks;
  });
  for (const task of enqueued) announceTask(events, task.id, task.vmId);
  return enqueued.length;
}
