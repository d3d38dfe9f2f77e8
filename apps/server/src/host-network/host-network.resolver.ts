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
import { hostLinkHistory, hostNetwork, measureHostNetwork } from './host-network.service.ts';
import {
  HostLinkHistoryView,
  HostNetworkView,
  MeasureHostNetworkInput,
  NetworkEdgeView,
  NetworkNodeView,
} from './host-network.type.ts';
import { WHOLE_NETWORK } from './network-view.ts';
import { hostNetworkPlaces, setHostNetworkPlaces } from './places.ts';
import { HostPlace, SetHostNetworkPlacesInput } from './places.type.ts';

/** The policy lets admins in alone. */
@Resolver(() => NetworkNodeView)
export class HostNetworkResolver {
  @Query(() => HostNetworkView, { description: 'The network between hosts, now or in the past.' })
  hostNetwork(
    @Ctx() ctx: Context,
    @Arg('at', () => Date, { nullable: true }) at?: Date,
  ): Promise<HostNetworkView> {
    return hostNetwork(ctx, at ?? null);
  }

  @Query(() => HostLinkHistoryView, { description: 'What was measured between two hosts.' })
  hostLinkHistory(
    @Ctx() ctx: Context,
    @Arg('source', () => ID) source: string,
    @Arg('target', () => ID) target: string,
    @Arg('from', () => Date, { nullable: true, description: 'A day ago unless given.' })
    from?: Date,
    @Arg('to', () => Date, { nullable: true, description: 'Now unless given.' }) to?: Date,
  ): Promise<HostLinkHistoryView> {
    return hostLinkHistory(ctx, { source, target, from, to });
  }

  @Query(() => [HostPlace], { description: 'Where the viewer put hosts in the graph.' })
  hostNetworkPlaces(@Ctx() ctx: Context): Promise<HostPlace[]> {
    return hostNetworkPlaces(ctx);
  }

  @Mutation(() => [HostPlace], { description: 'Keeps where the viewer put hosts in the graph.' })
  setHostNetworkPlaces(
    @Ctx() ctx: Context,
    @Arg('input', () => SetHostNetworkPlacesInput) input: SetHostNetworkPlacesInput,
  ): Promise<HostPlace[]> {
    return setHostNetworkPlaces(ctx, input);
  }

  @Mutation(() => TaskView, {
    description:
      'Measures the latency, and if asked the throughput, of each pair of hosts. No host is in two throughput tests at once.',
  })
  async measureHostNetwork(
    @Ctx() ctx: Context,
    @Arg('input', () => MeasureHostNetworkInput) input: MeasureHostNetworkInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await measureHostNetwork(ctx, input));
  }

  @Subscription(() => HostNetworkView, {
    description: 'The network now, and again after each round of measurements.',
    subscribe: ({ context }) =>
      (context as Context).services.feeds.hostNetwork.subscribe({
        id: WHOLE_NETWORK,
        accept: () => true,
        initial: true,
      }),
  })
  hostNetworkUpdated(@Root() network: HostNetworkView): HostNetworkView {
    return network;
  }

  @FieldResolver(() => HostType)
  host(@Root() node: NetworkNodeView, @Ctx() ctx: Context): Promise<HostView> {
    return ctx.loaders.host.load(node.hostId);
  }
}

@Resolver(() => NetworkEdgeView)
export class HostNetworkEdgeResolver {
  @FieldResolver(() => HostType)
  source(@Root() edge: NetworkEdgeView, @Ctx() ctx: Context): Promise<HostView> {
    return ctx.loaders.host.load(edge.sourceId);
  }

  @FieldResolver(() => HostType)
  target(@Root() edge: NetworkEdgeView, @Ctx() ctx: Context): Promise<HostView> {
    return ctx.loaders.host.load(edge.targetId);
  }
}
