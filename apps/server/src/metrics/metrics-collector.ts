import { constantValues } from '../constant/constant.service.ts';
import { rows } from '../platform/db.ts';
import { HostUnreachableError } from '../platform/errors.ts';
import type { HostId } from '../platform/ids.ts';
import { HostSampler, type SampledHost } from './host-sampler.ts';
import type { MetricsServices } from './metrics-services.ts';

/** How measuring goes on. */
export interface MetricsCollectorOptions {
  readonly services: MetricsServices;
  /** Of the collector, by which its hosts are found. */
  readonly processName: string;
  /** For tests, which have no time for the constant's. */
  readonly intervalMs?: number;
}

/** Hosts are looked for again so often; beside that, on each event about one. */
const LOOK_MS = 5_000;
const LOOK_SOON_MS = 100;

/** Spreads the sweeps of many hosts over the interval; the same for a host each time. */
function offsetMs(id: HostId): number {
  let hash = 0;
  for (const letter of id) hash = (hash * 31 + letter.charCodeAt(0)) % 60_000;
  return hash;
}

/** One host's rhythm: sweeps begin on its beats, one at a time. */
class HostRhythm {
  readonly #sampler: HostSampler;
  readonly #services: MetricsServices;
  #host: SampledHost;
  #intervalMs: number;
  #timer: NodeJS.Timeout | null = null;
  #sweeping: Promise<void> | null = null;
  #skipped = 0;

  constructor(services: MetricsServices, host: SampledHost, intervalMs: number) {
    this.#services = services;
    this.#host = host;
    this.#intervalMs = intervalMs;
    this.#sampler = new HostSampler(services, host.id);
    services.log.info({ hostId: host.id, host: host.name, intervalMs }, 'measuring a host');
    // At once, so that a new host has figures after one interval.
    this.#beat();
  }

  update(host: SampledHost, intervalMs: number): void {
    this.#host = host;
    this.#intervalMs = intervalMs;
  }

  async stop(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#sweeping;
    this.#sampler.close();
  }

  /** A sweep that is not over at the next beat is waited for; the beat is left out. */
  #beat(): void {
    const wait = this.#intervalMs - ((Date.now() + offsetMs(this.#host.id)) % this.#intervalMs);
    // The end of this interval may be too near to tell anything: then the one after.
    this.#timer = setTimeout(() => this.#beat(), wait < 200 ? wait + this.#intervalMs : wait);
    if (this.#sweeping) {
      this.#skipped++;
      this.#services.log.debug({ hostId: this.#host.id, skipped: this.#skipped }, 'sweep left out');
      return;
    }
    this.#sweeping = this.#sweep().finally(() => {
      this.#sweeping = null;
    });
  }

  /** Never rejects. */
  async #sweep(): Promise<void> {
    const { log } = this.#services;
    const ids = { hostId: this.#host.id, host: this.#host.name };
    try {
      const outcome = await this.#sampler.sweep(this.#host, this.#intervalMs);
      log.debug({ ...ids, ...outcome }, 'sweep');
    } catch (error) {
      // The collector says so, too, in the main log.
      if (error instanceof HostUnreachableError) log.debug({ ...ids, err: error }, 'no sweep');
      else log.warn({ ...ids, err: error }, 'sweep failed');
    }
  }
}

/**
 * Measures the hosts that this process's collector holds, each in its own rhythm: a slow host delays
 * no other.
 */
export class MetricsCollector {
  readonly #options: MetricsCollectorOptions;
  readonly #rhythms = new Map<HostId, HostRhythm>();
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> = Promise.resolve();
  #unsubscribe: (() => void) | null = null;
  #stopped = true;

  constructor(options: MetricsCollectorOptions) {
    this.#options = options;
  }

  start(): void {
    this.#stopped = false;
    this.#unsubscribe = this.#options.services.events.on('host', () => this.#lookIn(LOOK_SOON_MS));
    this.#lookIn(0);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unsubscribe?.();
    if (this.#timer) clearTimeout(this.#timer);
    await this.#looking;
    await Promise.all([...this.#rhythms.values()].map((rhythm) => rhythm.stop()));
    this.#rhythms.clear();
    await this.#options.services.writer?.close();
  }

  #lookIn(ms: number): void {
    if (this.#stopped) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#looking = this.#looking.then(() => this.#look());
    }, ms);
  }

  /** Never rejects; while the database is away, the hosts known go on. */
  async #look(): Promise<void> {
    const { services } = this.#options;
    try {
      const [hosts, intervalMs] = await Promise.all([this.#hosts(), this.#interval()]);
      if (this.#stopped) return;
      await this.#watchHosts();
      const held = new Set(hosts.map(({ id }) => id));
      for (const [id, rhythm] of this.#rhythms)
        if (!held.has(id)) {
          this.#rhythms.delete(id);
          void rhythm.stop();
        }
      for (const host of hosts) {
        const known = this.#rhythms.get(host.id);
        if (known) known.update(host, intervalMs);
        else this.#rhythms.set(host.id, new HostRhythm(services, host, intervalMs));
      }
    } catch (error) {
      services.log.warn({ err: error }, 'hosts to be measured are not known');
    }
    this.#lookIn(LOOK_MS);
  }

  async #hosts(): Promise<SampledHost[]> {
    const { services, processName } = this.#options;
    const found = await rows<Omit<SampledHost, 'shared'> & { shared: number }>(
      services.em(),
      // Of two hosts with the same boot id, each sees the totals of both.
      `select h.id, h.name, h.cpus, h.ram_mib as ramMiB, exists (
           select 1 from host o where o.id <> h.id and o.boot_marker is not null
             and substring_index(o.boot_marker, '/', 1) = substring_index(h.boot_marker, '/', 1)
         ) as shared
         from host h where h.collector = ? and h.status = 'UP'`,
      [processName],
    );
    return found.map((host) => ({ ...host, shared: Boolean(host.shared) }));
  }

  /** A host that is not reached has no figures but this one. */
  async #watchHosts(): Promise<void> {
    const { services, processName } = this.#options;
    const hosts = await rows<{ id: HostId; name: string; up: number }>(
      services.em(),
      "select id, name, status = 'UP' as up from host where collector = ? and maintenance = 0",
      [processName],
    );
    for (const { id, name, up } of hosts)
      await services.alerts.observe({ kind: 'HOST', id, name }, { up: Number(up) }, new Date());
  }

  async #interval(): Promise<number> {
    const { services, intervalMs } = this.#options;
    if (intervalMs !== undefined) return intervalMs;
    return (await constantValues(services.em())).metricsIntervalSeconds * 1000;
  }
}
