import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { MAYBE, TIME } from '../platform/columns.ts';
import type { UserId } from '../platform/ids.ts';
import { UserEntity } from '../user/user.entity.ts';

/** A signed-in browser. Only the hash of its cookie is kept. */
@Entity({ tableName: 'session' })
export class SessionEntity {
  /** SHA-256 of the cookie's secret, hex. */
  @PrimaryKey({ type: 'string', length: 64 })
  id: string;

  @ManyToOne(() => UserEntity, { mapToPk: true, fieldName: 'user_id', deleteRule: 'cascade' })
  userId: UserId;

  @Property({ ...TIME })
  createdAt: Date;

  @Index({ name: 'session_expires_at' })
  @Property({ ...TIME })
  expiresAt: Date;

  @Property({ type: 'string', length: 64, ...MAYBE })
  address: string | null;

  @Property({ type: 'string', length: 255, ...MAYBE })
  userAgent: string | null;
}
