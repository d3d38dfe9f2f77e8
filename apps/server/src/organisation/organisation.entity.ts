import { Entity, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ID as GraphId, ObjectType } from 'type-graphql';
import { ID, NAME } from '../platform/columns.ts';
import type { OrganisationId } from '../platform/ids.ts';

/** A department or company whose people share a quota and an admin. */
@ObjectType({ description: 'A department or company.', simpleResolvers: true })
@Entity({ tableName: 'organisation' })
export class Organisation {
  @Field(() => GraphId)
  @PrimaryKey({ ...ID })
  id: OrganisationId;

  @Field(() => String)
  @Unique({ name: 'organisation_name' })
  @Property({ ...NAME })
  name: string;
}
