import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { NAME, TIME } from '../platform/columns.ts';

/** When a job that recurs is to run next; whichever worker comes first takes it. */
@Entity({ tableName: 'periodic_job' })
export class PeriodicJobEntity {
  @PrimaryKey({ ...NAME })
  name: string;

  @Property({ ...TIME })
  nextAt: Date;
}
