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

/** The VMs of one host; while the database is away, as they were last known. */
export class RunningVms {
  readonly #services: MetricsServices;
  readonly #hostId: HostId;
  #known: ReadonlyMap<string, SampledVm> = new Map();

  constructor(services: MetricsServices, hostId: HostId) {
    this.#services = services;
    this.#hostId = hostId;
  }

  /** One statement for all of them. Never rejects. */
  async byUuid(): Promise<ReadonlyMap<string, SampledVm>> {
    try {
      const vms = await rows<SampledVm>(
        this.#services.em(),
        'select id, uuid, identity, name, vcpus, created_at as createdAt from vm where host_id = ?',
        [this.#hostId],
      );
      this.#known = new Map(vms.map((vm) => [vm.uuid, vm]));
    } catch (error) {
      this.#services.log.debug({ err: error }, 'VMs as they were last known');
    }
    return this.#known;
  }
}
