import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { Context } from '../context.ts';
import { FIRST } from '../platform/graphql/connection.ts';
import { PageInfo } from '../platform/graphql/page-info.type.ts';
import type { AuditEntryId, UserId } from '../platform/ids.ts';
import { UserView } from '../user/user.type.ts';
import { auditPage } from './audit.service.ts';

@ObjectType({ description: 'Who did what, when, from where.', simpleResolvers: true })
class AuditEntry {
  @Field(() => ID)
  id: AuditEntryId;

  @Field(() => Date)
  at: Date;

  actorId: UserId | null;

  @Field(() => String, { description: "The mutation's name." })
  action: string;

  @Field(() => String, { nullable: true, description: 'Id of the object.' })
  subject: string | null;

  @Field(() => String, { nullable: true, description: 'What the object was called then.' })
  subjectName: string | null;

  @Field(() => String, { nullable: true })
  detail: string | null;

  @Field(() => String, { nullable: true, description: 'Where the request came from.' })
  address: string | null;
}

@ObjectType({ simpleResolvers: true })
class AuditEdge {
  @Field(() => String)
  cursor: string;

  @Field(() => AuditEntry)
  node: AuditEntry;
}

@ObjectType({ simpleResolvers: true })
class AuditConnection {
  @Field(() => [AuditEntry])
  nodes: readonly AuditEntry[];

  @Field(() => [AuditEdge])
  edges: readonly AuditEdge[];

  @Field(() => PageInfo)
  pageInfo: PageInfo;

  @Field(() => Int)
  totalCount: number | (() => Promise<number>);
}

@Resolver(() => AuditEntry)
export class AuditResolver {
  @Query(() => AuditConnection, { description: 'The audit log, newest first.' })
  auditEntries(
    @Ctx() ctx: Context,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string,
  ): Promise<AuditConnection> {
    return auditPage(ctx.em, { first, after: after ?? undefined });
  }

  @FieldResolver(() => UserView, { nullable: true })
  async actor(@Root() entry: AuditEntry, @Ctx() ctx: Context): Promise<UserView | null> {
    return entry.actorId ? ctx.loaders.userOrNull.load(entry.actorId) : null;
  }
}
