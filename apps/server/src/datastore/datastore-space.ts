import { constantValues } from '../constant/constant.service.ts';
import { type Em, rows } from '../platform/db.ts';
import { BadUserInputError, NoCapacityError } from '../platform/errors.ts';
import type { DatastoreId, HostId } from '../platform/ids.ts';
import { ACTIVE_STATUSES } from '../task/task-enums.ts';
import {
  type ChoiceDatastore,
  type ChoiceRequest,
  type DatastoreCandidate,
  datastoreRefusal,
  judgeDatastores,
} from './datastore-choice.ts';
import { seenBy } from './datastore-hosts.ts';

/** Locks all datastores until the transaction's end: parallel requests never promise the same space. */
export async function lockSpace(em: Em): Promise<void> {
  await rows(em, 'select id from datastore order by id for update');
}

/**
 * Judges every datastore for a new disk, without reserving anything.
 * @param hostId a host that must see it, when there is one
 */
export async function previewDatastores(
  em: Em,
  { hostId = null, ...request }: ChoiceRequest & { readonly hostId?: HostId | null },
): Promise<DatastoreCandidate[]> {
  const limits = await constantValues(em);
  const datastores = await choiceDatastores(em, limits.datastoreReserveGiB);
  if (!hostId) return judgeDatastores(datastores, request, limits);
  const seen = await seenBy(em, hostId);
  const [host] = await rows<{ name: string }>(em, 'select name from host where id = ?', [hostId]);
  const judged = datastores.map((each) => ({
    ...each,
    unseenBy: seen.has(each.id) ? null : (host?.name ?? 'its host'),
  }));
  return judgeDatastores(judged, request, limits);
}

// A disk that is to grow is promised its new size from the moment that was asked for.
const GROWING = `select k.datastore_id,
    greatest(0, max(cast(json_unquote(json_extract(t.input, '$.sizeGiB')) as signed)) - k.size_gib)
  from task t force index (task_claim)
  join disk k on k.vm_id = t.vm_id and k.id = json_unquote(json_extract(t.input, '$.diskId'))
 where t.status in (?) and t.type = 'RESIZE_DISK' group by k.id, k.datastore_id, k.size_gib`;

/** All datastores with what is promised on each. @param reserveGiB of those without one of their own */
export async function choiceDatastores(em: Em, reserveGiB: number): Promise<ChoiceDatastore[]> {
  const found = await rows<ChoiceDatastore & { readonly promisedGiB: number | string }>(
    em,
    `select d.id, d.name, d.capacity_gib as capacityGiB, d.used_gib as usedGiB, d.closed,
            not d.every_host as limited,
            coalesce(d.reserve_gib, ?) as reserveGiB, coalesce(k.promised, 0) as promisedGiB
       from datastore d
       left join (select datastore_id, sum(size_gib) as promised
                    from (select datastore_id, size_gib from disk union all
                          select moving_to_id, size_gib from disk where moving_to_id is not null
                          union all ${GROWING}) a
                   group by datastore_id) k on k.datastore_id = d.id
      order by d.name`,
    [reserveGiB, ACTIVE_STATUSES],
  );
  return found.map((each) => ({
    ...each,
    closed: Boolean(each.closed),
    limited: Boolean(Number(each.limited)),
    promisedGiB: Number(each.promisedGiB),
  }));
}

/** What room is sought for. */
export interface SpaceRequest extends ChoiceRequest {
  /** One that somebody named, or that follows from something else; it must have room all the same. */
  readonly datastoreId: DatastoreId | null;
  /** Input field that the size came in, where somebody gave one. */
  readonly field: string | null;
  /** A host that must see it. */
  readonly hostId?: HostId | null;
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
  if (named && best?.reasons.some((r) => r.rule === 'host'))
    throw new BadUserInputError([
      {
        path: 'datastoreId',
        message: `${datastoreRefusal(best)}. Choose one that the VM's host has.`,
      },
    ]);
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
