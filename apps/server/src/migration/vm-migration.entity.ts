import { Entity, Index, ManyToOne, OneToOne, Property } from '@mikro-orm/decorators/legacy';
import { HostEntity } from '../host/host.entity.ts';
import { BOOL, ID, TIME } from '../platform/columns.ts';
import type { HostId, TaskId, VmId } from '../platform/ids.ts';
import { VmEntity } from '../vm/vm.entity.ts';

/**
 * A VM on its way to another host. While the row is there, the VM has room on both: on the host of
 * its own row, and on this one.
 */
@Entity({ tableName: 'vm_migration' })
@Index({ name: 'vm_migration_host', properties: ['hostId'] })
export class VmMigrationEntity {
  @OneToOne(() => VmEntity, {
    mapToPk: true,
    fieldName: 'vm_id',
    primary: true,
    deleteRule: 'cascade',
  })
  vmId: VmId;

  /** Where it goes. */
  @ManyToOne(() => HostEntity, { mapToPk: true, fieldName: 'host_id', index: false })
  hostId: HostId;

  /** The task that moves it. */
  @Property({ ...ID })
  taskId: TaskId;

  /**
   * It is brought back to where it came from: a copy that is half there is then the one there, and
   * the whole one is here.
   */
  @Property({ ...BOOL })
  backwards: boolean;

  @Property({ ...TIME })
  createdAt: Date;
}
