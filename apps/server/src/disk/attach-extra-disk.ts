import { constantValues } from '../constant/constant.service.ts';
import type { DiskId } from '../platform/ids.ts';
import { onHost } from '../task/on-host.ts';
import type { StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { attachDisk, detachFromDefinition, detachFromGuest, hasDisk } from '../vm/domain-disks.ts';
import { findDomain, requireDomain } from '../vm/domain-of.ts';
import { recordVmEvent, requireVmRecord, type VmRecord } from '../vm/vm-record.ts';
import {
  allocateExtraDisk,
  type DiskRecord,
  type ExtraDiskSpec,
  findDisk,
  recordAttached,
  releaseExtraDisk,
} from './extra-disks.ts';
import { makeVolume, removeVolume, requireVolume } from './volume.ts';

/**
 * The parts of attaching an extra disk, for the task that does only that and for those where it is
 * one part of more. Each looks before it acts, and each has its way back.
 */

type Ctx = StepContext<unknown>;

/**
 * The disk, by its row, with the target that it has in the VM.
 * @throws {FatalTaskError} when the disk is no longer the VM's
 */
export async function requireVmDisk(ctx: Ctx, vm: VmRecord, id: DiskId) {
  const disk = await findDisk(ctx.em, id);
  if (!disk?.target || disk.vmId !== vm.id)
    throw new FatalTaskError(`The disk is not of ${vm.name} any more.`, { code: 'NOT_FOUND' });
  return { ...disk, target: disk.target };
}

/** Reserves row, target, file name and space, unless that has been done. */
export async function reserveDisk(ctx: Ctx, spec: ExtraDiskSpec): Promise<void> {
  const there = await findDisk(ctx.em, spec.diskId);
  if (there?.vmId === spec.vmId) return;
  await ctx.transaction((em) => allocateExtraDisk(em, spec));
}

/** Takes {@link reserveDisk} back. */
export async function unreserveDisk(ctx: Ctx, spec: ExtraDiskSpec): Promise<void> {
  await ctx.transaction((em) => releaseExtraDisk(em, spec));
}

/** Makes the volume of a new disk; looks for that of a kept one. */
export async function makeDiskVolume(ctx: Ctx, spec: ExtraDiskSpec): Promise<void> {
  const vm = await requireVmRecord(ctx.em, spec.vmId);
  const disk = await requireVmDisk(ctx, vm, spec.diskId);
  await onHost(vm, async () => {
    const domain = await requireDomain(ctx.services, vm, ctx.signal);
    // This was cut after it had been attached, and is being repeated: there may be data on it.
    if (await hasDisk(domain, disk, ctx.signal)) return;
    const ssh = await ctx.services.hosts.ssh(vm.hostId);
    const on = { ssh, hostName: vm.hostName, signal: ctx.signal };
    await (spec.kept ? requireVolume(on, disk.path) : makeVolume(on, disk));
  });
  ctx.log('INFO', `Volume ${disk.path}, ${disk.sizeGiB} GiB, on ${disk.datastore}.`);
}

/** Takes {@link makeDiskVolume} back; the volume of a kept disk stays. */
export async function removeDiskVolume(ctx: Ctx, spec: ExtraDiskSpec): Promise<void> {
  const found = await findAttaching(ctx, spec);
  if (!found || spec.kept) return;
  const { vm, disk } = found;
  await onHost(vm, async () => {
    const ssh = await ctx.services.hosts.ssh(vm.hostId);
    await removeVolume({ ssh, hostName: vm.hostName, signal: ctx.signal }, disk.path);
  });
}

/** Adds the disk to the domain's definition, and to the guest when it runs. */
export async function attachToDomain(ctx: Ctx, spec: ExtraDiskSpec): Promise<void> {
  const vm = await requireVmRecord(ctx.em, spec.vmId);
  const disk = await requireVmDisk(ctx, vm, spec.diskId);
  await onHost(vm, async () => {
    const domain = await requireDomain(ctx.services, vm, ctx.signal);
    await attachDisk(domain, disk, ctx.signal);
  });
  ctx.log('INFO', `Attached as ${disk.target}.`);
}

/**
 * Takes {@link attachToDomain} back.
 * @throws {FatalTaskError} when the running guest does not let the disk go
 */
export async function detachFromDomain(ctx: Ctx, spec: ExtraDiskSpec): Promise<void> {
  const found = await findAttaching(ctx, spec);
  if (!found) return;
  const { vm, disk } = found;
  await onHost(vm, async () => {
    const domain = await findDomain(ctx.services, vm, ctx.signal);
    if (!domain) return;
    await letGo(ctx, vm, disk);
    await detachFromDefinition(domain, disk, ctx.signal);
  });
}

/**
 * Asks the running guest to let a disk go, and waits until it has.
 * @param late called when the guest has not answered in time: it may still let the disk go later.
 *   Left out where nobody would follow that
 * @throws {FatalTaskError} in words for people, when the guest refuses or does not answer in time
 */
export async function letGo(
  ctx: Ctx,
  vm: VmRecord,
  disk: Pick<DiskRecord, 'path'> & { readonly target: string },
  late?: () => Promise<void>,
): Promise<void> {
  const domain = await requireDomain(ctx.services, vm, ctx.signal);
  const { detachTimeoutSeconds } = await constantValues(ctx.em);
  const { services, signal } = ctx;
  const timeoutMs = detachTimeoutSeconds * 1000;
  const answer = await detachFromGuest({ services, vm, domain, disk, timeoutMs, signal });
  if (answer === 'LET_GO') return;
  if (answer === 'SILENT') await late?.();
  const how =
    answer === 'REFUSED'
      ? 'refused to let it go'
      : `did not let it go within ${detachTimeoutSeconds} s`;
  const later =
    answer === 'SILENT' && late
      ? ' Should it let go later, the disk is detached then, and its volume kept.'
      : '';
  throw new FatalTaskError(
    `The guest of ${vm.name} ${how}: disk ${disk.target} is still attached. Unmount it in the guest, or shut the VM down, then detach it again.${later}`,
    { code: 'CONFLICT' },
  );
}

/** Writes down that the VM has the disk, with a line in its history. */
export async function recordAttachment(ctx: Ctx, spec: ExtraDiskSpec): Promise<void> {
  const vm = await requireVmRecord(ctx.em, spec.vmId);
  const disk = await requireVmDisk(ctx, vm, spec.diskId);
  await ctx.transaction(async (em) => {
    await recordAttached(em, disk.id);
    if (disk.attached) return;
    const to = `${disk.sizeGiB} GiB on ${disk.datastore}`;
    await recordVmEvent(em, vm.id, { attribute: `disk ${disk.target}`, from: null, to }, by(ctx));
  });
  ctx.services.events.publish('vm', { id: vm.id });
}

/** Who changes the VM, for its history. */
export const by = (ctx: Ctx) => ({ actorId: ctx.requestedBy, taskId: ctx.taskId });

/** The disk while it is being attached; null once the VM, or the reservation, is gone. */
async function findAttaching(ctx: Ctx, { vmId, diskId }: ExtraDiskSpec) {
  const disk = await findDisk(ctx.em, diskId);
  if (disk?.vmId !== vmId || !disk.target) return null;
  const vm = await requireVmRecord(ctx.em, vmId);
  return { vm, disk: { ...disk, target: disk.target } };
}
