import { constantValues } from '../constant/constant.service.ts';
import { type Em, rows, run, transaction } from '../platform/db.ts';
import type { HostId, TaskId, VmId } from '../platform/ids.ts';
import type { PeriodicJob } from '../schedule/periodic-jobs.ts';
import type { Services } from '../services.ts';
import { announceTask, enqueueTask } from '../task/enqueue.ts';
import { recordVmEvent } from './vm-record.ts';
import type { VmStatus } from './vm-status.ts';

interface ExpiredVm {
  readonly id: VmId;
  readonly name: string;
  readonly hostId: HostId | null;
  readonly status: VmStatus;
  readonly expiresAt: Date;
}

/** So many a round; the next round takes the rest. */
const AT_ONCE = 200;
const DUE = 'expires_at <= utc_timestamp(3) and expiry_told_at is null';

/**
 * Acts once on each VM that has expired: a line in its history and, where the constant
 * `shutDownExpiredVms` says so, a graceful shutdown. A later date makes it due again.
 */
export async function sweepExpired(services: Services): Promise<number> {
  const due = await rows<{ id: VmId }>(
    services.em(),
    `select id from vm where ${DUE} order by expires_at limit ${AT_ONCE}`,
  );
  for (const { id } of due) {
    const task = await transaction(services.em(), (em) => expire(em, id));
    if (task) announceTask(services.events, task, id);
    services.events.publish('vm', { id });
  }
  return due.length;
}

async function expire(em: Em, id: VmId): Promise<TaskId | null> {
  const [vm] = await rows<ExpiredVm>(
    em,
    `select id, name, host_id as hostId, status, expires_at as expiresAt from vm
      where id = ? and ${DUE} for update`,
    [id],
  );
  if (!vm) return null;
  await run(em, 'update vm set expiry_told_at = utc_timestamp(3) where id = ?', [id]);
  const change = { attribute: 'expired', from: null, to: vm.expiresAt.toISOString() };
  await recordVmEvent(em, id, change, { actorId: null, taskId: null });
  const { shutDownExpiredVms } = await constantValues(em);
  if (!shutDownExpiredVms || vm.status !== 'RUNNING') return null;
  return enqueueTask(em, {
    type: 'SHUTDOWN_VM',
    input: { vmId: vm.id, name: vm.name },
    title: `Shut down VM ${vm.name}, which has expired`,
    vmId: vm.id,
    hostId: vm.hostId,
    lane: vm.id,
    requestedBy: null,
  });
}

export const expirySweepJob: PeriodicJob = {
  name: 'expiry-sweep',
  everyMs: 60_000,
  run: async (services) => void (await sweepExpired(services)),
};
