import { constantValues } from '../constant/constant.service.ts';
import { type Em, rows } from '../platform/db.ts';
import type { SnapshotId, VmId } from '../platform/ids.ts';
import type { SnapshotQuota, SnapshotView } from './snapshot.type.ts';

type Row = Omit<SnapshotView, 'parent' | 'current' | 'memory' | 'quiesced' | 'sizeBytes'> & {
  readonly current: number;
  readonly memory: number;
  readonly quiesced: number;
  readonly sizeBytes: string | number | null;
};

const SELECT = `select id, vm_id as vmId, name, description, type, state, created_at as createdAt,
  created_by as createdById, parent_id as parentId, current, memory, quiesced, vm_status as vmStatus,
  vcpus, ram_mib as ramMiB, size_bytes as sizeBytes from snapshot`;

/**
 * The snapshots of VMs, each VM's oldest first, with their parents. One that is not taken yet is not
 * among them.
 */
export async function loadSnapshotsOfVms(
  em: Em,
  vmIds: readonly VmId[],
): Promise<ReadonlyMap<VmId, SnapshotView[]>> {
  const found = await rows<Row>(
    em,
    `${SELECT} where vm_id in (?) and state <> 'CREATING' order by created_at, id`,
    [vmIds],
  );
  const views = found.map(viewOf);
  const byId = new Map(views.map((view) => [view.id, view]));
  const byVm = new Map<VmId, SnapshotView[]>();
  for (const view of views) {
    view.parent = view.parentId ? (byId.get(view.parentId) ?? null) : null;
    byVm.set(view.vmId, [...(byVm.get(view.vmId) ?? []), view]);
  }
  return byVm;
}

function viewOf(row: Row): SnapshotView {
  return {
    ...row,
    parent: null,
    current: Boolean(row.current),
    memory: Boolean(row.memory),
    quiesced: Boolean(row.quiesced),
    sizeBytes: row.sizeBytes === null ? null : BigInt(row.sizeBytes),
  };
}

/** One snapshot, without its parent; undefined when there is none, or it is not taken yet. */
export async function loadSnapshot(em: Em, id: string): Promise<SnapshotView | undefined> {
  const found = await rows<Row>(em, `${SELECT} where id = ? and state <> 'CREATING'`, [
    id as SnapshotId,
  ]);
  return found.map(viewOf)[0];
}

/** How many snapshots people have of VMs, and may have. */
export async function loadSnapshotQuotas(
  em: Em,
  vmIds: readonly VmId[],
): Promise<ReadonlyMap<VmId, SnapshotQuota>> {
  const { userSnapshotLimit: limit } = await constantValues(em);
  const counts = await rows<{ id: VmId; n: number }>(
    em,
    "select vm_id as id, count(*) as n from snapshot where vm_id in (?) and type = 'USER' group by vm_id",
    [vmIds],
  );
  const used = new Map(counts.map(({ id, n }) => [id, Number(n)]));
  return new Map(vmIds.map((id) => [id, { used: used.get(id) ?? 0, limit }]));
}
