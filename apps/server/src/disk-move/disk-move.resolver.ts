import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import { requireTask } from '../task/task.service.ts';
import { TaskView } from '../task/task.type.ts';
import { MoveVmToDatastoreInput } from './disk-move.inputs.ts';
import { diskMoveChoice, moveVmToDatastore } from './disk-move.service.ts';
import { DiskMoveChoice } from './disk-move.type.ts';

@Resolver()
export class DiskMoveResolver {
  @Query(() => DiskMoveChoice, {
    description: 'Where the disks of a VM could be moved to now, with the reasons.',
  })
  diskMoveChoice(
    @Ctx() ctx: Context,
    @Arg('id', () => ID) id: string,
    @Arg('diskIds', () => [ID], { nullable: true }) diskIds?: string[],
    @Arg('along', () => Boolean, {
      nullable: true,
      description: 'They go along with the VM to another host, which then is to see it.',
    })
    along?: boolean,
  ): Promise<DiskMoveChoice> {
    return diskMoveChoice(ctx, id, { diskIds: diskIds ?? null, along: along ?? false });
  }

  @Mutation(() => TaskView, {
    description:
      'Moves disks of a VM to another datastore: while it runs, unless they hold snapshots; else while it is off.',
  })
  async moveVmToDatastore(
    @Ctx() ctx: Context,
    @Arg('input', () => MoveVmToDatastoreInput) input: MoveVmToDatastoreInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await moveVmToDatastore(ctx, input));
  }
}
