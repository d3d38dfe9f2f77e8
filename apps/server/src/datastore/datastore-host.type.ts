import { Field, ObjectType } from 'type-graphql';
import type { HostId } from '../platform/ids.ts';

@ObjectType({ description: 'A host that is to have a datastore.', simpleResolvers: true })
export class DatastoreHost {
  hostId: HostId;

  @Field(() => Boolean, {
    description: 'False: it was not mounted there when that was last looked at.',
  })
  sees: boolean;
}
