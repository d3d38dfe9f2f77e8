import { IsInt, IsOptional, Max, MaxLength, Min } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { DISK_GIB_MAX } from './disk-limits.ts';

const AT_LEAST = { message: 'A disk has at least 1 GiB.' };
const AT_MOST = { message: `A disk has at most ${DISK_GIB_MAX} GiB.` };

@InputType()
abstract class DiskMutationInput {
  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, { message: 'clientMutationId has at most 100 characters.' })
  clientMutationId?: string;
}

@InputType()
export class AttachDiskInput extends DiskMutationInput {
  @Field(() => ID)
  vmId: string;

  @Field(() => Int, { nullable: true, description: 'Size of a new disk; needed without `diskId`.' })
  @IsOptional()
  @IsInt()
  @Min(1, AT_LEAST)
  @Max(DISK_GIB_MAX, AT_MOST)
  sizeGiB?: number;

  @Field(() => ID, { nullable: true, description: 'The one with most free space unless given.' })
  datastoreId?: string;

  @Field(() => ID, { nullable: true, description: 'A kept volume to attach instead of a new one.' })
  diskId?: string;
}

@InputType()
export class DetachDiskInput extends DiskMutationInput {
  @Field(() => ID)
  id: string;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: 'Keep the volume, to be attached again or deleted later.',
  })
  keepVolume?: boolean;
}

@InputType()
export class ResizeDiskInput extends DiskMutationInput {
  @Field(() => ID)
  id: string;

  @Field(() => Int, { description: 'More than it has: a disk only grows.' })
  @IsInt()
  @Min(1, AT_LEAST)
  @Max(DISK_GIB_MAX, AT_MOST)
  sizeGiB: number;
}

@InputType()
export class DeleteDiskInput extends DiskMutationInput {
  @Field(() => ID, { description: 'A kept volume.' })
  id: string;
}
