import { Field, Int, ObjectType } from 'type-graphql';
import { type ScheduledType, SnapshotType } from './snapshot-enums.ts';

@ObjectType({ description: 'One kind of snapshots taken by themselves.', simpleResolvers: true })
export class SnapshotSchedule {
  @Field(() => SnapshotType, { description: 'DAILY, WEEKLY, MONTHLY or YEARLY.' })
  type: ScheduledType;

  @Field(() => Int, { description: 'The oldest beyond these are deleted once a new one is there.' })
  keep: number;

  @Field(() => Int, { description: 'Of the day, in UTC; the minute depends on the VM.' })
  hour: number;

  @Field(() => Boolean)
  memory: boolean;

  @Field(() => Date)
  nextAt: Date;

  @Field(() => Date, { nullable: true })
  lastAt: Date | null;

  @Field(() => String, { nullable: true, description: 'Why the last one was not taken.' })
  lastSkipped: string | null;
}
