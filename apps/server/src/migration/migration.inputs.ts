import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';

@InputType()
export class MigrateVmInput {
  @Field(() => ID)
  id: string;

  @Field(() => ID, { nullable: true, description: 'Null: the best other host.' })
  hostId?: string;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'False: a running VM stands still while its memory is copied. Unless given, one that runs moves live, a suspended one stays suspended, and one that is off moves as it is.',
  })
  live?: boolean;

  @Field(() => ID, {
    nullable: true,
    description:
      'Where its disks go along with it, for a host that does not see theirs; unless given, they stay where they are.',
  })
  datastoreId?: string;

  @Field(() => Int, { nullable: true, description: 'Most MiB a second that the copy may use.' })
  @IsOptional()
  @IsInt()
  @Min(1, { message: 'The copy needs at least 1 MiB/s.' })
  @Max(1_000_000, { message: 'The limit is at most 1000000 MiB/s.' })
  bandwidthMiBps?: number;

  @Field(() => Int, {
    nullable: true,
    description: 'How long the guest may stand still at the end of a live migration, in ms.',
  })
  @IsOptional()
  @IsInt()
  @Min(1, { message: 'The guest stands still for at least 1 ms.' })
  @Max(2_000_000, { message: 'The limit is at most 2000000 ms.' })
  maxDowntimeMs?: number;

  @Field(() => String, { nullable: true })
  clientMutationId?: string;
}

@InputType()
export class SetHostMigrationInput {
  @Field(() => ID)
  id: string;

  @Field(() => Boolean, {
    description:
      'True: a key is made on the host, and the hosts that take part know each other. False: all of it is taken away.',
  })
  on: boolean;

  @Field(() => String, { nullable: true })
  clientMutationId?: string;
}
