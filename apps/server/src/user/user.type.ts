import { Field, ID, ObjectType } from 'type-graphql';
import type { OrganisationId, UserId } from '../platform/ids.ts';
import { Role } from './role.ts';

/** A person, as the API shows one. */
@ObjectType('User', { description: 'A person with an account.', simpleResolvers: true })
export class UserView {
  @Field(() => ID)
  id: UserId;

  @Field(() => String)
  username: string;

  @Field(() => String)
  name: string;

  /** Shown by the resolver to the person and to admins only. */
  email: string | null;

  @Field(() => [Role])
  roles: Role[];

  organisationId: OrganisationId;

  @Field(() => Boolean, { description: 'May sign in.' })
  active: boolean;

  @Field(() => Boolean, { description: 'The password was given by somebody else; change it.' })
  passwordChangeSuggested: boolean;
}
