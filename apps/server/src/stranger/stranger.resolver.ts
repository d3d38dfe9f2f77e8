import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import { requireTask } from '../task/task.service.ts';
import { TaskView } from '../task/task.type.ts';
import { AdoptDomainInput } from './stranger.inputs.ts';
import { adoptDomain } from './stranger.service.ts';

/** The policy lets admins in alone. */
@Resolver()
export class StrangerResolver {
  @Mutation(() => TaskView, {
    description: 'Makes a domain that somebody else made a VM; it goes on running.',
  })
  async adoptDomain(
    @Ctx() ctx: Context,
    @Arg('input', () => AdoptDomainInput) input: AdoptDomainInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await adoptDomain(ctx, input));
  }
}
