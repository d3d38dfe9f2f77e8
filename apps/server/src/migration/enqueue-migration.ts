import { type Em, rows } from '../platform/db.ts';
import { ConflictError } from '../platform/errors.ts';
import type { TaskId, UserId, VmId } from '../platform/ids.ts';
import { enqueueTask, type NewTask } from '../task/enqueue.ts';
import { ACTIVE_STATUSES } from '../task/task-enums.ts';
import { holdPlace, type MigrationWish, planMigration } from './reserve-migration.ts';

/** A migration that is asked for. */
export interface MigrationRequest extends MigrationWish {
  /** Of the memory's copy; null: as fast as it goes. */
  readonly bandwidthMiBps?: number | null;
  /** How long the guest may stand still at the end; null: QEMU's own limit. */
  readonly maxDowntimeMs?: number | null;
  readonly requestedBy: UserId | null;
  /** What makes it part of a group. */
  readonly group?: Pick<NewTask, 'parentId' | 'parentStep' | 'held'>;
}

/**
 * Chooses the host of a VM's migration, holds room there, and writes the task that moves it, all in
 * the caller's transaction; afterwards the caller announces the task, with the VM as its lane. With
 * `group` it is a child of that task.
 * @throws {BadUserInputError | ConflictError | NoCapacityError} naming field and remedy: the VM
 *   stays where it is, and nothing is held
 */
export async function enqueueMigration(em: Em, request: MigrationRequest): Promise<TaskId> {
  const { vmId, hostId, live, bandwidthMiBps = null, maxDowntimeMs = null, requestedBy } = request;
  const { movesWith = [] } = request;
  const plan = await planMigration(em, { vmId, hostId, live, movesWith });
  await refuseBusy(em, vmId, plan.name);
  const { name, fromId, toId, story } = plan;
  const id = await enqueueTask(em, {
    type: 'MIGRATE_VM',
    input: {
      ...{ vmId, name, fromId, toId, live, bandwidthMiBps, maxDowntimeMs, story },
      chosen: hostId !== null,
    },
    title: `Migrate VM ${name}`,
    ...{ vmId, hostId: fromId, lane: vmId, requestedBy, ...request.group },
  });
  await holdPlace(em, vmId, plan, id);
  return id;
}

/** What another task is about to do to it may change where it can go. */
export async function refuseBusy(em: Em, vmId: VmId, name: string): Promise<void> {
  const [task] = await rows<{ title: string }>(
    em,
    'select title from task where lane = ? and status in (?) order by seq limit 1',
    [vmId, ACTIVE_STATUSES],
  );
  if (!task) return;
  const message = `${name} is busy: ${task.title}. Wait for the end of that task, or cancel it.`;
  throw new ConflictError(message, { details: { fields: [{ path: 'id', message }] } });
}
