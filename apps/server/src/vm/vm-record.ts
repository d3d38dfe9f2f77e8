import type { ImageFormat } from '../image/image-format.ts';
import type { AllocatedIp } from '../network/network.service.ts';
import { type Em, rows, run, type Statement } from '../platform/db.ts';
import {
  type DatastoreId,
  type DiskId,
  type HostId,
  newId,
  type TaskId,
  type TemplateId,
  type UserId,
  type VmId,
} from '../platform/ids.ts';
import type { EndWrite } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { type BootDevice, bootOrderOf } from './boot-device.ts';
import type { VmStatus } from './vm-status.ts';

/** A disk of a VM, by its row. */
export interface VmDisk {
  readonly id: DiskId;
  readonly target: string;
  readonly path: string;
  readonly sizeGiB: number;
  readonly datastoreId: DatastoreId;
  readonly root: boolean;
}

/** What tasks need to know of a VM: its row and where its things are. */
export interface VmRecord {
  readonly id: VmId;
  readonly name: string;
  readonly identity: string;
  readonly uuid: string;
  readonly hostId: HostId;
  readonly hostName: string;
  /** Name of the datastore of its root disk. */
  readonly datastore: string;
  readonly bridge: string;
  readonly kvm: boolean;
  readonly vcpus: number;
  readonly ramMiB: number;
  /** Null: what it has is all it can have. */
  readonly maxVcpus: number | null;
  readonly maxRamMiB: number | null;
  /** Null: the default. */
  readonly bootOrder: readonly BootDevice[] | null;
  readonly vncPort: number;
  readonly status: VmStatus;
  readonly desiredStatus: VmStatus;
  readonly boot: {
    readonly kernel: string;
    readonly initrd: string | null;
    readonly cmdline: string;
  } | null;
  /** What it was made from; the image is an absolute path on the host. */
  readonly template: {
    readonly id: TemplateId;
    readonly name: string;
    readonly image: string;
    readonly format: ImageFormat;
  } | null;
  /** What the domain has, by target; paths are absolute on the host. */
  readonly disks: readonly VmDisk[];
  /** Disks that are being attached, or were left half attached: perhaps files, not in the domain. */
  readonly reservedDisks: readonly VmDisk[];
  /** cloud-init's seed, an absolute path on the host; null: it has none. */
  readonly seed: string | null;
  /** The drive of a VM that is installed from a disc, with the path of the disc that is in it. */
  readonly drive: { readonly disc: string | null } | null;
  readonly ip: AllocatedIp | undefined;
}

interface RecordRow {
  readonly id: VmId;
  readonly name: string;
  readonly identity: string;
  readonly uuid: string;
  readonly host_id: HostId | null;
  readonly host_name: string | null;
  readonly bridge: string;
  readonly kvm: number;
  readonly vcpus: number;
  readonly ram_mib: number;
  readonly max_vcpus: number | null;
  readonly max_ram_mib: number | null;
  readonly boot_order: string | null;
  readonly vnc_port: number;
  readonly status: VmStatus;
  readonly desired_status: VmStatus;
  readonly ip_address: string | null;
  readonly ip_mac: string;
  readonly vlan_tag: number;
  readonly template_id: TemplateId;
  readonly template_root: string | null;
  readonly template_name: string;
  readonly template_file: string;
  readonly datastore: string;
  readonly template_format: ImageFormat;
  readonly kernel: string | null;
  readonly initrd: string | null;
  readonly cmdline: string | null;
  readonly seed: string | null;
  readonly disc: string | null;
}

const SELECT = `select v.id, v.name, v.identity, v.uuid, v.host_id, h.name as host_name, h.bridge, h.kvm, v.vcpus,
            v.ram_mib, v.max_vcpus, v.max_ram_mib, v.boot_order, v.vnc_port, v.status, v.desired_status,
            t.id as template_id, td.path as template_root,
            t.name as template_name, t.file as template_file, d.name as datastore, t.format as template_format, t.kernel,
            t.initrd, t.cmdline, concat(d.path, '/', v.seed_file) as seed,
            concat(md.path, '/', m.file) as disc, p.address as ip_address, p.mac as ip_mac, l.tag as vlan_tag
       from vm v left join host h on h.id = v.host_id left join template t on t.id = v.template_id
       left join datastore td on td.id = t.datastore_id join datastore d on d.id = v.datastore_id
       left join template m on m.id = v.media_template_id
       left join datastore md on md.id = m.datastore_id
       left join private_ip p on p.vm_id = v.id left join vlan l on l.id = p.vlan_id where v.id = ?`;

type DiskRow = Omit<VmDisk, 'root'> & { readonly root: number; readonly attached: number };

function recordOf(row: RecordRow, hostId: HostId, disks: readonly DiskRow[]): VmRecord {
  return {
    id: row.id,
    name: row.name,
    identity: row.identity,
    uuid: row.uuid,
    hostId,
    hostName: row.host_name ?? '',
    datastore: row.datastore,
    bridge: row.bridge,
    kvm: Boolean(row.kvm),
    vcpus: row.vcpus,
    ramMiB: row.ram_mib,
    maxVcpus: row.max_vcpus,
    maxRamMiB: row.max_ram_mib,
    bootOrder: row.boot_order === null ? null : bootOrderOf(row.boot_order, false),
    vncPort: row.vnc_port,
    status: row.status,
    desiredStatus: row.desired_status,
    boot: row.kernel
      ? {
          kernel: `${row.template_root}/${row.kernel}`,
          initrd: row.initrd ? `${row.template_root}/${row.initrd}` : null,
          cmdline: row.cmdline ?? '',
        }
      : null,
    template:
      row.template_root === null
        ? null
        : {
            id: row.template_id,
            name: row.template_name,
            image: `${row.template_root}/${row.template_file}`,
            format: row.template_format,
          },
    disks: disks.filter((disk) => disk.attached).map(diskOf),
    reservedDisks: disks.filter((disk) => !disk.attached).map(diskOf),
    seed: row.seed,
    drive: row.disc !== null || row.template_format === 'ISO' ? { disc: row.disc } : null,
    ip:
      row.ip_address === null
        ? undefined
        : { address: row.ip_address, mac: row.ip_mac, vlanTag: row.vlan_tag },
  };
}

function diskOf({ attached: _, root, ...disk }: DiskRow): VmDisk {
  return { ...disk, root: Boolean(root) };
}

/** The VM with all that its domain is made from; null when there is no such VM any more. */
export async function findVmRecord(em: Em, id: VmId): Promise<VmRecord | null> {
  const [row] = await rows<RecordRow>(em, SELECT, [id]);
  if (!row?.host_id || row.host_name === null) return null;
  const disks = await rows<DiskRow>(
    em,
    `select k.id, k.target, concat(d.path, '/', k.path) as path, k.size_gib as sizeGiB,
            k.datastore_id as datastoreId, k.root, k.attached
       from disk k join datastore d on d.id = k.datastore_id where k.vm_id = ? order by k.target`,
    [id],
  );
  return recordOf(row, row.host_id, disks);
}

/**
 * The VM with all that its domain is made from.
 * @throws {FatalTaskError} when the VM is gone
 */
export async function requireVmRecord(em: Em, id: VmId): Promise<VmRecord> {
  const vm = await findVmRecord(em, id);
  if (!vm) throw new FatalTaskError('The VM is gone.', { code: 'NOT_FOUND' });
  return vm;
}

/**
 * For an update of `vm` after its `status` was set (assignments are made from left to right): what is
 * off takes all its settings at the next start.
 */
export const PENDING_UNLESS_OFF = ['active_vcpus', 'active_ram_mib', 'active_boot_order']
  .map((column) => `${column} = if(status in ('SHUTDOWN', 'CRASHED'), null, ${column})`)
  .join(', ');

/** Who and what changed a VM. */
export interface ChangeBy {
  readonly actorId: UserId | null;
  readonly taskId: TaskId | null;
}

/** What a VM is now, and wants to be. */
export interface NewStatus {
  readonly status: VmStatus;
  readonly desired?: VmStatus;
  /** Why; left out: for the reason it was before, where it is what it was before. */
  readonly reason?: string | null;
  /** The task passed through other statuses: its line is of what it was before all of them. */
  readonly passed?: boolean;
}

const STATUS_BEFORE = 'select status, told_status as told from vm where id = ? for update';

interface StatusBefore {
  readonly status: VmStatus;
  readonly told: VmStatus;
}

/**
 * Writes what a VM is now, and wants to be, with a line in its history where that is a change. The
 * collector may have seen the state before the task records it; the line, which it leaves to the
 * task, then starts from the state told last.
 * @returns false when the VM is gone
 */
export async function recordStatus(
  em: Em,
  vmId: VmId,
  change: NewStatus,
  by: ChangeBy,
): Promise<boolean> {
  const [before] = await rows<StatusBefore>(em, STATUS_BEFORE, [vmId]);
  if (!before) return false;
  for (const [sql, params] of statusWrites(vmId, before, change, by)) await run(em, sql, params);
  return true;
}

/**
 * As {@link recordStatus}, but written in one transaction with the end of a task's step.
 * @param change with `also`: further assignments to the VM's row
 */
export function statusAtEnd(
  vmId: VmId,
  change: NewStatus & { readonly also?: string },
  by: ChangeBy,
): Pick<EndWrite, 'read' | 'write'> {
  return {
    read: [STATUS_BEFORE, [vmId]],
    write: ([before]) => (before ? statusWrites(vmId, before as StatusBefore, change, by) : []),
  };
}

function statusWrites(
  vmId: VmId,
  before: StatusBefore,
  change: NewStatus & { readonly also?: string },
  by: ChangeBy,
): Statement[] {
  const { status, reason, desired, passed, also = PENDING_UNLESS_OFF } = change;
  const kept = reason === undefined && before.status === status;
  const update: Statement = [
    `update vm set status_since = if(status = ?, status_since, utc_timestamp(3)), status = ?,
            told_status = status, status_reason = if(?, status_reason, ?),
            desired_status = coalesce(?, desired_status), ${also} where id = ?`,
    [status, status, kept, reason ?? null, desired ?? null, vmId],
  ];
  const from = before.status === status || passed ? before.told : before.status;
  if (from === status) return [update];
  return [update, vmEventWrite(vmId, { attribute: 'status', from, to: status }, by)];
}

/** One change of a VM, as its history tells it. */
interface VmChange {
  readonly attribute: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** Writes one line of a VM's history. */
export async function recordVmEvent(
  em: Em,
  vmId: VmId,
  change: VmChange,
  by: ChangeBy,
): Promise<void> {
  await run(em, ...vmEventWrite(vmId, change, by));
}

function vmEventWrite(vmId: VmId, change: VmChange, by: ChangeBy): Statement {
  return [
    `insert into vm_event (id, vm_id, at, actor_id, attribute, \`from\`, \`to\`, task_id)
     values (?, ?, utc_timestamp(3), ?, ?, ?, ?, ?)`,
    [newId('vmev'), vmId, by.actorId, change.attribute, change.from, change.to, by.taskId],
  ];
}
