import { IsInt, IsOptional, Max, MaxLength, Min } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';

@InputType()
export class EmptyDatastoreInput {
  @Field(() => ID)
  id: string;

  @Field(() => ID, { nullable: true, description: 'Where all go; the best for each unless given.' })
  @IsOptional()
  targetId?: string | null;

  @Field(() => Int, { nullable: true, description: 'Most MiB a second that each copy may use.' })
  @IsOptional()
  @IsInt()
  @Min(1, { message: 'The copying needs at least 1 MiB/s.' })
  @Max(1_000_000, { message: 'The limit is at most 1000000 MiB/s.' })
  bandwidthMiBps?: number | null;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, { message: 'clientMutationId has at most 100 characters.' })
  clientMutationId?: string;
}
