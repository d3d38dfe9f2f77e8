import { type MutationTx, runMutation } from '../audit/mutation.ts';
import { isAdmin, requireViewer } from '../auth/policy.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { Context } from '../context.ts';
import { reserveSpace } from '../datastore/datastore-space.ts';
import { type Em, rows, run } from '../platform/db.ts';
import { BadUserInputError, ConflictError, NotFoundError } from '../platform/errors.ts';
import { type DatastoreId, type DiskId, newId, type TaskId } from '../platform/ids.ts';
import { announceTask, announceVmTask, enqueueTask } from '../task/enqueue.ts';
import type { TaskType } from '../task/task-enums.ts';
import { requireActionInLine, requireVm } from '../vm/vm-lookup.ts';
import type { VmView } from '../vm/vm-views.ts';
import type {
  AttachDiskInput,
  DeleteDiskInput,
  DetachDiskInput,
  ResizeDiskInput,
} from './disk.inputs.ts';
import { allocateExtraDisk, type DiskRecord, type ExtraDiskSpec, findDisk } from './extra-disks.ts';
import { refuseWhileInSnapshots } from './in-snapshots.ts';

/**
 * What is asked for disks. Each reserves what it needs in one transaction and leaves the rest to a
 * task in the lane of the VM.
 */

/** Asks for an extra disk. @returns the task */
export async function attachDisk(context: Context, input: AttachDiskInput): Promise<TaskId> {
  const viewer = requireViewer(context);
  if ((input.sizeGiB ?? null) === null && !input.diskId)
    throw new BadUserInputError([
      { path: 'sizeGiB', message: 'Give the size of the new disk in GiB, or a kept volume.' },
    ]);
  const call = { action: 'attachDisk', subject: input.vmId, ...idOf(input) };
  return runMutation(context, call, async (tx) => {
    const vm = await requireVm(tx.em, viewer, input.vmId);
    await requireActionInLine(tx.em, viewer, vm, 'ATTACH_DISK');
    const spec = await attachSpec(tx.em, viewer, vm, input);
    await allocateExtraDisk(tx.em, spec);
    const title = spec.kept
      ? `Attach kept disk to ${vm.name}`
      : `Attach ${spec.sizeGiB} GiB to ${vm.name}`;
    return enqueue(context, tx, vm, { type: 'ATTACH_DISK', title, input: { spec } });
  });
}

async function attachSpec(
  em: Em,
  viewer: Viewer,
  vm: VmView,
  input: AttachDiskInput,
): Promise<ExtraDiskSpec> {
  const common = { vmId: vm.id, field: 'sizeGiB' } as const;
  if (!input.diskId) {
    const datastoreId = (input.datastoreId ?? null) as DatastoreId | null;
    const sizeGiB = input.sizeGiB ?? 0;
    return { ...common, diskId: newId('disk'), sizeGiB, datastoreId, kept: false };
  }
  const disk = await requireKept(em, viewer, input.diskId);
  if (input.sizeGiB !== undefined && input.sizeGiB !== null && input.sizeGiB !== disk.sizeGiB)
    throw new BadUserInputError([
      {
        path: 'sizeGiB',
        message: `The kept volume has ${disk.sizeGiB} GiB. Attach it as it is, then resize it.`,
      },
    ]);
  const { id: diskId, sizeGiB, datastoreId } = disk;
  return { ...common, diskId, sizeGiB, datastoreId, kept: true };
}

/** Asks to take an extra disk away. @returns the task */
export async function detachDisk(context: Context, input: DetachDiskInput): Promise<TaskId> {
  const viewer = requireViewer(context);
  const call = { action: 'detachDisk', subject: input.id, ...idOf(input) };
  return runMutation(context, call, async (tx) => {
    const { vm, disk } = await requireVmDisk(tx.em, viewer, input.id);
    if (disk.root)
      throw new BadUserInputError([
        {
          path: 'id',
          message: `The root disk of ${vm.name} cannot be detached. Delete the VM to be rid of it.`,
        },
      ]);
    await requireActionInLine(tx.em, viewer, vm, 'DETACH_DISK');
    await refuseWhileDetaching(tx.em, vm, disk);
    const keepVolume = input.keepVolume ?? true;
    if (!keepVolume) await refuseWhileInSnapshots(tx.em, disk);
    return enqueue(context, tx, vm, {
      type: 'DETACH_DISK',
      title: `Detach disk ${disk.target} of ${vm.name}`,
      input: { vmId: vm.id, name: vm.name, diskId: disk.id, target: disk.target, keepVolume },
    });
  });
}

/** Asks to enlarge a disk. @returns the task */
export async function resizeDisk(context: Context, input: ResizeDiskInput): Promise<TaskId> {
  const viewer = requireViewer(context);
  const { sizeGiB } = input;
  const call = {
    action: 'resizeDisk',
    subject: input.id,
    detail: `${sizeGiB} GiB`,
    ...idOf(input),
  };
  return runMutation(context, call, async (tx) => {
    const { vm, disk } = await requireVmDisk(tx.em, viewer, input.id);
    await requireActionInLine(tx.em, viewer, vm, 'RESIZE_DISK');
    await refuseWhileDetaching(tx.em, vm, disk);
    if (sizeGiB <= disk.sizeGiB)
      throw new BadUserInputError([
        {
          path: 'sizeGiB',
          message: `Disk ${disk.target} has ${disk.sizeGiB} GiB, and a disk can only grow. Give more than that.`,
        },
      ]);
    const { datastoreId, sizeGiB: presentGiB } = disk;
    await reserveSpace(tx.em, { sizeGiB, presentGiB, datastoreId, field: 'sizeGiB' });
    return enqueue(context, tx, vm, {
      type: 'RESIZE_DISK',
      title: `Resize disk ${disk.target} of ${vm.name} to ${sizeGiB} GiB`,
      input: { vmId: vm.id, name: vm.name, diskId: disk.id, target: disk.target, sizeGiB },
    });
  });
}

/** Asks to delete a kept volume. @returns the task */
export async function deleteDisk(context: Context, input: DeleteDiskInput): Promise<TaskId> {
  const viewer = requireViewer(context);
  const call = { action: 'deleteDisk', subject: input.id, ...idOf(input) };
  return runMutation(context, call, async ({ em, afterCommit }) => {
    const kept = await requireKept(em, viewer, input.id);
    await refuseWhileInSnapshots(em, kept);
    const { id: diskId, ownerId, path } = kept;
    const reserved = await run(
      em,
      'update disk set owner_id = null where id = ? and vm_id is null and owner_id is not null',
      [diskId],
    );
    if (reserved === 0)
      throw new ConflictError('The volume is being attached or deleted already.', {
        details: { id: diskId },
      });
    const volume = path.slice(path.lastIndexOf('/') + 1);
    const id = await enqueueTask(em, {
      type: 'DELETE_DISK',
      title: `Delete volume ${volume}`,
      input: { diskId, ownerId, volume },
      lane: diskId,
      requestedBy: viewer.userId,
    });
    afterCommit(() => announceTask(context.services.events, id, diskId));
    return id;
  });
}

const idOf = ({ clientMutationId }: { clientMutationId?: string }) => ({ clientMutationId });

/** A disk of a VM that the viewer may see. @throws {NotFoundError} also for others' */
async function requireVmDisk(em: Em, viewer: Viewer, id: string) {
  const disk = await findDisk(em, id as DiskId);
  if (!disk) throw new NotFoundError('disk', id);
  if (disk.vmId === null) {
    await requireKept(em, viewer, id);
    throw new ConflictError('The volume is in no VM. Attach it first.', { details: { id } });
  }
  const vm = await requireVm(em, viewer, disk.vmId).catch((error: unknown) => {
    throw error instanceof NotFoundError ? new NotFoundError('disk', id) : error;
  });
  if (!disk.attached)
    throw new ConflictError(`Disk ${disk.target} of ${vm.name} is not attached yet.`, {
      details: { id },
    });
  return { vm, disk };
}

/** A kept volume of the viewer's, or anybody's for an admin. @throws {NotFoundError} */
async function requireKept(em: Em, viewer: Viewer, id: string) {
  const disk = await findDisk(em, id as DiskId);
  if (disk?.vmId) {
    const vm = await requireVm(em, viewer, disk.vmId).catch(() => null);
    if (vm)
      throw new ConflictError(`The disk is attached to ${vm.name}. Detach it first.`, {
        details: { id },
      });
  }
  const mine = disk?.ownerId && (disk.ownerId === viewer.userId || isAdmin(viewer));
  if (!disk || disk.vmId || !mine) throw new NotFoundError('disk', id);
  return { ...disk, ownerId: disk.ownerId };
}

async function refuseWhileDetaching(em: Em, vm: VmView, disk: DiskRecord): Promise<void> {
  const detaching = await rows(
    em,
    `select 1 from task where lane = ? and type = 'DETACH_DISK'
        and status in ('PENDING', 'RUNNING', 'RETRYING')
        and json_unquote(json_extract(input, '$.diskId')) = ?`,
    [vm.id, disk.id],
  );
  if (detaching.length > 0)
    throw new ConflictError(`Disk ${disk.target} of ${vm.name} is being detached already.`, {
      details: { id: disk.id },
    });
}

async function enqueue(
  context: Context,
  { em, afterCommit }: MutationTx,
  vm: VmView,
  task: { readonly type: TaskType; readonly title: string; readonly input: unknown },
): Promise<TaskId> {
  const { events } = context.services;
  const id = await enqueueTask(em, {
    ...task,
    vmId: vm.id,
    ...(vm.hostId ? { hostId: vm.hostId } : {}),
    lane: vm.id,
    requestedBy: requireViewer(context).userId,
  });
  afterCommit(() => announceVmTask(events, id, vm.id));
  return id;
}
