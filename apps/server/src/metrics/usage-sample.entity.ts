import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ID, JSON_COLUMN, TIME } from '../platform/columns.ts';
import type { HostId } from '../platform/ids.ts';

/** The newest sample of a VM that runs, or of a host: what all processes know of the moment. */
@Entity({ tableName: 'usage_sample' })
export class UsageSampleEntity {
  /** Of the VM or host. */
  @PrimaryKey({ ...ID })
  id: string;

  @Index()
  @Property({ ...ID })
  hostId: HostId;

  @Property({ ...TIME })
  at: Date;

  /** By source; null: not known. */
  @Property({ ...JSON_COLUMN })
  figures: Record<string, number | null>;
}
