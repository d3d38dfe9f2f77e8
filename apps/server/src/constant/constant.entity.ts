import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ID, MAYBE, NAME, TIME } from '../platform/columns.ts';
import type { UserId } from '../platform/ids.ts';

/** A setting that an admin changed from its default. */
@Entity({ tableName: 'constant' })
export class ConstantEntity {
  @PrimaryKey({ ...NAME })
  name: string;

  @Property({ type: 'string', length: 255 })
  value: string;

  @Property({ ...TIME })
  updatedAt: Date;

  @Property({ ...ID, ...MAYBE })
  updatedBy: UserId | null;
}
