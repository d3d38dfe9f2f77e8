import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { JSON_COLUMN, TIME, WORD } from '../platform/columns.ts';
import type { UserId } from '../platform/ids.ts';
import { UserEntity } from './user.entity.ts';

/** How one person likes something to be shown, wherever they sign in. */
@Entity({ tableName: 'user_preference' })
export class UserPreferenceEntity {
  @ManyToOne(() => UserEntity, {
    mapToPk: true,
    fieldName: 'user_id',
    primary: true,
    deleteRule: 'cascade',
  })
  userId: UserId;

  /** What it is about; its slice knows the shape of the value. */
  @PrimaryKey({ ...WORD })
  name: string;

  @Property({ ...JSON_COLUMN })
  value: unknown;

  @Property({ ...TIME })
  updatedAt: Date;
}
