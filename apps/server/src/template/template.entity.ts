import { Entity, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ID as GraphId, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Datastore } from '../datastore/datastore.entity.ts';
import { BOOL, ID, INT, MAYBE, NAME, TEXT, TIME, WORD } from '../platform/columns.ts';
import type { DatastoreId, TemplateId } from '../platform/ids.ts';

/** Formats of a template's image. */
export const TemplateFormat = { QCOW2: 'QCOW2', RAW: 'RAW', ISO: 'ISO' } as const;
export type TemplateFormat = (typeof TemplateFormat)[keyof typeof TemplateFormat];
registerEnumType(TemplateFormat, { name: 'TemplateFormat', description: 'Format of an image.' });

/** A read-only disk image that VMs are made from. */
@ObjectType({
  description: 'A read-only disk image that VMs are made from.',
  simpleResolvers: true,
})
@Entity({ tableName: 'template' })
export class Template {
  @Field(() => GraphId)
  @PrimaryKey({ ...ID })
  id: TemplateId;

  @Field(() => String)
  @Unique({ name: 'template_name' })
  @Property({ ...NAME })
  name: string;

  @Field(() => String)
  @Property({ ...NAME })
  os: string;

  @Field(() => String, { nullable: true })
  @Property({ ...NAME, ...MAYBE })
  version: string | null;

  @Field(() => String)
  @Property({ ...WORD })
  arch: string;

  @Field(() => Int, { description: 'Size of the root disk.' })
  @Property({ ...INT, fieldName: 'disk_gib' })
  diskGiB: number;

  @Field(() => TemplateFormat)
  @Property({ ...WORD })
  format: TemplateFormat;

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
