import { z } from 'zod';
import { run } from '../platform/db.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import {
  attachToDomain,
  detachFromDomain,
  makeDiskVolume,
  recordAttachment,
  removeDiskVolume,
  reserveDisk,
  unreserveDisk,
} from './attach-extra-disk.ts';
import { type ExtraDiskSpec, findDisk } from './extra-disks.ts';

/**
 * Attaches an extra disk: its row (already there the first time, written by the mutation so that
 * target, file name and space are reserved when it answers), its volume, its device in the
 * definition and at once in the guest when it runs. Undone, a new disk is gone and a kept volume is
 * kept as before.
 */

interface AttachDisk {
  readonly spec: ExtraDiskSpec;
}
type Context = StepContext<AttachDisk>;

/** The spec was checked by the mutation that wrote it; here only its shape counts. */
const input = z.object({
  spec: z
    .looseObject({ vmId: z.string(), diskId: z.string() })
    .transform((spec) => spec as unknown as ExtraDiskSpec),
});

/** A line in the history that did not come true. */
async function unrecord(ctx: Context): Promise<void> {
  const { vmId, diskId, kept } = ctx.input.spec;
  await ctx.transaction(async (em) => {
    const disk = await findDisk(em, diskId);
    if (disk?.vmId !== vmId || !disk.attached) return;
    await run(em, 'delete from vm_event where vm_id = ? and task_id = ?', [vmId, ctx.taskId]);
    const owner = kept ? '(select owner_id from vm where id = ?)' : 'null';
    await run(
      em,
      `update disk set attached = false, owner_id = ${owner}, kept_at = utc_timestamp(3)
        where id = ?`,
      kept ? [vmId, diskId] : [diskId],
    );
  });
}

export const attachDiskTask = defineTask<AttachDisk>({
  type: 'ATTACH_DISK',
  input: input as z.ZodType<AttachDisk>,
  limits: [{ scope: 'HOST', max: 8 }],
  steps: [
    {
      name: 'reserve',
      weight: 1,
      do: (ctx) => reserveDisk(ctx, ctx.input.spec),
      undo: (ctx) => unreserveDisk(ctx, ctx.input.spec),
      leftover: () => 'the reservation of the disk',
    },
    {
      name: 'make volume',
      weight: 2,
      do: (ctx) => makeDiskVolume(ctx, ctx.input.spec),
      undo: (ctx) => removeDiskVolume(ctx, ctx.input.spec),
      leftover: () => 'its volume',
    },
    {
      name: 'attach',
      weight: 3,
      do: (ctx) => attachToDomain(ctx, ctx.input.spec),
      undo: (ctx) => detachFromDomain(ctx, ctx.input.spec),
      leftover: () => 'its device in the domain',
    },
    {
      name: 'record',
      weight: 1,
      do: (ctx) => recordAttachment(ctx, ctx.input.spec),
      undo: unrecord,
      leftover: () => 'its row',
    },
  ],
  succeeded: () => 'Attached extra disk successfully',
  failed: () =>
    'Your request for additional HDD could not be completed at this moment. Check logs.',
});
