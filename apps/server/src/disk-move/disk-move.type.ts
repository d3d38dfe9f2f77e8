import { Field, Int, ObjectType } from 'type-graphql';
import { DatastoreCandidate } from '../datastore/datastore-choice.type.ts';

@ObjectType({
  description: 'Where disks of a VM could be moved to, and how.',
  simpleResolvers: true,
})
export class DiskMoveChoice {
  @Field(() => Int, { description: 'Sizes of the disks, as the guest sees them.' })
  sizeGiB: number;

  @Field(() => Boolean, { description: 'The VM goes on while they are moved.' })
  live: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Why they cannot be moved now, with the remedy; null: they can.',
  })
  obstacle: string | null;

  @Field(() => [DatastoreCandidate], { description: 'Every datastore, those with room first.' })
  candidates: readonly DatastoreCandidate[];
}
