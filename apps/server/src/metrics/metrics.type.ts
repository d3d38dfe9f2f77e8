import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { BigIntScalar } from '../platform/graphql/scalars.ts';
import type { Figures } from './figures.ts';
import { MetricKind, MetricPeriod } from './series.ts';
import type { UsageSample } from './usage-store.ts';

registerEnumType(MetricKind, { name: 'MetricKind', description: 'What a chart is of.' });
registerEnumType(MetricPeriod, { name: 'MetricPeriod', description: 'How far back, up to now.' });

@ObjectType({
  description: 'The newest sample. What is not known is null: a rate needs two samples.',
  simpleResolvers: true,
})
export class Usage {
  @Field(() => Date)
  at: Date;

  @Field(() => Float, { nullable: true, description: "Of all the VM's vCPUs, or the host's CPUs." })
  cpuPercent: number | null;

  @Field(() => BigIntScalar, { nullable: true, description: 'Of the QEMU process, or the host.' })
  ramBytes: bigint | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: 'What the guest itself uses, where its driver tells.',
  })
  guestRamBytes: bigint | null;

  @Field(() => Float, { nullable: true })
  diskReadBytesPerSecond: number | null;

  @Field(() => Float, { nullable: true })
  diskWriteBytesPerSecond: number | null;

  @Field(() => Float, { nullable: true })
  networkRxBytesPerSecond: number | null;

  @Field(() => Float, { nullable: true })
  networkTxBytesPerSecond: number | null;
}

@ObjectType({ description: 'One figure of a sample.', simpleResolvers: true })
class MetricFigure {
  @Field(() => MetricKind)
  kind: MetricKind;

  @Field(() => String, { description: 'As in `MetricSource.name`.' })
  source: string;

  @Field(() => Float, { nullable: true })
  value: number | null;
}

@ObjectType({ description: 'One moment of a VM or host.', simpleResolvers: true })
export class MetricSample extends Usage {
  @Field(() => ID)
  subject: string;

  @Field(() => [MetricFigure], { description: 'All figures, by the charts they belong to.' })
  figures: readonly MetricFigure[];
}

@ObjectType({ description: 'One line of a chart.', simpleResolvers: true })
class MetricSource {
  @Field(() => String)
  name: string;

  @Field(() => [Float], {
    nullable: 'items',
    description: 'One for each timestamp; null: not known.',
  })
  values: readonly (number | null)[];

  @Field(() => Float, { nullable: true, description: 'Of the line shown.' })
  min: number | null;

  @Field(() => Float, { nullable: true, description: 'The highest that was measured.' })
  max: number | null;

  @Field(() => Float, { nullable: true })
  average: number | null;
}

@ObjectType({ description: 'What a chart shows.', simpleResolvers: true })
export class MetricSeries {
  @Field(() => ID)
  subject: string;

  @Field(() => MetricKind)
  kind: MetricKind;

  @Field(() => MetricPeriod)
  period: MetricPeriod;

  @Field(() => String, { description: 'percent, bytes, bytes/s, operations/s or processes.' })
  unit: string;

  @Field(() => Int, { description: 'Each value is the mean of so long, up to its timestamp.' })
  stepSeconds: number;

  @Field(() => [Date], { description: 'Empty: nothing was measured.' })
  timestamps: readonly Date[];

  @Field(() => [MetricSource])
  sources: readonly MetricSource[];

  @Field(() => Boolean, {
    description: 'The host shares its kernel with others: the figures are of its own processes.',
  })
  sharedKernel: boolean;
}

@ObjectType({ description: 'Means over a period.', simpleResolvers: true })
export class UsageAverages {
  @Field(() => ID)
  subject: string;

  @Field(() => MetricPeriod)
  period: MetricPeriod;

  @Field(() => Float, { nullable: true })
  cpuPercent: number | null;

  @Field(() => Float, { nullable: true })
  ramBytes: number | null;

  @Field(() => Float, { nullable: true })
  guestRamBytes: number | null;

  @Field(() => Float, { nullable: true })
  diskReadBytesPerSecond: number | null;

  @Field(() => Float, { nullable: true })
  diskWriteBytesPerSecond: number | null;

  @Field(() => Float, { nullable: true })
  networkRxBytesPerSecond: number | null;

  @Field(() => Float, { nullable: true })
  networkTxBytesPerSecond: number | null;
}

@ObjectType({ description: 'CPU of the last hour, as a small line.', simpleResolvers: true })
export class Sparkline {
  @Field(() => ID)
  subject: string;

  @Field(() => Date, { description: 'Of the last value; the others are a minute apart.' })
  endsAt: Date;

  @Field(() => [Float], { nullable: 'items', description: 'Percent; null: not known.' })
  values: readonly (number | null)[];
}

/** What VMs are compared by. */
export const UsageFigure = {
  CPU: 'CPU',
  RAM: 'RAM',
  DISK: 'DISK',
  NETWORK: 'NETWORK',
} as const;
export type UsageFigure = keyof typeof UsageFigure;
registerEnumType(UsageFigure, { name: 'UsageFigure', description: 'What VMs are compared by.' });

const whole = (figure: number | null | undefined): bigint | null =>
  figure === null || figure === undefined ? null : BigInt(Math.round(figure));

function rates(figures: Figures) {
  return {
    cpuPercent: figures['cpu'] ?? null,
    diskReadBytesPerSecond: figures['diskRead'] ?? null,
    diskWriteBytesPerSecond: figures['diskWrite'] ?? null,
    networkRxBytesPerSecond: figures['netRx'] ?? null,
    networkTxBytesPerSecond: figures['netTx'] ?? null,
  };
}

/** A sample as the API shows it. */
export function usageOf({ at, figures }: UsageSample): Usage {
  const ramBytes = whole(figures['ram']);
  return { at, ramBytes, guestRamBytes: whole(figures['guestRam']), ...rates(figures) };
}

/** Means as the API shows them. */
export function averagesOf(figures: Figures): Omit<UsageAverages, 'subject' | 'period'> {
  const ramBytes = figures['ram'] ?? null;
  return { ramBytes, guestRamBytes: figures['guestRam'] ?? null, ...rates(figures) };
}
