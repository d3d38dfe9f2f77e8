import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { isAdmin } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { Organisation } from '../organisation/organisation.entity.ts';
import { rows } from '../platform/db.ts';
import { CreateUserInput, EditUserInput } from './user.inputs.ts';
import { createUser, editUser, listUsers } from './user.service.ts';
import { UserView } from './user.type.ts';

@Resolver(() => UserView)
export class UserResolver {
  @Query(() => UserView, { nullable: true, description: 'Who is signed in; null when nobody is.' })
  async viewer(@Ctx() ctx: Context): Promise<UserView | null> {
    return ctx.viewer ? ctx.loaders.user.load(ctx.viewer.userId) : null;
  }

  @Query(() => [UserView], { description: 'People by name, at most 200.' })
  users(
    @Ctx() ctx: Context,
    @Arg('search', () => String, { nullable: true }) search?: string,
  ): Promise<UserView[]> {
    return listUsers(ctx, search);
  }

  @Query(() => [Organisation])
  organisations(@Ctx() ctx: Context): Promise<Organisation[]> {
    return rows<Organisation>(ctx.em, 'select id, name from organisation order by name');
  }

  @Mutation(() => UserView, { description: 'Makes a local account.' })
  async createUser(
    @Ctx() ctx: Context,
    @Arg('input', () => CreateUserInput) input: CreateUserInput,
  ): Promise<UserView> {
    return ctx.loaders.user.load(await createUser(ctx, input));
  }

  @Mutation(() => UserView, { description: 'Changes what is given of an account.' })
  async editUser(
    @Ctx() ctx: Context,
    @Arg('input', () => EditUserInput) input: EditUserInput,
  ): Promise<UserView> {
    return ctx.loaders.user.load(await editUser(ctx, input));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Shown to the person, to admins and to orgadmins of the organisation.',
  })
  email(@Root() user: UserView, @Ctx() ctx: Context): string | null {
    const { viewer } = ctx;
    if (!viewer) return null;
    const sameOrganisation =
      viewer.roles.includes('ORGADMIN') && viewer.organisationId === user.organisationId;
    return isAdmin(viewer) || viewer.userId === user.id || sameOrganisation ? user.email : null;
  }

  @FieldResolver(() => Organisation, { nullable: true })
  organisation(@Root() user: UserView, @Ctx() ctx: Context): Promise<Organisation> {
    return ctx.loaders.organisation.load(user.organisationId);
  }
}
