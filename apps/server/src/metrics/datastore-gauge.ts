import { hasIt } from '../datastore/datastore-hosts.ts';
import { parseDf } from '../datastore/file-system-use.ts';
import { rows } from '../platform/db.ts';
import type { DatastoreId, HostId } from '../platform/ids.ts';
import type { MetricsServices } from './metrics-services.ts';

/** How full a datastore is, as one host sees it; bytes. */
export interface DatastoreUse {
  readonly id: DatastoreId;
  readonly name: string;
  readonly used: number;
  readonly size: number;
}

const EVERY_MS = 60_000;
/** Of a file system that does not answer; nothing waits for it. */
const TIMEOUT_MS = 15_000;

/** Looks once a minute how full the datastores are, beside the sweeps, which it never delays. */
export class DatastoreGauge {
  readonly #services: MetricsServices;
  readonly #hostId: HostId;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #newest: readonly DatastoreUse[] = [];

  constructor(services: MetricsServices, hostId: HostId) {
    this.#services = services;
    this.#hostId = hostId;
  }

  /** What the last look found. */
  get newest(): readonly DatastoreUse[] {
    return this.#newest;
  }

  /** Never rejects. */
  async refresh(): Promise<void> {
    const now = performance.now();
    if (now - this.#lookedAt < EVERY_MS) return;
    this.#lookedAt = now;
    try {
      this.#newest = await this.#look();
    } catch (error) {
      this.#newest = [];
      this.#services.log.debug({ err: error }, 'datastores cannot be looked at');
    }
  }

  async #look(): Promise<DatastoreUse[]> {
    const { em, hosts } = this.#services;
    const datastores = await rows<{ id: DatastoreId; name: string; path: string }>(
      em(),
      `select d.id, d.name, d.path from datastore d where ${hasIt('d', '?')}`,
      [this.#hostId],
    );
    if (datastores.length === 0) return [];
    const ssh = await hosts.ssh(this.#hostId);
    const paths = datastores.map(({ path }) => path);
    const argv = ['df', '-B1', '--output=size,used,file', '--', ...paths];
    // A path that is not there makes df fail, and still tell of the others.
    const { stdout } = await ssh.exec(argv, { timeoutMs: TIMEOUT_MS });
    const uses = parseDf(stdout);
    return datastores.flatMap(({ id, name, path }) => {
      const use = uses.get(path);
      return use ? [{ id, name, ...use }] : [];
    });
  }
}
