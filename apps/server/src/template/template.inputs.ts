import { IsIn, IsInt, IsOptional, Matches, MaxLength, Min } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { ImageFormat } from '../image/image-format.ts';
import { DiskMode } from './template.entity.ts';

/** Words for people, of which files are named: nothing that means something in a path. */
const TEMPLATE_NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._()+-]{0,99}$/u;
const NAME_WORDS =
  'A name has 1 to 100 letters, digits, spaces or . _ ( ) + -, and starts with a letter or digit.';

/** The name of a template that is made or changed. */
function IsTemplateName() {
  return Matches(TEMPLATE_NAME, { message: NAME_WORDS });
}

@InputType()
abstract class TemplateInput {
  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, { message: 'clientMutationId has at most 100 characters.' })
  clientMutationId?: string;
}

/** What people say of a template, beside its name. */
@InputType()
abstract class TemplateDetailsInput extends TemplateInput {
  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(1000, { message: 'The description has at most 1000 characters.' })
  description?: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @Matches(/^[^\p{C}]{1,100}$/u, { message: 'The system has 1 to 100 characters.' })
  os?: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, { message: 'The version has at most 100 characters.' })
  version?: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Root disk of new VMs; not less than the image.',
  })
  @IsOptional()
  @IsInt()
  @Min(1, { message: 'A disk has at least 1 GiB.' })
  diskGiB?: number;

  @Field(() => DiskMode, { nullable: true })
  @IsOptional()
  @IsIn(Object.values(DiskMode))
  diskMode?: DiskMode;

  @Field(() => Boolean, { nullable: true })
  cloudInit?: boolean;

  @Field(() => Int, { nullable: true })
  @IsOptional()
  @Min(16, { message: 'A VM needs at least 16 MiB RAM.' })
  minRamMiB?: number;

  @Field(() => Int, { nullable: true })
  @IsOptional()
  @Min(16, { message: 'A VM needs at least 16 MiB RAM.' })
  defaultRamMiB?: number;

  @Field(() => Int, { nullable: true })
  @IsOptional()
  @Min(1, { message: 'A VM needs at least 1 vCPU.' })
  defaultVcpus?: number;

  @Field(() => Boolean, { nullable: true })
  public?: boolean;
}

@InputType({ description: 'Only what is given changes.' })
export class EditTemplateInput extends TemplateDetailsInput {
  @Field(() => ID)
  id: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsTemplateName()
  name?: string;

  @Field(() => Boolean, { nullable: true, description: 'False retires it: no new VMs.' })
  active?: boolean;
}

@InputType({
  description: 'Either of an upload, or of an image that lies in `vm_templates` of a datastore.',
})
export class AddTemplateInput extends TemplateDetailsInput {
  @Field(() => String)
  @IsTemplateName()
  name: string;

  @Field(() => ID, { nullable: true })
  uploadId?: string;

  @Field(() => ID, { nullable: true, description: 'With `file`. Admins only.' })
  datastoreId?: string;

  @Field(() => String, { nullable: true, description: 'Name of a file in `vm_templates`.' })
  @IsOptional()
  @Matches(/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/, {
    message: 'A file is named without a path: letters, digits and . _ - only.',
  })
  file?: string;

  @Field(() => ImageFormat, { nullable: true, description: 'With `file`; QCOW2 unless given.' })
  @IsOptional()
  @IsIn(Object.values(ImageFormat))
  format?: ImageFormat;

  @Field(() => String, {
    nullable: true,
    description: 'SHA-256 in hex; the image is compared with it.',
  })
  @IsOptional()
  @Matches(/^[0-9a-fA-F]{64}$/, { message: 'A SHA-256 checksum is 64 hexadecimal digits.' })
  sha256?: string;

  @Field(() => String, { nullable: true, description: 'x86_64 unless given.' })
  @IsOptional()
  @Matches(/^[a-z0-9_]{1,24}$/, { message: 'An architecture is named like x86_64.' })
  arch?: string;
}

@InputType()
export class DeleteTemplateInput extends TemplateInput {
  @Field(() => ID)
  id: string;
}

@InputType()
export class SaveVmAsTemplateInput extends TemplateInput {
  @Field(() => ID)
  vmId: string;

  @Field(() => String)
  @IsTemplateName()
  name: string;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Offer it to everybody; else its owner alone.',
  })
  public?: boolean;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(1000, { message: 'The description has at most 1000 characters.' })
  description?: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Take the disk as it was in this snapshot; the VM may run then.',
  })
  snapshotId?: string;
}
