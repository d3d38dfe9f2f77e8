import type { WritingTx } from '../audit/mutation.ts';
import { rows } from '../platform/db.ts';
import type { SnapshotId, VmId } from '../platform/ids.ts';
import type { Services } from '../services.ts';
import { enqueueDeletion } from './snapshot.service.ts';
import { SCHEDULED_TYPES, type ScheduledType, type SnapshotType } from './snapshot-enums.ts';

const isScheduled = (type: SnapshotType): type is ScheduledType =>
  (SCHEDULED_TYPES as readonly SnapshotType[]).includes(type);

/**
 * Deletes the oldest scheduled snapshots of a kind when there are more than its schedule keeps;
 * each deletion is a task of its own. It runs in the transaction that marks a newer snapshot as
 * taken, so that an old one never goes before a new one is there. Without a schedule for the kind
 * nothing is deleted.
 */
export async function pruneScheduled(
  services: Services,
  tx: WritingTx,
  { vmId, type }: { readonly vmId: VmId; readonly type: SnapshotType },
): Promise<void> {
  if (!isScheduled(type)) return;
  const [schedule] = await rows<{ keep: number }>(
    tx.em,
    'select keep from snapshot_schedule where vm_id = ? and type = ?',
    [vmId, type],
  );
  if (!schedule) return;
  const there = await rows<{ id: SnapshotId; name: string }>(
    tx.em,
    `select id, name from snapshot where vm_id = ? and type = ? and state = 'READY'
      order by created_at desc, id desc`,
    [vmId, type],
  );
  const [vm] = await rows<Parameters<typeof enqueueDeletion>[2]['vm']>(
    tx.em,
    'select id, name, host_id as hostId from vm where id = ?',
    [vmId],
  );
  if (!vm) return;
  for (const snapshot of there.slice(schedule.keep))
    await enqueueDeletion(services, tx, { snapshot, vm, requestedBy: null });
}
