import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { requireTask } from '../task/task.service.ts';
import { TaskView } from '../task/task.type.ts';
import { UserView } from '../user/user.type.ts';
import { VmType } from '../vm/vm.type.ts';
import type { VmView } from '../vm/vm-views.ts';
import { SetSnapshotScheduleInput } from './schedule.inputs.ts';
import { setSnapshotSchedule } from './schedule.service.ts';
import { SnapshotSchedule } from './schedule.type.ts';
import {
  CreateSnapshotInput,
  DeleteSnapshotInput,
  RevertToSnapshotInput,
} from './snapshot.inputs.ts';
import { createSnapshot, deleteSnapshot, revertToSnapshot } from './snapshot.service.ts';
import { SnapshotQuota, SnapshotView } from './snapshot.type.ts';

@Resolver(() => SnapshotView)
export class SnapshotResolver {
  @FieldResolver(() => UserView, { nullable: true, description: 'Null: it came by itself.' })
  async createdBy(@Root() snapshot: SnapshotView, @Ctx() ctx: Context): Promise<UserView | null> {
    return snapshot.createdById ? ctx.loaders.userOrNull.load(snapshot.createdById) : null;
  }

  @Mutation(() => TaskView, {
    description: 'Takes a snapshot of a VM: with its memory when it runs, unless told otherwise.',
  })
  async createSnapshot(
    @Ctx() ctx: Context,
    @Arg('input', () => CreateSnapshotInput) input: CreateSnapshotInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await createSnapshot(ctx, input));
  }

  @Mutation(() => TaskView, {
    description: 'Takes a VM back to a snapshot. What it did since is lost; newer disks are kept.',
  })
  async revertToSnapshot(
    @Ctx() ctx: Context,
    @Arg('input', () => RevertToSnapshotInput) input: RevertToSnapshotInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await revertToSnapshot(ctx, input));
  }

  @Mutation(() => TaskView, {
    description: 'Deletes a snapshot; the VM and its other snapshots stay as they are.',
  })
  async deleteSnapshot(
    @Ctx() ctx: Context,
    @Arg('input', () => DeleteSnapshotInput) input: DeleteSnapshotInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await deleteSnapshot(ctx, input));
  }
}

@Resolver(() => VmType)
export class VmSnapshotsResolver {
  @Mutation(() => VmType, { description: 'Sets when snapshots of a VM are taken by themselves.' })
  setSnapshotSchedule(
    @Ctx() ctx: Context,
    @Arg('input', () => SetSnapshotScheduleInput) input: SetSnapshotScheduleInput,
  ): Promise<VmView> {
    return setSnapshotSchedule(ctx, input);
  }

  @FieldResolver(() => [SnapshotSchedule], { description: 'The most frequent kind first.' })
  async snapshotSchedules(@Root() vm: VmType, @Ctx() ctx: Context): Promise<SnapshotSchedule[]> {
    return ctx.loaders.snapshotSchedules.load(vm.id);
  }

  @FieldResolver(() => [SnapshotView], { description: 'Oldest first.' })
  async snapshots(@Root() vm: VmType, @Ctx() ctx: Context): Promise<SnapshotView[]> {
    return ctx.loaders.snapshotsOfVm.load(vm.id);
  }

  @FieldResolver(() => SnapshotQuota)
  async snapshotQuota(@Root() vm: VmType, @Ctx() ctx: Context): Promise<SnapshotQuota> {
    return ctx.loaders.snapshotQuota.load(vm.id);
  }
}
