import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
  registerEnumType,
} from 'type-graphql';
import type { Context } from '../context.ts';
import { HostType } from '../host/host.type.ts';
import type { HostView } from '../host/host-views.ts';
import type { HostId } from '../platform/ids.ts';
import { requireTask } from '../task/task.service.ts';
import { TaskView } from '../task/task.type.ts';
import { PowerOffHostInput, PowerOnHostInput, SetHostPowerInput } from './host-power.inputs.ts';
import {
  type HostPowerView,
  hostPower,
  powerOffHost,
  powerOnHost,
  powerPlan,
  setHostPower,
} from './host-power.service.ts';
import { PowerMethod, PowerState } from './power-method.ts';

const PowerAction = { ON: 'ON', OFF: 'OFF', KEEP: 'KEEP' } as const;
type PowerAction = (typeof PowerAction)[keyof typeof PowerAction];
registerEnumType(PowerAction, { name: 'PowerAction', description: 'What the policy would do.' });

const PoweredOffBy = { ADMIN: 'ADMIN', POLICY: 'POLICY' } as const;
type PoweredOffBy = (typeof PoweredOffBy)[keyof typeof PoweredOffBy];
registerEnumType(PoweredOffBy, { name: 'PoweredOffBy', description: 'Who turned a host off.' });

@ObjectType('HostPower', { description: 'How a host is switched.', simpleResolvers: true })
class HostPower {
  @Field(() => PowerMethod)
  method: PowerMethod;

  @Field(() => String, { nullable: true })
  bmcAddress: string | null;

  @Field(() => String, { nullable: true })
  bmcUsername: string | null;

  @Field(() => PowerState, { nullable: true, description: 'As it was switched last.' })
  state: PowerState | null;

  @Field(() => Date, { nullable: true })
  switchedAt: Date | null;

  @Field(() => PoweredOffBy, {
    nullable: true,
    description: 'Null: it was not turned off from here.',
  })
  offBy: PoweredOffBy | null;
}

@ObjectType('PowerStep', { description: 'The policy’s word on one host.', simpleResolvers: true })
class PowerStepView {
  @Field(() => ID)
  hostId: HostId;

  @Field(() => String)
  name: string;

  @Field(() => PowerAction)
  action: PowerAction;

  @Field(() => String)
  reason: string;
}

/** The policy lets admins in alone. */
@Resolver(() => HostType)
export class HostPowerResolver {
  @FieldResolver(() => HostPower)
  power(@Root() host: HostView, @Ctx() ctx: Context): Promise<HostPowerView> {
    return hostPower(ctx.em, host.id);
  }

  @Query(() => [PowerStepView], {
    description: 'Which hosts the policy would turn on or off now, and why; it does nothing.',
  })
  powerPlan(@Ctx() ctx: Context): Promise<PowerStepView[]> {
    return powerPlan(ctx.em);
  }

  @Mutation(() => HostType, { description: 'Tells how a host is switched on and off.' })
  setHostPower(
    @Ctx() ctx: Context,
    @Arg('input', () => SetHostPowerInput) input: SetHostPowerInput,
  ): Promise<HostView> {
    return setHostPower(ctx, input);
  }

  @Mutation(() => TaskView)
  async powerOnHost(
    @Ctx() ctx: Context,
    @Arg('input', () => PowerOnHostInput) input: PowerOnHostInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await powerOnHost(ctx, input));
  }

  @Mutation(() => TaskView, { description: 'Refused while VMs run on it.' })
  async powerOffHost(
    @Ctx() ctx: Context,
    @Arg('input', () => PowerOffHostInput) input: PowerOffHostInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await powerOffHost(ctx, input));
  }
}
