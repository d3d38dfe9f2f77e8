import { IsOptional, MaxLength } from 'class-validator';
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { BigIntScalar } from '../platform/graphql/scalars.ts';

/** Why a file was set aside. */
const AsideReasonName = {
  DAMAGED: 'damaged',
  OUTDATED: 'outdated',
  REMOVED: 'removed',
} as const;
registerEnumType(AsideReasonName, {
  name: 'AsideReason',
  description: 'Why a file of figures was set aside.',
});

@ObjectType({ description: 'A file of performance figures that was set aside; a new one goes on.' })
export class AsideFileType {
  @Field(() => ID, { description: 'Its folder and name.' })
  id: string;

  @Field(() => String, { description: 'The VM or host, by name.' })
  subject: string;

  @Field(() => String, { nullable: true, description: 'A disk, interface or datastore of it.' })
  device: string | null;

  @Field(() => AsideReasonName)
  why: (typeof AsideReasonName)[keyof typeof AsideReasonName];

  @Field(() => Date)
  setAsideAt: Date;

  @Field(() => BigIntScalar, { nullable: true })
  sizeBytes: number;

  @Field(() => String)
  remedy: string;
}

@ObjectType({ description: 'All files that were set aside, newest first.' })
export class AsideFilesType {
  @Field(() => ID)
  id: string;

  @Field(() => [AsideFileType])
  files: readonly AsideFileType[];
}

@InputType()
export class DeleteAsideFileInput {
  @Field(() => ID)
  id: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, { message: 'clientMutationId has at most 100 characters.' })
  clientMutationId?: string;
}
