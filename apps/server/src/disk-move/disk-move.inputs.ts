import { ArrayMaxSize, ArrayMinSize, IsOptional, MaxLength } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';

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

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, { message: 'clientMutationId has at most 100 characters.' })
  clientMutationId?: string;
}
