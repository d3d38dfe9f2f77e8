import { IsInt, IsOptional, Matches, Max, MaxLength, Min } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { DISK_GIB_MAX } from '../disk/disk-limits.ts';
import { VM_NAME, VM_NAME_RULE } from './vm-name.ts';

@InputType()
export class CreateVmInput {
  @Field(() => String, {
    description:
      '1 to 30 letters, digits, - or _, starting with a letter or digit; unique per owner.',
  })
  @Matches(VM_NAME, { message: VM_NAME_RULE })
  name: string;

  @Field(() => ID)
  templateId: string;

  @Field(() => Int, { nullable: true, description: "The template's default unless given." })
  @IsOptional()
  @IsInt()
  @Min(1, { message: 'A VM needs at least 1 vCPU.' })
  vcpus?: number;

  @Field(() => Int, { nullable: true, description: "The template's default unless given." })
  @IsOptional()
  @IsInt()
  @Min(1, { message: 'A VM needs RAM.' })
  ramMiB?: number;

  @Field(() => Int, { nullable: true, description: 'An extra disk of this size is attached, too.' })
  @IsOptional()
  @IsInt()
  @Min(1, { message: 'A disk has at least 1 GiB.' })
  @Max(DISK_GIB_MAX, { message: `A disk has at most ${DISK_GIB_MAX} GiB.` })
  extraDiskGiB?: number;

  @Field(() => ID, {
    nullable: true,
    description: 'The first that the viewer may use unless given.',
  })
  securityDomainId?: string;

  @Field(() => ID, { nullable: true, description: 'Null: the placement decides. Admins only.' })
  hostId?: string;

  @Field(() => ID, {
    nullable: true,
    description: "The template's unless given; on another one the disk is a full copy.",
  })
  datastoreId?: string;

  @Field(() => ID, {
    nullable: true,
    description: 'VM group that it becomes a member of. Admins only.',
  })
  groupId?: string;

  @Field(() => Int, {
    nullable: true,
    description: "Size of the root disk, not less than the template's, which is the default.",
  })
  @IsOptional()
  @IsInt()
  @Min(1, { message: 'A disk has at least 1 GiB.' })
  diskGiB?: number;

  @Field(() => String, {
    nullable: true,
    description: 'Public SSH keys of its people, one a line; for templates with cloud-init.',
  })
  @IsOptional()
  @MaxLength(20_000, { message: 'The SSH keys have at most 20000 characters.' })
  sshKey?: string;

  @Field(() => String, {
    nullable: true,
    description:
      'What the guest does when it first starts: #cloud-config, or a script that begins with #!. For templates with cloud-init.',
  })
  @IsOptional()
  userData?: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(1000, { message: 'The purpose has at most 1000 characters.' })
  purpose?: string;

  @Field(() => ID, { nullable: true, description: 'The viewer unless given. Admins only.' })
  ownerId?: string;

  @Field(() => Boolean, {
    defaultValue: true,
    nullable: true,
    description: 'Start it when it is made.',
  })
  start?: boolean;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, { message: 'clientMutationId has at most 100 characters.' })
  clientMutationId?: string;
}

/** The input of everything that is done to one VM. */
@InputType()
abstract class VmTaskInput {
  @Field(() => ID)
  id: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, { message: 'clientMutationId has at most 100 characters.' })
  clientMutationId?: string;
}

@InputType()
export class StartVmInput extends VmTaskInput {}

@InputType()
export class ShutdownVmInput extends VmTaskInput {}

@InputType()
export class RebootVmInput extends VmTaskInput {}

@InputType()
export class DestroyVmInput extends VmTaskInput {}

@InputType()
export class SuspendVmInput extends VmTaskInput {}

@InputType()
export class ResumeVmInput extends VmTaskInput {}

@InputType()
export class DeleteVmInput extends VmTaskInput {}
