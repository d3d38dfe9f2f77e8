import { IsOptional, IsUUID, MaxLength } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';

const UUID_FAULT = { message: 'A domain is named by its UUID, as virsh domuuid prints it.' };
const ID_FAULT = { message: 'clientMutationId has at most 100 characters.' };

@InputType({ description: 'A domain of a host that becomes a VM.' })
export class AdoptDomainInput {
  @Field(() => ID)
  hostId: string;

  @Field(() => ID)
  @IsUUID('all', UUID_FAULT)
  uuid: string;

  @Field(() => ID)
  ownerId: string;

  @Field(() => String, { nullable: true, description: "The domain's name unless given." })
  name?: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(1_000, { message: 'A purpose has at most 1000 characters.' })
  purpose?: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, ID_FAULT)
  clientMutationId?: string;
}
