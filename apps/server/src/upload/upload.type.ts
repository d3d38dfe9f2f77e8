import { IsIn, IsOptional, Matches, MaxLength } from 'class-validator';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { ImageFormat } from '../image/image-format.ts';
import { BigIntScalar } from '../platform/graphql/scalars.ts';
import type { DatastoreId, TaskId, UploadId, UserId } from '../platform/ids.ts';

@ObjectType('Upload', {
  description: 'An image on its way to a datastore, which templates are made of.',
  simpleResolvers: true,
})
export class UploadType {
  @Field(() => ID)
  id: UploadId;

  @Field(() => String, { description: 'As its sender calls it.' })
  fileName: string;

  @Field(() => ImageFormat)
  format: ImageFormat;

  @Field(() => BigIntScalar)
  sizeBytes: number;

  @Field(() => BigIntScalar, {
    description: 'What has arrived, as far as it is known; HEAD of `url` asks the datastore.',
  })
  receivedBytes: number;

  @Field(() => String, { nullable: true, description: 'What its sender says it is, hex.' })
  sha256: string | null;

  @Field(() => Date)
  createdAt: Date;

  @Field(() => Date, { description: 'When something arrived last.' })
  updatedAt: Date;

  ownerId: UserId;
  datastoreId: DatastoreId;
  taskId: TaskId | null;
}

@InputType()
export class CreateUploadInput {
  @Field(() => String, { description: 'Shown to people; it names no file of ours.' })
  @Matches(/^[^/\\\p{C}]{1,255}$/u, {
    message: 'A file name has 1 to 255 characters and no path.',
  })
  fileName: string;

  @Field(() => BigIntScalar)
  sizeBytes: bigint;

  @Field(() => ImageFormat)
  @IsIn(Object.values(ImageFormat))
  format: ImageFormat;

  @Field(() => String, {
    nullable: true,
    description: 'SHA-256 in hex; what arrives is compared with it.',
  })
  @IsOptional()
  @Matches(/^[0-9a-fA-F]{64}$/, { message: 'A SHA-256 checksum is 64 hexadecimal digits.' })
  sha256?: string;

  @Field(() => ID, { nullable: true, description: 'The one with most room unless given.' })
  datastoreId?: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, { message: 'clientMutationId has at most 100 characters.' })
  clientMutationId?: string;
}

@InputType()
export class DeleteUploadInput {
  @Field(() => ID)
  id: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, { message: 'clientMutationId has at most 100 characters.' })
  clientMutationId?: string;
}
