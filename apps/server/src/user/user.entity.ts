import { Entity, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Organisation } from '../organisation/organisation.entity.ts';
import { BOOL, ID, JSON_COLUMN, MAYBE, NAME, TIME } from '../platform/columns.ts';
import type { OrganisationId, UserId } from '../platform/ids.ts';
import type { Role } from './role.ts';

/** A person with an account. */
@Entity({ tableName: 'user' })
export class UserEntity {
  @PrimaryKey({ ...ID })
  id: UserId;

  @Unique({ name: 'user_username' })
  @Property({ ...NAME })
  username: string;

  @Property({ ...NAME })
  name: string;

  @Property({ type: 'string', length: 255, ...MAYBE })
  email: string | null;

  /** Argon2id in PHC form; null for people of an external directory. */
  @Property({ type: 'string', length: 255, ...MAYBE })
  passwordHash: string | null;

  /** True until the first password, which somebody else has seen, was changed. */
  @Property({ ...BOOL })
  passwordChangeSuggested: boolean;

  @Property({ ...JSON_COLUMN })
  roles: Role[];

  @ManyToOne(() => Organisation, { mapToPk: true, fieldName: 'organisation_id' })
  organisationId: OrganisationId;

  @Property({ ...BOOL })
  active: boolean;

  @Property({ ...TIME })
  createdAt: Date;
}
