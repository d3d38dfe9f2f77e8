import { hasIt } from '../datastore/datastore-hosts.ts';
import type { HostStatus } from '../host/host-enums.ts';
import { recordHostEvent } from '../host/host-events.ts';
import type { LostVerdict, StoredHealth } from '../host/host-health.ts';
import { type Em, fromJson, rows, run } from '../platform/db.ts';
import type { FaultPart } from '../platform/hosts/fault-words.ts';
import type { DatastoreId, HostId } from '../platform/ids.ts';
import type { VmStatus } from '../vm/vm-status.ts';

/** A host and the collector process that holds it; all writes ask for both. */
export interface OwnedHost {
  readonly id: HostId;
  readonly collector: string;
}

/** What a session needs to know of its host. */
export interface HostRow {
  readonly name: string;
  readonly status: HostStatus;
  readonly maintenance: boolean;
  /** Of the boot seen last. */
  readonly bootMarker: string | null;
  readonly diskGib: number;
  /** It has domains of VMs that were respawned elsewhere. */
  readonly hasStale: boolean;
  /** The signs that were written last. */
  readonly health: StoredHealth;
  /** Ids of datastores that it does not see, joined by commas. */
  readonly missingDatastores: string;
}

/** A domain that is nobody's VM. */
export interface Stranger {
  readonly name: string;
  readonly uuid: string;
  readonly state: VmStatus;
}

interface RawHostRow extends Omit<HostRow, 'maintenance' | 'health' | 'hasStale'> {
  readonly id: HostId;
  readonly collector: string | null;
  readonly maintenance: number;
  readonly hasStale: number;
  readonly health: string | StoredHealth | null;
}

/** The rows of hosts in their order; null where one is gone or held by another collector. */
export async function readHosts(
  em: Em,
  hosts: readonly OwnedHost[],
): Promise<readonly (HostRow | null)[]> {
  const found = await rows<RawHostRow>(
    em,
    `select id, collector, name, status, maintenance, boot_marker as bootMarker,
       exists (select 1 from stale_domain s where s.host_id = host.id) as hasStale,
       disk_gib as diskGib, health, coalesce(missing_datastores, '') as missingDatastores
     from host where id in (?)`,
    [hosts.map(({ id }) => id)],
  );
  const byId = new Map(found.map((row) => [row.id, row]));
  return hosts.map(({ id, collector }) => {
    const row = byId.get(id);
    if (row?.collector !== collector) return null;
    const health = row.health ? fromJson<StoredHealth>(row.health) : {};
    const flags = { maintenance: Boolean(row.maintenance), hasStale: Boolean(row.hasStale) };
    return { ...row, ...flags, health };
  });
}

/** @returns null when the host is gone or held by another collector */
export async function readHost(em: Em, host: OwnedHost): Promise<HostRow | null> {
  return (await readHosts(em, [host]))[0] ?? null;
}

/**
 * Writes what failed on the way to a host. One that is known to be down stays so.
 * @returns false when the row says so already
 */
export async function markUnreachable(
  em: Em,
  host: OwnedHost,
  fault: { readonly part: FaultPart; readonly reason: string; readonly lastSeenAt: Date | null },
): Promise<boolean> {
  const before = await readHost(em, host);
  const changed = await run(
    em,
    `update host set status = 'UNREACHABLE', status_reason = ?, libvirt_ok_since = null,
       ssh_ok_since = ${fault.part === 'ssh' ? 'null' : 'coalesce(ssh_ok_since, utc_timestamp(3))'},
       last_seen_at = coalesce(?, last_seen_at)
     where id = ? and collector = ? and status <> 'DOWN'
       and (status <> 'UNREACHABLE' or status_reason <> ? or status_reason is null)`,
    [fault.reason, fault.lastSeenAt, host.id, host.collector, fault.reason],
  );
  if (changed > 0 && before?.status === 'UP')
    await recordHostEvent(em, host.id, {
      ...{ attribute: 'status', from: 'UP', to: 'UNREACHABLE', reason: fault.reason },
    });
  return changed > 0;
}

/** Writes whether a host that is not reached is down. @returns false when nothing changed */
export async function writeVerdict(
  em: Em,
  host: OwnedHost,
  { status, reason }: LostVerdict,
): Promise<boolean> {
  const from = status === 'DOWN' ? 'UNREACHABLE' : 'DOWN';
  const changed = await run(
    em,
    `update host set status = ?, status_reason = ?, ssh_ok_since = null, libvirt_ok_since = null
     where id = ? and collector = ? and status = ?
       and not (status = 'DOWN' and exists (select 1 from host_power p
                                             where p.host_id = host.id and p.off_by is not null))`,
    [status, reason, host.id, host.collector, from],
  );
  if (changed === 0) return false;
  await recordHostEvent(em, host.id, { attribute: 'status', from, to: status, reason });
  return true;
}

/** Tells in a host's history which domains of VMs that run elsewhere were removed from it. */
export async function tellRemoved(
  em: Em,
  host: OwnedHost,
  domains: readonly string[],
): Promise<void> {
  await recordHostEvent(em, host.id, {
    ...{ attribute: 'stale domains', from: domains.join(', '), to: null },
    reason: 'their VMs were respawned on other hosts while it was down',
  });
}

/** Whether somebody turned it off from here, so that its silence is no wonder. */
export async function isTurnedOff(em: Em, id: HostId): Promise<boolean> {
  const sql = 'select 1 from host_power where host_id = ? and off_by is not null';
  return (await rows(em, sql, [id])).length > 0;
}

/** Writes which datastores a host does not see; placement leaves it out for their VMs. */
export async function writeMissingDatastores(
  em: Em,
  host: OwnedHost,
  missing: readonly DatastoreId[],
): Promise<void> {
  await run(em, 'update host set missing_datastores = ? where id = ? and collector = ?', [
    missing.join(','),
    host.id,
    host.collector,
  ]);
}

/** Other hosts that are up, two of them, to ask about this one. */
export function neighboursOf(
  em: Em,
  host: OwnedHost,
): Promise<{ readonly id: HostId; readonly name: string }[]> {
  return rows(
    em,
    "select id, name from host where status = 'UP' and id <> ? order by rand() limit 2",
    [host.id],
  );
}

/**
 * Images of the VMs of a host that another one is to see, absolute paths; of those that ran last
 * first.
 */
export async function readImages(
  em: Em,
  host: OwnedHost,
  { witness, limit }: { readonly witness: HostId; readonly limit: number },
): Promise<string[]> {
  const images = await rows<{ path: string }>(
    em,
    `select concat(d.path, '/', k.path) as path from vm v join disk k on k.vm_id = v.id and k.root
       join datastore d on d.id = k.datastore_id
      where v.host_id = ? and v.status <> 'IN_QUEUE' and ${hasIt('d', '?')}
      order by v.desired_status = 'RUNNING' desc, v.id limit ?`,
    [host.id, witness, limit],
  );
  return images.map(({ path }) => path);
}

/** Writes that a host was compared with the database just now, and which domains are nobody's. */
export async function markReconciled(
  em: Em,
  host: OwnedHost,
  strangers: readonly Stranger[],
): Promise<void> {
  await run(
    em,
    'update host set last_seen_at = utc_timestamp(3), strangers = ? where id = ? and collector = ?',
    [JSON.stringify(strangers), host.id, host.collector],
  );
}

/** @param diskGib size of the file system that holds the host's VMs */
export async function writeDiskSize(em: Em, host: OwnedHost, diskGib: number): Promise<void> {
  await run(em, 'update host set disk_gib = ? where id = ? and collector = ?', [
    diskGib,
    host.id,
    host.collector,
  ]);
}
