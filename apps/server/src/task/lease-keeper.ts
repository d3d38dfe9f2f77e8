import type { Logger } from 'pino';
import type { Lease } from './lease.ts';
import type { TaskStore } from './task-store.ts';

interface LeaseKeeperOptions {
  readonly store: TaskStore;
  readonly owner: string;
  readonly leaseMs: number;
  readonly log: Logger;
  /** Called for tasks that somebody asked to cancel. */
  readonly onCancelled: (lease: Lease) => void;
}

/** Shares of the lease: when it is renewed, and how soon again when the database did not answer. */
const HALF_LIFE = 0.5;
const AGAIN = 0.05;

/** Renews all leases of a worker at half their life, and lets go of those that are lost. */
export class LeaseKeeper {
  readonly #options: LeaseKeeperOptions;
  readonly #leases = new Set<Lease>();
  #timer: NodeJS.Timeout | undefined;
  #renewing: Promise<void> | undefined;

  constructor(options: LeaseKeeperOptions) {
    this.#options = options;
  }

  start(): void {
    this.#schedule(HALF_LIFE);
  }

  /** Leases still held are no longer renewed. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#renewing;
    clearTimeout(this.#timer);
  }

  add(lease: Lease): void {
    this.#leases.add(lease);
  }

  remove(lease: Lease): void {
    this.#leases.delete(lease);
  }

  #schedule(share: number): void {
    this.#timer = setTimeout(() => {
      this.#renewing = this.#renew();
    }, this.#options.leaseMs * share);
  }

  /** Never rejects. */
  async #renew(): Promise<void> {
    const { store, owner, log, onCancelled } = this.#options;
    // After a long stop of this process its leases have run out unseen: what they stand for is
    // another worker's by now, perhaps.
    for (const lease of this.#leases) if (!lease.sure) lease.lose();
    const held = [...this.#leases].filter((lease) => !lease.signal.aborted);
    let again = HALF_LIFE;
    try {
      if (held.length > 0) {
        const { lost, cancelled } = await store.renew(owner, held);
        // What has ended meanwhile is not lost.
        for (const lease of lost) if (this.#leases.has(lease)) lease.lose();
        for (const lease of cancelled) onCancelled(lease);
      }
    } catch (err) {
      log.warn({ err, leases: held.length }, 'leases not renewed');
      again = AGAIN;
    }
    if (this.#timer) this.#schedule(again);
  }
}
