import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { requireViewer } from '../auth/policy.ts';
import { constantValues } from '../constant/constant.service.ts';
import type { Context } from '../context.ts';
import { Organisation } from '../organisation/organisation.entity.ts';
import { FIRST } from '../platform/graphql/connection.ts';
import { requireTask } from '../task/task.service.ts';
import { TaskView } from '../task/task.type.ts';
import { Template } from '../template/template.entity.ts';
import { UserView } from '../user/user.type.ts';
import { archiveVerdict, purgeVm, undeleteVm } from './archive.service.ts';
import {
  DeletedVmConnection,
  DeletedVmType,
  PurgeVmInput,
  UndeleteVmInput,
} from './archived-vm.type.ts';
import { archivedVmPage } from './archived-vms.ts';

@Resolver(() => DeletedVmType)
export class ArchiveResolver {
  @Query(() => DeletedVmConnection, {
    description: 'Deleted VMs that can still be had back, the newest deletion first.',
  })
  async deletedVms(
    @Ctx() ctx: Context,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string,
    @Arg('search', () => String, { nullable: true, description: 'Part of a name or identity.' })
    search?: string,
  ): Promise<DeletedVmConnection> {
    const page = { search, first, after: after ?? undefined };
    return archivedVmPage(ctx.em, requireViewer(ctx), page);
  }

  @Query(() => Int, {
    description: 'Days for which a VM that is deleted now can be had back; 0: not at all.',
  })
  async deletedVmGraceDays(@Ctx() ctx: Context): Promise<number> {
    return (await constantValues(ctx.em)).deletedVmGraceDays;
  }

  @Mutation(() => TaskView, {
    description:
      'Has a deleted VM back, off, with its disks; its address may be another one than before.',
  })
  async undeleteVm(
    @Ctx() ctx: Context,
    @Arg('input', () => UndeleteVmInput) input: UndeleteVmInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await undeleteVm(ctx, input));
  }

  @Mutation(() => TaskView, { description: 'Removes the disks of a deleted VM now, for good.' })
  async purgeVm(
    @Ctx() ctx: Context,
    @Arg('input', () => PurgeVmInput) input: PurgeVmInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await purgeVm(ctx, input));
  }

  @FieldResolver(() => UserView)
  owner(@Root() vm: DeletedVmType, @Ctx() ctx: Context): Promise<UserView> {
    return ctx.loaders.user.load(vm.ownerId);
  }

  @FieldResolver(() => Organisation)
  organisation(@Root() vm: DeletedVmType, @Ctx() ctx: Context): Promise<Organisation> {
    return ctx.loaders.organisation.load(vm.organisationId);
  }

  @FieldResolver(() => Template, { nullable: true })
  async template(@Root() vm: DeletedVmType, @Ctx() ctx: Context): Promise<Template | null> {
    return vm.templateId ? ctx.loaders.template.load(vm.templateId) : null;
  }

  @FieldResolver(() => UserView, { nullable: true })
  async deletedBy(@Root() vm: DeletedVmType, @Ctx() ctx: Context): Promise<UserView | null> {
    return vm.deletedBy ? ctx.loaders.userOrNull.load(vm.deletedBy) : null;
  }

  @FieldResolver(() => Boolean, { description: 'Whether the viewer may restore or remove it.' })
  restorable(@Root() vm: DeletedVmType, @Ctx() ctx: Context): boolean {
    return archiveVerdict(requireViewer(ctx), vm).allowed;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Why not.' })
  reason(@Root() vm: DeletedVmType, @Ctx() ctx: Context): string | null {
    return archiveVerdict(requireViewer(ctx), vm).reason;
  }
}
