import { ArrayMaxSize, IsOptional, Length, MaxLength } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { AffinityKind, GroupPolicy } from './affinity-enums.ts';

const NAME_FAULT = { message: 'A group’s name has 1 to 100 characters.' };
const MANY_FAULT = { message: 'A group has at most 1000 VMs.' };
const ID_FAULT = { message: 'clientMutationId has at most 100 characters.' };

@InputType({ description: 'How a VM stands to a host.' })
export class SetHostAffinityInput {
  @Field(() => ID)
  vmId: string;

  @Field(() => ID)
  hostId: string;

  @Field(() => AffinityKind, { nullable: true, description: 'Null: nothing binds it.' })
  kind?: AffinityKind | null;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, ID_FAULT)
  clientMutationId?: string;
}

@InputType()
export class CreateVmGroupInput {
  @Field(() => String)
  @Length(1, 100, NAME_FAULT)
  name: string;

  @Field(() => GroupPolicy)
  policy: GroupPolicy;

  @Field(() => [ID], { nullable: true })
  @IsOptional()
  @ArrayMaxSize(1_000, MANY_FAULT)
  vmIds?: string[];

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, ID_FAULT)
  clientMutationId?: string;
}

@InputType({ description: 'Only what is given changes.' })
export class EditVmGroupInput {
  @Field(() => ID)
  id: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @Length(1, 100, NAME_FAULT)
  name?: string;

  @Field(() => GroupPolicy, { nullable: true })
  policy?: GroupPolicy;

  @Field(() => [ID], { nullable: true, description: 'All its VMs.' })
  @IsOptional()
  @ArrayMaxSize(1_000, MANY_FAULT)
  vmIds?: string[];

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, ID_FAULT)
  clientMutationId?: string;
}

@InputType()
export class DeleteVmGroupInput {
  @Field(() => ID)
  id: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, ID_FAULT)
  clientMutationId?: string;
}
