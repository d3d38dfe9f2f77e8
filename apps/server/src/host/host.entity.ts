import {
  Entity,
  Index,
  ManyToOne,
  PrimaryKey,
  Property,
  Unique,
} from '@mikro-orm/decorators/legacy';
import { BOOL, ID, INT, JSON_COLUMN, MAYBE, NAME, TEXT, TIME, WORD } from '../platform/columns.ts';
import type { HostEventId, HostId, TaskId, UserId } from '../platform/ids.ts';
import type { HostKind, HostStatus } from './host-enums.ts';
import type { HostHardware } from './host-hardware.ts';
import type { StoredHealth } from './host-health.ts';

/** A KVM machine reached over SSH. */
@Entity({ tableName: 'host' })
export class HostEntity {
  @PrimaryKey({ ...ID })
  id: HostId;

  @Unique({ name: 'host_name' })
  @Property({ ...NAME })
  name: string;

  @Property({ type: 'string', length: 255 })
  address: string;

  @Property({ ...INT })
  sshPort: number;

  @Property({ ...NAME })
  sshUser: string;

  /** Pinned: `SHA256:` and base64 as ssh-keygen prints it. */
  @Property({ ...NAME })
  hostKeyFingerprint: string;

  @Property({ type: 'string', length: 17, ...MAYBE })
  mac: string | null;

  @Property({ ...WORD })
  type: HostKind;

  /** Facts found on each connect; 0 until the first. */
  @Property({ ...INT })
  cpus: number;

  @Property({ type: 'string', length: 255, ...MAYBE })
  cpuModel: string | null;

  @Property({ ...INT })
  ramMib: number;

  @Property({ ...INT })
  diskGib: number;

  @Property({ ...WORD, ...MAYBE })
  libvirtVersion: string | null;

  @Property({ ...WORD, ...MAYBE })
  qemuVersion: string | null;

  /** True when guests run with KVM, false when QEMU translates (TCG). */
  @Property({ ...BOOL })
  kvm: boolean;

  /** Open vSwitch bridge that guests' interfaces join. */
  @Property({ ...WORD })
  bridge: string;

  /** What the collector saw last: UP, DOWN or UNREACHABLE. */
  @Property({ ...WORD })
  status: HostStatus;

  @Property({ ...TEXT, ...MAYBE })
  statusReason: string | null;

  @Property({ ...BOOL })
  maintenance: boolean;

  @Property({ ...TIME, ...MAYBE })
  lastSeenAt: Date | null;

  @Property({ ...TIME, ...MAYBE })
  sshOkSince: Date | null;

  @Property({ ...TIME, ...MAYBE })
  libvirtOkSince: Date | null;

  /** Domains libvirt has that no VM record knows, as JSON; found at each reconcile. */
  @Property({ type: 'json' })
  strangers: { readonly name: string; readonly uuid: string; readonly state: string }[];

  /** `/etc/machine-id` and libvirt's uuid: no machine is added twice. */
  @Property({ ...NAME, ...MAYBE })
  machineId: string | null;

  @Property({ type: 'string', length: 36, ...MAYBE })
  hostUuid: string | null;

  /** Found on each connect; null until the first. */
  @Property({ ...JSON_COLUMN, ...MAYBE })
  hardware: HostHardware | null;

  /** Signs of life as the collector saw them last. */
  @Property({ ...JSON_COLUMN, ...MAYBE })
  health: StoredHealth | null;

  /** Ids of datastores that it does not see, with commas; null until it was looked at. */
  @Property({ ...TEXT, ...MAYBE })
  missingDatastores: string | null;

  @Property({ ...NAME, ...MAYBE })
  rack: string | null;

  /** Place in the rack, counted from below. */
  @Property({ ...INT, ...MAYBE })
  slot: number | null;

  /** Differs from boot to boot; of the boot that was acted on last. Null until the first. */
  @Property({ ...NAME, ...MAYBE })
  bootMarker: string | null;

  /** The collector process that holds this host, and until when. */
  @Property({ ...NAME, ...MAYBE })
  collector: string | null;

  @Property({ ...TIME, ...MAYBE })
  collectorLeaseUntil: Date | null;

  @Property({ ...TIME })
  createdAt: Date;
}

/** One change of one attribute of a host, or of its state. */
@Entity({ tableName: 'host_event' })
@Index({ name: 'host_event_host', properties: ['hostId', 'id'] })
export class HostEventEntity {
  @PrimaryKey({ ...ID })
  id: HostEventId;

  @ManyToOne(() => HostEntity, {
    mapToPk: true,
    fieldName: 'host_id',
    deleteRule: 'cascade',
    index: false,
  })
  hostId: HostId;

  @Property({ ...TIME })
  at: Date;

  @Property({ ...ID, ...MAYBE })
  actorId: UserId | null;

  @Property({ ...WORD })
  attribute: string;

  @Property({ ...TEXT, ...MAYBE })
  from: string | null;

  @Property({ ...TEXT, ...MAYBE })
  to: string | null;

  /** What it was seen by, in words. */
  @Property({ ...TEXT, ...MAYBE })
  reason: string | null;

  @Property({ ...ID, ...MAYBE })
  taskId: TaskId | null;
}
