import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { HostId, TaskId, VmId } from '../platform/ids.ts';
import { CloudState, KeepMethod, KeptAs, ShutdownAct } from './maintenance-enums.ts';

@ObjectType('Cloud', { description: 'The cloud as a whole.', simpleResolvers: true })
export class CloudView {
  @Field(() => ID)
  id: string;

  @Field(() => CloudState)
  state: CloudState;

  @Field(() => Date)
  since: Date;
}

@ObjectType('ShutHost', { description: 'A host that is shut down.', simpleResolvers: true })
export class ShutHostType {
  hostId: HostId;

  @Field(() => Date)
  since: Date;
}

@ObjectType('KeptVm', {
  description: 'A VM that is off with its memory kept.',
  simpleResolvers: true,
})
export class KeptVmType {
  @Field(() => ID)
  vmId: VmId;

  @Field(() => String)
  name: string;

  @Field(() => ID)
  hostId: HostId;

  @Field(() => String)
  hostName: string;

  @Field(() => String, { description: 'What its host is now.' })
  hostStatus: string;

  @Field(() => KeptAs, { description: 'What it will be again.' })
  was: KeptAs;

  @Field(() => KeepMethod)
  method: KeepMethod;

  @Field(() => Boolean, { description: 'False while its memory is still being kept.' })
  off: boolean;

  @Field(() => Date)
  since: Date;
}

@ObjectType('LeftAloneVm', {
  description: 'A VM that the last shutdown left alone.',
  simpleResolvers: true,
})
export class LeftAloneType {
  @Field(() => String)
  name: string;

  @Field(() => String)
  hostName: string;

  @Field(() => String)
  reason: string;
}

@ObjectType('Maintenance', {
  description: 'What is shut down, and what was done about it last.',
  simpleResolvers: true,
})
export class MaintenanceType {
  taskId: TaskId | null;

  @Field(() => [ShutHostType])
  shutHosts: ShutHostType[];

  @Field(() => [KeptVmType], { description: 'In the order in which they are brought back.' })
  keptVms: KeptVmType[];

  @Field(() => [LeftAloneType])
  leftAlone: LeftAloneType[];
}

@ObjectType('ShutdownPlanHost', { simpleResolvers: true })
export class ShutdownPlanHostType {
  @Field(() => ID)
  hostId: HostId;

  @Field(() => String)
  name: string;

  @Field(() => String)
  status: string;

  @Field(() => Boolean, { description: 'It can be switched on again from here.' })
  canSwitchOn: boolean;
}

@ObjectType('ShutdownPlanVm', { simpleResolvers: true })
export class ShutdownPlanVmType {
  @Field(() => ID)
  id: VmId;

  @Field(() => String)
  name: string;

  @Field(() => String)
  hostName: string;

  @Field(() => Int)
  ramMiB: number;

  @Field(() => ShutdownAct)
  act: ShutdownAct;

  @Field(() => String)
  reason: string;
}

@ObjectType('ShutdownPlan', { description: 'What a shutdown would do.', simpleResolvers: true })
export class ShutdownPlanType {
  @Field(() => [ShutdownPlanHostType])
  hosts: ShutdownPlanHostType[];

  @Field(() => [ShutdownPlanVmType], { description: 'What is off already is left out.' })
  vms: ShutdownPlanVmType[];
}
