import { z } from 'zod';
import { rows, run } from '../platform/db.ts';
import type { DiskId, UserId, VmId } from '../platform/ids.ts';
import { onHost } from '../task/on-host.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { attachDisk, detachFromDefinition } from '../vm/domain-disks.ts';
import { requireDomain } from '../vm/domain-of.ts';
import { findVmRecord, recordVmEvent, requireVmRecord } from '../vm/vm-record.ts';
import { by, letGo } from './attach-extra-disk.ts';
import { findDisk } from './extra-disks.ts';
import { refuseWhileInSnapshots } from './in-snapshots.ts';
import { awaitRelease } from './late-release.ts';
import { removeVolume } from './volume.ts';

/**
 * Detaches an extra disk: from the guest first, which has to let it go, then from the definition,
 * then in the rows; its volume is kept as its owner's, or removed. Until the volume is removed all
 * can be undone, and the disk is attached as before. A guest that does not let go in time may do so
 * later, which the collector follows (`late-release.ts`).
 */

interface DetachDisk {
  readonly vmId: VmId;
  readonly name: string;
  readonly diskId: DiskId;
  readonly target: string;
  readonly keepVolume: boolean;
}
type Context = StepContext<DetachDisk>;

const input = z.object({
  vmId: z.string(),
  name: z.string(),
  diskId: z.string(),
  target: z.string(),
  keepVolume: z.boolean(),
}) as unknown as z.ZodType<DetachDisk>;

/** The VM and the disk while it is the VM's; null once it is not, or is gone. */
async function findBoth(ctx: Context) {
  const { vmId, diskId, target } = ctx.input;
  const [vm, disk] = await Promise.all([findVmRecord(ctx.em, vmId), findDisk(ctx.em, diskId)]);
  if (!vm || disk?.vmId !== vmId) return null;
  return { vm, disk: { ...disk, target } };
}

async function detachFromGuest(ctx: Context): Promise<void> {
  const both = await findBoth(ctx);
  if (!both) return;
  // One that was asked for before this may have been taken since.
  if (!ctx.input.keepVolume) await refuseWhileInSnapshots(ctx.em, both.disk);
  const late = () => awaitRelease(ctx.em, both.disk.id);
  await onHost(both.vm, () => letGo(ctx, both.vm, both.disk, late));
}

async function undefine(ctx: Context): Promise<void> {
  const both = await findBoth(ctx);
  if (!both) return;
  await onHost(both.vm, async () => {
    const domain = await requireDomain(ctx.services, both.vm, ctx.signal);
    await detachFromDefinition(domain, both.disk, ctx.signal);
  });
}

/** To the guest and to the definition, whichever has lost it. */
async function attachAgain(ctx: Context): Promise<void> {
  const both = await findBoth(ctx);
  if (!both) return;
  await onHost(both.vm, async () => {
    const domain = await requireDomain(ctx.services, both.vm, ctx.signal);
    await attachDisk(domain, both.disk, ctx.signal);
  });
}

/** A volume that is to be removed is nobody's from here on, so that nobody attaches it meanwhile. */
async function record(ctx: Context): Promise<void> {
  const { vmId, name, diskId, target, keepVolume } = ctx.input;
  await ctx.transaction(async (em) => {
    const disk = await findDisk(em, diskId);
    if (disk?.vmId !== vmId) return;
    const [vm] = await rows<{ ownerId: UserId }>(
      em,
      'select owner_id as ownerId from vm where id = ?',
      [vmId],
    );
    await run(
      em,
      `update disk set vm_id = null, target = null, attached = false, owner_id = ?, kept_from = ?,
              kept_at = utc_timestamp(3), release_asked_at = null where id = ?`,
      [keepVolume ? (vm?.ownerId ?? null) : null, name, diskId],
    );
    const from = `${disk.sizeGiB} GiB on ${disk.datastore}`;
    const to = keepVolume ? 'kept' : null;
    await recordVmEvent(em, vmId, { attribute: `disk ${target}`, from, to }, by(ctx));
  });
  ctx.services.events.publish('vm', { id: vmId });
}

async function unrecord(ctx: Context): Promise<void> {
  const { vmId, diskId, target } = ctx.input;
  await ctx.transaction(async (em) => {
    const restored = await run(
      em,
      `update disk set vm_id = ?, target = ?, attached = true, owner_id = null, kept_from = null,
              kept_at = null where id = ? and vm_id is null`,
      [vmId, target, diskId],
    );
    if (restored > 0)
      await run(em, 'delete from vm_event where vm_id = ? and task_id = ?', [vmId, ctx.taskId]);
  });
  ctx.services.events.publish('vm', { id: vmId });
}

async function remove(ctx: Context): Promise<void> {
  const { vmId, diskId, keepVolume } = ctx.input;
  const disk = await findDisk(ctx.em, diskId);
  // Not what somebody else has, or keeps, by now.
  if (keepVolume || !disk || disk.vmId !== null || disk.ownerId !== null) return;
  const vm = await requireVmRecord(ctx.em, vmId);
  await onHost(vm, async () => {
    const ssh = await ctx.services.hosts.ssh(vm.hostId);
    await removeVolume({ ssh, hostName: vm.hostName, signal: ctx.signal }, disk.path);
  });
  await ctx.transaction((em) =>
    run(em, 'delete from disk where id = ? and vm_id is null', [diskId]),
  );
}

export const detachDiskTask = defineTask<DetachDisk>({
  type: 'DETACH_DISK',
  input,
  limits: [{ scope: 'HOST', max: 8 }],
  steps: [
    {
      name: 'detach from guest',
      weight: 6,
      do: detachFromGuest,
      undo: attachAgain,
      leftover: (ctx) => `disk ${ctx.input.target}, detached from the guest`,
    },
    {
      name: 'detach from definition',
      weight: 1,
      do: undefine,
      undo: attachAgain,
      leftover: (ctx) => `disk ${ctx.input.target}, out of the definition`,
    },
    {
      name: 'record',
      weight: 1,
      do: record,
      undo: unrecord,
      leftover: (ctx) => `the row of disk ${ctx.input.target}`,
    },
    { name: 'remove volume', weight: 1, do: remove },
  ],
  succeeded: ({ input: { target, keepVolume } }) =>
    keepVolume
      ? `Detached disk ${target} successfully; its volume is kept`
      : `Detached disk ${target} successfully`,
});
