import { defineManagedSave, managedSaveXml } from '@baadal/libvirt';
import { fileSize, imageInfo, removeCopy } from '../image/qemu-img.ts';
import { retellLibvirt } from '../snapshot/tell-libvirt.ts';
import type { StepContext } from '../task/task-definition.ts';
import { FatalTaskError, RetryableError } from '../task/task-errors.ts';
import { defineDomain } from '../vm/define-domain.ts';
import { requireVmRecord, type VmRecord } from '../vm/vm-record.ts';
import { copyFiles, proveCopies } from './copy-files.ts';
import { type DiskMove, type MovedFile, type MovingFile, recordMoved } from './disk-move.ts';
import { pivot, refuseSnapshots, stopMirror } from './mirror-file.ts';
import { withPaths } from './moved-xml.ts';
import { type OnVmHost, placesNow, reachVm } from './on-vm-host.ts';

type Context = StepContext<unknown>;

/** How often a guest may go on or off in the very moment before the step is tried again. */
const SWITCH_TRIES = 5;

/**
 * Has the VM go on with the copies, running or off, and writes that down. What decides is libvirt's
 * word: a disk is moved from the moment on in which the guest, or the definition of one that is
 * off, has the new file.
 */
export async function switchFiles(ctx: Context, move: DiskMove): Promise<void> {
  const on = await reachVm(ctx, move);
  for (let tries = 0; tries < SWITCH_TRIES; tries++) {
    // Nothing to do, but for a guest that went on or off since they were copied.
    await copyFiles(on, () => undefined);
    if (await on.domain.isActive({ signal: ctx.signal })) await pivotAll(on);
    else await switchDefinition(ctx, on);
    if ((await movedFiles(on)).length === move.files.length) {
      await settle(ctx, move);
      return;
    }
  }
  throw new RetryableError(`${move.vm.name} goes on and off while its disks are moved.`);
}

async function pivotAll(on: OnVmHost): Promise<void> {
  const { places } = await placesNow(on);
  const waiting = on.move.files.filter((file) => places.get(file.target)?.mirror?.file === file.to);
  for (const file of waiting) {
    // Somebody may have taken one with virsh meanwhile.
    const info = await imageInfo(on.ssh, file.from, { format: file.format, signal: on.signal });
    refuseSnapshots(on, file, info?.snapshots ?? []);
  }
  for (const file of waiting) if (!(await pivot(on, file))) return;
}

async function switchDefinition(ctx: Context, on: OnVmHost): Promise<void> {
  await proveCopies(on);
  await defineDomain(ctx.services, withFiles(on.move.vm, on.move.files), ctx.signal);
}

/** The VM as it will be. */
function withFiles(vm: VmRecord, files: readonly MovingFile[]): VmRecord {
  const to = new Map(files.map((file) => [file.from, file.to]));
  const moved = (path: string) => to.get(path) ?? path;
  return {
    ...vm,
    disks: vm.disks.map((disk) => ({ ...disk, path: moved(disk.path) })),
    seed: vm.seed && moved(vm.seed),
  };
}

async function movedFiles(on: OnVmHost): Promise<MovingFile[]> {
  const { places } = await placesNow(on);
  return on.move.files.filter((file) => places.get(file.target)?.file === file.to);
}

/**
 * Brings rows, definition, snapshots and saved memory to what libvirt says of each file, whoever
 * moved it there. Again does nothing.
 * @returns the files that have moved
 */
export async function settle(ctx: Context, move: DiskMove): Promise<readonly MovingFile[]> {
  const on = await reachVm(ctx, move);
  const moved = await movedFiles(on);
  if (moved.length === 0) return moved;
  const found = await Promise.all(moved.map((file) => withFlatness(on, file)));
  const by = { actorId: ctx.requestedBy, taskId: ctx.taskId };
  await ctx.transaction((em) => recordMoved(em, move, found, by));
  const vm = await requireVmRecord(ctx.em, move.vm.id);
  await defineDomain(ctx.services, vm, ctx.signal);
  await retellLibvirt(ctx.em, on, vm.id);
  await moveSavedMemory(ctx, on, moved);
  publish(ctx, move);
  return moved;
}

async function withFlatness({ ssh, signal }: OnVmHost, file: MovingFile): Promise<MovedFile> {
  const info = await imageInfo(ssh, file.to, { format: file.format, signal });
  return { ...file, flat: info?.backingFile === null };
}

/** A VM whose memory was saved to disk starts with the definition that was saved along. */
async function moveSavedMemory(
  ctx: Context,
  { domain, move, signal }: OnVmHost,
  moved: readonly MovingFile[],
): Promise<void> {
  if (!(await domain.hasManagedSave({ signal }))) return;
  const connection = await ctx.services.hosts.libvirt(move.vm.hostId);
  const before = await managedSaveXml(connection, domain, { signal });
  const after = withPaths(before, moved);
  if (after !== before) await defineManagedSave(connection, domain, after, { signal });
}

/** Tells everybody who looks at the VM or its datastores. */
export function publish(ctx: Context, { spec, vm }: DiskMove): void {
  ctx.services.events.publish('vm', { id: vm.id });
  const ids = new Set([spec.datastoreId, ...spec.disks.map(({ datastoreId }) => datastoreId)]);
  for (const id of ids) ctx.services.events.publish('datastore', { id });
}

/**
 * Removes of each file the one that the VM does not use: the old one where it has moved, a copy that
 * was begun where it has not. A domain that has neither keeps both.
 */
export async function removeOthers(ctx: Context, move: DiskMove): Promise<void> {
  const on = await reachVm(ctx, move);
  for (const file of move.files) await stopMirror(on, file);
  const { places } = await placesNow(on);
  for (const file of move.files) {
    const used = places.get(file.target)?.file;
    if (used === file.from) await removeCopy(on.ssh, file.to, ctx.signal);
    else if (used === file.to) await removeOld(on, file);
  }
}

async function removeOld(on: OnVmHost, { from, to, target }: MovingFile): Promise<void> {
  const { ssh, signal } = on;
  if ((await fileSize(ssh, to, signal)) === null)
    throw new FatalTaskError(
      `The new file of disk ${target} is gone: ${to}. The old one is kept: ${from}.`,
      { code: 'NOT_FOUND' },
    );
  await removeCopy(ssh, from, signal);
}
