import { Entity, ManyToOne } from '@mikro-orm/decorators/legacy';
import { HostEntity } from '../host/host.entity.ts';
import type { DatastoreId, HostId } from '../platform/ids.ts';
import { Datastore } from './datastore.entity.ts';

/** A host that has a datastore which not every host has. */
@Entity({ tableName: 'datastore_host' })
export class DatastoreHostEntity {
  @ManyToOne(() => Datastore, {
    mapToPk: true,
    fieldName: 'datastore_id',
    primary: true,
    deleteRule: 'cascade',
  })
  datastoreId: DatastoreId;

  @ManyToOne(() => HostEntity, {
    mapToPk: true,
    fieldName: 'host_id',
    primary: true,
    deleteRule: 'cascade',
  })
  hostId: HostId;
}
