import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Datastore } from '../datastore/datastore.entity.ts';
import { BigIntScalar } from '../platform/graphql/scalars.ts';
import { requireTask } from '../task/task.service.ts';
import { TaskView } from '../task/task.type.ts';
import { UserView } from '../user/user.type.ts';
import {
  AttachDiskInput,
  DeleteDiskInput,
  DetachDiskInput,
  ResizeDiskInput,
} from './disk.inputs.ts';
import { listDetachedDisks } from './disk.service.ts';
import { DetachedDisk, DiskType } from './disk.type.ts';
import { attachDisk, deleteDisk, detachDisk, resizeDisk } from './disk-mutations.ts';

const USED = 'What the file takes on its datastore, asked of a host now.';
const PRESENT = 'Its file was seen on its datastore, now; false also when no host can be asked.';

@Resolver(() => DiskType)
export class DiskResolver {
  @FieldResolver(() => BigIntScalar, { nullable: true, description: USED })
  async usedBytes(@Root() disk: DiskType, @Ctx() ctx: Context): Promise<bigint | null> {
    return (await ctx.loaders.diskPresence.load(disk)).usedBytes;
  }

  @FieldResolver(() => Boolean, { description: PRESENT })
  async present(@Root() disk: DiskType, @Ctx() ctx: Context): Promise<boolean> {
    return (await ctx.loaders.diskPresence.load(disk)).present;
  }

  @FieldResolver(() => Datastore)
  datastore(@Root() disk: DiskType, @Ctx() ctx: Context): Promise<Datastore> {
    return ctx.loaders.datastore.load(disk.datastoreId);
  }

  @Mutation(() => TaskView, {
    description:
      'Adds an extra disk, at once in the guest when it runs: a new one, or a kept volume.',
  })
  async attachDisk(
    @Ctx() ctx: Context,
    @Arg('input', () => AttachDiskInput) input: AttachDiskInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await attachDisk(ctx, input));
  }

  @Mutation(() => TaskView, {
    description: 'Takes an extra disk away; a running guest must let it go.',
  })
  async detachDisk(
    @Ctx() ctx: Context,
    @Arg('input', () => DetachDiskInput) input: DetachDiskInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await detachDisk(ctx, input));
  }

  @Mutation(() => TaskView, { description: 'Enlarges a disk, under the running guest too.' })
  async resizeDisk(
    @Ctx() ctx: Context,
    @Arg('input', () => ResizeDiskInput) input: ResizeDiskInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await resizeDisk(ctx, input));
  }
}

@Resolver(() => DetachedDisk)
export class DetachedDiskResolver {
  @Query(() => [DetachedDisk], {
    description: 'Volumes of the viewer that were kept when they were detached; all for an admin.',
  })
  detachedDisks(@Ctx() ctx: Context): Promise<DetachedDisk[]> {
    return listDetachedDisks(ctx);
  }

  @Mutation(() => TaskView, { description: 'Deletes a kept volume for good.' })
  async deleteDisk(
    @Ctx() ctx: Context,
    @Arg('input', () => DeleteDiskInput) input: DeleteDiskInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await deleteDisk(ctx, input));
  }

  @FieldResolver(() => BigIntScalar, { nullable: true, description: USED })
  async usedBytes(@Root() disk: DetachedDisk, @Ctx() ctx: Context): Promise<bigint | null> {
    return (await ctx.loaders.diskPresence.load(disk)).usedBytes;
  }

  @FieldResolver(() => Boolean, { description: PRESENT })
  async present(@Root() disk: DetachedDisk, @Ctx() ctx: Context): Promise<boolean> {
    return (await ctx.loaders.diskPresence.load(disk)).present;
  }

  @FieldResolver(() => Datastore)
  datastore(@Root() disk: DetachedDisk, @Ctx() ctx: Context): Promise<Datastore> {
    return ctx.loaders.datastore.load(disk.datastoreId);
  }

  @FieldResolver(() => UserView)
  owner(@Root() disk: DetachedDisk, @Ctx() ctx: Context): Promise<UserView> {
    return ctx.loaders.user.load(disk.ownerId);
  }
}
