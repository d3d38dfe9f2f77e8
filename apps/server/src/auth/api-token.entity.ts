import { Entity, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ID as GraphId, ObjectType, registerEnumType } from 'type-graphql';
import { ID, JSON_COLUMN, MAYBE, NAME, TIME } from '../platform/columns.ts';
import type { ApiTokenId, UserId } from '../platform/ids.ts';
import { UserEntity } from '../user/user.entity.ts';

/** What a token may be used for. */
export const TokenScope = { READ: 'READ', WRITE: 'WRITE' } as const;
export type TokenScope = (typeof TokenScope)[keyof typeof TokenScope];
registerEnumType(TokenScope, {
  name: 'TokenScope',
  description: 'What a token may be used for.',
  valuesConfig: {
    READ: { description: 'Queries and subscriptions.' },
    WRITE: { description: 'Mutations as well.' },
  },
});

/** A script's credential. Only its hash is kept. */
@ObjectType({ description: "A script's credential.", simpleResolvers: true })
@Entity({ tableName: 'api_token' })
export class ApiToken {
  @Field(() => GraphId)
  @PrimaryKey({ ...ID })
  id: ApiTokenId;

  @ManyToOne(() => UserEntity, { mapToPk: true, fieldName: 'user_id', deleteRule: 'cascade' })
  userId: UserId;

  @Field(() => String)
  @Property({ ...NAME })
  name: string;

  /** SHA-256 of the token, hex. */
  @Unique({ name: 'api_token_hash' })
  @Property({ type: 'string', length: 64 })
  hash: string;

  @Field(() => [TokenScope])
  @Property({ ...JSON_COLUMN })
  scopes: TokenScope[];

  @Field(() => Date)
  @Property({ ...TIME })
  createdAt: Date;

  @Field(() => Date, { nullable: true, description: 'Null: it does not expire.' })
  @Property({ ...TIME, ...MAYBE })
  expiresAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'To the minute.' })
  @Property({ ...TIME, ...MAYBE })
  lastUsedAt: Date | null;
}
