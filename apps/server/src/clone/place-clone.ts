import { datastoresOfVms } from '../datastore/datastore-hosts.ts';
import { previewPlacement } from '../placement/placement.service.ts';
import { type Em, rows, run } from '../platform/db.ts';
import { NoCapacityError } from '../platform/errors.ts';
import type { HostId, VmId } from '../platform/ids.ts';
import type { CloneSpec } from './allocate-clone.ts';

/** Where a clone goes, and which of the five messages tells of it. */
export interface Found {
  readonly outcome: 'cloned' | 'moved' | 'same' | 'none';
  /** A host other than the one that is reserved; null: it stays there. */
  readonly move: HostId | null;
  readonly words: string;
}

interface Row {
  readonly host_id: HostId;
  readonly host_name: string;
  readonly source_host: HostId | null;
}

/**
 * Chooses a host once more for a clone whose disks have been copied. The host that was reserved for
 * it is kept as long as it can take the clone: it was the best one when all clones were asked for,
 * and spreads them over the hosts. Locks the rows of all hosts, as every placement does.
 */
export async function findHost(em: Em, spec: CloneSpec): Promise<Found> {
  await rows(em, 'select id from host order by id for update');
  const { vmId } = spec.vm;
  const [row] = await rows<Row>(
    em,
    `select v.host_id, h.name as host_name, (select s.host_id from vm s where s.id = ?) as source_host
       from vm v join host h on h.id = v.host_id where v.id = ?`,
    [spec.sourceId, vmId],
  );
  if (!row) throw new Error(`no row of the clone ${vmId}`);
  const moreDatastores = (await datastoresOfVms(em, [vmId])).get(vmId) ?? [];
  const candidates = await previewPlacement(em, { ...spec.vm, vmId, moreDatastores });
  const reserved = candidates.find((c) => c.host.id === row.host_id);
  const best = reserved?.accepted ? reserved : candidates.find((c) => c.accepted);
  if (!best)
    return {
      outcome: 'none',
      move: null,
      words: `No host may have it now; it stays on ${row.host_name}.`,
    };
  const move = best.host.id === row.host_id ? null : best.host.id;
  const words = `Host ${best.host.name}: ${best.reasons.map(({ text }) => text).join(', ')}.`;
  if (best.host.id !== row.source_host) return { outcome: 'moved', move, words };
  return { outcome: candidates.length > 1 ? 'same' : 'cloned', move, words };
}

/**
 * Moves the reservation of a clone that is on no host yet.
 * @param size when given, the host must have room for it
 * @throws {NoCapacityError}
 */
export async function moveReservation(
  em: Em,
  vmId: VmId,
  hostId: HostId,
  size?: { readonly vcpus: number; readonly ramMiB: number },
): Promise<void> {
  if (size) {
    await rows(em, 'select id from host order by id for update');
    const candidates = await previewPlacement(em, { ...size, vmId });
    if (!candidates.find((c) => c.host.id === hostId)?.accepted)
      throw new NoCapacityError('The host of the parent has no room for it either.', []);
  }
  await run(em, 'update vm set host_id = ? where id = ?', [hostId, vmId]);
}
