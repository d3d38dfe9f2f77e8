import { type Em, rows } from '../platform/db.ts';
import type { DatastoreId } from '../platform/ids.ts';
import type { Datastore } from './datastore.entity.ts';

const COLUMNS = `id, name, path, mount_address as mountAddress, capacity_gib as capacityGiB,
  used_gib as usedGiB, checked_at as checkedAt`;

/** Datastores by id. */
export function loadDatastores(em: Em, ids: readonly DatastoreId[]): Promise<Datastore[]> {
  return rows<Datastore>(em, `select ${COLUMNS} from datastore where id in (?)`, [ids]);
}

export function listDatastores(em: Em): Promise<Datastore[]> {
  return rows<Datastore>(em, `select ${COLUMNS} from datastore order by name`);
}

/** How many VMs have their root disk on each of the datastores. */
export async function countVms(
  em: Em,
  ids: readonly DatastoreId[],
): Promise<Map<DatastoreId, number>> {
  const counts = await rows<{ id: DatastoreId; n: number }>(
    em,
    'select datastore_id as id, count(*) as n from vm where datastore_id in (?) group by datastore_id',
    [ids],
  );
  return new Map(counts.map(({ id, n }) => [id, Number(n)]));
}
