import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsInt,
  IsOptional,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { BootDevice } from './boot-device.ts';
import { VM_NAME, VM_NAME_RULE } from './vm-name.ts';

@InputType({ description: 'Only what is given changes.' })
export class EditVmInput {
  @Field(() => ID)
  id: string;

  @Field(() => String, { nullable: true, description: 'The display name; the identity stays.' })
  @IsOptional()
  @Matches(VM_NAME, { message: VM_NAME_RULE })
  name?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'More take effect at once up to `maxVcpus`, else at the next start.',
  })
  @IsOptional()
  @IsInt()
  @Min(1, { message: 'A VM needs at least 1 vCPU.' })
  vcpus?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Takes effect at once up to `maxRamMiB`, else at the next start.',
  })
  @IsOptional()
  @IsInt()
  @Min(1, { message: 'A VM needs RAM.' })
  ramMiB?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Refused until NAT is set up.' })
  publicIp?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'Refused until DHCP is set up.' })
  securityDomainId?: string | null;

  @Field(() => String, { nullable: true, description: 'Null or empty: none.' })
  @IsOptional()
  @MaxLength(1000, { message: 'The purpose has at most 1000 characters.' })
  purpose?: string | null;

  @Field(() => Date, { nullable: true, description: 'In the future; null: it does not expire.' })
  expiresAt?: Date | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Admins only: a locked VM obeys nobody else.',
  })
  locked?: boolean | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Admins only: 1 to 9. VMs with a lower number come first where many are started at once.',
  })
  @IsOptional()
  @IsInt()
  @Min(1, { message: 'The start priority is 1 to 9.' })
  @Max(9, { message: 'The start priority is 1 to 9.' })
  startPriority?: number | null;

  @Field(() => [BootDevice], {
    nullable: true,
    description: 'At the next start. Templates with a kernel of their own do not heed it.',
  })
  @IsOptional()
  @ArrayMinSize(1, { message: 'A VM needs something to boot from.' })
  @ArrayMaxSize(3)
  @ArrayUnique({ message: 'Name each boot device once.' })
  bootOrder?: BootDevice[] | null;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, { message: 'clientMutationId has at most 100 characters.' })
  clientMutationId?: string;
}
