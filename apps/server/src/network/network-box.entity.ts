import { Entity, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { ID, INT, JSON_COLUMN, NAME } from '../platform/columns.ts';
import type { NetworkBoxId } from '../platform/ids.ts';

/** What a gateway machine does for the networks. */
export type NetworkBoxRole = 'GATEWAY' | 'DHCP' | 'NAT';

/** A gateway machine, reached over SSH as hosts are; one machine may have several roles. */
@Entity({ tableName: 'network_box' })
export class NetworkBoxEntity {
  @PrimaryKey({ ...ID })
  id: NetworkBoxId;

  @Unique({ name: 'network_box_name' })
  @Property({ ...NAME })
  name: string;

  @Property({ type: 'string', length: 255 })
  address: string;

  @Property({ ...INT })
  sshPort: number;

  @Property({ type: 'string', length: 100 })
  sshUser: string;

  /** The pinned key, as ssh-keygen prints it: `SHA256:…`. */
  @Property({ type: 'string', length: 100 })
  hostKeyFingerprint: string;

  /** Of `NetworkBoxRole`. */
  @Property({ ...JSON_COLUMN })
  roles: NetworkBoxRole[];
}
