import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { BOOL, ID, INT, JSON_COLUMN, MAYBE, NAME, TEXT, TIME, WORD } from '../platform/columns.ts';
import type { DatastoreId, DiskId, SnapshotId, UserId, VmId } from '../platform/ids.ts';
import { VmEntity } from '../vm/vm.entity.ts';
import type { VmStatus } from '../vm/vm-status.ts';
import type { ScheduledType, SnapshotState, SnapshotType } from './snapshot-enums.ts';

/** A disk of a VM as it was when a snapshot was taken; kept as JSON, hence no interface. */
export type RecordedDisk = {
  readonly id: DiskId;
  readonly target: string;
  /** Absolute, on the hosts. */
  readonly file: string;
  /** Relative to the datastore's path. */
  readonly path: string;
  readonly datastoreId: DatastoreId;
  readonly sizeGiB: number;
  readonly root: boolean;
};

/**
 * A state of a VM that one may go back to. Its data are inside the VM's qcow2 files and libvirt
 * knows it under its id; what libvirt knows is kept here too, so that it can be told again.
 */
@Entity({ tableName: 'snapshot' })
@Index({ name: 'snapshot_vm', properties: ['vmId', 'createdAt', 'id'] })
export class SnapshotEntity {
  /** Also its name in libvirt and in the qcow2 files. */
  @PrimaryKey({ ...ID })
  id: SnapshotId;

  @ManyToOne(() => VmEntity, { mapToPk: true, fieldName: 'vm_id', deleteRule: 'cascade' })
  vmId: VmId;

  @Property({ ...NAME })
  name: string;

  @Property({ ...TEXT, ...MAYBE })
  description: string | null;

  @Property({ ...WORD })
  type: SnapshotType;

  @Property({ ...WORD })
  state: SnapshotState;

  @Property({ ...TIME })
  createdAt: Date;

  @Property({ ...ID, ...MAYBE })
  createdBy: UserId | null;

  @ManyToOne(() => SnapshotEntity, {
    mapToPk: true,
    fieldName: 'parent_id',
    ...MAYBE,
    deleteRule: 'set null',
  })
  parentId: SnapshotId | null;

  /** The VM's disks are based on it. */
  @Property({ ...BOOL })
  current: boolean;

  @Property({ ...BOOL })
  memory: boolean;

  /** The guest's file systems were frozen meanwhile, by its agent. */
  @Property({ ...BOOL })
  quiesced: boolean;

  /** What the VM is after a revert: RUNNING, SUSPENDED or SHUTDOWN. */
  @Property({ ...WORD })
  vmStatus: VmStatus;

  @Property({ ...INT })
  vcpus: number;

  @Property({ ...INT })
  ramMib: number;

  /** Saved memory, in bytes. */
  @Property({ type: 'bigint', ...MAYBE })
  sizeBytes: string | null;

  /** Of `RecordedDisk`. */
  @Property({ ...JSON_COLUMN })
  disks: RecordedDisk[];

  /** libvirt's XML of it, the domain's definition of then included. */
  @Property({ type: 'text', columnType: 'longtext', ...MAYBE })
  definition: string | null;
}

/** One kind of scheduled snapshots of a VM, and when it is next due. */
@Entity({ tableName: 'snapshot_schedule' })
@Index({ name: 'snapshot_schedule_due', properties: ['nextAt'] })
export class SnapshotScheduleEntity {
  @ManyToOne(() => VmEntity, {
    mapToPk: true,
    fieldName: 'vm_id',
    primary: true,
    deleteRule: 'cascade',
  })
  vmId: VmId;

  @PrimaryKey({ ...WORD })
  type: ScheduledType;

  /** How many of this kind are kept. */
  @Property({ ...INT })
  keep: number;

  /** Of the day, UTC. */
  @Property({ ...INT })
  hour: number;

  @Property({ ...BOOL })
  memory: boolean;

  @Property({ ...TIME })
  nextAt: Date;

  /** When it was last due and dealt with, taken or skipped. */
  @Property({ ...TIME, ...MAYBE })
  lastAt: Date | null;

  /** Why the last one was not taken; null when it was. */
  @Property({ type: 'string', length: 255, ...MAYBE })
  lastSkipped: string | null;
}
