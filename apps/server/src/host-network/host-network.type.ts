import { ArrayMaxSize, IsOptional, MaxLength } from 'class-validator';
import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { HostId } from '../platform/ids.ts';
import { LinkKind } from './host-network-enums.ts';

@ObjectType('HostNetworkNode', {
  description: 'A host in the graph. Its host is a field of the resolver.',
  simpleResolvers: true,
})
export class NetworkNodeView {
  hostId: HostId;

  @Field(() => Int, {
    nullable: true,
    description: 'Of the card it is reached by; null when that does not tell.',
  })
  nicBandwidthMbps: number | null;
}

@ObjectType('HostNetworkEdge', {
  description: 'What is between two hosts; its ends are fields of the resolver.',
  simpleResolvers: true,
})
export class NetworkEdgeView {
  @Field(() => ID)
  id: string;

  @Field(() => ID, { description: 'Cheaper than `source` where the nodes are asked for, too.' })
  sourceId: HostId;

  @Field(() => ID)
  targetId: HostId;

  @Field(() => Float, {
    nullable: true,
    description: 'Round trip. Null: not measured, or the last try brought nothing back.',
  })
  latencyMs: number | null;

  @Field(() => Date, { nullable: true, description: 'When it was tried last.' })
  latencyAt: Date | null;

  @Field(() => Float, { nullable: true, description: 'What it is as a rule.' })
  usualLatencyMs: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'What arrives, in 10⁶ bits a second: of the slower direction.',
  })
  throughputMbps: number | null;

  @Field(() => Date, { nullable: true })
  throughputAt: Date | null;

  @Field(() => Float, { nullable: true, description: 'What it is as a rule.' })
  usualThroughputMbps: number | null;

  @Field(() => Date, {
    nullable: true,
    description: 'Since when it is much worse than its own history; null while it is not.',
  })
  degradedSince: Date | null;
}

@ObjectType('HostNetwork', {
  description: 'What was measured between hosts last; one edge a pair.',
  simpleResolvers: true,
})
export class HostNetworkView {
  /** Of the feed. */
  id: string;

  @Field(() => Date, { nullable: true, description: 'The moment asked for; null: now.' })
  at: Date | null;

  @Field(() => Boolean, { description: 'A measurement that somebody asked for is under way.' })
  measuring: boolean;

  @Field(() => [NetworkNodeView])
  nodes: readonly NetworkNodeView[];

  @Field(() => [NetworkEdgeView])
  edges: readonly NetworkEdgeView[];
}

@ObjectType('HostLinkSample', {
  description: 'One measurement, or the average of an hour or a day that is long past.',
  simpleResolvers: true,
})
export class HostLinkSampleView {
  @Field(() => Date)
  at: Date;

  @Field(() => ID, { description: 'The host that sent.' })
  sourceId: HostId;

  @Field(() => ID)
  targetId: HostId;

  @Field(() => LinkKind)
  kind: LinkKind;

  @Field(() => Float, { description: 'Latency in ms, throughput in 10⁶ bits a second.' })
  value: number;
}

@ObjectType('HostLinkHistory', {
  description: 'What was measured between two hosts, in both directions.',
  simpleResolvers: true,
})
export class HostLinkHistoryView {
  @Field(() => ID)
  sourceId: HostId;

  @Field(() => ID)
  targetId: HostId;

  @Field(() => [HostLinkSampleView], { description: 'Oldest first; the newest 5,000 at most.' })
  samples: readonly HostLinkSampleView[];
}

@InputType()
export class MeasureHostNetworkInput {
  @Field(() => [ID], {
    nullable: true,
    description: 'At least two; all hosts that are up unless given.',
  })
  @IsOptional()
  @ArrayMaxSize(500, { message: 'At most 500 hosts at once.' })
  hostIds?: string[];

  @Field(() => Boolean, {
    defaultValue: false,
    nullable: true,
    description: 'Measure throughput too, which loads the network for some seconds a pair.',
  })
  throughput?: boolean;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, { message: 'clientMutationId has at most 100 characters.' })
  clientMutationId?: string;
}
