import {
  Arg,
  Ctx,
  FieldResolver,
  ID,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import type { Context } from '../context.ts';
import { HostType } from '../host/host.type.ts';
import type { HostView } from '../host/host-views.ts';
import { requireTask } from '../task/task.service.ts';
import { TaskView } from '../task/task.type.ts';
import { giveUpKeptMemory } from './give-up.service.ts';
import {
  BootCloudInput,
  BootHostsInput,
  GiveUpKeptMemoryInput,
  ShutdownCloudInput,
  ShutdownHostsInput,
} from './maintenance.inputs.ts';
import { bootCloud, bootHosts, shutdownCloud, shutdownHosts } from './maintenance.service.ts';
import { CloudView, MaintenanceType, ShutdownPlanType, ShutHostType } from './maintenance.type.ts';
import {
  loadCloud,
  loadMaintenance,
  loadShutdownPlan,
  type MaintenanceView,
  type ShutdownPlanView,
  THE_CLOUD,
} from './maintenance-views.ts';

@Resolver(() => ShutHostType)
export class ShutHostResolver {
  @FieldResolver(() => HostType)
  host(@Root() shut: ShutHostType, @Ctx() ctx: Context): Promise<HostView> {
    return ctx.loaders.host.load(shut.hostId);
  }
}

/** The policy lets admins in alone, but for the state of the cloud. */
@Resolver(() => MaintenanceType)
export class MaintenanceResolver {
  @Query(() => CloudView, { description: 'Whether the cloud takes work.' })
  cloud(@Ctx() ctx: Context): Promise<CloudView> {
    return loadCloud(ctx.em);
  }

  @Query(() => MaintenanceType, { description: 'What is shut down.' })
  maintenance(@Ctx() ctx: Context): Promise<MaintenanceView> {
    return loadMaintenance(ctx.em);
  }

  @Query(() => ShutdownPlanType, { description: 'What a shutdown would do; it does nothing.' })
  shutdownPlan(
    @Ctx() ctx: Context,
    @Arg('hostIds', () => [ID], { nullable: true, description: 'All hosts unless given.' })
    hostIds?: string[],
  ): Promise<ShutdownPlanView> {
    return loadShutdownPlan(ctx.em, hostIds ?? []);
  }

  @FieldResolver(() => TaskView, {
    nullable: true,
    description: 'The shutdown or boot asked for last.',
  })
  async task(@Root() { taskId }: MaintenanceType, @Ctx() ctx: Context): Promise<TaskView | null> {
    return taskId ? requireTask(ctx, taskId) : null;
  }

  @Mutation(() => TaskView, {
    description: 'Stops the VMs of hosts with their memory kept; on request the hosts as well.',
  })
  async shutdownHosts(
    @Ctx() ctx: Context,
    @Arg('input', () => ShutdownHostsInput) input: ShutdownHostsInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await shutdownHosts(ctx, input));
  }

  @Mutation(() => TaskView, {
    description: 'Stops every VM with its memory kept; on request all hosts as well.',
  })
  async shutdownCloud(
    @Ctx() ctx: Context,
    @Arg('input', () => ShutdownCloudInput) input: ShutdownCloudInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await shutdownCloud(ctx, input));
  }

  @Mutation(() => TaskView, { description: 'Switches hosts on and brings their VMs back.' })
  async bootHosts(
    @Ctx() ctx: Context,
    @Arg('input', () => BootHostsInput) input: BootHostsInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await bootHosts(ctx, input));
  }

  @Mutation(() => TaskView, { description: 'Switches all hosts on and brings every VM back.' })
  async bootCloud(
    @Ctx() ctx: Context,
    @Arg('input', () => BootCloudInput) input: BootCloudInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await bootCloud(ctx, input));
  }

  @Mutation(() => TaskView, {
    description:
      'Gives up the memory of a VM that does not come back from it: what ran starts from its disk, what was suspended is off.',
  })
  async giveUpKeptMemory(
    @Ctx() ctx: Context,
    @Arg('input', () => GiveUpKeptMemoryInput) input: GiveUpKeptMemoryInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await giveUpKeptMemory(ctx, input));
  }

  @Subscription(() => CloudView, {
    description: 'The cloud now, and after each change of what is shut down.',
    subscribe: ({ context }) =>
      (context as Context).services.feeds.cloud.subscribe({
        id: THE_CLOUD,
        accept: () => true,
        initial: true,
      }),
  })
  cloudUpdated(@Root() cloud: CloudView): CloudView {
    return cloud;
  }
}
