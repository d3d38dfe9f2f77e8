import { isSshError } from '@baadal/ssh';
import { z } from 'zod';
import { constantValues } from '../constant/constant.service.ts';
import { rows } from '../platform/db.ts';
import { HostUnreachableError } from '../platform/errors.ts';
import type { HostId } from '../platform/ids.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { saveMeasurements } from './link-store.ts';
import { type LinkMeasurement, measureLatencies } from './measure-latency.ts';
import { measureThroughput, type ThroughputLimits } from './measure-throughput.ts';
import type { Throughput } from './measured-text.ts';
import { hostsToMeasure, type NetworkHost } from './network-hosts.ts';
import { busyHosts } from './network-load.ts';
import { allPairs, type Pair, tournamentRounds } from './pairs.ts';

/**
 * Measures the network between hosts: the round trip of each pair, then, when asked, what each pair
 * carries in each direction, in rounds in which no host is in two tests. What is measured is kept at
 * once, so a task that is cut, or goes on elsewhere, measures only what is left. There is nothing to
 * undo. A pair that cannot be measured is named in the log and in the message.
 */

interface MeasureHostNetwork {
  /** Null: all that are up. */
  readonly hostIds: readonly HostId[] | null;
  readonly throughput: boolean;
}
type Context = StepContext<MeasureHostNetwork>;

/** What the first step settles. */
type Plan = {
  readonly hosts: NetworkHost[];
  /** ISO time: what was measured since counts for this task. */
  readonly since: string;
};

/** How many of how many were measured. */
type Tally = { readonly measured: number; readonly of: number; readonly faults: string[] };

const input = z.object({
  hostIds: z.array(z.string()).nullable(),
  throughput: z.boolean(),
}) as unknown as z.ZodType<MeasureHostNetwork>;

async function chooseHosts(ctx: Context): Promise<Plan> {
  const hosts = await hostsToMeasure(ctx.em, ctx.input.hostIds);
  if (hosts.length < 2)
    throw new FatalTaskError(
      'Fewer than two of these hosts are up: there is nothing between them.',
      {
        code: 'CONFLICT',
      },
    );
  ctx.log('INFO', `${hosts.length} hosts: ${hosts.map(({ name }) => name).join(', ')}.`);
  return { hosts: [...hosts], since: new Date().toISOString() };
}

async function latency(ctx: Context): Promise<Tally> {
  const { hosts } = ctx.result<Plan>('choose hosts');
  const pairs = allPairs(hosts);
  const measured = await measureLatencies(ctx.services, pairs, ctx.signal);
  await saveMeasurements(ctx.em, 'LATENCY', measured);
  ctx.services.events.publish('hostNetwork', {});
  const heard = new Set(measured.filter(({ value }) => value !== null).map(pairName));
  const faults = pairs.map(([a, b]) => `${a.name}–${b.name}`).filter((name) => !heard.has(name));
  for (const name of faults) ctx.log('WARN', `${name}: no answer.`);
  return { measured: heard.size, of: pairs.length, faults };
}

const pairName = ({ source, target }: LinkMeasurement) => `${source.name}–${target.name}`;

async function throughput(ctx: Context): Promise<Tally> {
  const { hosts, since } = ctx.result<Plan>('choose hosts');
  if (!ctx.input.throughput) return { measured: 0, of: 0, faults: [] };
  const limits = await limitsOf(ctx);
  const done = await measuredSince(ctx, since);
  const rounds = tournamentRounds(hosts);
  const faults: string[] = [];
  let passed = 0;
  // Each round twice, the other way round the second time.
  for (const round of rounds.flatMap((pairs) => [
    pairs,
    pairs.map(([a, b]): Pair<NetworkHost> => [b, a]),
  ])) {
    const left = round.filter(([a, b]) => !done.has(`${a.id} ${b.id}`));
    faults.push(...(await playRound(ctx, left, limits)));
    ctx.progress((++passed / (rounds.length * 2)) * 100);
  }
  const of = allPairs(hosts).length * 2;
  return { measured: of - faults.length, of, faults };
}

async function limitsOf(ctx: Context): Promise<ThroughputLimits> {
  const { throughputTestSeconds, throughputTestMiB } = await constantValues(ctx.em);
  return { seconds: throughputTestSeconds, volumeMiB: throughputTestMiB };
}

/** What an earlier try of this step measured. */
async function measuredSince(ctx: Context, since: string): Promise<ReadonlySet<string>> {
  const found = await rows<{ a: string; b: string }>(
    ctx.em,
    `select source_id as a, target_id as b from host_link_sample
      where kind = 'THROUGHPUT' and at >= ?`,
    [new Date(since)],
  );
  return new Set(found.map(({ a, b }) => `${a} ${b}`));
}

/** @returns the pairs that were not measured */
async function playRound(
  ctx: Context,
  pairs: readonly Pair<NetworkHost>[],
  limits: ThroughputLimits,
): Promise<string[]> {
  const faults: string[] = [];
  const busy = await busyHosts(
    ctx.em,
    pairs.flat().map(({ id }) => id),
  );
  await Promise.all(
    pairs.map(async ([source, target]) => {
      const name = `${source.name}→${target.name}`;
      const loaded = [source, target].find(({ id }) => busy.has(id));
      const found: Throughput = loaded
        ? { error: `the network of ${loaded.name} is busy; left for another time` }
        : await tryThroughput(ctx, [source, target], limits);
      if ('mbps' in found) {
        const at = new Date();
        ctx.log('INFO', `${name}: ${found.mbps.toPrecision(4)} Mbit/s.`);
        await saveMeasurements(ctx.services.em(), 'THROUGHPUT', [
          { source, target, at, value: found.mbps },
        ]);
        return;
      }
      ctx.log('WARN', `${name}: ${found.error}.`);
      faults.push(name);
    }),
  );
  ctx.services.events.publish('hostNetwork', {});
  return faults;
}

/** A host that went away costs its own pairs, not the task. */
async function tryThroughput(
  ctx: Context,
  pair: Pair<NetworkHost>,
  limits: ThroughputLimits,
): Promise<Throughput> {
  try {
    return await measureThroughput(ctx.services.hosts, pair, limits, ctx.signal);
  } catch (error) {
    if (ctx.signal.aborted) throw error;
    if (error instanceof HostUnreachableError || isSshError(error)) return { error: error.message };
    throw error;
  }
}

export const measureHostNetworkTask = defineTask<MeasureHostNetwork>({
  type: 'MEASURE_HOST_NETWORK',
  input,
  steps: [
    { name: 'choose hosts', do: chooseHosts },
    { name: 'latency', do: latency, cancellable: true },
    { name: 'throughput', do: throughput, cancellable: true, weight: 8 },
  ],
  succeeded: (ctx) => {
    ctx.services.events.publish('hostNetwork', {});
    const pings = ctx.result<Tally>('latency');
    const tests = ctx.result<Tally>('throughput');
    const faults = [...pings.faults, ...tests.faults];
    const also = tests.of > 0 ? `, throughput of ${tests.measured} of ${tests.of} ways` : '';
    const not = faults.length > 0 ? ` Not measured: ${faults.slice(0, 20).join(', ')}.` : '';
    return `Measured the latency of ${pings.measured} of ${pings.of} pairs${also}.${not}`;
  },
});
