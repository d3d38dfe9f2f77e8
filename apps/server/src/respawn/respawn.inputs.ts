import { IsOptional, MaxLength } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';

@InputType({ description: 'A host that is down, whose VMs are to run elsewhere.' })
export class RespawnVmsInput {
  @Field(() => ID)
  hostId: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'That the host is without power. Needed where it has no BMC; where its BMC does not answer, this is taken instead.',
  })
  confirmed: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'That the host never comes back: VMs whose memory is kept there for maintenance start elsewhere, too. What lies on the disk of the host is given up; what lies in a system snapshot is gone on from.',
  })
  giveUpKept: boolean;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, { message: 'clientMutationId has at most 100 characters.' })
  clientMutationId?: string;
}
