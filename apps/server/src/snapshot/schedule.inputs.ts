import { IsOptional, MaxLength } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';

@InputType({ description: 'How many of a kind are kept, and when one is taken.' })
export class KeepSnapshotsInput {
  @Field(() => Int, { description: '1 to 31.' })
  keep: number;

  @Field(() => Int, { description: '0 to 23, UTC.' })
  hour: number;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'With the memory: the guest stands still while it is written. No unless told: the disks alone, of one moment, while the guest runs on.',
  })
  memory?: boolean;
}

const KIND = { nullable: true, description: 'Null turns it off; left out, it stays as it is.' };

@InputType()
export class SetSnapshotScheduleInput {
  @Field(() => ID)
  vmId: string;

  @Field(() => KeepSnapshotsInput, KIND)
  daily?: KeepSnapshotsInput | null;

  @Field(() => KeepSnapshotsInput, { ...KIND, description: `On Sundays. ${KIND.description}` })
  weekly?: KeepSnapshotsInput | null;

  @Field(() => KeepSnapshotsInput, {
    ...KIND,
    description: `On the first of each month. ${KIND.description}`,
  })
  monthly?: KeepSnapshotsInput | null;

  @Field(() => KeepSnapshotsInput, { ...KIND, description: `On 1 January. ${KIND.description}` })
  yearly?: KeepSnapshotsInput | null;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, { message: 'clientMutationId has at most 100 characters.' })
  clientMutationId?: string;
}
