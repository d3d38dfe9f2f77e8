import {
  Arg,
  Ctx,
  Field,
  ID,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  registerEnumType,
} from 'type-graphql';
import type { Context } from '../context.ts';
import type { HostId, SnapshotId, VmId } from '../platform/ids.ts';
import { requireTask } from '../task/task.service.ts';
import { TaskView } from '../task/task.type.ts';
import { RespawnVmsInput } from './respawn.inputs.ts';
import { type RespawnPlanView, respawnPlan, respawnVms } from './respawn.service.ts';

const RespawnAct = { START: 'START', MOVE: 'MOVE', LEAVE: 'LEAVE' } as const;
type RespawnAct = (typeof RespawnAct)[keyof typeof RespawnAct];
registerEnumType(RespawnAct, {
  name: 'RespawnAct',
  description: 'What becomes of a VM whose host is down.',
  valuesConfig: {
    START: { description: 'It starts on another host.' },
    MOVE: { description: 'It becomes a VM of another host, off.' },
    LEAVE: { description: 'It is left alone.' },
  },
});

const FencingKind = {
  BMC: 'BMC',
  CONFIRMATION: 'CONFIRMATION',
  NOT_NEEDED: 'NOT_NEEDED',
} as const;
type FencingKind = (typeof FencingKind)[keyof typeof FencingKind];
registerEnumType(FencingKind, {
  name: 'FencingKind',
  description: 'How it is made sure that a host is without power.',
  valuesConfig: {
    BMC: { description: 'Its BMC cuts it, and says so.' },
    CONFIRMATION: { description: 'An admin says so.' },
    NOT_NEEDED: { description: 'A constant lets it pass.' },
  },
});

@ObjectType('RespawnPlanVm', { description: 'A VM of a host that is down.', simpleResolvers: true })
class RespawnPlanVm {
  @Field(() => ID)
  id: VmId;

  @Field(() => String)
  name: string;

  @Field(() => RespawnAct)
  act: RespawnAct;

  @Field(() => String)
  reason: string;

  @Field(() => Boolean, { description: 'Its memory is kept for maintenance.' })
  kept: boolean;

  @Field(() => ID, {
    nullable: true,
    description: 'The system snapshot that its memory is kept in, which can be had elsewhere.',
  })
  keptIn: SnapshotId | null;

  @Field(() => String, {
    nullable: true,
    description: 'Its newest snapshot, which it goes back to where the plan reverts.',
  })
  snapshot: string | null;

  @Field(() => String, { nullable: true, description: 'A task that has to end before.' })
  busy: string | null;
}

@ObjectType('RespawnPlan', {
  description: 'What `respawnVms` would do.',
  simpleResolvers: true,
})
class RespawnPlan {
  @Field(() => ID)
  hostId: HostId;

  @Field(() => String, { nullable: true, description: 'Why not now; null when it can be done.' })
  obstacle: string | null;

  @Field(() => FencingKind)
  fencing: FencingKind;

  @Field(() => Boolean, { description: 'VMs go back to their newest snapshot; a constant.' })
  reverts: boolean;

  @Field(() => [RespawnPlanVm], { description: 'In the order in which they get places.' })
  vms: RespawnPlanVm[];
}

/** The policy lets admins in alone. */
@Resolver()
export class RespawnResolver {
  @Query(() => RespawnPlan, {
    description: 'What would become of the VMs of a host that is down; it does nothing.',
  })
  respawnPlan(
    @Ctx() ctx: Context,
    @Arg('hostId', () => ID) hostId: string,
    @Arg('giveUpKept', () => Boolean, {
      defaultValue: false,
      description: 'Also to VMs whose memory is kept there for maintenance.',
    })
    giveUpKept: boolean,
  ): Promise<RespawnPlanView> {
    return respawnPlan(ctx, hostId, giveUpKept);
  }

  @Mutation(() => TaskView, {
    description: 'Has the VMs of a host that is down brought up on other hosts.',
  })
  async respawnVms(
    @Ctx() ctx: Context,
    @Arg('input', () => RespawnVmsInput) input: RespawnVmsInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await respawnVms(ctx, input));
  }
}
