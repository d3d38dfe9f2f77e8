import { IsOptional, Matches, MaxLength } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';

@InputType()
export class CreateSnapshotInput {
  @Field(() => ID)
  vmId: string;

  @Field(() => String, { description: '1 to 100 characters.' })
  @Matches(/[\p{L}\p{N}\p{P}\p{S}]/u, { message: 'A snapshot needs a name.' })
  @MaxLength(100, { message: 'A name has at most 100 characters.' })
  // XML, in which libvirt keeps it, has no such characters; the last are no text at all.
  @Matches(/^[^\p{Cc}\p{Cs}\p{Bidi_Control}\uFFFE\uFFFF]*$/u, {
    message: 'A name has no line breaks, control or direction codes.',
  })
  name: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(2000, { message: 'A description has at most 2000 characters.' })
  description?: string;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'With the memory, of a VM that runs: it goes on from there after a revert, else it boots. Yes unless told.',
  })
  memory?: boolean;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description:
      'A running VM that does not answer a ping within a while is not snapshotted. A VM that is off need not.',
  })
  requirePing?: boolean;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, { message: 'clientMutationId has at most 100 characters.' })
  clientMutationId?: string;
}

@InputType()
abstract class SnapshotTaskInput {
  @Field(() => ID)
  id: string;

  @Field(() => ID, {
    nullable: true,
    description: 'When given, the snapshot must be one of this VM.',
  })
  vmId?: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, { message: 'clientMutationId has at most 100 characters.' })
  clientMutationId?: string;
}

@InputType()
export class RevertToSnapshotInput extends SnapshotTaskInput {}

@InputType()
export class DeleteSnapshotInput extends SnapshotTaskInput {}
