import type { GraphQLResolveInfo } from 'graphql';
import {
  Arg,
  Ctx,
  ID,
  Info,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import { isAdmin, requireViewer, vmRelation } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { FIRST } from '../platform/graphql/connection.ts';
import { selectedFields } from '../platform/graphql/selection.ts';
import type { VmId } from '../platform/ids.ts';
import { requireTask } from '../task/task.service.ts';
import { TaskView } from '../task/task.type.ts';
import {
  CreateVmInput,
  DeleteVmInput,
  DestroyVmInput,
  RebootVmInput,
  ResumeVmInput,
  ShutdownVmInput,
  StartVmInput,
  SuspendVmInput,
} from './vm.inputs.ts';
import { createVm, enqueueVmTask, type VmTaskType } from './vm.service.ts';
import { VmConnection, VmFilter, VmOrder, VmType } from './vm.type.ts';
import { requireVm } from './vm-lookup.ts';
import { type VmCriteria, type VmView, vmPage } from './vm-views.ts';

/** The operations that return a task once they are asked for. */
async function asked(ctx: Context, type: VmTaskType, input: DeleteVmInput): Promise<TaskView> {
  return requireTask(ctx, await enqueueVmTask(ctx, type, input));
}

const DAY_MS = 86_400_000;

async function criteriaOf(ctx: Context, filter: VmFilter): Promise<VmCriteria> {
  if (!filter.expiring) return filter;
  const { expiryWarningDays } = await ctx.loaders.constants.load('all');
  return { ...filter, expiringBefore: new Date(Date.now() + expiryWarningDays * DAY_MS) };
}

@Resolver()
export class VmResolver {
  @Query(() => VmConnection, { description: 'The VMs that the viewer may see.' })
  async vms(
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
    @Arg('filter', () => VmFilter, { nullable: true }) filter: VmFilter | undefined,
    @Arg('orderBy', () => VmOrder, { nullable: true }) orderBy: VmOrder | undefined,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string,
  ): Promise<VmConnection> {
    const page = await vmPage(ctx.em, requireViewer(ctx), {
      criteria: await criteriaOf(ctx, filter ?? {}),
      field: orderBy?.field ?? 'NAME',
      direction: orderBy?.direction ?? 'ASC',
      first,
      after: after ?? undefined,
      counted: selectedFields(info).has('totalCount'),
    });
    if (selectedFields(info, ['nodes']).has('activeTask'))
      for (const vm of page.nodes) void ctx.loaders.activeTask.load(vm.id).catch(() => undefined);
    return page as unknown as VmConnection;
  }

  @Query(() => VmType, {
    nullable: true,
    description: 'Null, with NOT_FOUND, when there is none or the viewer may not see it.',
  })
  async vm(@Ctx() ctx: Context, @Arg('id', () => ID) id: string): Promise<VmView> {
    return requireVm(ctx.em, requireViewer(ctx), id);
  }

  @Mutation(() => TaskView, { description: 'Makes a VM from a template.' })
  async createVm(
    @Ctx() ctx: Context,
    @Arg('input', () => CreateVmInput) input: CreateVmInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await createVm(ctx, input));
  }

  @Mutation(() => TaskView)
  startVm(@Ctx() ctx: Context, @Arg('input', () => StartVmInput) input: StartVmInput) {
    return asked(ctx, 'START_VM', input);
  }

  @Mutation(() => TaskView, { description: 'Asks the guest to shut down (ACPI).' })
  shutdownVm(@Ctx() ctx: Context, @Arg('input', () => ShutdownVmInput) input: ShutdownVmInput) {
    return asked(ctx, 'SHUTDOWN_VM', input);
  }

  @Mutation(() => TaskView, { description: 'Shuts the guest down and starts it again.' })
  rebootVm(@Ctx() ctx: Context, @Arg('input', () => RebootVmInput) input: RebootVmInput) {
    return asked(ctx, 'REBOOT_VM', input);
  }

  @Mutation(() => TaskView, {
    description: 'Pulls the plug; what the guest did not write is lost.',
  })
  destroyVm(@Ctx() ctx: Context, @Arg('input', () => DestroyVmInput) input: DestroyVmInput) {
    return asked(ctx, 'DESTROY_VM', input);
  }

  @Mutation(() => TaskView, { description: 'Pauses the guest; its memory is kept.' })
  suspendVm(@Ctx() ctx: Context, @Arg('input', () => SuspendVmInput) input: SuspendVmInput) {
    return asked(ctx, 'SUSPEND_VM', input);
  }

  @Mutation(() => TaskView, { description: 'Lets a suspended guest go on.' })
  resumeVm(@Ctx() ctx: Context, @Arg('input', () => ResumeVmInput) input: ResumeVmInput) {
    return asked(ctx, 'RESUME_VM', input);
  }

  @Mutation(() => TaskView, {
    description: 'Deletes the VM in any state. Its disks are kept for a while: see `deletedVms`.',
  })
  deleteVm(@Ctx() ctx: Context, @Arg('input', () => DeleteVmInput) input: DeleteVmInput) {
    return asked(ctx, 'DELETE_VM', input);
  }

  @Subscription(() => VmType, {
    description:
      'Every change of one VM, its present state first, or of all that the viewer may see.',
    subscribe: ({ args, context }) => watchVms(context as Context, (args as { id?: string }).id),
  })
  vmUpdated(@Root() vm: VmType, @Arg('id', () => ID, { nullable: true }) _id?: string): VmType {
    return vm;
  }

  @Subscription(() => ID, {
    description: 'Ids of VMs that are gone, or that the viewer may not see any more.',
    subscribe: ({ context }) => watchRemovals(context as Context),
  })
  vmRemoved(@Root() vm: { readonly vmId: VmId }): VmId {
    return vm.vmId;
  }
}

async function watchVms(ctx: Context, id: string | undefined): Promise<AsyncIterable<VmView>> {
  const viewer = requireViewer(ctx);
  const accept = (vm: VmView) => vmRelation(viewer, vm) !== null;
  if (id === undefined) return ctx.services.feeds.vm.subscribe({ accept });
  await requireVm(ctx.em, viewer, id);
  return ctx.services.feeds.vm.subscribe({ id, accept, initial: true });
}

function watchRemovals(ctx: Context): AsyncIterable<{ readonly vmId: VmId }> {
  const viewer = requireViewer(ctx);
  return ctx.services.feeds.removedVm.subscribe({
    accept: ({ viewerIds, stays }) =>
      viewerIds.includes(viewer.userId) || (!stays && isAdmin(viewer)),
  });
}
