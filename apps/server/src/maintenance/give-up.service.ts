import { runMutation } from '../audit/mutation.ts';
import { requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { rows } from '../platform/db.ts';
import { ConflictError, NotFoundError } from '../platform/errors.ts';
import type { TaskId, VmId } from '../platform/ids.ts';
import { announceVmTask, enqueueTask } from '../task/enqueue.ts';
import { ACTIVE_STATUSES } from '../task/task-enums.ts';
import { keptVms } from './kept-vms.ts';
import type { GiveUpKeptMemoryInput } from './maintenance.inputs.ts';
import type { RestoreVm } from './restore-vm.task.ts';
import { shutHostIds } from './shut-hosts.ts';

/**
 * Has a VM started without the memory that was kept of it, where it does not come back from that.
 * @throws {NotFoundError | ConflictError} with the way on
 */
export function giveUpKeptMemory(context: Context, input: GiveUpKeptMemoryInput): Promise<TaskId> {
  const { vmId: subject, clientMutationId } = input;
  const call = { action: 'giveUpKeptMemory', clientMutationId, subject };
  return runMutation(context, call, async ({ em, afterCommit }) => {
    const vmId = subject as VmId;
    const [vm] = await rows<{ name: string }>(em, 'select name from vm where id = ? for update', [
      vmId,
    ]);
    if (!vm) throw new NotFoundError('VM', subject);
    const [kept] = await keptVms(em, { vmId });
    if (!kept) throw new ConflictError(`No memory of ${vm.name} is kept.`);
    if (kept.hostStatus !== 'UP')
      throw new ConflictError(
        `${kept.hostName} is not up. Boot it; if it never comes back, respawn its VMs and give up what is kept there.`,
      );
    if ((await shutHostIds(em, [kept.hostId])).length > 0)
      throw new ConflictError(`${kept.hostName} is shut down. Boot it first.`);
    const sql = 'select title from task where lane = ? and status in (?) limit 1';
    const [busy] = await rows<{ title: string }>(em, sql, [vmId, ACTIVE_STATUSES]);
    if (busy) throw new ConflictError(`A task is at work on it: ${busy.title}. Wait for its end.`);
    const task: RestoreVm = { vmId, name: vm.name, cold: true };
    const id = await enqueueTask(em, {
      ...{ type: 'RESTORE_VM', input: task, vmId, hostId: kept.hostId },
      title: `Give up the kept memory of VM ${vm.name}`,
      requestedBy: requireViewer(context).userId,
    });
    afterCommit(() => announceVmTask(context.services.events, id, vmId));
    return id;
  });
}
