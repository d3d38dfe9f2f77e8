import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { DatastoreId, DiskId, HostId } from '../platform/ids.ts';

@ObjectType('Disk', { description: 'A volume of a VM.', simpleResolvers: true })
export class DiskType {
  @Field(() => ID)
  id: DiskId;

  @Field(() => String, { description: 'Device name in the guest, e.g. `vda`.' })
  target: string;

  @Field(() => String, { description: 'Where hosts see it.' })
  path: string;

  @Field(() => Int)
  sizeGiB: number;

  @Field(() => Boolean)
  root: boolean;

  datastoreId: DatastoreId;
  /** The host that is asked about the file. */
  hostId: HostId | null;
}
