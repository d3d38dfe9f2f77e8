import { type Em, rows } from '../platform/db.ts';
import type { DatastoreId, HostId, VmId } from '../platform/ids.ts';
import type { DatastoreHost } from './datastore-host.type.ts';

/** SQL: whether a host is to have a datastore. @param d alias of `datastore` @param h SQL of the host's id */
export const hasIt = (d: string, h: string): string =>
  `(${d}.every_host or exists (select 1 from datastore_host dh
      where dh.datastore_id = ${d}.id and dh.host_id = ${h}))`;

/** SQL: whether a host has a datastore, and saw it when it was last looked at. */
const SEES_IT = `(${hasIt('d', 'h.id')} and not find_in_set(d.id, coalesce(h.missing_datastores, '')))`;

/** A host by name. */
export interface NamedHost {
  readonly id: HostId;
  readonly name: string;
}

/**
 * Hosts that are up and see all of some datastores: through any of them their files are reached.
 * Those that are not in maintenance come first.
 * @param preferred comes before all others if it is among them
 */
export function hostsThatSee(
  em: Em,
  ids: readonly DatastoreId[],
  preferred: HostId | null = null,
): Promise<NamedHost[]> {
  return rows<NamedHost>(
    em,
    `select h.id, h.name from host h
      where h.status = 'UP'
        and not exists (select 1 from datastore d where d.id in (?) and not ${SEES_IT})
      order by h.id = ? desc, h.maintenance, h.name`,
    [ids.length > 0 ? ids : [''], preferred ?? ''],
  );
}

/** Whether a host is to have a datastore. */
export async function isHostOf(em: Em, id: DatastoreId, hostId: HostId): Promise<boolean> {
  const sql = `select 1 from datastore d where d.id = ? and ${hasIt('d', '?')}`;
  return (await rows(em, sql, [id, hostId])).length > 0;
}

/** Datastores that a host sees. */
export async function seenBy(em: Em, hostId: HostId): Promise<ReadonlySet<DatastoreId>> {
  const seen = await rows<{ id: DatastoreId }>(
    em,
    `select d.id from datastore d join host h on h.id = ? where ${SEES_IT}`,
    [hostId],
  );
  return new Set(seen.map(({ id }) => id));
}

/** The hosts of datastores that not every host has. */
export type LimitedHosts = ReadonlyMap<DatastoreId, readonly HostId[]>;

/** Reads which datastores not every host has, and whose they are. */
export async function limitedHosts(em: Em): Promise<LimitedHosts> {
  const found = await rows<{ id: DatastoreId; hostId: HostId | null }>(
    em,
    `select d.id, m.host_id as hostId from datastore d
       left join datastore_host m on m.datastore_id = d.id where not d.every_host`,
  );
  const limited = new Map<DatastoreId, HostId[]>();
  for (const { id, hostId } of found)
    limited.set(id, [...(limited.get(id) ?? []), ...(hostId ? [hostId] : [])]);
  return limited;
}

/** The only hosts that have all of some datastores; null: no datastore limits them. */
export function hostsOfAll(
  limited: LimitedHosts,
  ids: readonly DatastoreId[],
): readonly HostId[] | null {
  const sets = ids.flatMap((id) => {
    const hosts = limited.get(id);
    return hosts ? [hosts] : [];
  });
  const [first, ...others] = sets;
  return first?.filter((id) => others.every((hosts) => hosts.includes(id))) ?? null;
}

/** Where anything of each VM lies: its disks, the image it is a layer on, its disc. */
export async function datastoresOfVms(
  em: Em,
  ids: readonly VmId[],
): Promise<ReadonlyMap<VmId, readonly DatastoreId[]>> {
  if (ids.length === 0) return new Map();
  const found = await rows<{ vmId: VmId; id: DatastoreId }>(
    em,
    `select vm_id as vmId, datastore_id as id from disk where vm_id in (?)
     union select v.id, t.datastore_id from vm v
       join template t on t.id in (v.template_id, v.media_template_id) where v.id in (?)`,
    [ids, ids],
  );
  const byVm = new Map<VmId, DatastoreId[]>();
  for (const { vmId, id } of found) byVm.set(vmId, [...(byVm.get(vmId) ?? []), id]);
  return byVm;
}

/** The hosts that are to have each of some datastores, and whether they see it. */
export async function loadDatastoreHosts(
  em: Em,
  ids: readonly DatastoreId[],
): Promise<ReadonlyMap<DatastoreId, readonly DatastoreHost[]>> {
  const found = await rows<{ id: DatastoreId; hostId: HostId; sees: number }>(
    em,
    `select d.id, h.id as hostId, not find_in_set(d.id, coalesce(h.missing_datastores, '')) as sees
       from datastore d join host h on ${hasIt('d', 'h.id')}
      where d.id in (?) order by d.id, h.name`,
    [ids],
  );
  const byStore = Map.groupBy(found, ({ id }) => id);
  const seen = ({ hostId, sees }: (typeof found)[number]): DatastoreHost => ({
    hostId,
    sees: Boolean(Number(sees)),
  });
  return new Map([...byStore].map(([id, hosts]) => [id, hosts.map(seen)]));
}
