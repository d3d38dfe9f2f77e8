import { IsInt, IsOptional, Length, Matches, Max, MaxLength, Min } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
const NAME_FAULT =
  'A host’s name has 1 to 63 letters, digits, dots, - or _, and starts with a letter or digit.';
const ADDRESS = /^[A-Za-z0-9][A-Za-z0-9.:_-]{0,254}$/;
const ADDRESS_FAULT = 'Give a host name or an IP address, without user and port.';
const USER = /^[a-z_][a-z0-9_-]{0,31}$/;
const USER_FAULT = 'This is no name of a Linux user.';
const PORT_FAULT = 'A port is a whole number from 1 to 65535.';
const FINGERPRINT = /^SHA256:[A-Za-z0-9+/]{43}=?$/;
const FINGERPRINT_FAULT =
  'A fingerprint is `SHA256:` and 43 characters, as ssh-keygen -l prints it.';
const BRIDGE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,14}$/;
const BRIDGE_FAULT = 'A bridge’s name has 1 to 15 letters, digits, dots, - or _.';
const ID_FAULT = { message: 'clientMutationId has at most 100 characters.' };

@InputType({ description: 'A machine to look at before it is added.' })
export class ProbeHostInput {
  @Field(() => String)
  @Matches(ADDRESS, { message: ADDRESS_FAULT })
  address: string;

  @Field(() => String, { defaultValue: 'root' })
  @Matches(USER, { message: USER_FAULT })
  sshUser: string;

  @Field(() => Int, { defaultValue: 22 })
  @IsInt({ message: PORT_FAULT })
  @Min(1, { message: PORT_FAULT })
  @Max(65_535, { message: PORT_FAULT })
  sshPort: number;

  @Field(() => String, {
    nullable: true,
    description: 'Without it, only the fingerprint that is offered is found out.',
  })
  @IsOptional()
  @Matches(FINGERPRINT, { message: FINGERPRINT_FAULT })
  hostKeyFingerprint?: string;

  @Field(() => String, {
    nullable: true,
    description: 'Open vSwitch bridge for guests; found when absent.',
  })
  @IsOptional()
  @Matches(BRIDGE, { message: BRIDGE_FAULT })
  bridge?: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, ID_FAULT)
  clientMutationId?: string;
}

@InputType({ description: 'A machine that becomes a host.' })
export class AddHostInput extends ProbeHostInput {
  @Field(() => String)
  @Matches(NAME, { message: NAME_FAULT })
  name: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: it takes part in the migration of running VMs (see setHostMigration).',
  })
  migration?: boolean;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @Length(1, 100, { message: 'A rack has 1 to 100 characters.' })
  rack?: string;

  @Field(() => Int, { nullable: true, description: 'Place in the rack, counted from below.' })
  @IsOptional()
  @IsInt()
  @Min(0, { message: 'A slot is a whole number from 0.' })
  @Max(1_000, { message: 'A slot is at most 1000.' })
  slot?: number;
}

@InputType({ description: 'Only what is given changes; null takes rack or slot away.' })
export class EditHostInput {
  @Field(() => ID)
  id: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @Matches(NAME, { message: NAME_FAULT })
  name?: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @Matches(ADDRESS, { message: ADDRESS_FAULT })
  address?: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @Matches(USER, { message: USER_FAULT })
  sshUser?: string;

  @Field(() => Int, { nullable: true })
  @IsOptional()
  @IsInt({ message: PORT_FAULT })
  @Min(1, { message: PORT_FAULT })
  @Max(65_535, { message: PORT_FAULT })
  sshPort?: number;

  @Field(() => String, {
    nullable: true,
    description: 'When the machine has a new host key, or another address with one.',
  })
  @IsOptional()
  @Matches(FINGERPRINT, { message: FINGERPRINT_FAULT })
  hostKeyFingerprint?: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @Matches(BRIDGE, { message: BRIDGE_FAULT })
  bridge?: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, { message: 'A rack has at most 100 characters.' })
  rack?: string | null;

  @Field(() => Int, { nullable: true })
  @IsOptional()
  @IsInt()
  @Min(0, { message: 'A slot is a whole number from 0.' })
  @Max(1_000, { message: 'A slot is at most 1000.' })
  slot?: number | null;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, ID_FAULT)
  clientMutationId?: string;
}

@InputType()
export class RemoveHostInput {
  @Field(() => ID)
  id: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, ID_FAULT)
  clientMutationId?: string;
}
