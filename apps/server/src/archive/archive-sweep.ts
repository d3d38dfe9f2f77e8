import { rows, transaction } from '../platform/db.ts';
import type { TaskId, VmId } from '../platform/ids.ts';
import type { PeriodicJob } from '../schedule/periodic-jobs.ts';
import type { Services } from '../services.ts';
import { announceTask } from '../task/enqueue.ts';
import { ACTIVE_STATUSES } from '../task/task-enums.ts';
import { enqueuePurge } from './archive.service.ts';

/** So many a round; the next round takes the rest. */
const AT_ONCE = 100;

/** Enqueues the removal of archived VMs whose grace period is over, or whose removal had failed. */
export async function sweepArchive(services: Services): Promise<number> {
  const due = await rows<{ id: VmId; name: string }>(
    services.em(),
    `select a.id, a.name from archived_vm a where a.purge_at <= utc_timestamp(3)
        and a.state <> 'RESTORING'
        and not exists (select 1 from task t where t.lane = a.id and t.status in (?))
      order by a.purge_at limit ${AT_ONCE}`,
    [ACTIVE_STATUSES],
  );
  for (const { id: vmId } of due) {
    const task = await enqueueIfDue(services, vmId);
    if (task) announceTask(services.events, task, vmId);
  }
  return due.length;
}

/** Looks once more under a lock: it may have been had back since. */
function enqueueIfDue(services: Services, vmId: VmId): Promise<TaskId | null> {
  return transaction(services.em(), async (em) => {
    const [vm] = await rows<{ id: VmId; name: string }>(
      em,
      `select id, name from archived_vm where id = ? and purge_at <= utc_timestamp(3)
          and state <> 'RESTORING' for update`,
      [vmId],
    );
    return vm ? enqueuePurge(em, vm, null) : null;
  });
}

export const archiveSweepJob: PeriodicJob = {
  name: 'archive-sweep',
  everyMs: 60_000,
  run: async (services) => void (await sweepArchive(services)),
};
