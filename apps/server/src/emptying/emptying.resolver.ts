import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { requireAdmin } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { Datastore } from '../datastore/datastore.entity.ts';
import { requireTask } from '../task/task.service.ts';
import { TaskView } from '../task/task.type.ts';
import { EmptyDatastoreInput } from './emptying.inputs.ts';
import { emptyDatastore, emptyingPlan } from './emptying.service.ts';
import { EmptyingPlanView, EmptyingStepView } from './emptying.type.ts';

/** The policy lets admins in alone. */
@Resolver(() => Datastore)
export class EmptyingResolver {
  @Query(() => EmptyingPlanView, {
    description: 'What `emptyDatastore` would do now, in its order; nothing is reserved.',
  })
  emptyingPlan(
    @Ctx() ctx: Context,
    @Arg('id', () => ID) id: string,
    @Arg('targetId', () => ID, { nullable: true }) targetId?: string | null,
  ): Promise<EmptyingPlanView> {
    return emptyingPlan(ctx, { id, targetId });
  }

  @Mutation(() => TaskView, {
    description:
      'Closes a datastore for anything new and moves the disks on it to others, each VM’s by a task below the returned one. What cannot move stays and is named; when no disk can, CONFLICT, and nothing is changed.',
  })
  async emptyDatastore(
    @Ctx() ctx: Context,
    @Arg('input', () => EmptyDatastoreInput) input: EmptyDatastoreInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await emptyDatastore(ctx, input));
  }

  @FieldResolver(() => TaskView, {
    nullable: true,
    description: 'The task that empties it, or did so last.',
  })
  async emptying(@Root() datastore: Datastore, @Ctx() ctx: Context): Promise<TaskView | null> {
    requireAdmin(ctx);
    const id = await ctx.loaders.lastEmptying.load(datastore.id);
    return id ? ctx.loaders.task.load(id) : null;
  }
}

@Resolver(() => EmptyingStepView)
export class EmptyingStepResolver {
  @FieldResolver(() => Datastore, { nullable: true, description: 'Null: they cannot be moved.' })
  async target(@Root() step: EmptyingStepView, @Ctx() ctx: Context): Promise<Datastore | null> {
    return step.datastoreId ? ctx.loaders.datastore.load(step.datastoreId) : null;
  }
}
