import { IsInt, IsOptional, Matches, MaxLength, Min } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { BigIntScalar } from '../platform/graphql/scalars.ts';
import { VM_NAME, VM_NAME_RULE } from './vm-name.ts';

@ObjectType({ description: 'An image of a VM that no VM has any more.', simpleResolvers: true })
export class UnusedImage {
  @Field(() => String, { description: 'Its name, which a VM launched from it takes over.' })
  identity: string;

  @Field(() => String)
  path: string;

  @Field(() => BigIntScalar)
  sizeBytes: bigint;

  @Field(() => BigIntScalar, { description: 'What it takes on the datastore.' })
  usedBytes: bigint;

  @Field(() => Date)
  modifiedAt: Date;
}

@InputType()
export class CreateVmFromExistingImageInput {
  @Field(() => String)
  @Matches(VM_NAME, { message: VM_NAME_RULE })
  name: string;

  @Field(() => String, { description: 'Name of the image in `vm_images`, without `.qcow2`.' })
  @Matches(/^[A-Za-z0-9][A-Za-z0-9._@-]{0,180}$/, {
    message: 'An image is named without a path: letters, digits and . _ @ - only.',
  })
  identity: string;

  @Field(() => ID)
  datastoreId: string;

  @Field(() => Int, { nullable: true, description: '1 unless given.' })
  @IsOptional()
  @IsInt()
  @Min(1, { message: 'A VM needs at least 1 vCPU.' })
  vcpus?: number;

  @Field(() => Int, { nullable: true, description: '1024 unless given.' })
  @IsOptional()
  @IsInt()
  @Min(16, { message: 'A VM needs at least 16 MiB RAM.' })
  ramMiB?: number;

  @Field(() => ID, {
    nullable: true,
    description: 'What it was made from; found by itself where the image is a layer over one.',
  })
  templateId?: string;

  @Field(() => ID, { nullable: true, description: 'The viewer unless given.' })
  ownerId?: string;

  @Field(() => ID, { nullable: true, description: 'The first unless given.' })
  securityDomainId?: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(1000, { message: 'The purpose has at most 1000 characters.' })
  purpose?: string;

  @Field(() => Boolean, { defaultValue: true, nullable: true })
  start?: boolean;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, { message: 'clientMutationId has at most 100 characters.' })
  clientMutationId?: string;
}
