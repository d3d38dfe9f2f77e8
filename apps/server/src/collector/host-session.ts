import { backOffMs, pause } from '../platform/back-off.ts';
import { describeFault, type HostFault } from '../platform/hosts/fault-words.ts';
import type { CollectorServices } from './collector-services.ts';
import type { HostBook } from './host-book.ts';
import { HostFollower } from './host-follower.ts';
import { HostPulse, type PulseState } from './host-pulse.ts';
import { type HostRow, type OwnedHost, readHost } from './host-store.ts';
import { writeLostHost } from './unreachable.ts';

const RETRY = { firstMs: 200, maxMs: 5_000 } as const;
/** A daemon that restarts is back by then: its host is not called unreachable. */
const GRACE_MS = 2_000;

/**
 * Keeps sight of one host for as long as its collector holds it: connects, follows it, tells when it
 * is lost, and connects again.
 */
export class HostSession {
  readonly #services: CollectorServices;
  readonly #book: HostBook;
  readonly #host: OwnedHost;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  readonly #pulse: HostPulse;
  #follower: HostFollower | null = null;
  /** Ends the attempt to connect, or the wait for the next one. */
  #attempt = new AbortController();
  /** Since when the host is not reached, and why. */
  #lost: { readonly since: Date; fault: HostFault } | null = null;
  #graceTimer: NodeJS.Timeout | null = null;
  #lastSeenAt: Date | null = null;

  /** @param known the host's row as it was when its collector took it */
  constructor(services: CollectorServices, book: HostBook, host: OwnedHost, known: HostRow) {
    this.#services = services;
    this.#book = book;
    this.#host = host;
    this.#running = this.#run();
    this.#pulse = new HostPulse(services, {
      ...{ host, book, known },
      state: () => this.#pulseState(),
      // What was dialled before it was on waits for an answer that never comes.
      answers: () => this.#attempt.abort(),
    });
  }

  /** Compares the host with the database soon; does nothing while it is not reached. */
  requestReconcile(): void {
    this.#follower?.requestReconcile();
  }

  /** Lets go of the host; nothing is written any more once this resolves. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#clearGrace();
    await this.#pulse.stop();
    await this.#follower?.[Symbol.asyncDispose]();
    await this.#running;
  }

  #pulseState(): PulseState {
    const ssh = this.#follower?.ssh;
    if (ssh) return { kind: 'FOLLOWED', ssh };
    return this.#lost ? { kind: 'LOST', fault: this.#lost.fault } : { kind: 'CONNECTING' };
  }

  get #stopped(): boolean {
    return this.#stop.signal.aborted;
  }

  async #run(): Promise<void> {
    for (let failures = 0; !this.#stopped; ) {
      this.#attempt = new AbortController();
      const { signal } = this.#attempt;
      const reached = await this.#follow(signal);
      failures = reached ? 1 : failures + 1;
      const ends = AbortSignal.any([this.#stop.signal, signal]);
      if (!this.#stopped) await pause(backOffMs(failures, RETRY), ends);
      if (signal.aborted) failures = 0;
    }
    this.#clearGrace();
  }

  /**
   * Connects and follows until the connection ends.
   * @param signal gives the connecting up
   * @returns whether the host was reached
   */
  async #follow(signal: AbortSignal): Promise<boolean> {
    let reached = false;
    try {
      await using follower = await this.#connect(signal);
      await follower.follow(() => {
        reached = true;
        this.#seen();
      });
      const fault = await follower.ended;
      if (fault) await this.#missed(fault, reached);
    } catch (error) {
      const fault = describeFault(error);
      const { log } = this.#services;
      if (fault) log.debug({ hostId: this.#host.id, err: error }, 'host is not reached');
      else log.warn({ hostId: this.#host.id, err: error }, 'cannot follow a host');
      if (fault) await this.#missed(fault, reached);
    } finally {
      this.#follower = null;
      if (reached) this.#lastSeenAt = new Date();
    }
    return reached;
  }

  async #connect(signal: AbortSignal): Promise<HostFollower> {
    const connection = await this.#services.hosts.probe(this.#host.id, signal);
    this.#follower = new HostFollower(this.#services, this.#book, this.#host, connection);
    if (this.#stopped) await connection.close();
    return this.#follower;
  }

  #seen(): void {
    this.#clearGrace();
    if (this.#lost) this.#services.log.info({ hostId: this.#host.id }, 'host is reached again');
    this.#lost = null;
  }

  /** @param wasReached the host was followed until just now */
  async #missed(fault: HostFault, wasReached: boolean): Promise<void> {
    if (this.#stopped) return;
    this.#lost ??= { since: new Date(), fault };
    this.#lost.fault = fault;
    if (wasReached && !this.#graceTimer)
      this.#graceTimer = setTimeout(() => {
        this.#graceTimer = null;
        void this.#writeLost();
      }, GRACE_MS);
    else if (!this.#graceTimer) await this.#writeLost();
  }

  #clearGrace(): void {
    if (this.#graceTimer) clearTimeout(this.#graceTimer);
    this.#graceTimer = null;
  }

  /** Never rejects; a failed write is repeated with the next attempt to connect. */
  async #writeLost(): Promise<void> {
    const { em, events, log } = this.#services;
    const lost = this.#lost;
    if (!lost || this.#stopped) return;
    try {
      const row = await readHost(em(), this.#host);
      if (!row) return;
      const { hostChanged, vms } = await writeLostHost(em(), {
        ...lost,
        host: this.#host,
        hostName: row.name,
        lastSeenAt: this.#lastSeenAt,
      });
      if (hostChanged) {
        log.warn({ hostId: this.#host.id, ...lost.fault }, 'host is unreachable');
        events.publish('host', { id: this.#host.id });
      }
      for (const id of vms) events.publish('vm', { id });
    } catch (error) {
      log.warn({ hostId: this.#host.id, err: error }, 'cannot write that a host is unreachable');
    }
  }
}
