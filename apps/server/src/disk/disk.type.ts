import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { DatastoreId, DiskId, HostId, UserId } from '../platform/ids.ts';

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

  @Field(() => Boolean, { description: 'Known to be no layer over the image of a template.' })
  flat: boolean;

  @Field(() => Date, {
    nullable: true,
    description:
      'When its running guest was asked to let it go, where it has not yet. As soon as it does, the disk is detached and its volume kept.',
  })
  releaseAskedAt: Date | null;

  datastoreId: DatastoreId;
  /** The host that is asked about the file. */
  hostId: HostId | null;
}

@ObjectType({
  description: 'A volume that was kept when it was detached; it can be attached again.',
  simpleResolvers: true,
})
export class DetachedDisk {
  @Field(() => ID)
  id: DiskId;

  @Field(() => String, { description: 'Where hosts see it.' })
  path: string;

  @Field(() => Int)
  sizeGiB: number;

  @Field(() => String, { nullable: true, description: 'Name of the VM that it was detached from.' })
  keptFrom: string | null;

  @Field(() => Date)
  keptAt: Date;

  datastoreId: DatastoreId;
  ownerId: UserId;
  /** No host has a guest that uses it. */
  hostId: null;
}
