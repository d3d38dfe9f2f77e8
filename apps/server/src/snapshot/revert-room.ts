import { reserveResize } from '../placement/placement.service.ts';
import { type Em, rows, run } from '../platform/db.ts';
import type { HostId, TaskId, VmId } from '../platform/ids.ts';

/** What a VM has of its host; kept as JSON, hence no interface. */
export type Size = { readonly vcpus: number; readonly ramMiB: number };

/** The smallest size that has room for both. */
export const larger = (a: Size, b: Size): Size => ({
  vcpus: Math.max(a.vcpus, b.vcpus),
  ramMiB: Math.max(a.ramMiB, b.ramMiB),
});

const same = (a: Size, b: Size): boolean => a.vcpus === b.vcpus && a.ramMiB === b.ramMiB;

async function sizeOf(em: Em, id: VmId, lock = ''): Promise<Size | undefined> {
  const sql = `select vcpus, ram_mib as ramMiB from vm where id = ? ${lock}`;
  return (await rows<Size>(em, sql, [id]))[0];
}

/**
 * Reserves what a VM needs for going back to a snapshot of a larger size: its row has it from here
 * on, so that nobody else is given the room before the revert is done.
 * @returns what it had
 * @throws {NoCapacityError} when its host has no room for it
 */
export async function reserveRevert(
  em: Em,
  vm: { readonly id: VmId; readonly hostId: HostId | null },
  snapshot: Size,
): Promise<Size> {
  const seen = await sizeOf(em, vm.id);
  if (!seen || !vm.hostId || same(larger(seen, snapshot), seen)) return seen ?? snapshot;
  // Hosts before VMs, as everybody does it.
  await rows(em, 'select id from host order by id for update');
  const before = (await sizeOf(em, vm.id, 'for update')) ?? seen;
  const wanted = larger(before, snapshot);
  await reserveResize(em, vm.id, vm.hostId, wanted);
  await run(
    em,
    `update vm set active_vcpus = if(status in ('RUNNING', 'SUSPENDED'), coalesce(active_vcpus, vcpus), null),
            active_ram_mib = if(status in ('RUNNING', 'SUSPENDED'), coalesce(active_ram_mib, ram_mib), null),
            vcpus = ?, ram_mib = ? where id = ?`,
    [wanted.vcpus, wanted.ramMiB, vm.id],
  );
  return before;
}

/** Gives the room back, unless the VM did go back by this task, or was edited since. */
export async function releaseRevert(
  em: Em,
  { vmId, taskId }: { readonly vmId: VmId; readonly taskId: TaskId },
  { before, snapshot }: { readonly before: Size; readonly snapshot: Size },
): Promise<void> {
  const reserved = larger(before, snapshot);
  if (same(reserved, before)) return;
  await run(
    em,
    `update vm set active_vcpus = if(active_vcpus = ?, null, active_vcpus),
            active_ram_mib = if(active_ram_mib = ?, null, active_ram_mib), vcpus = ?, ram_mib = ?
      where id = ? and vcpus = ? and ram_mib = ? and not exists (
        select 1 from vm_event e where e.vm_id = ? and e.task_id = ? and e.attribute = 'reverted')`,
    [
      ...[before.vcpus, before.ramMiB, before.vcpus, before.ramMiB],
      ...[vmId, reserved.vcpus, reserved.ramMiB, vmId, taskId],
    ],
  );
}
