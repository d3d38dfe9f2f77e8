import { type Em, rows, run } from '../platform/db.ts';
import { ConflictError } from '../platform/errors.ts';
import type { HostId, TaskId, VmId } from '../platform/ids.ts';
import { END_STATUSES, type TaskStatus } from '../task/task-enums.ts';
import { type ChangeBy, recordStatus, recordVmEvent } from '../vm/vm-record.ts';
import type { VmStatus } from '../vm/vm-status.ts';

/** A VM's reservation of room where it goes. */
export interface MigrationReservation {
  readonly hostId: HostId;
  readonly taskId: TaskId;
  readonly backwards: boolean;
}

/** Null: it is on no way. */
export async function findReservation(em: Em, vmId: VmId): Promise<MigrationReservation | null> {
  const [row] = await rows<Omit<MigrationReservation, 'backwards'> & { backwards: number }>(
    em,
    'select host_id as hostId, task_id as taskId, backwards from vm_migration where vm_id = ?',
    [vmId],
  );
  return row ? { ...row, backwards: Boolean(row.backwards) } : null;
}

/** Holds room for a VM on the host it goes to; the caller holds the hosts' rows. */
export async function insertReservation(
  em: Em,
  {
    vmId,
    hostId,
    taskId,
  }: { readonly vmId: VmId; readonly hostId: HostId; readonly taskId: TaskId },
): Promise<void> {
  await run(
    em,
    `insert into vm_migration (vm_id, host_id, task_id, backwards, created_at)
     values (?, ?, ?, false, utc_timestamp(3))`,
    [vmId, hostId, taskId],
  );
}

/** Gives the room back, when it is this task's. */
export async function dropReservation(em: Em, vmId: VmId, taskId: TaskId): Promise<void> {
  await run(em, 'delete from vm_migration where vm_id = ? and task_id = ?', [vmId, taskId]);
}

/** From now on it is brought back: whoever looks knows which copy is the whole one. */
export async function turnBack(em: Em, vmId: VmId): Promise<void> {
  await run(em, 'update vm_migration set backwards = true where vm_id = ?', [vmId]);
}

/**
 * Room that is held for a task which is over, by its mark or its age, is given back.
 * @throws {ConflictError} when a task moves the VM, or has left it half moved
 */
export async function refuseMoving(em: Em, vm: { readonly id: VmId; readonly name: string }) {
  const [moving] = await rows<{ host: string; taskId: TaskId; status: TaskStatus | null }>(
    em,
    `select h.name as host, m.task_id as taskId, t.status from vm_migration m
       join host h on h.id = m.host_id left join task t on t.id = m.task_id where m.vm_id = ?`,
    [vm.id],
  );
  if (!moving) return;
  const { host, status, taskId } = moving;
  if (status !== 'PARTIAL' && (!status || END_STATUSES.includes(status)))
    return dropReservation(em, vm.id, taskId);
  const message =
    status === 'PARTIAL'
      ? `An earlier migration of ${vm.name} to ${host} is half done. Retry that task first.`
      : `${vm.name} is on its way to ${host} already. Wait for the end of that task, or cancel it.`;
  throw new ConflictError(message, { details: { fields: [{ path: 'id', message }], taskId } });
}

/** A VM that has moved. */
export interface Arrival {
  readonly vmId: VmId;
  readonly from: { readonly hostId: HostId; readonly hostName: string };
  readonly to: { readonly hostId: HostId; readonly hostName: string };
  readonly status: VmStatus;
}

/**
 * Writes that a VM is on its new host, with a line in its history, and gives the old room back.
 * Twice does no harm.
 */
export async function recordArrival(em: Em, arrival: Arrival, by: ChangeBy): Promise<void> {
  const { vmId, from, to, status } = arrival;
  const moved = await run(em, 'update vm set host_id = ? where id = ? and host_id = ?', [
    ...[to.hostId, vmId, from.hostId],
  ]);
  if (moved > 0) {
    const change = { attribute: 'host', from: from.hostName, to: to.hostName };
    await recordVmEvent(em, vmId, change, by);
  }
  // Why it is suspended stays so: a full disk is no less full elsewhere.
  await recordStatus(em, vmId, { status }, by);
  if (by.taskId) await dropReservation(em, vmId, by.taskId);
}

/** Takes {@link recordArrival} back; the room is held on both hosts again. */
export async function recordReturn(em: Em, arrival: Arrival, by: ChangeBy): Promise<void> {
  const { vmId, from, to } = arrival;
  const back = await run(em, 'update vm set host_id = ? where id = ? and host_id = ?', [
    ...[from.hostId, vmId, to.hostId],
  ]);
  if (back === 0 || !by.taskId) return;
  await insertReservation(em, { vmId, hostId: to.hostId, taskId: by.taskId });
  await recordVmEvent(em, vmId, { attribute: 'host', from: to.hostName, to: from.hostName }, by);
}
