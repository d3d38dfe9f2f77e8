import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Mutation,
  ObjectType,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import type { Context } from '../context.ts';
import type { HostEventId, HostId, TaskId, UserId } from '../platform/ids.ts';
import { tasksPage } from '../task/task.service.ts';
import { TaskView } from '../task/task.type.ts';
import { UserView } from '../user/user.type.ts';
import { editHost } from './edit-host.service.ts';
import { AddHostInput, EditHostInput, ProbeHostInput, RemoveHostInput } from './host.inputs.ts';
import { HostType } from './host.type.ts';
import { addHost, probeHost, removeHost } from './host-changes.service.ts';
import { type HostEventRow, listHostEvents } from './host-events.ts';
import { HostProbe, probeView } from './host-probe.type.ts';
import type { HostView } from './host-views.ts';

@ObjectType('HostEvent', { description: 'One change of a host.', simpleResolvers: true })
class HostEvent {
  @Field(() => ID)
  id: HostEventId;

  @Field(() => Date)
  at: Date;

  @Field(() => String)
  attribute: string;

  @Field(() => String, { nullable: true })
  from: string | null;

  @Field(() => String, { nullable: true })
  to: string | null;

  @Field(() => String, { nullable: true, description: 'What it was seen by, in words.' })
  reason: string | null;

  actorId: UserId | null;
  taskId: TaskId | null;
}

/** The policy lets admins in alone. */
@Resolver(() => HostType)
export class HostChangesResolver {
  @Mutation(() => HostProbe, {
    description:
      'Looks at a machine before it is added; changes nothing there. Without fingerprint only the offered one is told.',
  })
  async probeHost(
    @Ctx() ctx: Context,
    @Arg('input', () => ProbeHostInput) input: ProbeHostInput,
  ): Promise<HostProbe> {
    return probeView(await probeHost(ctx, input));
  }

  @Mutation(() => HostType, {
    description:
      'Probes a machine and makes it a host. Without hostKeyFingerprint: CONFLICT, with the offered one in `extensions.fingerprint`.',
  })
  addHost(
    @Ctx() ctx: Context,
    @Arg('input', () => AddHostInput) input: AddHostInput,
  ): Promise<HostView> {
    return addHost(ctx, input);
  }

  @Mutation(() => HostType)
  editHost(
    @Ctx() ctx: Context,
    @Arg('input', () => EditHostInput) input: EditHostInput,
  ): Promise<HostView> {
    return editHost(ctx, input);
  }

  @Mutation(() => HostType, {
    description: 'Takes an empty host out of the cloud; returns it as it was.',
  })
  removeHost(
    @Ctx() ctx: Context,
    @Arg('input', () => RemoveHostInput) input: RemoveHostInput,
  ): Promise<HostView> {
    return removeHost(ctx, input);
  }

  @FieldResolver(() => [HostEvent], { description: 'What happened to it, newest first.' })
  events(@Root() host: HostView, @Ctx() ctx: Context): Promise<HostEventRow[]> {
    return listHostEvents(ctx.em, host.id);
  }

  @FieldResolver(() => [TaskView], { description: 'Its newest tasks, newest first.' })
  async tasks(@Root() host: HostView, @Ctx() ctx: Context): Promise<TaskView[]> {
    return [...(await tasksPage(ctx, { hostId: host.id }, { first: 20, after: undefined })).nodes];
  }

  @Subscription(() => ID, {
    description: 'Hosts that were taken out of the cloud.',
    subscribe: ({ context }) =>
      (context as Context).services.feeds.removedHost.subscribe({ accept: () => true }),
  })
  hostRemoved(@Root() host: { readonly id: HostId }): HostId {
    return host.id;
  }
}

@Resolver(() => HostEvent)
export class HostEventResolver {
  @FieldResolver(() => UserView, { nullable: true, description: 'Null: it happened by itself.' })
  async actor(@Root() event: HostEvent, @Ctx() ctx: Context): Promise<UserView | null> {
    return event.actorId ? ctx.loaders.userOrNull.load(event.actorId) : null;
  }
}
