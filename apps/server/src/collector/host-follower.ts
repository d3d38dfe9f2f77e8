import {
  type Connection,
  type DomainEvent,
  DomainEventId,
  type EventSubscription,
} from '@baadal/libvirt';
import type { SshMachine } from '@baadal/ssh';
import { gatherFacts, type HostFacts } from '../host/host-facts.ts';
import { probeKvm } from '../host/kvm-probe.ts';
import { backOffMs } from '../platform/back-off.ts';
import { describeClose, type HostFault } from '../platform/hosts/fault-words.ts';
import { removeStaleDomains } from '../respawn/stale-domains.ts';
import { startAfterBoot } from './boot-starts.ts';
import type { CollectorServices } from './collector-services.ts';
import { refreshDatastores } from './datastore-use.ts';
import { DomainWatcher } from './domain-watcher.ts';
import { ExpectedEvents } from './expected-events.ts';
import { followLateReleases } from './follow-late-releases.ts';
import type { HostBook } from './host-book.ts';
import { type HostRow, type OwnedHost, tellRemoved } from './host-store.ts';
import { comparePending, settingsAfterStart } from './pending-watch.ts';
import { listDomains, reconcileHostDomains } from './reconcile.ts';
import type { StatusChange } from './reconcile-plan.ts';
import type { StockTaken } from './stock-store.ts';

const EVENT_IDS = [
  DomainEventId.LIFECYCLE,
  DomainEventId.REBOOT,
  DomainEventId.IO_ERROR_REASON,
  DomainEventId.CONTROL_ERROR,
  DomainEventId.PMSUSPEND,
  DomainEventId.PMWAKEUP,
  DomainEventId.BALLOON_CHANGE,
  DomainEventId.DEVICE_REMOVED,
] as const;
/** Events are never lost in practice; this finds what was. */
const ROUTINE_MS = 60_000;
/** A domain that stops to go back to a snapshot runs again by then. */
const SNAPSHOT_PAUSE_MS = 1_000;
/** Domains that are nobody's come and go in bursts. */
const STRANGERS_PAUSE_MS = 1_000;
/** A guest that boots moves its balloon in many steps. */
const BALLOON_PAUSE_MS = 1_000;
const RETRY = { firstMs: 1_000, maxMs: 30_000 } as const;

/** Follows one host on one connection, from its opening to its end. */
export class HostFollower implements AsyncDisposable {
  readonly #services: CollectorServices;
  readonly #book: HostBook;
  readonly #host: OwnedHost;
  readonly #connection: Connection;
  readonly #timers = new Set<NodeJS.Timeout>();
  #ssh: SshMachine | null = null;
  #reached = false;
  #row: HostRow | null = null;
  #watcher: DomainWatcher | null = null;
  /** Comparisons run one after another. */
  #reconciling: Promise<void> = Promise.resolve();
  #reconcileTimer: NodeJS.Timeout | null = null;
  #reconcileDueAt = Number.POSITIVE_INFINITY;
  #reconcileFailures = 0;
  #strangers = '';
  #balloonTimer: NodeJS.Timeout | null = null;

  constructor(
    services: CollectorServices,
    book: HostBook,
    host: OwnedHost,
    connection: Connection,
  ) {
    this.#services = services;
    this.#book = book;
    this.#host = host;
    this.#connection = connection;
  }

  /**
   * Follows the host until the connection ends.
   * @param onReached called once rows and domains agree
   */
  async follow(onReached: () => void): Promise<void> {
    const { hosts, log } = this.#services;
    const row = await this.#book.host(this.#host);
    if (!row) return;
    this.#row = row;
    const ssh = await hosts.ssh(this.#host.id);
    this.#ssh = ssh;
    // Before anything is listed: what happens from here on is in the list or comes as an event.
    await using events = await this.#connection.domainEvents({ ids: EVENT_IDS });
    const watcher = this.#watch(row);
    using ends = new DisposableStack();
    const expected = this.#expect(watcher, ends);
    ends.defer(this.#services.events.on('vm', ({ id }) => watcher.changed(id)));
    await this.#book.takingStock(async () => {
      await this.#takeStock(row, await gatherFacts(this.#connection, ssh), ssh);
    });
    this.#reached = true;
    onReached();
    log.info({ hostId: this.#host.id, host: row.name }, 'host is up');
    void this.#lookAtDatastores(true);
    this.#startRoutine();
    await this.#followEvents(events, watcher, expected);
  }

  /** Compares the host with the database now, or after the comparison that runs. */
  requestReconcile(delayMs = 0): void {
    const dueAt = performance.now() + delayMs;
    if (!this.#connection.isOpen || !this.#watcher || dueAt >= this.#reconcileDueAt) return;
    if (this.#reconcileTimer) this.#cancel(this.#reconcileTimer);
    this.#reconcileDueAt = dueAt;
    this.#reconcileTimer = this.#after(delayMs, () => {
      this.#reconcileDueAt = Number.POSITIVE_INFINITY;
      this.#reconciling = this.#reconciling.then(() => this.#reconcileSafely());
    });
  }

  /** The SSH connection that the host is followed by; null until rows and domains agreed. */
  get ssh(): SshMachine | null {
    return this.#connection.isOpen && this.#reached ? this.#ssh : null;
  }

  /** Why the connection ended; null when it was closed by us. */
  get ended(): Promise<HostFault | null> {
    if (this.#connection.isOpen) return Promise.resolve(null);
    return this.#connection.closed.then((reason) =>
      reason.kind === 'CLOSED' ? null : describeClose(reason),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    await this.#connection.close();
    await this.#reconciling;
  }

  #watch(row: HostRow): DomainWatcher {
    const { em, events } = this.#services;
    this.#watcher = new DomainWatcher({
      connection: this.#connection,
      em,
      host: this.#host,
      hostName: row.name,
      changed: (id) => events.publish('vm', { id }),
      lostTrack: (uuid, error) => {
        if (error && this.#connection.isOpen)
          this.#services.log.warn(
            { hostId: this.#host.id, uuid, err: error },
            'cannot update a VM',
          );
        this.requestReconcile(STRANGERS_PAUSE_MS);
      },
    });
    return this.#watcher;
  }

  /** The first comparison: decides what a boot of the host calls for, then writes what is seen. */
  async #takeStock(before: HostRow, facts: HostFacts, ssh: SshMachine): Promise<void> {
    const { events } = this.#services;
    if (before.hasStale) await this.#removeStale();
    const kvm = before.bootMarker === facts.bootMarker ? null : this.#tryKvm(ssh);
    // Rows before domains: what a task writes meanwhile is then seen to have changed.
    const vms = await this.#book.vms(this.#host.id);
    const domains = await listDomains(this.#connection);
    if (before.bootMarker !== null && before.bootMarker !== facts.bootMarker)
      await this.#startVms({ before, facts, vms, domains });
    const outcome = await this.#book.writeStock({
      ...{ host: this.#host, before, facts, vms, domains },
      kvm: await kvm,
    });
    this.#wrote(outcome.changed);
    for (const { uuid } of outcome.contested) void this.#watcher?.look(uuid);
    this.#strangers = JSON.stringify(outcome.strangers);
    if (vms.some(({ pending }) => pending)) await this.#comparePending();
    events.publish('host', { id: this.#host.id });
  }

  #wrote(changes: readonly StatusChange[]): void {
    this.#watcher?.wrote(changes);
    for (const { vm } of changes) this.#services.events.publish('vm', { id: vm.id });
  }

  async #comparePending(): Promise<void> {
    const { em, events } = this.#services;
    const view = { em: em(), connection: this.#connection, host: this.#host };
    for (const id of await comparePending(view)) events.publish('vm', { id });
  }

  /** A guest moved its memory balloon: what waits for a restart may wait no more. */
  #lookAtPending(): void {
    this.#balloonTimer ??= this.#after(BALLOON_PAUSE_MS, () => {
      this.#balloonTimer = null;
      this.#comparePending().catch((error: unknown) => {
        if (this.#connection.isOpen)
          this.#services.log.warn({ hostId: this.#host.id, err: error }, 'cannot look at VMs');
      });
    });
  }

  /** Domains of VMs that were respawned elsewhere go before anything starts here. */
  async #removeStale(): Promise<void> {
    const { em, log } = this.#services;
    const names = await removeStaleDomains(em(), this.#connection, this.#host.id);
    if (names.length === 0) return;
    log.warn({ hostId: this.#host.id, domains: names }, 'stale domains were removed');
    await tellRemoved(em(), this.#host, names);
  }

  /** The host has booted: those of its VMs that are to run are started. */
  async #startVms(found: Pick<StockTaken, 'before' | 'facts' | 'vms' | 'domains'>): Promise<void> {
    const { em, events, log } = this.#services;
    const { before, facts, vms, domains } = found;
    const started = await startAfterBoot(em(), events, {
      ...{ host: this.#host, bootMarker: facts.bootMarker, maintenance: before.maintenance },
      ...{ vms, domains },
    });
    log.info({ hostId: this.#host.id, started }, 'host has booted');
  }

  async #reconcile(): Promise<void> {
    const { em, events } = this.#services;
    // A VM may have left while its host was already on its way back.
    await this.#removeStale();
    const outcome = await reconcileHostDomains({
      ...{ em: em(), connection: this.#connection, host: this.#host },
      hostName: this.#row?.name ?? '',
    });
    this.#wrote(outcome.changed);
    await this.#comparePending();
    for (const uuid of outcome.contested) void this.#watcher?.look(uuid);
    const strangers = JSON.stringify(outcome.strangers);
    await this.#lookAtReleases();
    if (strangers !== this.#strangers) events.publish('host', { id: this.#host.id });
    this.#strangers = strangers;
  }

  async #reconcileSafely(): Promise<void> {
    if (!this.#connection.isOpen) return;
    try {
      await this.#reconcile();
      this.#reconcileFailures = 0;
    } catch (error) {
      if (!this.#connection.isOpen) return;
      this.#reconcileFailures++;
      this.#services.log.warn({ hostId: this.#host.id, err: error }, 'cannot compare a host');
      this.requestReconcile(backOffMs(this.#reconcileFailures, RETRY));
    }
  }

  /** Hears what tasks do here until the stack is disposed of. */
  #expect(watcher: DomainWatcher, ends: DisposableStack): ExpectedEvents {
    const expected = ends.use(new ExpectedEvents((uuid) => void watcher.look(uuid)));
    const off = this.#services.events.on('acting', ({ hostId, ...acting }) => {
      if (hostId === this.#host.id) expected.acting(acting);
    });
    ends.defer(off);
    return expected;
  }

  async #followEvents(
    events: EventSubscription<DomainEvent>,
    watcher: DomainWatcher,
    expected: ExpectedEvents,
  ): Promise<void> {
    try {
      for await (const event of events) {
        if (event.kind === 'overflow') {
          this.requestReconcile();
          continue;
        }
        const { uuid } = event.domain;
        if (event.kind === 'deviceRemoved') {
          void this.#lookAtReleases(uuid);
          continue;
        }
        if (event.kind === 'balloonChange') {
          this.#lookAtPending();
          continue;
        }
        const lifecycle = event.kind === 'lifecycle' ? `${event.event}/${event.detail}` : null;
        if (expected.accountsFor(uuid, lifecycle)) continue;
        if (event.kind === 'lifecycle' && event.event === 'started')
          void this.#lookAtSettings(uuid, event.detail);
        if (lifecycle === 'stopped/from-snapshot')
          this.#after(SNAPSHOT_PAUSE_MS, () => void watcher.look(uuid));
        else void watcher.look(uuid);
      }
    } catch (error) {
      // The subscription ends with the connection, whose reason the session asks for.
      if (this.#connection.isOpen) throw error;
    }
  }

  /** Never rejects; what is missed here is compared with the next routine look. */
  async #lookAtSettings(uuid: string, detail: string): Promise<void> {
    const { em, events, log } = this.#services;
    try {
      const view = { em: em(), connection: this.#connection, host: this.#host };
      for (const id of await settingsAfterStart(view, uuid, detail)) events.publish('vm', { id });
    } catch (error) {
      if (this.#connection.isOpen)
        log.warn(
          { hostId: this.#host.id, uuid, err: error },
          'cannot look at the settings of a VM',
        );
    }
  }

  /** Never rejects; what is missed here is found with the next routine look. */
  async #lookAtReleases(uuid?: string): Promise<void> {
    const { em, events, log } = this.#services;
    try {
      const watch = { em: em(), connection: this.#connection, host: this.#host, events };
      await followLateReleases(watch, uuid);
    } catch (error) {
      if (this.#connection.isOpen)
        log.warn({ hostId: this.#host.id, uuid, err: error }, 'cannot look at disks let go');
    }
  }

  #startRoutine(): void {
    this.#after(ROUTINE_MS * (0.75 + Math.random() / 2), () => {
      this.requestReconcile();
      void this.#lookAtDatastores(false);
      this.#startRoutine();
    });
  }

  /** Never rejects. @returns null when it cannot be told */
  async #tryKvm(ssh: SshMachine): Promise<boolean | null> {
    try {
      return await probeKvm(this.#connection, ssh);
    } catch (error) {
      if (this.#connection.isOpen)
        this.#services.log.warn({ hostId: this.#host.id, err: error }, 'cannot try KVM');
      return null;
    }
  }

  async #lookAtDatastores(firstTime: boolean): Promise<void> {
    const { em, events, log } = this.#services;
    try {
      if (!this.#ssh) return;
      const seen = await refreshDatastores(em(), this.#ssh, {
        ...{ host: this.#host, book: this.#book },
        knownGib: firstTime ? (this.#row?.diskGib ?? 0) : null,
      });
      for (const id of seen) events.publish('datastore', { id });
    } catch (error) {
      if (this.#connection.isOpen)
        log.warn({ hostId: this.#host.id, err: error }, 'cannot look at the datastores');
    }
  }

  #after(ms: number, act: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
    return timer;
  }

  #cancel(timer: NodeJS.Timeout): void {
    clearTimeout(timer);
    this.#timers.delete(timer);
  }
}
