import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import { requireTask } from '../task/task.service.ts';
import { TaskView } from '../task/task.type.ts';
import { CloneVmInput } from './clone.inputs.ts';
import { cloneVm, previewClones } from './clone.service.ts';
import { ClonePreview } from './clone.type.ts';

@Resolver()
export class CloneResolver {
  @Query(() => ClonePreview, {
    description: 'What `cloneVm` with the same input would do now; nothing is reserved.',
  })
  clonePreview(
    @Ctx() ctx: Context,
    @Arg('input', () => CloneVmInput) input: CloneVmInput,
  ): Promise<ClonePreview> {
    return previewClones(ctx, input);
  }

  @Mutation(() => TaskView, {
    description:
      'Makes 1 to 100 copies of a VM with names, addresses and disks of their own. Returns the task whose children make one each.',
  })
  async cloneVm(
    @Ctx() ctx: Context,
    @Arg('input', () => CloneVmInput) input: CloneVmInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await cloneVm(ctx, input));
  }
}
