import type { Viewer } from '../auth/viewer.ts';
import { constantValues } from '../constant/constant.service.ts';
import { hasIt } from '../datastore/datastore-hosts.ts';
import { choiceDatastores } from '../datastore/datastore-space.ts';
import { isLive, snapshotObstacle, snapshotsOf } from '../disk-move/enqueue-move.ts';
import type { MovableDisk } from '../disk-move/move-choice.ts';
import { type Em, rows } from '../platform/db.ts';
import type { DatastoreId, HostId, VmId } from '../platform/ids.ts';
import { ACTIVE_STATUSES } from '../task/task-enums.ts';
import { judgeAction } from '../vm/vm-actions.ts';
import { loadVmViews } from '../vm/vm-views.ts';
import type { EmptyingWorld, LeavingVm } from './emptying-plan.ts';

/** Something on a datastore that is no VM's disk: people must see to it themselves. */
export interface Rest {
  readonly what: string;
  readonly reason: string;
}

/** Reads the datastores as they are now, a handful of statements. */
export async function loadEmptyingWorld(em: Em): Promise<EmptyingWorld> {
  const limits = await constantValues(em);
  const [datastores, hosts, pairs] = await Promise.all([
    choiceDatastores(em, limits.datastoreReserveGiB),
    rows<{ id: HostId; name: string }>(em, 'select id, name from host'),
    rows<{ hostId: HostId; id: DatastoreId }>(
      em,
      `select h.id as hostId, d.id from host h join datastore d on ${hasIt('d', 'h.id')}
          and not find_in_set(d.id, coalesce(h.missing_datastores, ''))`,
    ),
  ]);
  const seen = new Set(pairs.map(({ hostId, id }) => `${hostId} ${id}`));
  return {
    ...{ datastores, limits, hostNames: new Map(hosts.map(({ id, name }) => [id, name])) },
    sees: (host, id) => seen.has(`${host} ${id}`),
  };
}

/** The VMs with disks on a datastore, and what keeps them there. */
export async function leavingVms(
  em: Em,
  viewer: Viewer,
  id: DatastoreId,
): Promise<readonly LeavingVm[]> {
  const disks = await rows<MovableDisk & { readonly vmId: VmId }>(
    em,
    `select id, vm_id as vmId, target, size_gib as sizeGiB, datastore_id as datastoreId from disk
      where datastore_id = ? and vm_id is not null and attached order by vm_id, target`,
    [id],
  );
  const ids = [...new Set(disks.map(({ vmId }) => vmId))];
  const [vms, snapshots, busy] = await Promise.all([
    loadVmViews(em, ids),
    snapshotsOf(em, ids),
    busyVms(em, ids),
  ]);
  return vms.map((vm): LeavingVm => {
    const own = disks.filter(({ vmId }) => vmId === vm.id);
    const held = snapshots.filter(({ vmId }) => vmId === vm.id);
    const live = isLive(vm);
    const fixed =
      judgeAction(viewer, vm, 'MOVE_DISKS').reason ??
      busy.get(vm.id) ??
      (live ? snapshotObstacle(vm, own, held) : null);
    return { id: vm.id, name: vm.name, hostId: vm.hostId, disks: own, live, fixed };
  });
}

async function busyVms(em: Em, ids: readonly VmId[]): Promise<ReadonlyMap<VmId, string>> {
  if (ids.length === 0) return new Map();
  const found = await rows<{ id: VmId; title: string }>(
    em,
    'select lane as id, min(title) as title from task where lane in (?) and status in (?) group by lane',
    [ids, ACTIVE_STATUSES],
  );
  return new Map(
    found.map(({ id, title }) => [
      id,
      `It is busy: ${title}. Its disks can move once that has ended.`,
    ]),
  );
}

/** What else lies on a datastore and keeps it from being removed. */
export async function restOf(em: Em, id: DatastoreId): Promise<readonly Rest[]> {
  const found = await rows<{ kind: keyof typeof REMEDIES; name: string }>(
    em,
    `select 'template' as kind, name from template where datastore_id = ?
     union all select 'volume', coalesce(kept_from, path) from disk
       where datastore_id = ? and vm_id is null
     union all select 'upload', file_name from upload where datastore_id = ?
     union all select 'deleted', name from archived_vm
       where datastore_id = ? or content like concat('%"', ?, '"%')
     union all select 'incoming', v.name from disk k join vm v on v.id = k.vm_id
       where k.moving_to_id = ?
     order by 1, 2`,
    [id, id, id, id, id, id],
  );
  return found.map(({ kind, name }) => ({
    what: `${WORDS[kind]} ${name}`,
    reason: REMEDIES[kind],
  }));
}

const WORDS = {
  template: 'Template',
  volume: 'Kept volume of',
  upload: 'Upload',
  deleted: 'Deleted VM',
  incoming: 'Incoming disk of',
} as const;

const REMEDIES = {
  template: 'Templates do not move. Delete it, or add it anew on another datastore.',
  volume: 'It is in no VM. Attach it to one, or delete it.',
  upload: 'Make a template of it, or delete it.',
  deleted: 'It is kept for a while. Remove it for good, or have it back and move its disks.',
  incoming: 'It is on its way here. Wait for the end of that, and move it on.',
} as const;
