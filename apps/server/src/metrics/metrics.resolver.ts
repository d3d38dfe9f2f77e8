import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Int,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import { isAdmin, requireViewer, vmRelation } from '../auth/policy.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { Context } from '../context.ts';
import { HostType } from '../host/host.type.ts';
import { BadUserInputError } from '../platform/errors.ts';
import { mergeFeeds } from '../platform/merge-feeds.ts';
import { VmType } from '../vm/vm.type.ts';
import type { VmView } from '../vm/vm-views.ts';
import { type Figure, type Figures, hostCpuPercent } from './figures.ts';
import {
  type MetricSubject,
  requireSubject,
  sharesKernel,
  visibleSubjects,
} from './metric-subject.ts';
import {
  type RowReads,
  readAverages,
  readChart,
  readDevices,
  readSparks,
} from './metrics.service.ts';
import {
  averagesOf,
  MetricSample,
  MetricSeries,
  Sparkline,
  Usage,
  UsageAverages,
  UsageFigure,
  usageOf,
} from './metrics.type.ts';
import { KINDS, MetricKind, MetricPeriod } from './series.ts';
import { topVms } from './top-vms.ts';
import { loadSamples, type UsageSample } from './usage-store.ts';

/** More VMs at once than a page shows. */
const SUBJECTS_MAX = 200;

@ArgsType()
class MetricsArgs {
  @Field(() => ID, { description: 'Of a VM or host.' })
  subject: string;

  @Field(() => MetricKind)
  kind: MetricKind;

  @Field(() => MetricPeriod)
  period: MetricPeriod;

  @Field(() => Date, { nullable: true, description: 'Begin of a free range.' })
  from?: Date;

  @Field(() => Date, { nullable: true, description: 'End of a free range; now unless told.' })
  to?: Date;

  @Field(() => String, { nullable: true, description: 'One of `metricDevices`.' })
  device?: string;
}

@Resolver()
export class MetricsResolver {
  @Query(() => MetricSeries, {
    description:
      'What a chart shows of a VM or host. NOT_FOUND as the object itself; UNAVAILABLE while the store is away.',
  })
  async metrics(
    @Ctx() ctx: Context,
    @Args(() => MetricsArgs) args: MetricsArgs,
  ): Promise<MetricSeries> {
    const { subject, sharedKernel, reads } = await subjectOf(ctx, args.subject);
    const { kind, period, from, to, device } = args;
    const request = { kind, period, from, to, device, reads };
    const rows = await readChart(ctx.services, subject, request);
    return { subject: subject.id, kind, period, sharedKernel, ...rows };
  }

  @Query(() => UsageAverages, { description: 'Means over a period.' })
  async usageAverages(
    @Ctx() ctx: Context,
    @Arg('subject', () => ID) id: string,
    @Arg('period', () => MetricPeriod) period: MetricPeriod,
  ): Promise<UsageAverages> {
    const subject = await requireSubject(ctx.em, requireViewer(ctx), id);
    const means = await readAverages(ctx.services, subject, period);
    const figures: Record<string, Figure> = {};
    for (const [name, { average }] of means) figures[name] = average;
    if (subject.kind === 'host') figures['cpu'] = hostCpuPercent(figures);
    return { subject: subject.id, period, ...averagesOf(figures) };
  }

  @Query(() => [String], {
    description: 'Disks and interfaces of a VM, or datastores of a host, with own figures.',
  })
  async metricDevices(
    @Ctx() ctx: Context,
    @Arg('subject', () => ID) id: string,
  ): Promise<string[]> {
    return readDevices(ctx.services, await requireSubject(ctx.em, requireViewer(ctx), id));
  }

  @Query(() => [Sparkline], {
    description:
      'Small lines of many VMs or hosts at once; those the viewer may not see are left out.',
  })
  async sparklines(
    @Ctx() ctx: Context,
    @Arg('subjects', () => [ID]) ids: string[],
  ): Promise<Sparkline[]> {
    const sparks = await readSparks(ctx.services, await subjectsOf(ctx, ids));
    return sparks.map(({ id, ...spark }) => ({ subject: id, ...spark }));
  }

  @Query(() => [VmType], { description: 'The VMs that use most now, of those the viewer may see.' })
  topVms(
    @Ctx() ctx: Context,
    @Arg('figure', () => UsageFigure) figure: UsageFigure,
    @Arg('first', () => Int, { defaultValue: 5 }) first: number,
  ): Promise<VmView[]> {
    return topVms(ctx.em, requireViewer(ctx), { figure, first });
  }

  @Subscription(() => MetricSample, {
    description: 'Every sample of a VM or host, the newest first.',
    subscribe: ({ args, context }) =>
      watchSample(context as Context, (args as { subject: string }).subject),
  })
  metricSampled(
    @Root() sample: UsageSample,
    @Arg('subject', () => ID) _subject: string,
  ): MetricSample {
    return sampleOf(sample);
  }

  @Subscription(() => MetricSample, {
    description: 'Every sample of many VMs or hosts; those the viewer may not see are left out.',
    subscribe: ({ args, context }) =>
      watchSamples(context as Context, (args as { subjects: string[] }).subjects),
  })
  metricsSampled(
    @Root() sample: UsageSample,
    @Arg('subjects', () => [ID]) _subjects: string[],
  ): MetricSample {
    return sampleOf(sample);
  }
}

@Resolver(() => VmType)
export class VmUsageResolver {
  @FieldResolver(() => Usage, { nullable: true, description: 'Null: it does not run.' })
  async usage(@Root() vm: VmView, @Ctx() ctx: Context): Promise<Usage | null> {
    if (vm.status === 'SHUTDOWN' || vm.status === 'IN_QUEUE' || vm.status === 'CRASHED')
      return null;
    const sample = await ctx.loaders.sample.load(vm.id);
    return sample && usageOf(sample);
  }
}

@Resolver(() => HostType)
export class HostUsageResolver {
  @FieldResolver(() => Usage, { nullable: true, description: 'Null: it was not measured yet.' })
  async usage(@Root() host: HostType, @Ctx() ctx: Context): Promise<Usage | null> {
    const sample = await ctx.loaders.sample.load(host.id);
    return sample && usageOf(sample);
  }
}

interface KnownSubject {
  readonly subject: MetricSubject;
  readonly sharedKernel: boolean;
  /** What was read of its files for this request; a socket's request is none. */
  readonly reads: RowReads | undefined;
}
const subjects = new WeakMap<Context, Map<string, Promise<KnownSubject>>>();

/** Found once for all the charts of a request. */
function subjectOf(ctx: Context, id: string): Promise<KnownSubject> {
  const known = subjects.get(ctx) ?? new Map<string, Promise<KnownSubject>>();
  subjects.set(ctx, known);
  const finding = known.get(id) ?? findSubject(ctx, id);
  // A socket's request lasts for hours.
  if (ctx.http) known.set(id, finding);
  return finding;
}

async function findSubject(ctx: Context, id: string): Promise<KnownSubject> {
  const subject = await requireSubject(ctx.em, requireViewer(ctx), id);
  const reads: RowReads | undefined = ctx.http ? new Map() : undefined;
  return { subject, sharedKernel: await sharesKernel(ctx.em, subject), reads };
}

function figuresOf(kind: 'vm' | 'host', figures: Figures): MetricSample['figures'] {
  return Object.entries(KINDS[kind]).flatMap(([name, shape]) =>
    shape.sources.flatMap(({ name: source, source: key }) =>
      key in figures ? [{ kind: name as MetricKind, source, value: figures[key] ?? null }] : [],
    ),
  );
}

function sampleOf(sample: UsageSample): MetricSample {
  const kind = sample.audience ? 'vm' : 'host';
  return { subject: sample.id, ...usageOf(sample), figures: figuresOf(kind, sample.figures) };
}

const maySee = (viewer: Viewer) => (sample: UsageSample) =>
  sample.audience ? vmRelation(viewer, sample.audience) !== null : isAdmin(viewer);

async function watchSample(ctx: Context, id: string): Promise<AsyncIterable<UsageSample>> {
  const viewer = requireViewer(ctx);
  await requireSubject(ctx.em, viewer, id);
  return ctx.services.feeds.sample.subscribe({
    id,
    accept: maySee(viewer),
    // Of what was not measured yet there is no present state, which is no reason to end.
    initial: (await loadSamples(ctx.em, [id])).length > 0,
  });
}

async function watchSamples(
  ctx: Context,
  ids: readonly string[],
): Promise<AsyncIterable<UsageSample>> {
  const accept = maySee(requireViewer(ctx));
  const subjects = await subjectsOf(ctx, ids);
  const measured = new Set(
    (
      await loadSamples(
        ctx.em,
        subjects.map(({ id }) => id),
      )
    ).map(({ id }) => id as string),
  );
  const { sample } = ctx.services.feeds;
  return mergeFeeds(
    subjects.map(({ id }) => sample.subscribe({ id, accept, initial: measured.has(id) })),
  );
}

/** @throws {BadUserInputError} when there are too many */
function subjectsOf(ctx: Context, ids: readonly string[]): Promise<MetricSubject[]> {
  if (ids.length > SUBJECTS_MAX)
    throw new BadUserInputError([
      { path: 'subjects', message: `At most ${SUBJECTS_MAX} at once.` },
    ]);
  return visibleSubjects(ctx.em, requireViewer(ctx), ids);
}
