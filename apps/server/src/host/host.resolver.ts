import {
  Arg,
  Ctx,
  FieldResolver,
  ID,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import type { Context } from '../context.ts';
import { ramLimitMiB, vcpuLimit } from '../placement/placement.ts';
import { VmType } from '../vm/vm.type.ts';
import type { VmView } from '../vm/vm-views.ts';
import { reconcileHost, requireHost, setHostMaintenance } from './host.service.ts';
import { HostFilter, HostType, ReconcileHostInput, SetHostMaintenanceInput } from './host.type.ts';
import { type HostView, listHostViews } from './host-views.ts';

/** The policy lets admins in alone. */
@Resolver(() => HostType)
export class HostResolver {
  @Query(() => [HostType], { description: 'All hosts by name.' })
  hosts(
    @Ctx() ctx: Context,
    @Arg('filter', () => HostFilter, { nullable: true }) filter?: HostFilter,
  ): Promise<HostView[]> {
    return listHostViews(ctx.em, filter ?? {});
  }

  @Query(() => HostType, {
    nullable: true,
    description: 'Null, with NOT_FOUND, when there is none.',
  })
  host(@Ctx() ctx: Context, @Arg('id', () => ID) id: string): Promise<HostView> {
    return requireHost(ctx.em, id);
  }

  @FieldResolver(() => [VmType], { description: 'By name.' })
  vms(@Root() host: HostType, @Ctx() ctx: Context): Promise<VmView[]> {
    return ctx.loaders.vmsOfHost.load(host.id);
  }

  @Mutation(() => HostType, {
    description: 'Closes a host for new VMs, or opens it; running VMs stay.',
  })
  setHostMaintenance(
    @Ctx() ctx: Context,
    @Arg('input', () => SetHostMaintenanceInput) input: SetHostMaintenanceInput,
  ): Promise<HostView> {
    return setHostMaintenance(ctx, input);
  }

  @Mutation(() => HostType, {
    description: "Has the host's domains compared with the database now.",
  })
  reconcileHost(
    @Ctx() ctx: Context,
    @Arg('input', () => ReconcileHostInput) input: ReconcileHostInput,
  ): Promise<HostView> {
    return reconcileHost(ctx, input);
  }

  @FieldResolver(() => Int, { description: 'vCPUs that may be promised here in all.' })
  async vcpuLimit(@Root() host: HostView, @Ctx() ctx: Context): Promise<number> {
    return vcpuLimit(host, await ctx.loaders.constants.load('all'));
  }

  @FieldResolver(() => Int, { description: 'RAM that may be promised here in all.' })
  async ramLimitMiB(@Root() host: HostView, @Ctx() ctx: Context): Promise<number> {
    return ramLimitMiB(host, await ctx.loaders.constants.load('all'));
  }

  @Subscription(() => HostType, {
    description: 'Every change of one host, its present state first, or of all.',
    subscribe: ({ args, context }) => watchHosts(context as Context, (args as { id?: string }).id),
  })
  hostUpdated(
    @Root() host: HostType,
    @Arg('id', () => ID, { nullable: true }) _id?: string,
  ): HostType {
    return host;
  }
}

async function watchHosts(ctx: Context, id: string | undefined): Promise<AsyncIterable<HostView>> {
  const accept = () => true;
  if (id === undefined) return ctx.services.feeds.host.subscribe({ accept });
  await requireHost(ctx.em, id);
  return ctx.services.feeds.host.subscribe({ id, accept, initial: true });
}
