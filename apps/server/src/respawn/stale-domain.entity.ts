import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { HostEntity } from '../host/host.entity.ts';
import { ID, MAYBE, TIME } from '../platform/columns.ts';
import type { HostId, TaskId, VmId } from '../platform/ids.ts';

/**
 * A domain that a host which was down has still defined, of a VM that was respawned elsewhere: it is
 * removed there when the host comes back, before anything starts.
 */
@Entity({ tableName: 'stale_domain' })
export class StaleDomainEntity {
  @ManyToOne(() => HostEntity, {
    mapToPk: true,
    fieldName: 'host_id',
    primary: true,
    deleteRule: 'cascade',
  })
  hostId: HostId;

  @PrimaryKey({ type: 'string', length: 36 })
  uuid: string;

  /** The VM may be gone by then, hence no foreign key. */
  @Property({ ...ID })
  vmId: VmId;

  /** That moved the VM away. */
  @Property({ ...ID, ...MAYBE })
  taskId: TaskId | null;

  @Property({ ...TIME })
  createdAt: Date;
}
