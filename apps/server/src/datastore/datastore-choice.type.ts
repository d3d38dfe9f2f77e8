import { Field, Int, ObjectType } from 'type-graphql';
import type { DatastoreId } from '../platform/ids.ts';

@ObjectType({ description: "One rule's word on one datastore.", simpleResolvers: true })
class DatastoreReason {
  @Field(() => String)
  rule: string;

  @Field(() => Boolean)
  ok: boolean;

  @Field(() => String)
  text: string;
}

@ObjectType({ description: 'One datastore with the verdict on it.', simpleResolvers: true })
export class DatastoreCandidate {
  datastoreId: DatastoreId;

  @Field(() => Boolean)
  accepted: boolean;

  @Field(() => Int, {
    nullable: true,
    description: 'What would stay free above its reserve; null when its size was not read yet.',
  })
  freeAfterGiB: number | null;

  @Field(() => [DatastoreReason])
  reasons: readonly DatastoreReason[];
}

@ObjectType({ description: 'Where a disk would go, and why.', simpleResolvers: true })
export class DatastoreChoice {
  @Field(() => [DatastoreCandidate], { description: 'Every datastore, best first.' })
  candidates: readonly DatastoreCandidate[];
}
