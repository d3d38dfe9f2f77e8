import { IsOptional, Matches, MaxLength } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { PageInfo } from '../platform/graphql/page-info.type.ts';
import type { OrganisationId, TemplateId, UserId, VmId } from '../platform/ids.ts';
import { VM_NAME, VM_NAME_RULE } from '../vm/vm-name.ts';

/** A deleted VM as the API shows it; relations are fields of the resolver. */
@ObjectType('DeletedVm', {
  description: 'A deleted VM whose disks are kept until `purgeAt`.',
  simpleResolvers: true,
})
export class DeletedVmType {
  @Field(() => ID, { description: "The VM's own id: had back, it has it again." })
  id: VmId;

  @Field(() => String)
  name: string;

  @Field(() => String)
  identity: string;

  ownerId: UserId;

  organisationId: OrganisationId;

  templateId: TemplateId | null;

  @Field(() => Int)
  vcpus: number;

  @Field(() => Int)
  ramMiB: number;

  @Field(() => Int, { description: 'Size of all its disks.' })
  diskGiB: number;

  @Field(() => String, { nullable: true, description: 'The address that it had.' })
  privateIp: string | null;

  locked: boolean;

  @Field(() => Date)
  deletedAt: Date;

  deletedBy: UserId | null;

  @Field(() => Date, { description: 'When its disks are removed for good.' })
  purgeAt: Date;
}

@ObjectType({ simpleResolvers: true })
export class DeletedVmEdge {
  @Field(() => String)
  cursor: string;

  @Field(() => DeletedVmType)
  node: DeletedVmType;
}

@ObjectType({ simpleResolvers: true })
export class DeletedVmConnection {
  @Field(() => [DeletedVmType])
  nodes: readonly DeletedVmType[];

  @Field(() => [DeletedVmEdge])
  edges: readonly DeletedVmEdge[];

  @Field(() => PageInfo)
  pageInfo: PageInfo;

  @Field(() => Int)
  totalCount: number | (() => Promise<number>);
}

@InputType()
export class UndeleteVmInput {
  @Field(() => ID)
  id: string;

  @Field(() => String, {
    nullable: true,
    description: 'Another name, when the owner has given its own to another VM meanwhile.',
  })
  @IsOptional()
  @Matches(VM_NAME, { message: VM_NAME_RULE })
  name?: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, { message: 'clientMutationId has at most 100 characters.' })
  clientMutationId?: string;
}

@InputType()
export class PurgeVmInput {
  @Field(() => ID)
  id: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, { message: 'clientMutationId has at most 100 characters.' })
  clientMutationId?: string;
}
