import type { HostStatus } from '../host/host-enums.ts';
import { recordHostEvent } from '../host/host-events.ts';
import type { HostFacts } from '../host/host-facts.ts';
import type { LostVerdict, StoredHealth } from '../host/host-health.ts';
import { type Em, rows, run } from '../platform/db.ts';
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
}

/** A domain that is nobody's VM. */
export interface Stranger {
  readonly name: string;
  readonly uuid: string;
  readonly state: VmStatus;
}

/** @returns null when the host is gone or held by another collector */
export async function readHost(em: Em, host: OwnedHost): Promise<HostRow | null> {
  const [row] = await rows<Omit<HostRow, 'maintenance'> & { maintenance: number }>(
    em,
    'select name, status, maintenance, boot_marker as bootMarker from host where id = ? and collector = ?',
    [host.id, host.collector],
  );
  return row ? { ...row, maintenance: Boolean(row.maintenance) } : null;
}

/**
 * Writes that a host is reached, and what it is.
 * @param known whether guests can run with KVM, null when that was not tried this time; the row before
 */
export async function markUp(
  em: Em,
  host: OwnedHost,
  facts: HostFacts,
  known: { readonly kvm: boolean | null; readonly before: HostRow },
): Promise<void> {
  const { kvm, before } = known;
  // Not of the very first time: that it was added is told already.
  if (before.status !== 'UP')
    await run(
      em,
      "update host_power set off_by = null, state = 'ON', idle_since = null where host_id = ?",
      [host.id],
    );
  if (before.status !== 'UP' && before.bootMarker !== null)
    await recordHostEvent(em, host.id, { attribute: 'status', from: before.status, to: 'UP' });
  await run(
    em,
    `update host set status = 'UP', status_reason = null, last_seen_at = utc_timestamp(3),
       ssh_ok_since = coalesce(ssh_ok_since, utc_timestamp(3)),
       libvirt_ok_since = coalesce(libvirt_ok_since, utc_timestamp(3)),
       type = ?, cpus = ?, ram_mib = ?, mac = coalesce(?, mac), libvirt_version = ?,
       qemu_version = ?, boot_marker = ?, kvm = coalesce(?, kvm), cpu_model = ?, machine_id = ?,
       host_uuid = ?, hardware = ?
     where id = ? and collector = ?`,
    [
      facts.type,
      facts.cpus,
      facts.ramMib,
      facts.mac,
      facts.libvirtVersion,
      facts.qemuVersion,
      facts.bootMarker,
      kvm,
      facts.cpuModel,
      facts.machineId,
      facts.hostUuid,
      JSON.stringify(facts.hardware),
      host.id,
      host.collector,
    ],
  );
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

/** Whether somebody turned it off from here, so that its silence is no wonder. */
export async function isTurnedOff(em: Em, id: HostId): Promise<boolean> {
  const sql = 'select 1 from host_power where host_id = ? and off_by is not null';
  return (await rows(em, sql, [id])).length > 0;
}

/** The signs that were written last. */
export async function readHealth(em: Em, host: OwnedHost): Promise<StoredHealth> {
  const [row] = await rows<{ health: string | StoredHealth | null }>(
    em,
    'select health from host where id = ?',
    [host.id],
  );
  const health = row?.health ?? {};
  return typeof health === 'string' ? (JSON.parse(health) as StoredHealth) : health;
}

/** @param reached the host itself gave a sign of life just now */
export async function writeHealth(
  em: Em,
  host: OwnedHost,
  health: StoredHealth,
  reached: boolean,
): Promise<void> {
  await run(
    em,
    `update host set health = ?, last_seen_at = if(?, utc_timestamp(3), last_seen_at)
     where id = ? and collector = ?`,
    [JSON.stringify(health), reached, host.id, host.collector],
  );
}

/** All datastores that hosts are to mount. */
export function readDatastorePaths(
  em: Em,
): Promise<{ readonly id: DatastoreId; readonly name: string; readonly path: string }[]> {
  return rows(em, 'select id, name, path from datastore order by name');
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

/** Images of the VMs of a host, absolute paths; of those that ran last first. */
export async function readImages(em: Em, host: OwnedHost, limit: number): Promise<string[]> {
  const images = await rows<{ path: string }>(
    em,
    `select concat(d.path, '/', k.path) as path from vm v join disk k on k.vm_id = v.id and k.root
       join datastore d on d.id = k.datastore_id
      where v.host_id = ? and v.status <> 'IN_QUEUE'
      order by v.desired_status = 'RUNNING' desc, v.id limit ?`,
    [host.id, limit],
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
