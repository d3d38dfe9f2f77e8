import { IsOptional, Matches, MaxLength } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { PowerMethod } from './power-method.ts';

const ID_FAULT = { message: 'clientMutationId has at most 100 characters.' };

@InputType({ description: 'How a host is switched on and off.' })
export class SetHostPowerInput {
  @Field(() => ID)
  id: string;

  @Field(() => PowerMethod)
  method: PowerMethod;

  @Field(() => String, { nullable: true, description: 'For IPMI.' })
  @IsOptional()
  @Matches(/^[A-Za-z0-9][A-Za-z0-9.:-]{0,254}$/, { message: 'Give a name or an IP address.' })
  bmcAddress?: string;

  @Field(() => String, { nullable: true, description: 'For IPMI.' })
  @IsOptional()
  @Matches(/^[\x21-\x7e]{1,16}$/, {
    message: 'A BMC’s user has 1 to 16 characters without blanks.',
  })
  bmcUsername?: string;

  @Field(() => String, {
    nullable: true,
    description: 'For IPMI; never told again. The one that is kept unless given.',
  })
  @IsOptional()
  @MaxLength(20, { message: 'A BMC’s password has at most 20 characters.' })
  bmcPassword?: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, ID_FAULT)
  clientMutationId?: string;
}

@InputType({ description: 'The host to be switched.' })
class PowerHost {
  @Field(() => ID)
  id: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, ID_FAULT)
  clientMutationId?: string;
}

@InputType()
export class PowerOnHostInput extends PowerHost {}

@InputType()
export class PowerOffHostInput extends PowerHost {}

/** What both have. */
export type PowerHostInput = PowerHost;
