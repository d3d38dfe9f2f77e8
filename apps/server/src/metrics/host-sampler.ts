import {
  type DomainStats,
  ConnectGetAllDomainStatsFlags as Flags,
  DomainStatsTypes as Groups,
} from '@baadal/libvirt';
import { HostUnreachableError } from '../platform/errors.ts';
import type { HostId, VmId } from '../platform/ids.ts';
import { DatastoreGauge } from './datastore-gauge.ts';
import { type Figures, hostCpuPercent } from './figures.ts';
import {
  HOST_COMMAND,
  type HostCounters,
  hostCounters,
  hostFigures,
  PROCESSES_SCRIPT,
} from './host-counters.ts';
import type { MetricsServices } from './metrics-services.ts';
import { rrdRows } from './rrd-rows.ts';
import { RunningVms, type SampledVm } from './running-vms.ts';
import { forgetOthers, storeSweep } from './usage-store.ts';
import { type VmCounters, type VmFigures, vmCounters, vmFigures } from './vm-counters.ts';

/** The five groups that figures are made of; the default groups cost more than twice as much. */
export const STATS_GROUPS =
  Groups.STATE | Groups.CPU_TOTAL | Groups.BALLOON | Groups.INTERFACE | Groups.BLOCK;
/** Not what waits for a guest's lock: a guest that is being migrated or saved does not stop the sweep. */
export const STATS_FLAGS = Flags.ACTIVE | Flags.NOWAIT;
const PROC_TIMEOUT_MS = 15_000;

/** The host as its sampler needs to know it. */
export interface SampledHost {
  readonly id: HostId;
  readonly name: string;
  readonly cpus: number;
  readonly ramMiB: number;
  /** Whether another host is on the same kernel. */
  readonly shared: boolean;
}

/** How a sweep went. */
export interface SweepOutcome {
  readonly vms: number;
  /** Until all is stored. */
  readonly ms: number;
  /** Until the figures were known: what is left is storing them. */
  readonly knownMs: number;
  /** How long libvirt's one call took. */
  readonly statsMs: number;
}

/** Measures one host and its VMs: one call to libvirt and one command for each sweep. */
export class HostSampler {
  readonly #services: MetricsServices;
  readonly #vms: RunningVms;
  readonly #datastores: DatastoreGauge;
  #before = new Map<VmId, VmCounters>();
  #hostBefore: HostCounters | null = null;
  #stored = '';

  constructor(services: MetricsServices, hostId: SampledHost['id']) {
    this.#services = services;
    this.#vms = new RunningVms(services, hostId);
    this.#datastores = new DatastoreGauge(services, hostId);
  }

  /**
   * Measures once, stores what was found, and tells it.
   * @throws when neither libvirt nor the host's shell answers
   */
  async sweep(host: SampledHost, intervalMs: number): Promise<SweepOutcome> {
    const begin = performance.now();
    void this.#datastores.refresh();
    // What the database knows is read while the host answers.
    const known = Promise.all([this.#vms.byUuid(), this.#services.alerts.refresh()]);
    const [stats, own] = await Promise.allSettled([this.#stats(host), this.#own(host)]);
    const [vms] = await known;
    if (stats.status === 'rejected' && own.status === 'rejected') throw stats.reason;
    const at = new Date();
    const sampled = this.#vmSamples(stats.status === 'fulfilled' ? stats.value : null, {
      ...{ vms, intervalMs },
    });
    const counters = own.status === 'fulfilled' ? own.value : null;
    const figures = counters && this.#hostFigures(counters, host, intervalMs);
    this.#hostBefore = counters;
    for (const outcome of [stats, own])
      if (outcome.status === 'rejected') this.#half(outcome.reason);
    const knownMs = performance.now() - begin;
    this.#keepRows({ host, sampled, figures, at, intervalMs });
    await this.#hold({ host, sampled, figures, at });
    await this.#tell({ host, sampled, figures, at, complete: stats.status === 'fulfilled' });
    return {
      vms: sampled.length,
      ms: performance.now() - begin,
      knownMs,
      statsMs: stats.status === 'fulfilled' ? stats.value.ms : 0,
    };
  }

  /** No sweep follows. */
  close(): void {
    this.#vms.close();
  }

  async #stats(host: SampledHost) {
    const connection = await this.#services.hosts.libvirt(host.id);
    const begin = performance.now();
    const domains = await connection.getAllDomainStats(STATS_GROUPS, { flags: STATS_FLAGS });
    const clockMs = performance.now();
    return { domains, clockMs, ms: clockMs - begin };
  }

  async #own(host: SampledHost): Promise<HostCounters> {
    const ssh = await this.#services.hosts.ssh(host.id);
    const argv = host.shared ? ['sh', '-c', PROCESSES_SCRIPT] : HOST_COMMAND;
    const { stdout } = await ssh.exec(argv, { timeoutMs: PROC_TIMEOUT_MS });
    return hostCounters(stdout, performance.now());
  }

  #vmSamples(
    stats: { readonly domains: readonly DomainStats[]; readonly clockMs: number } | null,
    {
      vms,
      intervalMs,
    }: { readonly vms: ReadonlyMap<string, SampledVm>; readonly intervalMs: number },
  ): SampledVmFigures[] {
    const before = this.#before;
    this.#before = new Map();
    if (!stats) return [];
    const sampled: SampledVmFigures[] = [];
    for (const { domain, stats: told } of stats.domains) {
      const vm = vms.get(domain.uuid);
      if (!vm) continue;
      const counters = vmCounters(told, domain.id, stats.clockMs);
      this.#before.set(vm.id, counters);
      const figures = vmFigures(before.get(vm.id), counters, { vcpus: vm.vcpus, intervalMs });
      sampled.push({ vm, figures });
    }
    return sampled;
  }

  /** Null the first time: whether the kernel is shared is known once the other hosts were met. */
  #hostFigures(counters: HostCounters, host: SampledHost, intervalMs: number): Figures | null {
    if (!this.#hostBefore) return null;
    const figures = hostFigures(this.#hostBefore, counters, { ...host, intervalMs });
    const total = host.ramMiB * 2 ** 20;
    const ramPercent = figures.ram !== null && total > 0 ? (figures.ram / total) * 100 : null;
    return { ...figures, cpu: hostCpuPercent(figures), ramPercent };
  }

  /** The half that came is kept. */
  #half(error: unknown): void {
    if (error instanceof HostUnreachableError) return;
    this.#services.log.warn({ err: error }, 'half of a sweep failed');
  }

  /** Holds what was found against the rules. */
  async #hold({ host, sampled, figures, at }: Found): Promise<void> {
    const { alerts } = this.#services;
    for (const { vm, figures: found } of sampled)
      await alerts.observe({ kind: 'VM', id: vm.id, name: vm.name }, found.vm, at);
    if (!figures) return;
    await alerts.observe({ kind: 'HOST', id: host.id, name: host.name }, figures, at);
    for (const { id, name, used, size } of this.#datastores.newest) {
      const usedPercent = size > 0 ? (used / size) * 100 : null;
      await alerts.observe({ kind: 'DATASTORE', id, name }, { usedPercent }, at);
    }
  }

  #keepRows(found: Found & { readonly intervalMs: number }): void {
    const { writer, rrdDir } = this.#services;
    if (!writer || rrdDir === null) return;
    writer.add(
      rrdRows(rrdDir, {
        ...found,
        datastores: found.figures ? this.#datastores.newest : [],
      }),
    );
  }

  /** Never rejects: the next sweep is another chance. */
  async #tell({ host, sampled, figures, at, complete }: Found & { complete: boolean }) {
    const { em, events, log } = this.#services;
    const samples: { id: SampledVm['id'] | SampledHost['id']; figures: Figures }[] = sampled.map(
      ({ vm, figures: f }) => ({ id: vm.id, figures: f.vm }),
    );
    const running = samples.map(({ id }) => id);
    if (figures) samples.push({ id: host.id, figures });
    try {
      await storeSweep(em(), { hostId: host.id, at, samples });
      const set = running.join();
      if (complete && set !== this.#stored) {
        await forgetOthers(em(), host.id, running);
        this.#stored = set;
      }
    } catch (error) {
      log.warn({ err: error }, 'samples are not stored');
      return;
    }
    if (samples.length > 0)
      events.publish('sampled', { hostId: host.id, ids: samples.map(({ id }) => id) });
  }
}

interface SampledVmFigures {
  readonly vm: SampledVm;
  readonly figures: VmFigures;
}

interface Found {
  readonly host: SampledHost;
  readonly sampled: readonly SampledVmFigures[];
  readonly figures: Figures | null;
  readonly at: Date;
}
