import { Entity, ManyToOne, OneToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { HostEntity } from '../host/host.entity.ts';
import { BOOL, ID, INT, MAYBE, TIME, WORD } from '../platform/columns.ts';
import type { HostId, SnapshotId, TaskId, VmId } from '../platform/ids.ts';
import { VmEntity } from '../vm/vm.entity.ts';
import type { CloudState, KeepMethod, KeptAs } from './maintenance-enums.ts';

/** Whether the cloud takes work: one row. */
@Entity({ tableName: 'cloud_state' })
export class CloudStateEntity {
  @PrimaryKey({ ...INT, autoincrement: false })
  id: number;

  @Property({ ...WORD })
  state: CloudState;

  @Property({ ...TIME })
  since: Date;

  /** That changed it last. */
  @Property({ ...ID, ...MAYBE })
  taskId: TaskId | null;
}

/** A host that was shut down from here, until it is booted again. */
@Entity({ tableName: 'shut_host' })
export class ShutHostEntity {
  @OneToOne(() => HostEntity, {
    mapToPk: true,
    fieldName: 'host_id',
    primary: true,
    deleteRule: 'cascade',
  })
  hostId: HostId;

  /** It was in maintenance before, and will be again. */
  @Property({ ...BOOL })
  maintenance: boolean;

  @Property({ ...ID })
  taskId: TaskId;

  @Property({ ...TIME })
  since: Date;
}

/** A VM that was stopped with its memory kept, and what it is to be again. */
@Entity({ tableName: 'kept_vm' })
export class KeptVmEntity {
  @OneToOne(() => VmEntity, {
    mapToPk: true,
    fieldName: 'vm_id',
    primary: true,
    deleteRule: 'cascade',
  })
  vmId: VmId;

  /** Where its memory is, when libvirt keeps it. */
  @ManyToOne(() => HostEntity, { mapToPk: true, fieldName: 'host_id', deleteRule: 'cascade' })
  hostId: HostId;

  @Property({ ...WORD })
  was: KeptAs;

  @Property({ ...WORD })
  method: KeepMethod;

  /** The system snapshot that its memory is in. */
  @Property({ ...ID, ...MAYBE })
  snapshotId: SnapshotId | null;

  /** It is off by now. */
  @Property({ ...BOOL })
  off: boolean;

  @Property({ ...ID })
  taskId: TaskId;

  @Property({ ...TIME })
  since: Date;
}
