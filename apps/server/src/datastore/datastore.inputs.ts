import {
  ArrayMaxSize,
  ArrayMinSize,
  IsInt,
  IsOptional,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';

const NAME = /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}$/;
const NAME_RULE = {
  message:
    'A name has 1 to 100 letters, digits, spaces, ., - or _, and starts with a letter or digit.',
};
/** Below the root, and no way back up. */
export const DATASTORE_PATH = /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._-]+)+$/;
export const DATASTORE_PATH_RULE =
  'A path is absolute and has letters, digits, ., - and _ between its slashes.';
const HOSTS_MAX = 1_000;
const HOSTS_RULE = { message: 'Name at least one host, or leave it out for all.' };
const RESERVE_MAX = 1_048_576;

@InputType()
abstract class DatastoreMutationInput {
  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, { message: 'clientMutationId has at most 100 characters.' })
  clientMutationId?: string;
}

@InputType()
export class AddDatastoreInput extends DatastoreMutationInput {
  @Field(() => String)
  @Matches(NAME, NAME_RULE)
  name: string;

  @Field(() => String, { description: 'Where its hosts mount it, e.g. `/mnt/datastore`.' })
  @MaxLength(200, { message: 'A path has at most 200 characters.' })
  @Matches(DATASTORE_PATH, { message: DATASTORE_PATH_RULE })
  path: string;

  @Field(() => [ID], {
    nullable: true,
    description: 'The hosts that have it, one for local storage; every host unless given.',
  })
  @IsOptional()
  @ArrayMinSize(1, HOSTS_RULE)
  @ArrayMaxSize(HOSTS_MAX, { message: `No more than ${HOSTS_MAX} hosts can be named.` })
  hostIds?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where it comes from, e.g. `filer:/baadal/data`.',
  })
  @IsOptional()
  @MaxLength(255, { message: 'A mount address has at most 255 characters.' })
  mountAddress?: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Free space below which nothing new goes in; a constant unless given.',
  })
  @IsOptional()
  @IsInt()
  @Min(0, { message: 'A reserve is not negative.' })
  @Max(RESERVE_MAX, { message: `A reserve has at most ${RESERVE_MAX} GiB.` })
  reserveGiB?: number | null;
}

@InputType({ description: 'Only what is given changes.' })
export class EditDatastoreInput extends DatastoreMutationInput {
  @Field(() => ID)
  id: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @Matches(NAME, NAME_RULE)
  name?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: every host has it from now on. Leave it out when `hostIds` are given.',
  })
  @IsOptional()
  everyHost?: boolean | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'The hosts that have it from now on, and no others.',
  })
  @IsOptional()
  @ArrayMinSize(1, HOSTS_RULE)
  @ArrayMaxSize(HOSTS_MAX, { message: `No more than ${HOSTS_MAX} hosts can be named.` })
  hostIds?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether nothing new goes in.' })
  @IsOptional()
  closed?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Empty: none.' })
  @IsOptional()
  @MaxLength(255, { message: 'A mount address has at most 255 characters.' })
  mountAddress?: string | null;

  @Field(() => Int, { nullable: true, description: 'Null: that of the constant.' })
  @IsOptional()
  @IsInt()
  @Min(0, { message: 'A reserve is not negative.' })
  @Max(RESERVE_MAX, { message: `A reserve has at most ${RESERVE_MAX} GiB.` })
  reserveGiB?: number | null;
}

@InputType()
export class RemoveDatastoreInput extends DatastoreMutationInput {
  @Field(() => ID)
  id: string;
}
