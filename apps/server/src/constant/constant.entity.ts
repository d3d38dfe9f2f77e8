import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ID, MAYBE, NAME, TIME } from '../platform/columns.ts';
import type { ConstantChangeId, UserId } from '../platform/ids.ts';

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

/** One change of a setting. */
@Entity({ tableName: 'constant_change' })
@Index({ name: 'constant_change_name', properties: ['name', 'id'] })
export class ConstantChangeEntity {
  @PrimaryKey({ ...ID })
  id: ConstantChangeId;

  @Property({ ...NAME })
  name: string;

  @Property({ type: 'string', length: 255 })
  from: string;

  @Property({ type: 'string', length: 255 })
  to: string;

  @Property({ ...TIME })
  at: Date;

  @Property({ ...ID, ...MAYBE })
  actorId: UserId | null;
}
