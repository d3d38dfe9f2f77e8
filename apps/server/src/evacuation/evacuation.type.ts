import { Field, Float, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { HostId, VmId } from '../platform/ids.ts';
import { MoveKind } from './move-kind.ts';

registerEnumType(MoveKind, {
  name: 'MoveKind',
  description: 'How a VM moves: without a break, with its memory while suspended, or off.',
});

@ObjectType('EvacuationStep', {
  description: 'What becomes of one VM when its host is evacuated.',
  simpleResolvers: true,
})
export class EvacuationStepView {
  @Field(() => ID)
  vmId: VmId;

  @Field(() => String, { description: 'Name of the VM.' })
  name: string;

  @Field(() => MoveKind)
  kind: MoveKind;

  targetId: HostId | null;

  @Field(() => [String], { description: 'Why there; where it cannot move, why nowhere.' })
  reasons: readonly string[];
}

@ObjectType('HostPressure', {
  description: 'How full a host is, shares of 1.',
  simpleResolvers: true,
})
export class HostPressureView {
  hostId: HostId;

  @Field(() => Float, { description: 'Promised of what may be promised, RAM or vCPUs.' })
  reserved: number;

  @Field(() => Float, { nullable: true, description: 'Of its CPUs, measured.' })
  load: number | null;

  @Field(() => Float, { description: 'Both, by the weights of placement.' })
  pressure: number;
}

@ObjectType('BalanceMove', {
  description: 'A move that makes hosts more even.',
  simpleResolvers: true,
})
export class BalanceMoveView {
  @Field(() => ID)
  vmId: VmId;

  @Field(() => String, { description: 'Name of the VM.' })
  name: string;

  @Field(() => MoveKind)
  kind: MoveKind;

  fromId: HostId;
  toId: HostId;

  @Field(() => String, { description: 'What it is good for.' })
  reason: string;
}

@ObjectType('BalancePlan', {
  description: 'What could be moved, and how the hosts stand before and after.',
  simpleResolvers: true,
})
export class BalancePlanView {
  @Field(() => [BalanceMoveView], { description: 'None: the hosts are even enough.' })
  moves: readonly BalanceMoveView[];

  @Field(() => [HostPressureView], { description: 'Fullest first.' })
  before: readonly HostPressureView[];

  @Field(() => [HostPressureView])
  after: readonly HostPressureView[];
}
