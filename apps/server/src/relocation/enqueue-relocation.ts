import { loadDatastores } from '../datastore/datastore.service.ts';
import { lockSpace } from '../datastore/datastore-space.ts';
import { type MoveSpec, markMoving } from '../disk-move/disk-move.ts';
import {
  disksAway,
  type MovableDisk,
  movableDisks,
  requireRoom,
} from '../disk-move/move-choice.ts';
import { type MigrationRequest, refuseBusy } from '../migration/enqueue-migration.ts';
import { holdPlace, planMigration } from '../migration/reserve-migration.ts';
import { type Em, rows } from '../platform/db.ts';
import { BadUserInputError, ConflictError } from '../platform/errors.ts';
import type { DatastoreId, TaskId } from '../platform/ids.ts';
import { enqueueTask } from '../task/enqueue.ts';
import type { VmView } from '../vm/vm-views.ts';
import type { RelocationSpec } from './relocation.ts';

/** A VM that is to go to another host with its disks. */
interface RelocationRequest extends MigrationRequest {
  readonly datastoreId: DatastoreId;
}

/**
 * Chooses the host of a VM that takes its disks along to a datastore, holds room on both, and writes
 * the task, all in the caller's transaction; afterwards the caller announces the task.
 * @throws {BadUserInputError | ConflictError | NoCapacityError} naming field and remedy
 */
export async function enqueueRelocation(
  em: Em,
  vm: VmView,
  request: RelocationRequest,
): Promise<TaskId> {
  const { datastoreId, live, bandwidthMiBps = null, maxDowntimeMs = null } = request;
  await rows(em, 'select 1 from vm where id = ? for update', [vm.id]);
  const move = await requireMove(em, vm, datastoreId);
  await refuseSnapshots(em, vm);
  const { fromId, toId, name, story } = await planMigration(em, request);
  await refuseBusy(em, vm.id, name);
  const input: RelocationSpec = {
    ...{ fromId, toId, move, live, bandwidthMiBps, maxDowntimeMs },
    story: [...story, `Its disks go along, to ${move.datastore}.`],
  };
  const id = await enqueueTask(em, {
    type: 'RELOCATE_VM',
    title: `Migrate VM ${name} with its disks to ${move.datastore}`.slice(0, 255),
    ...{ input, vmId: vm.id, hostId: fromId, lane: vm.id, requestedBy: request.requestedBy },
  });
  await holdPlace(em, vm.id, { toId }, id);
  await markMoving(em, move);
  return id;
}

/** Every disk of it must have another place: one that stays would be seen by one host alone. */
async function requireMove(em: Em, vm: VmView, datastoreId: DatastoreId): Promise<MoveSpec> {
  const [datastore] = await loadDatastores(em, [datastoreId]);
  const bad = (message: string) => new BadUserInputError([{ path: 'datastoreId', message }]);
  if (!datastore) throw bad('There is no such datastore.');
  const disks = await movableDisks(em, vm.id, null);
  const away = disksAway(disks, datastoreId);
  if (away.length < disks.length)
    throw bad(
      `Disks of ${vm.name} are on ${datastore.name} already. Leave it out when the other host sees it, or choose another.`,
    );
  await lockSpace(em);
  await requireRoom(em, datastoreId, away);
  return specOf(vm, datastore, away);
}

function specOf(
  vm: VmView,
  target: { readonly id: DatastoreId; readonly name: string },
  disks: readonly MovableDisk[],
): MoveSpec {
  return {
    ...{ vmId: vm.id, name: vm.name, datastoreId: target.id, datastore: target.name },
    disks: disks.map(({ id, datastoreId }) => ({ diskId: id, datastoreId })),
  };
}

/** A running VM's disks are copied without what snapshots hold; off, whole files are. */
async function refuseSnapshots(em: Em, vm: VmView): Promise<void> {
  if (vm.status !== 'RUNNING' && vm.status !== 'SUSPENDED') return;
  const snapshots = await rows(em, 'select 1 from snapshot where vm_id = ? limit 1', [vm.id]);
  if (snapshots.length === 0) return;
  throw new ConflictError(
    `${vm.name} runs and has snapshots, which only a copy of its whole disks takes along. Shut it down and migrate it then, delete its snapshots first, or choose a host that sees its datastore.`,
    { details: { id: vm.id, fields: [{ path: 'datastoreId', message: 'Not while it runs.' }] } },
  );
}
