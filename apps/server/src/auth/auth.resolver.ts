import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import { UserView } from '../user/user.type.ts';
import { ApiToken } from './api-token.entity.ts';
import {
  ChangePasswordInput,
  CreateApiTokenInput,
  CreatedApiToken,
  LoginInput,
  RevokeApiTokenInput,
} from './auth.inputs.ts';
import {
  changePassword,
  createApiToken,
  listTokens,
  login,
  logout,
  revokeApiToken,
} from './auth.service.ts';

@Resolver()
export class AuthResolver {
  @Query(() => [ApiToken], { description: "The viewer's own API tokens." })
  apiTokens(@Ctx() ctx: Context): Promise<ApiToken[]> {
    return listTokens(ctx);
  }

  @Mutation(() => UserView, { description: 'Signs in and sets the session cookie.' })
  async login(
    @Ctx() ctx: Context,
    @Arg('input', () => LoginInput) input: LoginInput,
  ): Promise<UserView> {
    return ctx.loaders.user.load(await login(ctx, input));
  }

  @Mutation(() => Boolean, { description: 'Ends the session; false when there was none.' })
  logout(@Ctx() ctx: Context): Promise<boolean> {
    return logout(ctx);
  }

  @Mutation(() => UserView, { description: "Changes the viewer's password." })
  async changePassword(
    @Ctx() ctx: Context,
    @Arg('input', () => ChangePasswordInput) input: ChangePasswordInput,
  ): Promise<UserView> {
    return ctx.loaders.user.load(await changePassword(ctx, input));
  }

  @Mutation(() => CreatedApiToken, { description: 'Makes an API token of the viewer.' })
  createApiToken(
    @Ctx() ctx: Context,
    @Arg('input', () => CreateApiTokenInput) input: CreateApiTokenInput,
  ): Promise<CreatedApiToken> {
    return createApiToken(ctx, input);
  }

  @Mutation(() => ApiToken, { description: "Removes one of the viewer's tokens." })
  revokeApiToken(
    @Ctx() ctx: Context,
    @Arg('input', () => RevokeApiTokenInput) input: RevokeApiTokenInput,
  ): Promise<ApiToken> {
    return revokeApiToken(ctx, input.id);
  }
}
