import { type Em, rows } from '../platform/db.ts';
import type { DatastoreId } from '../platform/ids.ts';
import type { Datastore } from './datastore.entity.ts';

const COLUMNS = `id, name, path, every_host as everyHost, closed, mount_address as mountAddress, capacity_gib as capacityGiB,
  used_gib as usedGiB, reserve_gib as ownReserveGiB, checked_at as checkedAt`;

/** Datastores by id. */
export function loadDatastores(em: Em, ids: readonly DatastoreId[]): Promise<Datastore[]> {
  return read(em, 'where id in (?)', [ids]);
}

export function listDatastores(em: Em): Promise<Datastore[]> {
  return read(em, 'order by name');
}

async function read(em: Em, rest: string, params: unknown[] = []): Promise<Datastore[]> {
  const found = await rows<Datastore>(em, `select ${COLUMNS} from datastore ${rest}`, params);
  return found.map((datastore) => ({
    ...datastore,
    everyHost: Boolean(datastore.everyHost),
    closed: Boolean(datastore.closed),
  }));
}

/** What lies on a datastore, and keeps it from being removed. */
export interface DatastoreContent {
  /** VMs whose root disk is here. */
  readonly vms: number;
  readonly disks: number;
  /** Volumes in no VM. */
  readonly keptDisks: number;
  readonly templates: number;
  /** Deleted VMs whose disks are kept here for a while. */
  readonly archivedVms: number;
  /** Images on their way here. */
  readonly uploads: number;
  /** Disks that are being moved here. */
  readonly incoming: number;
  /** Sizes of all disks, as their guests see them. */
  readonly promisedGiB: number;
}

const EMPTY: DatastoreContent = {
  ...{ vms: 0, disks: 0, keptDisks: 0, templates: 0, archivedVms: 0 },
  ...{ uploads: 0, incoming: 0, promisedGiB: 0 },
};

/** What lies on each of the datastores, in one statement. */
export async function countContent(
  em: Em,
  ids: readonly DatastoreId[],
): Promise<(id: DatastoreId) => DatastoreContent> {
  const counts = await rows<DatastoreContent & { id: DatastoreId }>(
    em,
    `select d.id,
            (select count(*) from vm v where v.datastore_id = d.id) as vms,
            (select count(*) from template t where t.datastore_id = d.id) as templates,
            (select count(*) from archived_vm a
              where a.datastore_id = d.id or a.content like concat('%"', d.id, '"%'))
              as archivedVms,
            (select count(*) from upload u where u.datastore_id = d.id) as uploads,
            count(k.id) as disks, count(if(k.vm_id is null, k.id, null)) as keptDisks,
            (select count(*) from disk m where m.moving_to_id = d.id) as incoming,
            coalesce(sum(k.size_gib), 0) +
              (select coalesce(sum(m.size_gib), 0) from disk m where m.moving_to_id = d.id)
              as promisedGiB
       from datastore d left join disk k on k.datastore_id = d.id
      where d.id in (?) group by d.id`,
    [ids],
  );
  const byId = new Map(
    counts.map(({ id, ...of }) => [
      id,
      {
        vms: Number(of.vms),
        disks: Number(of.disks) - Number(of.keptDisks),
        keptDisks: Number(of.keptDisks),
        templates: Number(of.templates),
        archivedVms: Number(of.archivedVms),
        uploads: Number(of.uploads),
        incoming: Number(of.incoming),
        promisedGiB: Number(of.promisedGiB),
      },
    ]),
  );
  return (id) => byId.get(id) ?? EMPTY;
}

/** Why a datastore cannot be removed, in words; null when nothing is on it. */
export function occupancy(content: DatastoreContent): string | null {
  const parts = [
    [content.vms, 'VM'],
    [content.disks, 'disk'],
    [content.keptDisks, 'kept volume'],
    [content.templates, 'template'],
    [content.archivedVms, 'deleted VM'],
    [content.uploads, 'upload'],
    [content.incoming, 'incoming disk'],
  ] as const;
  const there = parts.filter(([count]) => count > 0);
  if (there.length === 0) return null;
  return there.map(([count, word]) => `${count} ${word}${count === 1 ? '' : 's'}`).join(', ');
}
