import {
  ArrayMaxSize,
  ArrayMinSize,
  IsInt,
  IsOptional,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';

@InputType()
export class MoveVmToDatastoreInput {
  @Field(() => ID)
  id: string;

  @Field(() => ID, { description: 'Where to.' })
  datastoreId: string;

  @Field(() => [ID], { nullable: true, description: 'Only these of its disks; all unless given.' })
  @IsOptional()
  @ArrayMinSize(1, { message: 'Name at least one disk, or leave it out for all.' })
  @ArrayMaxSize(100, { message: 'A VM has no more than 100 disks.' })
  diskIds?: string[];

  @Field(() => Int, { nullable: true, description: 'Most MiB a second that the copying may use.' })
  @IsOptional()
  @IsInt()
  @Min(1, { message: 'The copying needs at least 1 MiB/s.' })
  @Max(1_000_000, { message: 'The limit is at most 1000000 MiB/s.' })
  bandwidthMiBps?: number;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, { message: 'clientMutationId has at most 100 characters.' })
  clientMutationId?: string;
}
