import { runMutation } from '../audit/mutation.ts';
import { publishesTemplates, requireViewer } from '../auth/policy.ts';
import { constantValues } from '../constant/constant.service.ts';
import type { Context } from '../context.ts';
import { type Em, rows } from '../platform/db.ts';
import { BadUserInputError, ForbiddenError } from '../platform/errors.ts';
import { newId, type SnapshotId, type TaskId, type VmId } from '../platform/ids.ts';
import { announceVmTask, enqueueTask } from '../task/enqueue.ts';
import { activeTasks, beingDeleted, requireAction, requireVm } from '../vm/vm-lookup.ts';
import type { SaveVmAsTemplateInput } from './template.inputs.ts';
import { announceTemplate } from './template.service.ts';
import { insertTemplate } from './template-rows.ts';

/**
 * Asks for a template made of a VM that is off: reserves its name, and enqueues the task that
 * copies the disk.
 * @throws {NotFoundError | ForbiddenError | ConflictError} and nothing is left
 */
export function saveVmAsTemplate(context: Context, input: SaveVmAsTemplateInput): Promise<TaskId> {
  const viewer = requireViewer(context);
  const { events } = context.services;
  const { clientMutationId } = input;
  const call = { action: 'saveVmAsTemplate', clientMutationId, detail: input.name };
  return runMutation(context, { ...call, subject: input.vmId }, async ({ em, afterCommit }) => {
    const vm = await requireVm(em, viewer, input.vmId);
    const waiting = await activeTasks(em, vm.id);
    // The disk of a snapshot is not written to any more, whatever the VM does.
    const queued = waiting.count > 0 || input.snapshotId !== undefined;
    requireAction(viewer, vm, 'SAVE_AS_TEMPLATE', { queued });
    if (waiting.deleting) throw beingDeleted(vm);
    if (input.snapshotId) await requireSnapshotOf(em, vm.id, input.snapshotId);
    if (input.public && !publishesTemplates(viewer, await constantValues(em)))
      throw new ForbiddenError('Only faculty and admins may offer templates to everybody.');
    const spec = {
      templateId: newId('tpl'),
      vmId: vm.id,
      name: input.name.trim(),
      // What an admin saves of somebody's VM is the VM owner's, whose data are in it.
      ownerId: vm.ownerId,
      public: input.public ?? false,
      description: input.description?.trim() || null,
      snapshotId: (input.snapshotId ?? null) as SnapshotId | null,
    };
    await insertTemplate(em, spec);
    const id = await enqueueTask(em, {
      type: 'SAVE_VM_AS_TEMPLATE',
      input: spec,
      title: `Save VM ${vm.name} as template ${spec.name}`,
      vmId: vm.id,
      ...(vm.hostId ? { hostId: vm.hostId } : {}),
      lane: vm.id,
      requestedBy: viewer.userId,
    });
    afterCommit(() => {
      announceVmTask(events, id, vm.id);
      announceTemplate(events, { id: spec.templateId, ownerId: spec.ownerId, public: spec.public });
    });
    return id;
  });
}

/** @throws {BadUserInputError} also for a snapshot of another VM: no difference is made */
async function requireSnapshotOf(em: Em, vmId: VmId, id: string): Promise<void> {
  const sql = "select 1 from snapshot where id = ? and vm_id = ? and state = 'READY'";
  if ((await rows(em, sql, [id, vmId])).length > 0) return;
  throw new BadUserInputError([
    { path: 'snapshotId', message: 'The VM has no such snapshot, or it is not whole yet.' },
  ]);
}
