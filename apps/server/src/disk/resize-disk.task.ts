import { LibvirtError } from '@baadal/libvirt';
import { z } from 'zod';
import { run } from '../platform/db.ts';
import type { DiskId, VmId } from '../platform/ids.ts';
import { onHost } from '../task/on-host.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { requireDomain } from '../vm/domain-of.ts';
import { recordVmEvent, requireVmRecord } from '../vm/vm-record.ts';
import { by, requireVmDisk } from './attach-extra-disk.ts';
import { enlargeImage, resizeFault } from './volume.ts';

/**
 * Enlarges a disk, under the running guest or in its file, and writes its size down. There is
 * nothing to undo: an image that was not enlarged is as before, and one that was is never cut.
 */

interface ResizeDisk {
  readonly vmId: VmId;
  readonly name: string;
  readonly diskId: DiskId;
  readonly target: string;
  readonly sizeGiB: number;
}
type Context = StepContext<ResizeDisk>;

const input = z.object({
  vmId: z.string(),
  name: z.string(),
  diskId: z.string(),
  target: z.string(),
  sizeGiB: z.number(),
}) as unknown as z.ZodType<ResizeDisk>;

const GIB = 1024 ** 3;

async function resize(ctx: Context): Promise<void> {
  const { signal, services } = ctx;
  const { sizeGiB } = ctx.input;
  const vm = await requireVmRecord(ctx.em, ctx.input.vmId);
  const disk = await requireVmDisk(ctx, vm, ctx.input.diskId);
  // Asked for together with another that came first.
  if (disk.sizeGiB > sizeGiB)
    throw new FatalTaskError(
      `Disk ${disk.target} has ${disk.sizeGiB} GiB meanwhile, and a disk can only grow.`,
      { code: 'CONFLICT' },
    );
  await onHost(vm, async () => {
    const domain = await requireDomain(services, vm, signal);
    const on = { ssh: await services.hosts.ssh(vm.hostId), hostName: vm.hostName, signal };
    if (!(await domain.isActive({ signal }))) return enlargeImage(on, disk.path, sizeGiB);
    const { capacityBytes } = await domain.blockInfo(disk.target, { signal });
    if (capacityBytes >= sizeGiB * GIB) return;
    try {
      await domain.blockResize(disk.target, sizeGiB * GIB, { signal });
    } catch (error) {
      if (!(error instanceof LibvirtError) || error.retryable) throw error;
      throw await resizeFault(on, disk.path, error.message);
    }
  });
  ctx.log('INFO', `Disk ${disk.target} is ${sizeGiB} GiB; the guest has to enlarge its partition.`);
}

async function record(ctx: Context): Promise<void> {
  const { vmId, diskId, sizeGiB } = ctx.input;
  const vm = await requireVmRecord(ctx.em, vmId);
  const disk = await requireVmDisk(ctx, vm, diskId);
  await ctx.transaction(async (em) => {
    if (disk.sizeGiB >= sizeGiB) return;
    await run(em, 'update disk set size_gib = ? where id = ?', [sizeGiB, diskId]);
    if (disk.root) await run(em, 'update vm set disk_gib = ? where id = ?', [sizeGiB, vmId]);
    const change = { from: `${disk.sizeGiB} GiB`, to: `${sizeGiB} GiB` };
    await recordVmEvent(em, vmId, { attribute: `disk ${disk.target}`, ...change }, by(ctx));
  });
  ctx.services.events.publish('vm', { id: vmId });
}

export const resizeDiskTask = defineTask<ResizeDisk>({
  type: 'RESIZE_DISK',
  input,
  limits: [{ scope: 'HOST', max: 8 }],
  steps: [
    { name: 'resize', weight: 3, do: resize },
    { name: 'record', weight: 1, do: record },
  ],
  succeeded: ({ input: { target, sizeGiB } }) =>
    `Resized disk ${target} to ${sizeGiB} GiB successfully`,
});
