import { runMutation } from '../audit/mutation.ts';
import { requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import type { DatastoreId, HostId, TaskId } from '../platform/ids.ts';
import { enqueueRelocation } from '../relocation/enqueue-relocation.ts';
import { announceVmTask } from '../task/enqueue.ts';
import { requireAction, requireVm } from '../vm/vm-lookup.ts';
import { enqueueMigration } from './enqueue-migration.ts';
import type { MigrateVmInput } from './migration.inputs.ts';

/**
 * Moves a VM to another host.
 * @throws {NotFoundError | ForbiddenError} when the viewer may not
 * @throws {BadUserInputError | ConflictError | NoCapacityError} naming field and remedy
 */
export async function migrateVm(context: Context, input: MigrateVmInput): Promise<TaskId> {
  const viewer = requireViewer(context);
  const { clientMutationId, id: subject } = input;
  const call = { action: 'migrateVm', clientMutationId, subject, detail: input.hostId ?? 'best' };
  return runMutation(context, call, async ({ em, afterCommit }) => {
    const vm = await requireVm(em, viewer, input.id);
    requireAction(viewer, vm, 'MIGRATE');
    const request = {
      vmId: vm.id,
      hostId: (input.hostId ?? null) as HostId | null,
      live: input.live ?? null,
      bandwidthMiBps: input.bandwidthMiBps ?? null,
      maxDowntimeMs: input.maxDowntimeMs ?? null,
      requestedBy: viewer.userId,
    };
    const datastoreId = input.datastoreId as DatastoreId | undefined | null;
    const task = datastoreId
      ? await enqueueRelocation(em, vm, { ...request, datastoreId })
      : await enqueueMigration(em, request);
    const { events } = context.services;
    afterCommit(() => announceVmTask(events, task, vm.id));
    return task;
  });
}
