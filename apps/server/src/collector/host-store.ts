import type { HostFacts } from '../host/host-facts.ts';
import { type Em, rows, run } from '../platform/db.ts';
import type { FaultPart } from '../platform/hosts/fault-words.ts';
import type { HostId } from '../platform/ids.ts';
import type { VmStatus } from '../vm/vm-status.ts';

/** A host and the collector process that holds it; all writes ask for both. */
export interface OwnedHost {
  readonly id: HostId;
  readonly collector: string;
}

/** What a session needs to know of its host. */
export interface HostRow {
  readonly name: string;
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
    'select name, maintenance, boot_marker as bootMarker from host where id = ? and collector = ?',
    [host.id, host.collector],
  );
  return row ? { ...row, maintenance: Boolean(row.maintenance) } : null;
}

/**
 * Writes that a host is reached, and what it is.
 * @param kvm whether guests can run with KVM; null when that was not tried this time
 */
export async function markUp(
  em: Em,
  host: OwnedHost,
  facts: HostFacts,
  kvm: boolean | null,
): Promise<void> {
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

/** Writes what failed on the way to a host. @returns false when the row says so already */
export async function markUnreachable(
  em: Em,
  host: OwnedHost,
  fault: { readonly part: FaultPart; readonly reason: string; readonly lastSeenAt: Date | null },
): Promise<boolean> {
  const changed = await run(
    em,
    `update host set status = 'UNREACHABLE', status_reason = ?, libvirt_ok_since = null,
       ssh_ok_since = ${fault.part === 'ssh' ? 'null' : 'coalesce(ssh_ok_since, utc_timestamp(3))'},
       last_seen_at = coalesce(?, last_seen_at)
     where id = ? and collector = ? and (status <> 'UNREACHABLE' or status_reason <> ? or status_reason is null)`,
    [fault.reason, fault.lastSeenAt, host.id, host.collector, fault.reason],
  );
  return changed > 0;
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
