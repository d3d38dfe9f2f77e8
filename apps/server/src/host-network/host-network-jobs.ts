import { constantValues } from '../constant/constant.service.ts';
import { rows, transaction } from '../platform/db.ts';
import type { PeriodicJob } from '../schedule/periodic-jobs.ts';
import type { Services } from '../services.ts';
import { announceTask } from '../task/enqueue.ts';
import { enqueueMeasurement } from './host-network.service.ts';
import { watchLinks } from './link-alerts.ts';
import { saveMeasurements, thinSamples } from './link-store.ts';
import { measureLatencies } from './measure-latency.ts';
import { hostsToMeasure } from './network-hosts.ts';
import { latencyPairs } from './pairs.ts';

const MINUTE_MS = 60_000;

/** Pings the pairs whose minute it is. */
export async function pingHosts(services: Services, now: Date): Promise<number> {
  const hosts = await hostsToMeasure(services.em(), null);
  const pairs = latencyPairs(hosts, Math.floor(now.getTime() / MINUTE_MS));
  if (pairs.length === 0) return 0;
  const measured = await measureLatencies(services, pairs, AbortSignal.timeout(MINUTE_MS));
  await saveMeasurements(services.em(), 'LATENCY', measured);
  await watchLinks(services, hosts, now);
  services.events.publish('hostNetwork', {});
  return measured.length;
}

/** An hour that does not come: no throughput is measured by itself. */
const NEVER = 24;

/** Asks for the throughput of all pairs once in the hour that an admin chose. */
export async function measureAtNight(services: Services, now: Date): Promise<void> {
  const { throughputHourUtc } = await constantValues(services.em());
  if (throughputHourUtc === NEVER || now.getUTCHours() !== throughputHourUtc) return;
  const id = await transaction(services.em(), async (em) => {
    const [recent] = await rows(
      em,
      `select 1 from task where type = 'MEASURE_HOST_NETWORK' and requested_by is null
          and created_at > ? limit 1`,
      [new Date(now.getTime() - 20 * 60 * MINUTE_MS)],
    );
    const hosts = await hostsToMeasure(em, null);
    if (recent || hosts.length < 2) return null;
    return enqueueMeasurement(em, { hostIds: null, throughput: true, requestedBy: null });
  });
  if (id) announceTask(services.events, id);
}

/** What the host network does by itself. */
export const HOST_NETWORK_JOBS: readonly PeriodicJob[] = [
  {
    name: 'host-latency',
    everyMs: MINUTE_MS,
    run: async (services) => void (await pingHosts(services, new Date())),
  },
  {
    name: 'host-throughput',
    everyMs: 10 * MINUTE_MS,
    run: (services) => measureAtNight(services, new Date()),
  },
  {
    name: 'host-link-thinning',
    everyMs: 60 * MINUTE_MS,
    run: async (services) => void (await thinSamples(services.em(), new Date())),
  },
];
