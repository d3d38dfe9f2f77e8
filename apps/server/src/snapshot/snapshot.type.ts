import { Field, ID, Int, ObjectType } from 'type-graphql';
import { BigIntScalar } from '../platform/graphql/scalars.ts';
import type { SnapshotId, UserId, VmId } from '../platform/ids.ts';
import { VmStatus } from '../vm/vm-status.ts';
import { SnapshotState, SnapshotType } from './snapshot-enums.ts';

@ObjectType('Snapshot', {
  description: 'A state of a VM that one may go back to.',
  simpleResolvers: true,
})
export class SnapshotView {
  @Field(() => ID)
  id: SnapshotId;

  @Field(() => String)
  name: string;

  @Field(() => String, { nullable: true })
  description: string | null;

  @Field(() => SnapshotType)
  type: SnapshotType;

  @Field(() => SnapshotState, { description: 'READY, or DELETING once that was asked for.' })
  state: SnapshotState;

  @Field(() => Date, { description: 'When it was taken.' })
  createdAt: Date;

  @Field(() => SnapshotView, { nullable: true, description: 'The one it is based on.' })
  parent: SnapshotView | null;

  @Field(() => Boolean, { description: 'What the VM does now is based on it.' })
  current: boolean;

  @Field(() => Boolean, { description: 'It has the memory too: the guest goes on where it was.' })
  memory: boolean;

  @Field(() => Boolean, {
    description: 'The guest agent had the file systems frozen while the disks alone were taken.',
  })
  quiesced: boolean;

  @Field(() => VmStatus, { description: 'What the VM is after a revert.' })
  vmStatus: VmStatus;

  @Field(() => Int, { description: 'What the VM had, and has again after a revert.' })
  vcpus: number;

  @Field(() => Int)
  ramMiB: number;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      'What its saved memory takes; 0 without memory. Blocks of the disks come on top as the VM overwrites them: qcow2 counts those for all snapshots together.',
  })
  sizeBytes: bigint | null;

  vmId: VmId;
  parentId: SnapshotId | null;
  createdById: UserId | null;
}

@ObjectType({ description: 'How many snapshots people have of a VM.', simpleResolvers: true })
export class SnapshotQuota {
  @Field(() => Int, { description: 'Those under way included; scheduled ones do not count.' })
  used: number;

  @Field(() => Int)
  limit: number;
}
