import { runMutation } from '../audit/mutation.ts';
import { requireViewer, vmRelation } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { isHostOf } from '../datastore/datastore-hosts.ts';
import { type Em, rows } from '../platform/db.ts';
import { BadUserInputError, ConflictError, NotFoundError } from '../platform/errors.ts';
import type { DiskId, TaskId, TemplateId, VmId } from '../platform/ids.ts';
import { announceVmTask, enqueueTask, type NewTask } from '../task/enqueue.ts';
import { usableTemplate } from '../template/template.service.ts';
import type { VmAction } from './vm-actions.ts';
import { requireActionInLine, requireVm } from './vm-lookup.ts';
import { loadVmViews, type VmView } from './vm-views.ts';

interface Call {
  readonly mutation: string;
  readonly action: VmAction;
  readonly vmId: string;
  readonly clientMutationId?: string | undefined;
}

/** Enqueues a task on a VM that the viewer may act on. */
function onVm(
  context: Context,
  call: Call,
  taskOf: (em: Em, vm: VmView) => Promise<Pick<NewTask, 'type' | 'input' | 'title'>>,
): Promise<TaskId> {
  const viewer = requireViewer(context);
  const { clientMutationId, mutation: action } = call;
  return runMutation(
    context,
    { action, clientMutationId, subject: call.vmId },
    async ({ em, afterCommit }) => {
      const vm = await requireVm(em, viewer, call.vmId);
      await requireActionInLine(em, viewer, vm, call.action);
      const id = await enqueueTask(em, {
        ...(await taskOf(em, vm)),
        vmId: vm.id,
        hostId: vm.hostId,
        lane: vm.id,
        requestedBy: viewer.userId,
      });
      const { events } = context.services;
      afterCommit(() => announceVmTask(events, id, vm.id));
      return id;
    },
  );
}

interface DiskRequest {
  readonly id: string;
  readonly clientMutationId?: string | undefined;
}

/**
 * Asks for a disk to be made independent of its template's image.
 * @throws {NotFoundError | ForbiddenError | ConflictError}
 */
export async function flattenDisk(context: Context, request: DiskRequest): Promise<TaskId> {
  const viewer = requireViewer(context);
  const [disk] = await rows<{ id: DiskId; vmId: VmId | null; target: string; flat: number }>(
    context.em,
    'select id, vm_id as vmId, target, (flat or not root) as flat from disk where id = ?',
    [request.id],
  );
  const [vm] = disk?.vmId ? await loadVmViews(context.em, [disk.vmId]) : [];
  if (!disk || !vm || !vmRelation(viewer, vm)) throw new NotFoundError('disk', request.id);
  const { clientMutationId } = request;
  const call = { mutation: 'flattenDisk', action: 'FLATTEN_DISK', vmId: vm.id } as const;
  return onVm(context, { ...call, clientMutationId }, async (em) => {
    if (disk.flat) throw new ConflictError(`The disk ${disk.target} stands alone already.`);
    const snapshots = await rows(em, 'select 1 from snapshot where vm_id = ? limit 1', [vm.id]);
    if (snapshots.length > 0)
      throw new ConflictError(`${vm.name} has snapshots, which would be lost. Delete them first.`);
    return {
      type: 'FLATTEN_DISK',
      input: { vmId: vm.id, diskId: disk.id, target: disk.target },
      title: `Flatten disk ${disk.target} of VM ${vm.name}`,
    };
  });
}

interface MediaRequest extends DiskRequest {
  /** Null: out. */
  readonly templateId: string | null;
}

/** Whether the VM has a drive for discs, as every VM has that is installed from one. */
export function hasDrive(vm: VmView): boolean {
  return vm.templateFormat === 'ISO' || vm.mediaTemplateId !== null;
}

/**
 * Asks for a disc to be put into the drive of a VM, or taken out.
 * @throws {NotFoundError | ForbiddenError | ConflictError | BadUserInputError}
 */
export function changeMedia(context: Context, request: MediaRequest): Promise<TaskId> {
  const { id: vmId, templateId, clientMutationId } = request;
  const mutation = templateId === null ? 'ejectMedia' : 'insertMedia';
  const call = { mutation, action: 'CHANGE_MEDIA', vmId, clientMutationId } as const;
  return onVm(context, call, async (em, vm) => {
    if (!hasDrive(vm))
      throw new ConflictError(
        `${vm.name} has no drive: it was not made to be installed from a disc.`,
      );
    const disc = templateId === null ? null : await discOf(em, context, vm, templateId);
    const title =
      disc === null ? `Eject the disc of VM ${vm.name}` : `Insert ${disc.name} into VM ${vm.name}`;
    const input = {
      vmId: vm.id,
      name: vm.name,
      templateId: disc?.id ?? null,
      disc: disc?.name ?? null,
    };
    return { type: 'CHANGE_MEDIA', input, title };
  });
}

async function discOf(
  em: Em,
  context: Context,
  vm: VmView,
  id: string,
): Promise<{ id: TemplateId; name: string }> {
  const template = await usableTemplate(em, requireViewer(context), id);
  const bad = (message: string) => new BadUserInputError([{ path: 'templateId', message }]);
  if (template?.format !== 'ISO') throw bad('There is no such ISO image, or it is retired.');
  if (vm.hostId && !(await isHostOf(em, template.datastoreId, vm.hostId)))
    throw bad(`The host of ${vm.name} does not have the datastore that ${template.name} is on.`);
  return template;
}
