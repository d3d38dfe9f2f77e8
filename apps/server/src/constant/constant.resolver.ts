import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  Float,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
  registerEnumType,
} from 'type-graphql';
import type { Context } from '../context.ts';
import { NotFoundError } from '../platform/errors.ts';
import { UserView } from '../user/user.type.ts';
import { constantChanges, listConstants, setConstant } from './constant.service.ts';
import { type ConstantDefinition, ConstantKind, ConstantSubject } from './constant-definition.ts';
import { CONSTANTS, type ConstantName } from './constants.ts';

registerEnumType(ConstantKind, { name: 'ConstantType', description: 'The kind of a value.' });
registerEnumType(ConstantSubject, {
  name: 'ConstantSubject',
  description: 'What a setting is about.',
});

@ObjectType({ description: 'A setting that an admin may edit while the cloud runs.' })
class Constant {
  @Field(() => String)
  name: string;

  @Field(() => String)
  value: string;

  @Field(() => Date, { nullable: true, description: 'Null: it has its default.' })
  updatedAt: Date | null;
}

@ObjectType({ description: 'One change of a setting.', simpleResolvers: true })
class ConstantChangeView {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  from: string;

  @Field(() => String)
  to: string;

  @Field(() => Date)
  at: Date;

  @Field(() => UserView, { nullable: true })
  actor: UserView | null;
}

@InputType()
class SetConstantInput {
  @Field(() => String)
  name: string;

  @Field(() => String)
  value: string;

  @Field(() => String, { nullable: true })
  clientMutationId?: string;
}

const definitionOf = (constant: Constant): ConstantDefinition =>
  CONSTANTS[constant.name as ConstantName];

@Resolver(() => Constant)
export class ConstantResolver {
  @Query(() => [Constant])
  constants(@Ctx() ctx: Context): Promise<Constant[]> {
    return listConstants(ctx.em);
  }

  @Query(() => [ConstantChangeView], { description: 'Who changed a setting, newest first.' })
  async constantHistory(
    @Ctx() ctx: Context,
    @Arg('name', () => String) name: string,
  ): Promise<ConstantChangeView[]> {
    const changes = await constantChanges(ctx.em, name);
    return Promise.all(
      changes.map(async ({ actorId, ...change }) => ({
        ...change,
        actor: actorId ? await ctx.loaders.userOrNull.load(actorId) : null,
      })),
    );
  }

  @Mutation(() => Constant)
  async setConstant(
    @Ctx() ctx: Context,
    @Arg('input', () => SetConstantInput) input: SetConstantInput,
  ): Promise<Constant> {
    const name = await setConstant(ctx, input);
    const constant = (await listConstants(ctx.em)).find((c) => c.name === name);
    if (!constant) throw new NotFoundError('constant', name);
    return constant;
  }

  @FieldResolver(() => ConstantSubject)
  subject(@Root() constant: Constant): ConstantSubject {
    return definitionOf(constant).subject;
  }

  @FieldResolver(() => ConstantKind)
  type(@Root() constant: Constant): ConstantKind {
    return definitionOf(constant).type;
  }

  @FieldResolver(() => String, { nullable: true })
  unit(@Root() constant: Constant): string | null {
    return definitionOf(constant).unit ?? null;
  }

  @FieldResolver(() => String)
  default(@Root() constant: Constant): string {
    return String(definitionOf(constant).default);
  }

  @FieldResolver(() => Float, { nullable: true })
  min(@Root() constant: Constant): number {
    return definitionOf(constant).min;
  }

  @FieldResolver(() => Float, { nullable: true })
  max(@Root() constant: Constant): number {
    return definitionOf(constant).max;
  }

  @FieldResolver(() => String)
  description(@Root() constant: Constant): string {
    return definitionOf(constant).description;
  }
}
