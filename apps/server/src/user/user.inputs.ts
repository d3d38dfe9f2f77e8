import { IsEmail, IsOptional, Length, Matches } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { Role } from './role.ts';

@InputType()
export class CreateUserInput {
  @Field(() => String)
  @Matches(/^[a-z0-9][a-z0-9._-]{0,31}$/i, {
    message:
      'A username has 1 to 32 letters, digits, dots, - or _, and starts with a letter or digit.',
  })
  username: string;

  @Field(() => String)
  @Length(1, 100, { message: 'A name has 1 to 100 characters.' })
  name: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsEmail({}, { message: 'This is not an e-mail address.' })
  email?: string;

  @Field(() => String)
  password: string;

  @Field(() => [Role], { nullable: true, description: 'USER unless given.' })
  roles?: Role[];

  @Field(() => ID, { nullable: true })
  organisationId?: string;

  @Field(() => String, { nullable: true })
  clientMutationId?: string;
}

@InputType()
export class EditUserInput {
  @Field(() => ID)
  id: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @Length(1, 100, { message: 'A name has 1 to 100 characters.' })
  name?: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsEmail({}, { message: 'This is not an e-mail address.' })
  email?: string;

  @Field(() => String, { nullable: true, description: 'Ends all sessions of the person.' })
  password?: string;

  @Field(() => [Role], { nullable: true })
  roles?: Role[];

  @Field(() => ID, { nullable: true })
  organisationId?: string;

  @Field(() => Boolean, { nullable: true, description: 'False: may not sign in any more.' })
  active?: boolean;

  @Field(() => String, { nullable: true })
  clientMutationId?: string;
}
