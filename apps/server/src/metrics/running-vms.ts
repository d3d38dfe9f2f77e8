import { rows } from '../platform/db.ts';
import type { HostId, VmId } from '../platform/ids.ts';
import type { MetricsServices } from './metrics-services.ts';

/** A VM as its sampler needs to know it. */
export interface SampledVm {
  readonly id: VmId;
  readonly uuid: string;
  readonly identity: string;
  readonly name: string;
  readonly vcpus: number;
  readonly createdAt: Date;
}

/** Events may be lost: read again after so long in any case. */
const STALE_MS = 60_000;

/**
 * The VMs of one host, read again when some VM changed; while the database is away, as they were
 * last known. In a quiet cloud a sweep costs no statement for them.
 */
export class RunningVms {
  readonly #services: MetricsServices;
  readonly #hostId: HostId;
  readonly #unsubscribe: readonly (() => void)[];
  #known: ReadonlyMap<string, SampledVm> = new Map();
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(services: MetricsServices, hostId: HostId) {
    this.#services = services;
    this.#hostId = hostId;
    const changed = () => {
      this.#readAt = Number.NEGATIVE_INFINITY;
    };
    const { events } = services;
    this.#unsubscribe = [
      events.on('vm', changed),
      events.on('vmRemoved', changed),
      events.on('resync', changed),
    ];
  }

  /** At most one statement for all of them. Never rejects. */
  async byUuid(): Promise<ReadonlyMap<string, SampledVm>> {
    const now = performance.now();
    if (now - this.#readAt < STALE_MS) return this.#known;
    // What changes from here on is read the next time.
    this.#readAt = now;
    try {
      const vms = await rows<SampledVm>(
        this.#services.em(),
        'select id, uuid, identity, name, vcpus, created_at as createdAt from vm where host_id = ?',
        [this.#hostId],
      );
      this.#known = new Map(vms.map((vm) => [vm.uuid, vm]));
    } catch (error) {
      this.#readAt = Number.NEGATIVE_INFINITY;
      this.#services.log.debug({ err: error }, 'VMs as they were last known');
    }
    return this.#known;
  }

  /** Listens no more. */
  close(): void {
    for (const end of this.#unsubscribe) end();
  }
}
