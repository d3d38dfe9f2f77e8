import { isLockFault } from '../platform/db.ts';
import type { HostId } from '../platform/ids.ts';
import type { CollectorServices } from './collector-services.ts';
import { HostBook } from './host-book.ts';
import { HostLeases } from './host-leases.ts';
import { HostSession } from './host-session.ts';
import { readHosts } from './host-store.ts';

/** How a collector process works. */
export interface CollectorOptions {
  readonly services: CollectorServices;
  /** Names the process in the leases; unique among all that run. */
  readonly processName: string;
  /** After so long without a sign of a process, others take its hosts; ms. */
  readonly leaseMs?: number;
}

const LEASE_MS = 10_000;
const NEWCOMER_MS = 200;

/**
 * Keeps the database in step with what the hosts say. Any number of processes run one; each holds
 * its share of the hosts by leases.
 */
export class Collector {
  readonly #services: CollectorServices;
  readonly #processName: string;
  readonly #leaseMs: number;
  readonly #leases: HostLeases;
  readonly #book: HostBook;
  readonly #sessions = new Map<HostId, HostSession>();
  #timer: NodeJS.Timeout | null = null;
  #sharing: Promise<void> = Promise.resolve();
  #unsubscribe: (() => void)[] = [];
  #stopped = true;

  constructor(options: CollectorOptions) {
    this.#services = options.services;
    this.#processName = options.processName;
    this.#leaseMs = options.leaseMs ?? LEASE_MS;
    this.#leases = new HostLeases(options.processName, this.#leaseMs);
    this.#book = new HostBook(options.services.em);
  }

  /** Begins to take hosts; returns at once. */
  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    const { events } = this.#services;
    this.#unsubscribe = [
      events.on('reconcile', ({ hostId }) => this.#sessions.get(hostId)?.requestReconcile()),
      // A host that was added need not wait for the next round.
      events.on('host', ({ id }) => {
        if (!this.#sessions.has(id)) this.#shareSoon(NEWCOMER_MS);
      }),
    ];
    this.#shareSoon(0);
  }

  /** Lets go of all hosts, so that others take them at once. */
  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    await this.#sharing;
    await Promise.all([...this.#sessions.values()].map((session) => session.stop()));
    this.#sessions.clear();
    try {
      await this.#leases.release(this.#services.em());
    } catch (error) {
      this.#services.log.warn({ err: error }, 'cannot give the hosts back; their leases run out');
    }
  }

  #shareSoon(delayMs: number): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#sharing = this.#sharing.then(() => this.#share());
    }, delayMs);
  }

  /** Never rejects. While the database is away, the sessions go on and their writes are repeated. */
  async #share(): Promise<void> {
    if (this.#stopped) return;
    let againMs = this.#leaseMs / 3;
    try {
      const held = await this.#leases.share(this.#services.em());
      if (this.#stopped) return;
      for (const [id, session] of this.#sessions) if (!held.has(id)) this.#drop(id, session);
      await this.#follow([...held].filter((id) => !this.#sessions.has(id)));
    } catch (error) {
      // Sessions write the same rows, many at a time when hosts come back by the hundred.
      if (isLockFault(error)) againMs = NEWCOMER_MS;
      else this.#services.log.warn({ err: error }, 'cannot renew the leases of hosts');
    }
    this.#shareSoon(againMs);
  }

  async #follow(ids: readonly HostId[]): Promise<void> {
    if (ids.length === 0) return;
    const hosts = ids.map((id) => ({ id, collector: this.#processName }));
    const known = await readHosts(this.#services.em(), hosts);
    if (this.#stopped) return;
    for (const [i, host] of hosts.entries()) {
      const row = known[i];
      if (row) this.#sessions.set(host.id, new HostSession(this.#services, this.#book, host, row));
    }
  }

  #drop(id: HostId, session: HostSession): void {
    this.#services.log.info({ hostId: id }, 'host is left to another collector');
    this.#sessions.delete(id);
    void session.stop();
  }
}
