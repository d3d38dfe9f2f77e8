import { type DatastoreCandidate, datastoreRefusal } from '../datastore/datastore-choice.ts';
import { previewDatastores } from '../datastore/datastore-space.ts';
import { type Em, rows } from '../platform/db.ts';
import { NoCapacityError } from '../platform/errors.ts';
import type { DatastoreId, DiskId, HostId, VmId } from '../platform/ids.ts';

/** A disk that may be moved. */
export interface MovableDisk {
  readonly id: DiskId;
  readonly target: string;
  readonly sizeGiB: number;
  readonly datastoreId: DatastoreId;
}

/** The disks of a VM, or those of them that are named. */
export async function movableDisks(
  em: Em,
  vmId: VmId,
  only: readonly string[] | null,
): Promise<MovableDisk[]> {
  return rows<MovableDisk>(
    em,
    `select id, target, size_gib as sizeGiB, datastore_id as datastoreId from disk
      where vm_id = ? and attached ${only ? 'and id in (?)' : ''} order by target`,
    only ? [vmId, only] : [vmId],
  );
}

/** Disks that are not at a datastore yet. */
export const disksAway = (disks: readonly MovableDisk[], id: DatastoreId): MovableDisk[] =>
  disks.filter((disk) => disk.datastoreId !== id);

const sizeOf = (disks: readonly MovableDisk[]): number =>
  disks.reduce((sum, { sizeGiB }) => sum + sizeGiB, 0);

/**
 * Judges every datastore for disks, those with room first; where they are already is refused.
 * @param hostId the host that is to see it; null: none in particular
 */
export async function judgeMove(
  em: Em,
  disks: readonly MovableDisk[],
  hostId: HostId | null,
): Promise<DatastoreCandidate[]> {
  const bySize = new Map<number, DatastoreCandidate[]>();
  const judged = async (sizeGiB: number) => {
    const known = bySize.get(sizeGiB) ?? (await previewDatastores(em, { sizeGiB, hostId }));
    bySize.set(sizeGiB, known);
    return known;
  };
  const all = await judged(sizeOf(disks));
  const candidates = await Promise.all(
    all.map(async ({ datastore: { id } }): Promise<DatastoreCandidate> => {
      const away = disksAway(disks, id);
      const found = (await judged(sizeOf(away))).find((each) => each.datastore.id === id);
      const candidate = found as DatastoreCandidate;
      if (away.length > 0) return candidate;
      const reasons = [{ rule: 'here', ok: false, text: 'the disks are there already' }] as const;
      return { ...candidate, accepted: false, freeAfterGiB: null, reasons };
    }),
  );
  return candidates.toSorted((a, b) => Number(b.accepted) - Number(a.accepted));
}

/**
 * Makes sure that a datastore has room for disks that come to it. The caller holds the space
 * (`lockSpace`) and marks them in the same transaction.
 * @throws {NoCapacityError} with the datastore's reasons
 */
export async function requireRoom(
  em: Em,
  datastoreId: DatastoreId,
  away: readonly MovableDisk[],
): Promise<void> {
  const sizeGiB = sizeOf(away);
  const candidates = await previewDatastores(em, { sizeGiB });
  const candidate = candidates.find((each) => each.datastore.id === datastoreId);
  if (candidate?.accepted) return;
  const refusal = candidate ? datastoreRefusal(candidate) : 'The datastore is gone';
  const others = candidates.filter((each) => each.accepted).map((each) => each.datastore.name);
  const remedy =
    others.length > 0 ? `There is room on ${others.join(', ')}.` : 'Free space there first.';
  throw new NoCapacityError(`No room for ${sizeGiB} GiB. ${refusal}. ${remedy}`, [refusal]);
}
