import type { Domain } from '@baadal/libvirt';
import { z } from 'zod';
import { absorbBacking, imageInfo } from '../image/qemu-img.ts';
import { pause } from '../platform/back-off.ts';
import { run } from '../platform/db.ts';
import type { DiskId, VmId } from '../platform/ids.ts';
import { onHost } from '../task/on-host.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { FatalTaskError, TaskCancelledError } from '../task/task-errors.ts';
import { requireDomain } from './domain-of.ts';
import { recordVmEvent, requireVmRecord, type VmRecord } from './vm-record.ts';

/**
 * Makes a disk that is a layer over a template's image stand alone: what it reads from below is
 * copied into it, by QEMU while the VM runs, by qemu-img while it is off. Nothing has to be undone:
 * a disk that was copied in part is the layer it was.
 */

interface FlattenDisk {
  readonly vmId: VmId;
  readonly diskId: DiskId;
  readonly target: string;
}
type Context = StepContext<FlattenDisk>;

const input = z.object({
  vmId: z.string(),
  diskId: z.string(),
  target: z.string(),
}) as unknown as z.ZodType<FlattenDisk>;

const WATCH_MS = 500;

async function flatten(ctx: Context): Promise<void> {
  const vm = await requireVmRecord(ctx.em, ctx.input.vmId);
  const disk = vm.disks.find(({ id }) => id === ctx.input.diskId);
  if (!disk) throw new FatalTaskError('The VM has that disk no more.', { code: 'NOT_FOUND' });
  await onHost(vm, async () => {
    const { signal } = ctx;
    const ssh = await ctx.services.hosts.ssh(vm.hostId);
    const look = () => imageInfo(ssh, disk.path, { format: 'QCOW2', signal });
    const before = await look();
    if (!before)
      throw new FatalTaskError(`The disk is missing on host ${vm.hostName}: ${disk.path}.`, {
        code: 'NOT_FOUND',
      });
    if (before.backingFile === null) return;
    refuseSnapshots(vm, before.snapshots);
    const domain = await requireDomain(ctx.services, vm, signal);
    const job = { signal, onProgress: (percent: number) => ctx.progress(percent) };
    if (await domain.isActive({ signal })) await pull(ctx, domain, disk.target);
    else await absorbBacking(ssh, disk.path, job);
    if ((await look())?.backingFile)
      throw new FatalTaskError('The disk is still a layer: its copying was ended from outside.', {
        code: 'CONFLICT',
      });
    ctx.log('INFO', `The disk ${disk.target} depends on ${before.backingFile} no more.`);
  });
}

/** What an internal snapshot reads from below is not taken along, and would be lost. */
function refuseSnapshots(vm: VmRecord, snapshots: readonly string[]): void {
  if (snapshots.length === 0) return;
  throw new FatalTaskError(
    `${vm.name} has ${snapshots.length} snapshot${snapshots.length > 1 ? 's' : ''}, which would be lost. Delete them first.`,
    { code: 'CONFLICT' },
  );
}

/** Watches the copying to its end; one that a lost worker began is watched on. */
async function pull(ctx: Context, domain: Domain, target: string): Promise<void> {
  const { signal } = ctx;
  if (!(await domain.blockJobInfo(target, { signal }))) await domain.blockPull(target, { signal });
  try {
    for (;;) {
      const job = await domain.blockJobInfo(target, { signal });
      if (!job) return;
      if (job.end > 0n) ctx.progress(Number((job.cur * 100n) / job.end));
      await pause(WATCH_MS, signal);
      signal.throwIfAborted();
    }
  } catch (error) {
    // Cancelled, not lost: another worker would go on watching.
    if (signal.reason instanceof TaskCancelledError)
      await domain.blockJobAbort(target).catch(() => undefined);
    throw error;
  }
}

async function record(ctx: Context): Promise<void> {
  const { vmId, diskId, target } = ctx.input;
  await ctx.transaction(async (em) => {
    const changed = await run(em, 'update disk set flat = true where id = ? and not flat', [
      diskId,
    ]);
    if (changed === 0) return;
    const change = { attribute: 'diskFlattened', from: null, to: target };
    await recordVmEvent(em, vmId, change, { actorId: ctx.requestedBy, taskId: ctx.taskId });
  });
  ctx.services.events.publish('vm', { id: vmId });
}

export const flattenDiskTask = defineTask<FlattenDisk>({
  type: 'FLATTEN_DISK',
  input,
  limits: [{ scope: 'HOST', max: 2 }],
  steps: [
    { name: 'copy what lies below', weight: 20, cancellable: true, do: flatten },
    { name: 'record', weight: 1, do: record },
  ],
  succeeded: (ctx) => `Disk ${ctx.input.target} is flattened successfully`,
});
