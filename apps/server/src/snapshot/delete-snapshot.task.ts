import { z } from 'zod';
import { run } from '../platform/db.ts';
import type { SnapshotId, VmId } from '../platform/ids.ts';
import { onHost } from '../task/on-host.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { findVmRecord, recordVmEvent } from '../vm/vm-record.ts';
import { reachDomainIfAny } from './domain-access.ts';
import { findSnapshot, removeSnapshotRow } from './snapshot-record.ts';
import { dropSnapshot } from './take-snapshot.ts';

/**
 * Deletes a snapshot from the VM's files, from libvirt and from the list; its children become those
 * of its parent. Each step accepts that its thing is gone already. A deletion that fails leaves the
 * snapshot listed: it can be deleted again, and a revert to it is refused when a part is missing.
 */

interface DeleteSnapshot {
  readonly snapshotId: SnapshotId;
  readonly vmId: VmId;
  readonly name: string;
}
type Context = StepContext<DeleteSnapshot>;

const input = z.object({
  snapshotId: z.string(),
  vmId: z.string(),
  name: z.string(),
}) as unknown as z.ZodType<DeleteSnapshot>;

const setState = (ctx: Context, state: 'READY' | 'DELETING') =>
  ctx.transaction((em) =>
    run(em, "update snapshot set state = ? where id = ? and state <> 'CREATING'", [
      state,
      ctx.input.snapshotId,
    ]),
  );

const tell = (ctx: Context) => ctx.services.events.publish('vm', { id: ctx.input.vmId });

/** The mutation marked it; a retry of a failed deletion does so again. */
async function mark(ctx: Context): Promise<void> {
  await setState(ctx, 'DELETING');
  tell(ctx);
}

async function unmark(ctx: Context): Promise<void> {
  await setState(ctx, 'READY');
  tell(ctx);
}

async function remove(ctx: Context): Promise<void> {
  const [vm, snapshot] = await Promise.all([
    findVmRecord(ctx.em, ctx.input.vmId),
    findSnapshot(ctx.services.em(), ctx.input.snapshotId),
  ]);
  if (!vm || !snapshot) return;
  await onHost(vm, async () => {
    const on = await reachDomainIfAny(ctx, vm);
    // Disks that were attached or detached since are looked at all the same.
    const files = new Set(snapshot.disks.map((disk) => disk.file));
    for (const disk of vm.disks) files.add(disk.path);
    if (on) await dropSnapshot(on, snapshot.id, [...files]);
  });
}

async function removeRow(ctx: Context): Promise<void> {
  await ctx.transaction(async (em) => {
    const snapshot = await findSnapshot(em, ctx.input.snapshotId);
    if (!snapshot) return;
    await removeSnapshotRow(em, snapshot.id);
    const change = { attribute: 'snapshot', from: snapshot.name, to: null };
    await recordVmEvent(em, snapshot.vmId, change, {
      actorId: ctx.requestedBy,
      taskId: ctx.taskId,
    });
  });
  tell(ctx);
}

export const deleteSnapshotTask = defineTask<DeleteSnapshot>({
  type: 'DELETE_SNAPSHOT',
  input,
  limits: [{ scope: 'HOST', max: 4 }],
  steps: [
    { name: 'mark', weight: 1, do: mark, undo: unmark, leftover: () => 'its mark' },
    { name: 'remove', weight: 6, do: remove },
    { name: 'remove record', weight: 1, do: removeRow },
  ],
  succeeded: () => 'Deleted snapshot successfully',
});
