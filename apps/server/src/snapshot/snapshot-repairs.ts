import { rows, run } from '../platform/db.ts';
import type { SnapshotId, VmId } from '../platform/ids.ts';
import { onHost } from '../task/on-host.ts';
import type { StepContext } from '../task/task-definition.ts';
import { recordVmEvent, requireVmRecord } from '../vm/vm-record.ts';
import { reachDomain } from './domain-access.ts';
import { findSnapshot, removeSnapshotRow } from './snapshot-record.ts';
import { dropSnapshot } from './take-snapshot.ts';

type Context = StepContext<unknown>;

/**
 * Removes a snapshot that no record knows from a VM's disks and from libvirt, whatever disks it was
 * taken of. @returns what was done, in words
 */
export async function removeUnknown(ctx: Context, vmId: VmId, name: string): Promise<string> {
  const known = await rows(ctx.em, 'select 1 from snapshot where id = ?', [name]);
  if (known.length > 0) return 'A record knows it by now: nothing is deleted.';
  const vm = await requireVmRecord(ctx.em, vmId);
  await drop(ctx, vmId, name);
  return `The snapshot ${name} is gone from ${vm.hostName}.`;
}

/**
 * Ends what a snapshot's row waits for when no task is at it: a place that was reserved is given
 * back with what was taken, a mark of deletion is taken away. @returns what was done, in words
 */
export async function endHalfWay(ctx: Context, id: SnapshotId): Promise<string> {
  const snapshot = await findSnapshot(ctx.em, id);
  if (!snapshot || snapshot.state === 'READY') return 'Nothing waits any more.';
  const creating = snapshot.state === 'CREATING';
  if (creating) await drop(ctx, snapshot.vmId, id);
  await ctx.transaction((em) =>
    creating
      ? run(em, 'delete from snapshot where id = ?', [id])
      : run(em, "update snapshot set state = 'READY' where id = ?", [id]),
  );
  ctx.services.events.publish('vm', { id: snapshot.vmId });
  return creating ? 'Its place is given back.' : 'It is no longer marked as being deleted.';
}

/** Removes the record of a snapshot that is nowhere any more. @returns what was done, in words */
export async function forgetLost(ctx: Context, id: SnapshotId): Promise<string> {
  const snapshot = await findSnapshot(ctx.em, id);
  if (!snapshot) return 'No record has it any more.';
  await ctx.transaction(async (em) => {
    await removeSnapshotRow(em, id);
    const change = { attribute: 'snapshot', from: snapshot.name, to: null };
    await recordVmEvent(em, snapshot.vmId, change, {
      actorId: ctx.requestedBy,
      taskId: ctx.taskId,
    });
  });
  ctx.services.events.publish('vm', { id: snapshot.vmId });
  return `The snapshot ${snapshot.name} is forgotten.`;
}

async function drop(ctx: Context, vmId: VmId, name: string): Promise<void> {
  const vm = await requireVmRecord(ctx.em, vmId);
  await onHost(vm, async () => {
    const files = vm.disks.map((disk) => disk.path);
    await dropSnapshot(await reachDomain(ctx, vm), name, files);
  });
}
