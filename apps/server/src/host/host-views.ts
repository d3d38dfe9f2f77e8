import { type Em, fromJson, rows } from '../platform/db.ts';
import type { HostId } from '../platform/ids.ts';
import type { VmStatus } from '../vm/vm-status.ts';
import type { HostType } from './host.type.ts';
import type { HostKind, HostStatus } from './host-enums.ts';
import type { HostHardware } from './host-hardware.ts';
import type { StoredHealth, StoredSign } from './host-health.ts';

/** A host with what its lists show, read by one statement. */
export type HostView = Readonly<HostType>;

interface HostRow {
  readonly id: HostId;
  readonly name: string;
  readonly status: HostStatus;
  readonly statusReason: string | null;
  readonly maintenance: number;
  readonly address: string;
  readonly sshPort: number;
  readonly hostKeyFingerprint: string;
  readonly type: HostKind;
  readonly cpus: number;
  readonly ramMiB: number;
  readonly diskGiB: number;
  readonly mac: string | null;
  readonly bridge: string;
  readonly libvirtVersion: string | null;
  readonly qemuVersion: string | null;
  readonly lastSeenAt: Date | null;
  readonly sshOkSince: Date | null;
  readonly libvirtOkSince: Date | null;
  /** MariaDB gives JSON as text, MySQL parsed. */
  readonly sshUser: string;
  readonly cpuModel: string | null;
  readonly kvm: number;
  readonly rack: string | null;
  readonly slot: number | null;
  readonly hardware: string | HostHardware | null;
  readonly health: string | StoredHealth | null;
  readonly strangers: string | { name: string; uuid: string; state: VmStatus }[];
  readonly usedVms: number;
  readonly usedVcpus: number;
  readonly usedRamMiB: number;
  readonly usedDiskGiB: number;
}

/** What a host shows as its status, as SQL over the alias `h`. */
const STATUS = "if(h.status = 'UP' and h.maintenance, 'MAINTENANCE', h.status)";

const SELECT = `select h.id, h.name, ${STATUS} as status, h.status_reason as statusReason, h.maintenance,
    h.address, h.ssh_user as sshUser, h.cpu_model as cpuModel, h.kvm, h.rack, h.slot, h.hardware, h.health,
    h.ssh_port as sshPort, h.host_key_fingerprint as hostKeyFingerprint, h.type, h.cpus,
    h.ram_mib as ramMiB, h.disk_gib as diskGiB, h.mac, h.bridge, h.libvirt_version as libvirtVersion,
    h.qemu_version as qemuVersion, h.last_seen_at as lastSeenAt, h.ssh_ok_since as sshOkSince,
    h.libvirt_ok_since as libvirtOkSince, h.strangers, coalesce(u.vms, 0) as usedVms,
    coalesce(u.vcpus, 0) as usedVcpus, coalesce(u.ram, 0) as usedRamMiB, coalesce(u.disk, 0) as usedDiskGiB
  from host h left join (select host_id, count(*) as vms, sum(vcpus) as vcpus, sum(ram_mib) as ram,
      sum(disk_gib) as disk from vm group by host_id) u on u.host_id = h.id`;

/** What hosts are narrowed to; all that is given must hold. */
export interface HostCriteria {
  readonly search?: string | undefined;
  readonly status?: readonly HostStatus[] | undefined;
}

/** All hosts, or those that match, by name. */
export async function listHostViews(em: Em, criteria: HostCriteria): Promise<HostView[]> {
  const tests: string[] = [];
  const params: unknown[] = [];
  const search = criteria.search?.trim();
  if (search) {
    const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
    tests.push('(h.name like ? or h.address like ? or h.mac like ?)');
    params.push(pattern, pattern, pattern);
  }
  if (criteria.status?.length) {
    tests.push(`${STATUS} in (?)`);
    params.push(criteria.status);
  }
  const where = tests.length > 0 ? `where ${tests.join(' and ')}` : '';
  return (await rows<HostRow>(em, `${SELECT} ${where} order by h.name`, params)).map(toView);
}

/** Hosts by id; those that are gone are left out. */
export async function loadHostViews(em: Em, ids: readonly HostId[]): Promise<HostView[]> {
  if (ids.length === 0) return [];
  return (await rows<HostRow>(em, `${SELECT} where h.id in (?)`, [ids])).map(toView);
}

function toView(row: HostRow): HostView {
  const { sshOkSince, libvirtOkSince, usedVms, usedVcpus, usedRamMiB, usedDiskGiB, ...rest } = row;
  const health = fromJson<StoredHealth | null>(row.health) ?? {};
  const sign = (since: Date | null, stored: StoredSign | undefined) => ({
    ok: since !== null,
    since,
    lastSeenAt: stored?.seenAt ? new Date(stored.seenAt) : row.lastSeenAt,
    message: since === null ? (row.statusReason ?? 'not reached yet') : null,
  });
  return {
    ...rest,
    maintenance: Boolean(row.maintenance),
    kvm: Boolean(row.kvm),
    hardware: fromJson<HostHardware | null>(row.hardware),
    health: {
      ping: storedSign(health.ping),
      ssh: sign(sshOkSince, health.ssh),
      libvirt: sign(libvirtOkSince, health.libvirt),
      switch: storedSign(health.switch),
      datastores: storedSign(health.datastores),
      neighbour: storedSign(health.neighbour),
      locks: storedSign(health.locks),
    },
    used: {
      vms: Number(usedVms),
      vcpus: Number(usedVcpus),
      ramMiB: Number(usedRamMiB),
      diskGiB: Number(usedDiskGiB),
    },
    vmCount: Number(usedVms),
    strangers: fromJson<{ name: string; uuid: string; state: VmStatus }[]>(row.strangers) ?? [],
  };
}

/** Null while nothing is known of it. */
function storedSign(sign: StoredSign | undefined) {
  if (!sign || sign.ok === null) return null;
  return {
    ok: sign.ok,
    since: new Date(sign.since),
    lastSeenAt: sign.seenAt ? new Date(sign.seenAt) : null,
    message: sign.message,
  };
}
