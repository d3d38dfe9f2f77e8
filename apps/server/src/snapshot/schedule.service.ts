import { runMutation } from '../audit/mutation.ts';
import { requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { type Em, rows, run } from '../platform/db.ts';
import { BadUserInputError, type FieldFault } from '../platform/errors.ts';
import type { VmId } from '../platform/ids.ts';
import { refuseWhileDeleting, requireAction, requireVm } from '../vm/vm-lookup.ts';
import { recordVmEvent } from '../vm/vm-record.ts';
import type { VmView } from '../vm/vm-views.ts';
import type { KeepSnapshotsInput, SetSnapshotScheduleInput } from './schedule.inputs.ts';
import type { SnapshotSchedule } from './schedule.type.ts';
import { minuteOf, nextRun } from './schedule-time.ts';
import { SCHEDULED_TYPES, type ScheduledType } from './snapshot-enums.ts';

/** Most of one kind that are kept: each makes the disks' files larger. */
const KEEP_MAX = 31;

type Kind = Lowercase<ScheduledType>;
const kindOf = (type: ScheduledType): Kind => type.toLowerCase() as Kind;

/**
 * Sets when snapshots of a VM are taken by themselves; kinds that are not named stay as they are,
 * null turns one off. Snapshots that are there stay.
 * @throws {NotFoundError | ForbiddenError | BadUserInputError}
 */
export async function setSnapshotSchedule(
  context: Context,
  input: SetSnapshotScheduleInput,
): Promise<VmView> {
  const viewer = requireViewer(context);
  const { clientMutationId, vmId: subject } = input;
  const changes = SCHEDULED_TYPES.flatMap((type) => {
    const wanted = input[kindOf(type)];
    return wanted === undefined ? [] : [{ type, wanted }];
  });
  check(changes);
  const detail = changes.map(({ type, wanted }) => wordsOf(type, wanted)).join(', ');
  const call = { action: 'setSnapshotSchedule', clientMutationId, subject, detail };
  const id = await runMutation(context, call, async ({ em, afterCommit }) => {
    const vm = await requireVm(em, viewer, input.vmId);
    requireAction(viewer, vm, 'SET_SNAPSHOT_SCHEDULE');
    await refuseWhileDeleting(em, vm);
    for (const { type, wanted } of changes) {
      await write(em, vm.id, type, wanted);
      const to = wordsOf(type, wanted);
      const change = { attribute: 'snapshot schedule', from: null, to };
      await recordVmEvent(em, vm.id, change, { actorId: viewer.userId, taskId: null });
    }
    afterCommit(() => context.services.events.publish('vm', { id: vm.id }));
    return vm.id;
  });
  return requireVm(context.em, viewer, id);
}

interface Change {
  readonly type: ScheduledType;
  readonly wanted: KeepSnapshotsInput | null;
}

function check(changes: readonly Change[]): void {
  const faults: FieldFault[] = [];
  const whole = (n: number, min: number, max: number) =>
    Number.isInteger(n) && n >= min && n <= max;
  for (const { type, wanted } of changes) {
    if (!wanted) continue;
    const path = kindOf(type);
    if (!whole(wanted.keep, 1, KEEP_MAX))
      faults.push({ path: `${path}.keep`, message: `Keep 1 to ${KEEP_MAX} of a kind.` });
    if (!whole(wanted.hour, 0, 23))
      faults.push({ path: `${path}.hour`, message: 'The hour is 0 to 23, in UTC.' });
  }
  if (faults.length > 0) throw new BadUserInputError(faults);
}

function wordsOf(type: ScheduledType, wanted: KeepSnapshotsInput | null): string {
  const kind = kindOf(type);
  return wanted ? `${kind} at ${wanted.hour}:00 UTC, ${wanted.keep} kept` : `${kind} off`;
}

async function write(
  em: Em,
  vmId: VmId,
  type: ScheduledType,
  wanted: KeepSnapshotsInput | null,
): Promise<void> {
  if (!wanted) {
    await run(em, 'delete from snapshot_schedule where vm_id = ? and type = ?', [vmId, type]);
    return;
  }
  const { keep, hour } = wanted;
  const next = nextRun({ type, hour, minute: minuteOf(vmId) }, new Date());
  await run(
    em,
    `insert into snapshot_schedule (vm_id, type, keep, hour, memory, next_at) values (?, ?, ?, ?, ?, ?)
     on duplicate key update keep = values(keep), hour = values(hour), memory = values(memory),
       next_at = values(next_at)`,
    [vmId, type, keep, hour, wanted.memory ?? false, next],
  );
}

type Row = Omit<SnapshotSchedule, 'memory'> & { readonly vmId: VmId; readonly memory: number };

/** The schedules of VMs, the most frequent kind first. */
export async function loadSchedules(
  em: Em,
  vmIds: readonly VmId[],
): Promise<ReadonlyMap<VmId, SnapshotSchedule[]>> {
  const found = await rows<Row>(
    em,
    `select vm_id as vmId, type, keep, hour, memory, next_at as nextAt, last_at as lastAt,
            last_skipped as lastSkipped from snapshot_schedule where vm_id in (?)
      order by field(type, 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY')`,
    [vmIds],
  );
  const byVm = new Map<VmId, SnapshotSchedule[]>();
  for (const row of found)
    byVm.set(row.vmId, [...(byVm.get(row.vmId) ?? []), { ...row, memory: Boolean(row.memory) }]);
  return byVm;
}
