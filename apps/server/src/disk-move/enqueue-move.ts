import { type Em, rows } from '../platform/db.ts';
import type { DatastoreId, TaskId, UserId, VmId } from '../platform/ids.ts';
import { enqueueTask, type NewTask } from '../task/enqueue.ts';
import type { VmView } from '../vm/vm-views.ts';
import { type MoveSpec, markMoving } from './disk-move.ts';
import type { MovableDisk } from './move-choice.ts';

/** True when a VM's disks are copied while it goes on. */
export const isLive = ({ status }: Pick<VmView, 'status'>): boolean =>
  status === 'RUNNING' || status === 'SUSPENDED';

/** What the task of a move is told. */
export function moveSpecOf(
  vm: Pick<VmView, 'id' | 'name'>,
  target: { readonly id: DatastoreId; readonly name: string },
  away: readonly MovableDisk[],
): MoveSpec {
  return {
    ...{ vmId: vm.id, name: vm.name, datastoreId: target.id, datastore: target.name },
    disks: away.map(({ id, datastoreId }) => ({ diskId: id, datastoreId })),
  };
}

/**
 * Reserves the space of a move and writes its task, in the caller's transaction, which holds the
 * space. Afterwards the caller announces the task.
 */
export async function enqueueMove(
  em: Em,
  vm: Pick<VmView, 'id' | 'name' | 'hostId'>,
  spec: MoveSpec,
  by: { readonly requestedBy: UserId } & Pick<NewTask, 'parentId' | 'held'>,
): Promise<TaskId> {
  await markMoving(em, spec);
  return enqueueTask(em, {
    type: 'MOVE_DISKS',
    title: `Move the disks of VM ${vm.name} to ${spec.datastore}`.slice(0, 255),
    input: spec,
    vmId: vm.id,
    hostId: vm.hostId,
    lane: vm.id,
    ...by,
  });
}

/** A snapshot, and the disks that it holds. */
export interface HeldDisks {
  readonly vmId: VmId;
  readonly name: string;
  readonly disks: string;
}

/** The snapshots of VMs, oldest first. */
export function snapshotsOf(em: Em, vmIds: readonly VmId[]): Promise<HeldDisks[]> {
  return rows<HeldDisks>(
    em,
    `select vm_id as vmId, name, cast(disks as char) as disks from snapshot
      where vm_id in (?) order by created_at`,
    [vmIds.length > 0 ? vmIds : ['']],
  );
}

/** Why disks of a VM that runs cannot be moved: its snapshots; null: none is in the way. */
export function snapshotObstacle(
  { name }: Pick<VmView, 'name'>,
  disks: readonly MovableDisk[],
  snapshots: readonly HeldDisks[],
): string | null {
  const holding = snapshots.filter((each) =>
    disks.some(({ id }) => each.disks.includes(`"${id}"`)),
  );
  if (holding.length === 0) return null;
  const count = holding.length === 1 ? 'a snapshot' : `${holding.length} snapshots`;
  return `${name} runs and has ${count} (${holding.map((each) => each.name).join(', ')}), which only a copy of the whole disk keeps. Shut it down and move its disks then, or delete its snapshots first.`;
}
