import { IsInt, IsOptional, Matches, Max, MaxLength, Min } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';

/** Most clones that one call makes. */
export const MOST_CLONES = 100;

@InputType()
export class CloneVmInput {
  @Field(() => ID, { description: 'The VM to be cloned, running or not.' })
  id: string;

  @Field(() => Int, { defaultValue: 1, nullable: true, description: '1 to 100.' })
  @IsOptional()
  @IsInt()
  @Min(1, { message: 'At least 1 clone is made.' })
  @Max(MOST_CLONES, { message: `At most ${MOST_CLONES} clones are made at a time.` })
  count?: number;

  @Field(() => String, {
    nullable: true,
    description:
      "Names are this and a number; the name itself where one clone is made. The parent's name and `-clone` unless given.",
  })
  @IsOptional()
  @Matches(/^[A-Za-z0-9][A-Za-z0-9_-]{0,29}$/, {
    message: 'A name has 1 to 30 letters, digits, - or _, and starts with a letter or digit.',
  })
  namePrefix?: string;

  @Field(() => Boolean, {
    defaultValue: true,
    nullable: true,
    description: 'Start the clones when they are made.',
  })
  start?: boolean;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, { message: 'clientMutationId has at most 100 characters.' })
  clientMutationId?: string;
}
