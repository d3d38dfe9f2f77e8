import { ArrayMaxSize, ArrayMinSize, IsOptional, MaxLength } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';

const ID_FAULT = { message: 'clientMutationId has at most 100 characters.' };

@InputType()
export class EvacuateHostInput {
  @Field(() => ID)
  id: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, ID_FAULT)
  clientMutationId?: string;
}

@InputType()
export class ReturnVmsInput {
  @Field(() => ID, { description: 'The task that evacuated the host.' })
  id: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, ID_FAULT)
  clientMutationId?: string;
}

@InputType({ description: 'One suggestion of `balancePlan`.' })
class BalanceMoveInput {
  @Field(() => ID)
  vmId: string;

  @Field(() => ID, { description: 'Where it is to go.' })
  hostId: string;
}

@InputType()
export class BalanceHostsInput {
  @Field(() => [BalanceMoveInput], { description: 'In the order of the plan.' })
  @ArrayMinSize(1, { message: 'Choose at least one move.' })
  @ArrayMaxSize(100, { message: 'Choose at most 100 moves.' })
  moves: BalanceMoveInput[];

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, ID_FAULT)
  clientMutationId?: string;
}
