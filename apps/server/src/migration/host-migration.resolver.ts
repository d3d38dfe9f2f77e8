import { Arg, Ctx, Field, FieldResolver, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { HostType } from '../host/host.type.ts';
import type { HostView } from '../host/host-views.ts';
import type { HostId, UserId } from '../platform/ids.ts';
import { requireTask } from '../task/task.service.ts';
import { TaskView } from '../task/task.type.ts';
import { UserView } from '../user/user.type.ts';
import type { ReachedHost } from './host-migration.entity.ts';
import {
  type HostMigrationView,
  hostMigration,
  setHostMigration,
} from './host-migration.service.ts';
import { SetHostMigrationInput } from './migration.inputs.ts';

@ObjectType('MigrationPeer', {
  description: 'Whether running VMs can move between a host and another one.',
  simpleResolvers: true,
})
class MigrationPeer {
  hostId: HostId;

  @Field(() => String, { nullable: true, description: 'Null: it works.' })
  fault: string | null;
}

@ObjectType('HostMigration', {
  description: 'How a host takes part in the migration of running VMs.',
  simpleResolvers: true,
})
class HostMigration {
  @Field(() => String, {
    nullable: true,
    description: 'Fingerprint of its own key; null until that was made.',
  })
  keyFingerprint: string | null;

  @Field(() => [MigrationPeer], { description: 'The hosts that were tried last.' })
  reached: readonly ReachedHost[];

  @Field(() => Date, { nullable: true })
  checkedAt: Date | null;

  @Field(() => Date)
  consentedAt: Date;

  consentedBy: UserId | null;
}

/** The policy lets admins in alone. */
@Resolver(() => HostType)
export class HostMigrationResolver {
  @FieldResolver(() => HostMigration, {
    nullable: true,
    description: 'Null: it takes no part; VMs that are off can move all the same.',
  })
  migration(@Root() host: HostView, @Ctx() ctx: Context): Promise<HostMigrationView | null> {
    return hostMigration(ctx.em, host.id);
  }

  @Mutation(() => TaskView, {
    description:
      'Lets a host take part in the migration of running VMs: makes a key on it and has the hosts know each other; or takes all of that away.',
  })
  async setHostMigration(
    @Ctx() ctx: Context,
    @Arg('input', () => SetHostMigrationInput) input: SetHostMigrationInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await setHostMigration(ctx, input));
  }
}

@Resolver(() => HostMigration)
export class HostMigrationConsentResolver {
  @FieldResolver(() => UserView, { nullable: true, description: 'Null: the inventory said so.' })
  async consentedBy(
    @Root() migration: HostMigration,
    @Ctx() ctx: Context,
  ): Promise<UserView | null> {
    const { consentedBy } = migration;
    return consentedBy ? ctx.loaders.userOrNull.load(consentedBy) : null;
  }
}

@Resolver(() => MigrationPeer)
export class MigrationPeerResolver {
  @FieldResolver(() => HostType)
  host(@Root() peer: MigrationPeer, @Ctx() ctx: Context): Promise<HostView> {
    return ctx.loaders.host.load(peer.hostId);
  }
}
