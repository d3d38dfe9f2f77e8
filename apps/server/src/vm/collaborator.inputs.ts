import { IsOptional, MaxLength } from 'class-validator';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { UserId } from '../platform/ids.ts';

/** Names a person by id or by user name. */
@InputType()
abstract class SharingInput {
  @Field(() => ID)
  vmId: string;

  @Field(() => ID, { nullable: true, description: 'This, or `username`.' })
  userId?: string | null;

  @Field(() => String, { nullable: true })
  username?: string | null;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, { message: 'clientMutationId has at most 100 characters.' })
  clientMutationId?: string;
}

@InputType()
export class AddCollaboratorInput extends SharingInput {}

@InputType()
export class RemoveCollaboratorInput extends SharingInput {}

@ObjectType({ description: 'Somebody to share with.', simpleResolvers: true })
export class Person {
  @Field(() => ID)
  id: UserId;

  @Field(() => String)
  username: string;

  @Field(() => String)
  name: string;
}
