import { Entity, Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ID as GraphId, Int, ObjectType } from 'type-graphql';
import { BOOL, ID, INT, MAYBE, NAME, TIME } from '../platform/columns.ts';
import type { DatastoreId } from '../platform/ids.ts';

/** A directory tree on storage that hosts mount at the same path: all of them, some, or one. */
@ObjectType({
  description:
    'A directory tree on storage that hosts mount at the same path: all of them, some, or one.',
  simpleResolvers: true,
})
@Entity({ tableName: 'datastore' })
export class Datastore {
  @Field(() => GraphId)
  @PrimaryKey({ ...ID })
  id: DatastoreId;

  @Field(() => String)
  @Unique({ name: 'datastore_name' })
  @Property({ ...NAME })
  name: string;

  @Field(() => String, {
    description: 'Where its hosts mount it. Datastores of different hosts may have the same path.',
  })
  @Index({ name: 'datastore_path_index' })
  @Property({ type: 'string', length: 255 })
  path: string;

  @Field(() => Boolean, {
    description: 'Every host is to have it, also those that come later; else its `hosts` alone.',
  })
  @Property({ ...BOOL, default: true })
  everyHost: boolean;

  @Field(() => Boolean, { description: 'Nothing new goes in: it is being emptied, or is to go.' })
  @Property({ ...BOOL, default: false })
  closed: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Where it comes from, e.g. `filer:/baadal/data`.',
  })
  @Property({ type: 'string', length: 255, ...MAYBE })
  mountAddress: string | null;

  @Field(() => Int, { nullable: true, description: 'Null until first seen.' })
  @Property({ ...INT, ...MAYBE, fieldName: 'capacity_gib' })
  capacityGiB: number | null;

  @Field(() => Int, { nullable: true })
  @Property({ ...INT, ...MAYBE, fieldName: 'used_gib' })
  usedGiB: number | null;

  /** Null: the constant `datastoreReserveGiB`. */
  @Property({ ...INT, ...MAYBE, fieldName: 'reserve_gib' })
  ownReserveGiB: number | null;

  @Field(() => Date, { nullable: true, description: 'When capacity and use were read.' })
  @Property({ ...TIME, ...MAYBE })
  checkedAt: Date | null;
}
