import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { HostType } from '../host/host.type.ts';
import type { HostView } from '../host/host-views.ts';
import { requireTask } from '../task/task.service.ts';
import { TaskView } from '../task/task.type.ts';
import { balanceHosts, balancePlan } from './balance.service.ts';
import { BalanceHostsInput, EvacuateHostInput, ReturnVmsInput } from './evacuation.inputs.ts';
import { evacuateHost, evacuationPlan, returnVms } from './evacuation.service.ts';
import {
  BalanceMoveView,
  BalancePlanView,
  EvacuationStepView,
  HostPressureView,
} from './evacuation.type.ts';

/** The policy lets admins in alone. */
@Resolver()
export class EvacuationResolver {
  @Query(() => [EvacuationStepView], {
    description: 'What `evacuateHost` would do now, in its order; nothing is reserved.',
  })
  async evacuationPlan(
    @Ctx() ctx: Context,
    @Arg('id', () => ID) id: string,
  ): Promise<EvacuationStepView[]> {
    return [...(await evacuationPlan(ctx.em, id))];
  }

  @Query(() => BalancePlanView, {
    description: 'Moves that would make the hosts more even, and their effect; nothing is moved.',
  })
  balancePlan(@Ctx() ctx: Context): Promise<BalancePlanView> {
    return balancePlan(ctx.em);
  }

  @Mutation(() => TaskView, {
    description:
      'Closes a host for new VMs and moves its VMs to others, each by a task below the returned one. What cannot move stays as it is; when none can, CONFLICT, and nothing is changed.',
  })
  async evacuateHost(
    @Ctx() ctx: Context,
    @Arg('input', () => EvacuateHostInput) input: EvacuateHostInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await evacuateHost(ctx, input));
  }

  @Mutation(() => TaskView, {
    description:
      'Takes an evacuated host back into service, and brings the VMs back that are still where they went.',
  })
  async returnVms(
    @Ctx() ctx: Context,
    @Arg('input', () => ReturnVmsInput) input: ReturnVmsInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await returnVms(ctx, input));
  }

  @Mutation(() => TaskView, {
    description: 'Carries out suggestions of `balancePlan`: all of them, or none.',
  })
  async balanceHosts(
    @Ctx() ctx: Context,
    @Arg('input', () => BalanceHostsInput) input: BalanceHostsInput,
  ): Promise<TaskView> {
    return requireTask(ctx, await balanceHosts(ctx, input));
  }
}

@Resolver(() => EvacuationStepView)
export class EvacuationStepResolver {
  @FieldResolver(() => HostType, { nullable: true, description: 'Null: it cannot move.' })
  async target(@Root() step: EvacuationStepView, @Ctx() ctx: Context): Promise<HostView | null> {
    return step.targetId ? ctx.loaders.host.load(step.targetId) : null;
  }
}

@Resolver(() => HostPressureView)
export class HostPressureResolver {
  @FieldResolver(() => HostType)
  host(@Root() pressure: HostPressureView, @Ctx() ctx: Context): Promise<HostView> {
    return ctx.loaders.host.load(pressure.hostId);
  }
}

@Resolver(() => BalanceMoveView)
export class BalanceMoveResolver {
  @FieldResolver(() => HostType)
  from(@Root() move: BalanceMoveView, @Ctx() ctx: Context): Promise<HostView> {
    return ctx.loaders.host.load(move.fromId);
  }

  @FieldResolver(() => HostType)
  to(@Root() move: BalanceMoveView, @Ctx() ctx: Context): Promise<HostView> {
    return ctx.loaders.host.load(move.toId);
  }
}
