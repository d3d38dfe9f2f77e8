import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import { requireTask } from '../task/task.service.ts';
import { TaskView } from '../task/task.type.ts';
import { MigrateVmInput } from './migration.inputs.ts';
import { migrateVm } from './migration.service.ts';

/** The policy lets admins in alone. */
@Resolver()
export class MigrationResolver {
  @Mutation(() => TaskView, {
    description: 'Moves a VM to another host, with its snapshots; one that runs goes on running.',
  })
  async migrateVm(
    @Ctx() ctx: Context,
    @Arg('input', () => MigrateVmInput) input: MigrateVmInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await migrateVm(ctx, input));
  }
}
