import { Entity, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { HostEntity } from '../host/host.entity.ts';
import { ID, NAME, TIME, WORD } from '../platform/columns.ts';
import type { HostId, VmGroupId, VmId } from '../platform/ids.ts';
import { VmEntity } from '../vm/vm.entity.ts';
import type { AffinityKind, GroupPolicy } from './affinity-enums.ts';

/** A host that a VM must run on (one of those named so), or must not. */
@Entity({ tableName: 'host_affinity' })
export class HostAffinityEntity {
  @ManyToOne(() => VmEntity, {
    mapToPk: true,
    fieldName: 'vm_id',
    primary: true,
    deleteRule: 'cascade',
  })
  vmId: VmId;

  @ManyToOne(() => HostEntity, {
    mapToPk: true,
    fieldName: 'host_id',
    primary: true,
    deleteRule: 'cascade',
  })
  hostId: HostId;

  @Property({ ...WORD })
  kind: AffinityKind;
}

/** VMs that are to be on one host, or each on another. */
@Entity({ tableName: 'vm_group' })
export class VmGroupEntity {
  @PrimaryKey({ ...ID })
  id: VmGroupId;

  @Unique({ name: 'vm_group_name' })
  @Property({ ...NAME })
  name: string;

  @Property({ ...WORD })
  policy: GroupPolicy;

  @Property({ ...TIME })
  createdAt: Date;
}

/** A VM in a group. */
@Entity({ tableName: 'vm_group_member' })
export class VmGroupMemberEntity {
  @ManyToOne(() => VmGroupEntity, {
    mapToPk: true,
    fieldName: 'group_id',
    primary: true,
    deleteRule: 'cascade',
  })
  groupId: VmGroupId;

  @ManyToOne(() => VmEntity, {
    mapToPk: true,
    fieldName: 'vm_id',
    primary: true,
    deleteRule: 'cascade',
  })
  vmId: VmId;
}
