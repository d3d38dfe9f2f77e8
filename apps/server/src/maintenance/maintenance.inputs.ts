import { ArrayMaxSize, ArrayMinSize, IsOptional, MaxLength } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { KeepMethod } from './maintenance-enums.ts';

const ID_FAULT = { message: 'clientMutationId has at most 100 characters.' };

@InputType({ description: 'What every shutdown and boot may be told.' })
class Operation {
  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, ID_FAULT)
  clientMutationId?: string;
}

@InputType({ description: 'How VMs and hosts are stopped.' })
class Shutdown extends Operation {
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Switch the hosts off afterwards; those on which something still runs stay on.',
  })
  powerOff: boolean;

  @Field(() => KeepMethod, {
    nullable: true,
    description: 'How the memory of VMs is kept; as the constant says unless given.',
  })
  method?: KeepMethod | null;
}

@InputType()
export class ShutdownCloudInput extends Shutdown {}

@InputType()
export class ShutdownHostsInput extends Shutdown {
  @Field(() => [ID])
  @ArrayMinSize(1, { message: 'Name at least one host.' })
  @ArrayMaxSize(1000, { message: 'Name at most 1000 hosts.' })
  ids: string[];
}

@InputType()
export class BootCloudInput extends Operation {}

@InputType()
export class BootHostsInput extends Operation {
  @Field(() => [ID])
  @ArrayMinSize(1, { message: 'Name at least one host.' })
  @ArrayMaxSize(1000, { message: 'Name at most 1000 hosts.' })
  ids: string[];
}

@InputType()
export class GiveUpKeptMemoryInput extends Operation {
  @Field(() => ID, { description: 'A VM whose memory is kept for maintenance.' })
  vmId: string;
}

/** What all shutdowns have. */
export type ShutdownInput = Shutdown;
