import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { DatastoreId, VmId } from '../platform/ids.ts';

@ObjectType('EmptyingStep', {
  description: 'What becomes of the disks of one VM when their datastore is emptied.',
  simpleResolvers: true,
})
export class EmptyingStepView {
  @Field(() => ID)
  vmId: VmId;

  @Field(() => String, { description: 'Name of the VM.' })
  name: string;

  @Field(() => Boolean, { description: 'It goes on while they are moved.' })
  live: boolean;

  @Field(() => [String], { description: 'Its disks there, `vda` and so on.' })
  targets: readonly string[];

  @Field(() => Int)
  sizeGiB: number;

  datastoreId: DatastoreId | null;

  @Field(() => [String], { description: 'Why there; where they cannot move, why nowhere.' })
  reasons: readonly string[];
}

@ObjectType('EmptyingRest', {
  description: 'Something on a datastore that does not move by itself.',
  simpleResolvers: true,
})
class EmptyingRest {
  @Field(() => String)
  what: string;

  @Field(() => String, { description: 'Why, and what can be done.' })
  reason: string;
}

@ObjectType('EmptyingPlan', {
  description: 'What emptying a datastore would do.',
  simpleResolvers: true,
})
export class EmptyingPlanView {
  @Field(() => [EmptyingStepView], { description: 'In the order of the moves.' })
  steps: readonly EmptyingStepView[];

  @Field(() => [EmptyingRest])
  rest: readonly EmptyingRest[];
}
