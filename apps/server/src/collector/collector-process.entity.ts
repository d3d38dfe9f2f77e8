import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { NAME, TIME } from '../platform/columns.ts';

/** A collector process that runs, so that the others leave it its share of the hosts. */
@Entity({ tableName: 'collector_process' })
export class CollectorProcessEntity {
  /** Host name and process id. */
  @PrimaryKey({ ...NAME })
  name: string;

  @Property({ ...TIME })
  leaseUntil: Date;
}
