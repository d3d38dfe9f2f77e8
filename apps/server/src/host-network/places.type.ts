import { IsOptional, MaxLength } from 'class-validator';
import { Field, Float, ID, InputType, ObjectType } from 'type-graphql';

@ObjectType({ description: 'Where a person put a host in the graph.', simpleResolvers: true })
export class HostPlace {
  @Field(() => ID)
  hostId: string;

  @Field(() => Float)
  x: number;

  @Field(() => Float)
  y: number;
}

@InputType()
class HostPlaceInput {
  @Field(() => ID)
  hostId: string;

  @Field(() => Float)
  x: number;

  @Field(() => Float)
  y: number;
}

@InputType({ description: 'All places; hosts that are left out have none.' })
export class SetHostNetworkPlacesInput {
  @Field(() => [HostPlaceInput])
  places: HostPlaceInput[];

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, { message: 'clientMutationId has at most 100 characters.' })
  clientMutationId?: string;
}
