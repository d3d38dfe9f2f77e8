import type { SshMachine } from '@baadal/ssh';
import { HostUnreachableError } from '../platform/errors.ts';
import type { HostId } from '../platform/ids.ts';
import type { Services } from '../services.ts';
import { parseFping, parsePing, typicalMs } from './measured-text.ts';
import type { NetworkHost } from './network-hosts.ts';
import type { Pair } from './pairs.ts';

/** One measurement, or the failure of one. */
export interface LinkMeasurement {
  readonly source: NetworkHost;
  readonly target: NetworkHost;
  readonly at: Date;
  /** Null: nothing came back. */
  readonly value: number | null;
}

type MeasuringServices = Pick<Services, 'hosts' | 'log'>;

const PROBES = 5;
const BETWEEN_PROBES_MS = 200;
/** Hosts that ping at once. */
const AT_ONCE = 16;
const NOT_FOUND = 127;
/** A host that hangs keeps the others waiting no longer. */
const DEADLINE_MS = 15_000;

/**
 * Pings each pair from its first host: one command a host, all hosts side by side. A host that is
 * away, or that hangs, costs its own pairs and delays no other.
 */
export async function measureLatencies(
  services: MeasuringServices,
  pairs: readonly Pair<NetworkHost>[],
  signal?: AbortSignal,
): Promise<LinkMeasurement[]> {
  const bySource = new Map<HostId, { source: NetworkHost; targets: NetworkHost[] }>();
  for (const [source, target] of pairs) {
    const work = bySource.get(source.id) ?? { source, targets: [] };
    work.targets.push(target);
    bySource.set(source.id, work);
  }
  const measured: LinkMeasurement[] = [];
  const queue = [...bySource.values()].values();
  const lane = async () => {
    for (const { source, targets } of queue) {
      if (signal?.aborted) return;
      measured.push(...(await pingFrom(services, source, targets, signal)));
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, bySource.size) }, lane));
  return measured;
}

async function pingFrom(
  services: MeasuringServices,
  source: NetworkHost,
  targets: readonly NetworkHost[],
  signal: AbortSignal | undefined,
): Promise<LinkMeasurement[]> {
  try {
    const ssh = await services.hosts.ssh(source.id);
    const trips = await roundTrips(ssh, targets, signal);
    const at = new Date();
    return targets.map((target) => ({ source, target, at, value: trips.get(target.id) ?? null }));
  } catch (err) {
    // Nothing is known of its links then, which is not the same as that they are dead.
    const away = err instanceof HostUnreachableError;
    services.log[away ? 'debug' : 'warn']({ err, hostId: source.id }, 'no latency measured');
    return [];
  }
}

/** Round trips in ms by target; null where nothing came back. */
async function roundTrips(
  ssh: SshMachine,
  targets: readonly NetworkHost[],
  signal: AbortSignal | undefined,
): Promise<Map<HostId, number | null>> {
  const period = String(BETWEEN_PROBES_MS);
  const addresses = targets.map(({ address }) => address);
  const fping = await ssh.exec(
    ['fping', '-C', String(PROBES), '-q', '-p', period, '-i', '1', '--', ...addresses],
    { signal, timeoutMs: DEADLINE_MS },
  );
  if (fping.code === NOT_FOUND) return pingEach(ssh, targets, signal);
  const found = parseFping(fping.stderr);
  return new Map(targets.map(({ id, address }) => [id, typicalMs(found.get(address) ?? [])]));
}

/** Where fping is not installed. */
async function pingEach(
  ssh: SshMachine,
  targets: readonly NetworkHost[],
  signal: AbortSignal | undefined,
): Promise<Map<HostId, number | null>> {
  const found = new Map<HostId, number | null>();
  for (const { id, address } of targets) {
    const argv = ['ping', '-n', '-c', String(PROBES), '-i', '0.2', '-w', '3', '--', address];
    const { stdout } = await ssh.exec(argv, { signal, timeoutMs: DEADLINE_MS });
    found.set(id, typicalMs(parsePing(stdout)));
  }
  return found;
}
