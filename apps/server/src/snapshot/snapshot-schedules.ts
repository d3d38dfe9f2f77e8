import { type Em, rows, run, transaction } from '../platform/db.ts';
import type { TaskId, VmId } from '../platform/ids.ts';
import type { PeriodicJob } from '../schedule/periodic-jobs.ts';
import type { Services } from '../services.ts';
import { announceTask } from '../task/enqueue.ts';
import { recordVmEvent } from '../vm/vm-record.ts';
import { loadVmViews, type VmView } from '../vm/vm-views.ts';
import { minuteOf, nextRun } from './schedule-time.ts';
import { enqueueSnapshot } from './snapshot.service.ts';
import type { ScheduledType } from './snapshot-enums.ts';

interface Due {
  readonly vmId: VmId;
  readonly type: ScheduledType;
  readonly hour: number;
  readonly memory: number;
}

/** What became of one that was due. */
interface Done {
  readonly vmId: VmId;
  readonly task: TaskId | null;
}

/**
 * Asks for every scheduled snapshot that is due, each in a transaction of its own with its next
 * time: however many processes look at once, each is asked for once. What was missed while nothing
 * ran is made up for once. One that cannot be taken now is skipped, which the VM's history tells.
 * @param now what counts as the present
 * @returns how many were due
 */
export async function runDueSchedules(services: Services, now: Date): Promise<number> {
  for (let count = 0; ; count++) {
    const done = await transaction(services.em(), (em) => takeOne(em, now));
    if (!done) return count;
    if (done.task) announceTask(services.events, done.task, done.vmId);
    services.events.publish('vm', { id: done.vmId });
  }
}

async function takeOne(em: Em, now: Date): Promise<Done | null> {
  const [due] = await rows<Due>(
    em,
    `select vm_id as vmId, type, hour, memory from snapshot_schedule where next_at <= ?
      order by next_at limit 1 for update skip locked`,
    [now],
  );
  if (!due) return null;
  const [vm] = await loadVmViews(em, [due.vmId]);
  const obstacle = vm ? await obstacleOf(em, vm, due.type) : 'the VM is gone';
  const task = vm && !obstacle ? await ask(em, vm, due, now) : null;
  if (obstacle) {
    const to = `${due.type.toLowerCase()} skipped: ${obstacle}`;
    const change = { attribute: 'scheduled snapshot', from: null, to };
    await recordVmEvent(em, due.vmId, change, { actorId: null, taskId: null });
  }
  await run(
    em,
    `update snapshot_schedule set next_at = ?, last_at = ?, last_skipped = ?
      where vm_id = ? and type = ?`,
    [nextRun({ ...due, minute: minuteOf(due.vmId) }, now), now, obstacle, due.vmId, due.type],
  );
  return { vmId: due.vmId, task };
}

/** Why a snapshot cannot be taken now; null when it can. */
async function obstacleOf(em: Em, vm: VmView, type: ScheduledType): Promise<string | null> {
  if (vm.status === 'SHUTDOWN' || vm.status === 'CRASHED') return 'the VM is off';
  if (vm.status === 'SUSPENDED') return 'the VM is suspended';
  if (vm.status !== 'RUNNING') return 'the state of the VM is not known';
  if (vm.host?.status !== 'UP' && vm.host?.status !== 'MAINTENANCE')
    return 'its host is not reached';
  const waiting = await rows(
    em,
    "select 1 from snapshot where vm_id = ? and type = ? and state = 'CREATING'",
    [vm.id, type],
  );
  return waiting.length > 0 ? 'the last one is still under way' : null;
}

function ask(em: Em, vm: VmView, { type, memory }: Due, now: Date): Promise<TaskId> {
  const word = `${type.charAt(0)}${type.slice(1).toLowerCase()}`;
  return enqueueSnapshot(em, {
    vm,
    name: `${word} ${now.toISOString().slice(0, 10)}`,
    description: null,
    type,
    memory: Boolean(memory),
    requirePing: true,
    requestedBy: null,
  });
}

/** Looks for scheduled snapshots that are due. */
export const snapshotScheduleJob: PeriodicJob = {
  name: 'snapshot-schedules',
  everyMs: 20_000,
  run: async (services) => {
    await runDueSchedules(services, new Date());
  },
};
