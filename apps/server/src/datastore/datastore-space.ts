import { constantValues } from '../constant/constant.service.ts';
import { type Em, rows } from '../platform/db.ts';
import { BadUserInputError, NoCapacityError } from '../platform/errors.ts';
import type { DatastoreId } from '../platform/ids.ts';
import {
  type ChoiceDatastore,
  type ChoiceRequest,
  type DatastoreCandidate,
  datastoreRefusal,
  judgeDatastores,
} from './datastore-choice.ts';

/** Locks all datastores until the transaction's end: parallel requests never promise the same space. */
export async function lockSpace(em: Em): Promise<void> {
  await rows(em, 'select id from datastore order by id for update');
}

/** Judges every datastore for a new disk, without reserving anything. */
export async function previewDatastores(
  em: Em,
  request: ChoiceRequest,
): Promise<DatastoreCandidate[]> {
  const limits = await constantValues(em);
  const datastores = await rows<ChoiceDatastore>(
    em,
    `select d.id, d.name, d.capacity_gib as capacityGiB, d.used_gib as usedGiB,
            coalesce(d.reserve_gib, ?) as reserveGiB, coalesce(k.promised, 0) as promisedGiB
       from datastore d
       left join (select datastore_id, sum(size_gib) as promised
                    from (select datastore_id, size_gib from disk union all
                          select moving_to_id, size_gib from disk where moving_to_id is not null) a
                   group by datastore_id) k on k.datastore_id = d.id
      order by d.name`,
    [limits.datastoreReserveGiB],
  );
  return judgeDatastores(datastores, request, limits);
}

/** What room is sought for. */
export interface SpaceRequest extends ChoiceRequest {
  /** One that somebody named, or that follows from something else; it must have room all the same. */
  readonly datastoreId: DatastoreId | null;
  /** Input field that the size came in, where somebody gave one. */
  readonly field: string | null;
}

/**
 * Chooses a datastore inside the caller's transaction; the caller writes the disk's row in it.
 * Datastore rows are locked until its commit, so that parallel requests never promise the same space.
 * @throws {BadUserInputError} when there is no such datastore, or none could ever hold the disk
 * @throws {NoCapacityError} with each datastore's reasons
 */
export async function reserveSpace(em: Em, request: SpaceRequest): Promise<DatastoreCandidate> {
  await lockSpace(em);
  const candidates = await previewDatastores(em, request);
  const named = request.datastoreId;
  const eligible = named ? candidates.filter((c) => c.datastore.id === named) : candidates;
  const [best] = eligible;
  if (best?.accepted) return best;
  if (named && !best)
    throw new BadUserInputError([{ path: 'datastoreId', message: 'There is no such datastore.' }]);
  const reasons = eligible.map(datastoreRefusal);
  if (!best) throw new NoCapacityError('There is no datastore yet. Add one first.', reasons);
  const tooSmall = eligible.every((c) => c.reasons.some((r) => r.rule === 'size' && !r.ok));
  if (tooSmall && request.field)
    throw new BadUserInputError([
      {
        path: request.field,
        message: `No datastore can hold ${request.sizeGiB} GiB. ${reasons.join('. ')}. Choose a smaller size.`,
      },
    ]);
  throw new NoCapacityError(
    `No room for ${request.sizeGiB} GiB. ${reasons.join('. ')}. Choose another datastore or a smaller size, or delete what is no longer needed.`,
    reasons,
  );
}
