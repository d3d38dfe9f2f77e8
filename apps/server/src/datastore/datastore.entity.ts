import { Entity, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ID as GraphId, Int, ObjectType } from 'type-graphql';
import { ID, INT, MAYBE, NAME, TIME } from '../platform/columns.ts';
import type { DatastoreId } from '../platform/ids.ts';

/** A directory tree on storage that every host mounts at the same path. */
@ObjectType({
  description: 'A directory tree on storage that every host mounts at the same path.',
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

  @Field(() => String, { description: 'Where every host mounts it.' })
  @Unique({ name: 'datastore_path' })
  @Property({ type: 'string', length: 255 })
  path: string;

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
