import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import { requireTask } from '../task/task.service.ts';
import { TaskView } from '../task/task.type.ts';
import { createVmFromExistingImage, unusedImages } from './existing-image.service.ts';
import { CreateVmFromExistingImageInput, UnusedImage } from './existing-image.type.ts';

@Resolver()
export class ExistingImageResolver {
  @Query(() => [UnusedImage], {
    description: 'Images in a datastore that no VM has, asked of a host now.',
  })
  unusedImages(
    @Ctx() ctx: Context,
    @Arg('datastoreId', () => ID) datastoreId: string,
  ): Promise<UnusedImage[]> {
    return unusedImages(ctx, datastoreId);
  }

  @Mutation(() => TaskView, {
    description: 'Launches a VM from an image that is still in a datastore.',
  })
  async createVmFromExistingImage(
    @Ctx() ctx: Context,
    @Arg('input', () => CreateVmFromExistingImageInput) input: CreateVmFromExistingImageInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await createVmFromExistingImage(ctx, input));
  }
}
