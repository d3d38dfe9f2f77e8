import { Entity, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ID as GraphId, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Datastore } from '../datastore/datastore.entity.ts';
import { ImageFormat } from '../image/image-format.ts';
import { BOOL, ID, INT, MAYBE, NAME, TEXT, TIME, WORD } from '../platform/columns.ts';
import { BigIntScalar } from '../platform/graphql/scalars.ts';
import type { DatastoreId, TemplateId, UserId } from '../platform/ids.ts';
import { UserEntity } from '../user/user.entity.ts';

/** How the root disk of a new VM is made from a template's image. */
export const DiskMode = { OVERLAY: 'OVERLAY', COPY: 'COPY' } as const;
export type DiskMode = (typeof DiskMode)[keyof typeof DiskMode];
registerEnumType(DiskMode, {
  name: 'DiskMode',
  description: "How the root disk of a new VM is made from a template's image.",
  valuesConfig: {
    OVERLAY: { description: 'A thin layer over the image: made at once, on the same datastore.' },
    COPY: { description: 'A full copy, which depends on nothing.' },
  },
});

/** Whether a template's image is there yet. */
export const TemplateState = { MAKING: 'MAKING', READY: 'READY' } as const;
export type TemplateState = (typeof TemplateState)[keyof typeof TemplateState];
registerEnumType(TemplateState, {
  name: 'TemplateState',
  description: 'Whether an image is there.',
  valuesConfig: {
    MAKING: { description: 'A task makes it.' },
    READY: { description: 'It is there.' },
  },
});

/** A read-only disk image that VMs are made from. */
@ObjectType({
  description: 'A read-only disk image that VMs are made from.',
  simpleResolvers: true,
})
@Entity({ tableName: 'template' })
@Unique({ name: 'template_scope_name', properties: ['nameScope', 'name'] })
export class Template {
  @Field(() => GraphId)
  @PrimaryKey({ ...ID })
  id: TemplateId;

  @Field(() => String, {
    description: 'Unique among public templates, and among those of an owner.',
  })
  @Property({ ...NAME })
  name: string;

  /** Where its name is unique: the owner's id for a private template, empty for a public one. */
  @Property({ type: 'string', length: 32, default: '' })
  nameScope: string;

  /** Whose it is; null for those of the cloud itself. */
  @ManyToOne(() => UserEntity, { mapToPk: true, fieldName: 'owner_id', ...MAYBE })
  ownerId: UserId | null;

  @Field(() => Boolean, { description: 'Everybody may make VMs from it; else its owner alone.' })
  @Property({ ...BOOL, default: true })
  public: boolean;

  @Field(() => String, { nullable: true })
  @Property({ ...TEXT, ...MAYBE })
  description: string | null;

  @Field(() => TemplateState)
  @Property({ ...WORD, default: 'READY' })
  state: TemplateState;

  @Field(() => DiskMode)
  @Property({ ...WORD, default: 'OVERLAY' })
  diskMode: DiskMode;

  @Field(() => BigIntScalar, { nullable: true, description: 'Size of the image; null: not read.' })
  @Property({ type: 'bigint', ...MAYBE })
  sizeBytes: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'SHA-256 of the image as it was added, hex.',
  })
  @Property({ type: 'string', length: 64, ...MAYBE })
  sha256: string | null;

  @Field(() => String)
  @Property({ ...NAME })
  os: string;

  @Field(() => String, { nullable: true })
  @Property({ ...NAME, ...MAYBE })
  version: string | null;

  @Field(() => String)
  @Property({ ...WORD })
  arch: string;

  @Field(() => Int, { description: 'Size of the root disk; of an ISO, the size it proposes.' })
  @Property({ ...INT, fieldName: 'disk_gib' })
  diskGiB: number;

  /** The image as a disk: no disk made from it can be smaller. Null: an ISO, or not read yet. */
  @Property({ ...INT, ...MAYBE, fieldName: 'image_gib' })
  imageGiB: number | null;

  @Field(() => ImageFormat)
  @Property({ ...WORD })
  format: ImageFormat;

  @ManyToOne(() => Datastore, { mapToPk: true, fieldName: 'datastore_id' })
  datastoreId: DatastoreId;

  /** Image, kernel and initrd, relative to the datastore's path. */
  @Property({ type: 'string', length: 255 })
  file: string;

  @Property({ type: 'string', length: 255, ...MAYBE })
  kernel: string | null;

  @Property({ type: 'string', length: 255, ...MAYBE })
  initrd: string | null;

  @Property({ ...TEXT, ...MAYBE })
  cmdline: string | null;

  @Field(() => Boolean, { description: 'The guest reads a cloud-init seed.' })
  @Property({ ...BOOL })
  cloudInit: boolean;

  @Field(() => Int)
  @Property({ ...INT, fieldName: 'min_ram_mib' })
  minRamMiB: number;

  @Field(() => Int)
  @Property({ ...INT, fieldName: 'default_ram_mib' })
  defaultRamMiB: number;

  @Field(() => Int)
  @Property({ ...INT })
  defaultVcpus: number;

  /** Position in lists; the quickest to boot comes first. */
  @Property({ ...INT })
  position: number;

  @Field(() => Boolean, { description: 'New VMs may be made from it.' })
  @Property({ ...BOOL })
  active: boolean;

  @Property({ ...TIME })
  createdAt: Date;
}
