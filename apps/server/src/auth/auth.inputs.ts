import { Length, MaxLength } from 'class-validator';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { ApiToken, TokenScope } from './api-token.entity.ts';

@InputType()
export class LoginInput {
  @Field(() => String)
  @MaxLength(100, { message: 'A username has at most 100 characters.' })
  username: string;

  @Field(() => String)
  @MaxLength(200, { message: 'A password has at most 200 characters.' })
  password: string;

  @Field(() => String, { nullable: true })
  clientMutationId?: string;
}

@InputType()
export class ChangePasswordInput {
  @Field(() => String)
  currentPassword: string;

  @Field(() => String, { description: '8 to 200 characters.' })
  newPassword: string;

  @Field(() => String, { nullable: true })
  clientMutationId?: string;
}

@InputType()
export class CreateApiTokenInput {
  @Field(() => String)
  @Length(1, 100, { message: 'A token needs a name of 1 to 100 characters.' })
  name: string;

  @Field(() => Date, { nullable: true, description: 'Null: it does not expire.' })
  expiresAt?: Date;

  @Field(() => [TokenScope], { nullable: true, description: 'READ and WRITE unless given.' })
  scopes?: TokenScope[];

  @Field(() => String, { nullable: true })
  clientMutationId?: string;
}

@InputType()
export class RevokeApiTokenInput {
  @Field(() => ID)
  id: string;

  @Field(() => String, { nullable: true })
  clientMutationId?: string;
}

@ObjectType({ description: 'A new token; its secret is shown this once.', simpleResolvers: true })
export class CreatedApiToken {
  @Field(() => String, { description: 'Send it as `Authorization: Bearer …`.' })
  token: string;

  @Field(() => ApiToken)
  apiToken: ApiToken;
}
