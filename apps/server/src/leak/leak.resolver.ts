import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import { requireTask } from '../task/task.service.ts';
import { TaskView } from '../task/task.type.ts';
import { deleteOrphanDomain, repairLeak } from './leak.service.ts';
import { DeleteOrphanDomainInput, LeakReport, RepairLeakInput } from './leak.type.ts';
import { checkForLeaks } from './leak-check.ts';

/** The policy lets admins in alone. */
@Resolver()
export class LeakResolver {
  @Query(() => LeakReport, {
    description:
      'Asks every host and compares it with the database and the datastores; takes seconds.',
  })
  leakReport(@Ctx() ctx: Context): Promise<LeakReport> {
    return checkForLeaks(ctx.services);
  }

  @Mutation(() => TaskView, {
    description: 'Applies the remedy of a finding, after checking that it still holds.',
  })
  async repairLeak(
    @Ctx() ctx: Context,
    @Arg('input', () => RepairLeakInput) input: RepairLeakInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await repairLeak(ctx, input));
  }

  @Mutation(() => TaskView, {
    description: 'Removes a domain that no VM record knows; its disk files stay.',
  })
  async deleteOrphanDomain(
    @Ctx() ctx: Context,
    @Arg('input', () => DeleteOrphanDomainInput) input: DeleteOrphanDomainInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await deleteOrphanDomain(ctx, input));
  }
}
