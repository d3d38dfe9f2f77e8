import path from 'node:path';
import { LibvirtError } from '@baadal/libvirt';
import type { SshMachine } from '@baadal/ssh';
import { z } from 'zod';
import { releasePrivateIp } from '../network/network.service.ts';
import type { PlacementCandidate } from '../placement/placement.ts';
import { type Em, run } from '../platform/db.ts';
import { moveTask } from '../task/enqueue.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { allocateVm, type VmSpec } from './allocate-vm.ts';
import { defineDomain, destroyDomain, undefineDomain } from './define-domain.ts';
import { onHost, requireDomain, statusOf } from './domain-of.ts';
import {
  findVmRecord,
  recordStatus,
  recordVmEvent,
  requireVmRecord,
  type VmRecord,
} from './vm-record.ts';

/**
 * Makes a VM: its row (already there the first time, written by the mutation itself so that host,
 * address and names are reserved when it answers), its root disk as a thin layer over the
 * template's image, its domain; starts it, and writes down what it became. Undone, nothing of it
 * is left: no row, no address, no file, no domain.
 */

interface CreateVm {
  readonly spec: VmSpec;
  readonly start: boolean;
}
type Context = StepContext<CreateVm>;

/** The spec was checked by the mutation that wrote it; here only its shape counts. */
const input = z.object({
  spec: z
    .looseObject({ vmId: z.string(), name: z.string() })
    .transform((s) => s as unknown as VmSpec),
  start: z.boolean(),
});

const vmOf = (ctx: Context): Promise<VmRecord> => requireVmRecord(ctx.em, ctx.input.spec.vmId);
const by = (ctx: Context) => ({ actorId: ctx.requestedBy, taskId: ctx.taskId });

async function allocate(ctx: Context): Promise<void> {
  const { spec } = ctx.input;
  const there = await findVmRecord(ctx.em, spec.vmId);
  const placed = there ? null : await ctx.transaction((em) => allocateAnew(em, ctx));
  const vm = there ?? (await vmOf(ctx));
  ctx.log(
    'INFO',
    `Host ${vm.hostName}, address ${vm.ip?.address ?? 'none'}, VNC port ${vm.vncPort}.`,
  );
  if (placed) ctx.services.events.publish('vm', { id: spec.vmId });
}

/** A retry may find room on another host than the first attempt. */
async function allocateAnew(em: Em, ctx: Context): Promise<PlacementCandidate> {
  const placed = await allocateVm(em, ctx.input.spec);
  await moveTask(em, ctx.taskId, placed.host.id);
  return placed;
}

async function free(ctx: Context): Promise<void> {
  const { vmId, ownerId } = ctx.input.spec;
  await ctx.transaction(async (em) => {
    await releasePrivateIp(em, vmId);
    await run(em, 'delete from vm where id = ?', [vmId]);
  });
  ctx.services.events.publish('vmRemoved', { id: vmId, viewerIds: [ownerId] });
}

async function makeDisk(ctx: Context): Promise<void> {
  const vm = await vmOf(ctx);
  const [disk] = vm.disks;
  const { template } = vm;
  if (!disk || !template) throw new FatalTaskError('The template is gone.', { code: 'NOT_FOUND' });
  const backing = template.image;
  await onHost(vm, async () => {
    const ssh = await ctx.services.hosts.ssh(vm.hostId);
    const made = await ssh.exec(
      [
        'qemu-img',
        'create',
        '-q',
        '-f',
        'qcow2',
        '-b',
        backing,
        '-F',
        template.format.toLowerCase(),
        disk.path,
        `${ctx.input.spec.diskGiB}G`,
      ],
      { signal: ctx.signal },
    );
    if (made.code === 0) return;
    const present = await ssh.exec(['test', '-r', backing], { signal: ctx.signal });
    if (present.code !== 0)
      throw new FatalTaskError(
        `The image of the template ${template.name} is missing on host ${vm.hostName}: ${backing}. Put it back or retire the template.`,
        { code: 'NOT_FOUND' },
      );
    if (await isFull(ssh, path.dirname(disk.path), ctx.signal))
      throw new FatalTaskError(
        `The datastore ${template.datastore} is full on host ${vm.hostName}. Delete VMs that are no longer needed or enlarge it, then retry.`,
        { code: 'NO_CAPACITY' },
      );
    throw new FatalTaskError(
      `The disk could not be made on host ${vm.hostName}: ${made.stderr.trim()}`,
      { code: 'CONFLICT' },
    );
  });
  ctx.log('INFO', `Disk ${disk.path}, ${ctx.input.spec.diskGiB} GiB over ${template.name}.`);
}

/** What an empty image takes at most, with its tables; less than this and none can be made. */
const SMALLEST_IMAGE_KIB = 1024;

/** True when the file system of a directory has no room for an empty image, or no inode. */
async function isFull(ssh: SshMachine, directory: string, signal: AbortSignal): Promise<boolean> {
  const said = await ssh.exec(['stat', '-f', '-c', '%a %S %d %c', directory], { signal });
  const [blocks = NaN, size = NaN, freeInodes = NaN, inodes = NaN] = said.stdout
    .trim()
    .split(' ')
    .map(Number);
  if (said.code !== 0) return false;
  return (blocks * size) / 1024 < SMALLEST_IMAGE_KIB || (inodes > 0 && freeInodes === 0);
}

async function removeDisk(ctx: Context): Promise<void> {
  const vm = await findVmRecord(ctx.em, ctx.input.spec.vmId);
  if (!vm) return;
  await onHost(vm, async () => {
    const ssh = await ctx.services.hosts.ssh(vm.hostId);
    await ssh.run(['rm', '-f', ...vm.disks.map((disk) => disk.path)], { signal: ctx.signal });
  });
}

async function undefine(ctx: Context): Promise<void> {
  const vm = await findVmRecord(ctx.em, ctx.input.spec.vmId);
  if (vm) await undefineDomain(ctx.services, vm, ctx.signal);
}

async function start(ctx: Context): Promise<void> {
  if (!ctx.input.start) return;
  const vm = await vmOf(ctx);
  await onHost(vm, async () => {
    const domain = await requireDomain(ctx.services, vm, ctx.signal);
    try {
      await domain.start({}, { signal: ctx.signal });
    } catch (error) {
      // It runs already: this step was cut after the call, and is being repeated.
      if (!(error instanceof LibvirtError && error.is('OPERATION_INVALID'))) throw error;
    }
  });
}

async function stop(ctx: Context): Promise<void> {
  const vm = await findVmRecord(ctx.em, ctx.input.spec.vmId);
  if (vm) await destroyDomain(ctx.services, vm, ctx.signal);
}

async function record(ctx: Context): Promise<void> {
  const vm = await vmOf(ctx);
  const now = await onHost(vm, async () =>
    (await requireDomain(ctx.services, vm, ctx.signal)).state({ signal: ctx.signal }),
  );
  const status = statusOf(now);
  if (ctx.input.start && status !== 'RUNNING')
    throw new FatalTaskError(`The domain was started but is ${now.state} (${now.reason}).`, {
      code: 'CONFLICT',
    });
  await ctx.transaction(async (em) => {
    const desired = ctx.input.start ? 'RUNNING' : 'SHUTDOWN';
    await recordVmEvent(em, vm.id, { attribute: 'created', from: null, to: vm.identity }, by(ctx));
    await recordStatus(em, vm.id, { status, desired, reason: null }, by(ctx));
  });
  ctx.services.events.publish('vm', { id: vm.id });
}

export const createVmTask = defineTask<CreateVm>({
  type: 'CREATE_VM',
  input: input as z.ZodType<CreateVm>,
  limits: [{ scope: 'HOST', max: 4 }],
  steps: [
    {
      name: 'allocate',
      weight: 1,
      do: allocate,
      undo: free,
      leftover: () => 'its row and address',
    },
    {
      name: 'make disk',
      weight: 2,
      do: makeDisk,
      undo: removeDisk,
      leftover: () => 'its disk file',
    },
    {
      name: 'define domain',
      weight: 1,
      do: async (ctx) => defineDomain(ctx.services, await vmOf(ctx), ctx.signal),
      undo: undefine,
      leftover: () => 'its domain',
    },
    { name: 'start', weight: 5, do: start, undo: stop, leftover: () => 'its running domain' },
    { name: 'record', weight: 1, do: record },
  ],
  succeeded: () => 'VM is installed successfully',
});
