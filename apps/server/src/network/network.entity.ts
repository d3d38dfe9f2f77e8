import {
  Entity,
  Index,
  ManyToOne,
  PrimaryKey,
  Property,
  Unique,
} from '@mikro-orm/decorators/legacy';
import { HostEntity } from '../host/host.entity.ts';
import { BOOL, ID, INT, MAYBE, NAME } from '../platform/columns.ts';
import type { HostId, PrivateIpId, SecurityDomainId, VlanId, VmId } from '../platform/ids.ts';
import { VmEntity } from '../vm/vm.entity.ts';

/** An isolated layer-2 network: a tag and a subnet. */
@Entity({ tableName: 'vlan' })
export class VlanEntity {
  @PrimaryKey({ ...ID })
  id: VlanId;

  @Unique({ name: 'vlan_name' })
  @Property({ ...NAME })
  name: string;

  /** IEEE 802.1Q VLAN id, 1 to 4094. */
  @Unique({ name: 'vlan_tag' })
  @Property({ ...INT })
  tag: number;

  /** CIDR. */
  @Property({ type: 'string', length: 43 })
  subnet: string;

  @Property({ type: 'string', length: 39, ...MAYBE })
  gateway: string | null;
}

/** The face of a VLAN towards users. */
@Entity({ tableName: 'security_domain' })
export class SecurityDomainEntity {
  @PrimaryKey({ ...ID })
  id: SecurityDomainId;

  @Unique({ name: 'security_domain_name' })
  @Property({ ...NAME })
  name: string;

  @ManyToOne(() => VlanEntity, { mapToPk: true, fieldName: 'vlan_id' })
  vlanId: VlanId;

  @Property({ ...BOOL })
  visibleToAll: boolean;
}

/** One address of a VLAN's pool, with the MAC that DHCP gives it to. */
@Entity({ tableName: 'private_ip' })
export class PrivateIpEntity {
  @PrimaryKey({ ...ID })
  id: PrivateIpId;

  @Unique({ name: 'private_ip_address' })
  @Property({ type: 'string', length: 15 })
  address: string;

  /** The address as a number, for order. */
  @Property({ type: 'integer', unsigned: true })
  number: number;

  @Unique({ name: 'private_ip_mac' })
  @Property({ type: 'string', length: 17 })
  mac: string;

  @Index({ name: 'private_ip_vlan' })
  @ManyToOne(() => VlanEntity, { mapToPk: true, fieldName: 'vlan_id' })
  vlanId: VlanId;

  /** The VM that holds it; null when free. */
  @Unique({ name: 'private_ip_vm' })
  @ManyToOne(() => VmEntity, {
    mapToPk: true,
    fieldName: 'vm_id',
    ...MAYBE,
    deleteRule: 'set null',
  })
  vmId: VmId | null;

  @ManyToOne(() => HostEntity, {
    mapToPk: true,
    fieldName: 'host_id',
    ...MAYBE,
    deleteRule: 'set null',
  })
  hostId: HostId | null;
}
