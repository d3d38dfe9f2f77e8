import { type Connection, isLibvirtError } from '@baadal/libvirt';
import type { Em } from '../platform/db.ts';
import type { VmId } from '../platform/ids.ts';
import type { OwnedHost } from './host-store.ts';
import { type ListedDomain, type StatusChange, statusChange } from './reconcile-plan.ts';
import { isLeftToTask, readVmOfDomain, writeStatuses } from './vm-status-store.ts';

/** Times a row is read and compared again when somebody else writes it meanwhile. */
const ATTEMPTS = 5;

/** What a watcher works with, and whom it tells. */
export interface DomainWatcherOptions {
  readonly connection: Connection;
  readonly em: () => Em;
  readonly host: OwnedHost;
  readonly hostName: string;
  /** A row was written. */
  readonly changed: (id: VmId) => void;
  /** The domain is no VM of this host, or could not be compared: compare all. */
  readonly lostTrack: (uuid: string, error: unknown) => void;
}

/**
 * Brings the row of one domain's VM up to date after an event.
 *
 * Events only say that something happened; the state is read from libvirt after the row, so that
 * neither the order of events nor a task that writes at the same time leaves an old state behind.
 * Of the events that come while a domain is being looked at, one more look is taken.
 */
export class DomainWatcher {
  readonly #options: DomainWatcherOptions;
  /** Domains being looked at; true when to look again. */
  readonly #looking = new Map<string, boolean>();
  /** VMs that changed during a task, and their domains: looked at again until it is in their history. */
  readonly #owed = new Map<VmId, string>();

  constructor(options: DomainWatcherOptions) {
    this.#options = options;
  }

  /** Looks at a domain; never rejects. */
  async look(uuid: string): Promise<void> {
    if (this.#looking.has(uuid)) {
      this.#looking.set(uuid, true);
      return;
    }
    this.#looking.set(uuid, true);
    try {
      while (this.#looking.get(uuid)) {
        this.#looking.set(uuid, false);
        await this.#bringUpToDate(uuid);
      }
    } catch (error) {
      this.#options.lostTrack(uuid, error);
    } finally {
      this.#looking.delete(uuid);
    }
  }

  /** Statuses were written; those that a task is to put down itself are kept an eye on. */
  wrote(changes: readonly StatusChange[]): void {
    for (const change of changes)
      if (isLeftToTask(change)) this.#owed.set(change.vm.id, change.vm.uuid);
      else this.#owed.delete(change.vm.id);
  }

  /** Something about a VM changed: its task may have ended. */
  changed(id: VmId): void {
    const uuid = this.#owed.get(id);
    if (uuid !== undefined) void this.look(uuid);
  }

  async #bringUpToDate(uuid: string): Promise<void> {
    const { em, host, hostName, changed, lostTrack } = this.#options;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const vm = await readVmOfDomain(em(), uuid, {
        hostId: host.id,
        collector: host.collector,
      });
      if (!vm) return lostTrack(uuid, null);
      const change = statusChange(vm, await this.#state(uuid), hostName);
      if (!change) {
        if (vm.toldStatus === vm.status) this.#owed.delete(vm.id);
        return;
      }
      if (await writeStatuses(em(), [change], new Date())) {
        this.wrote([change]);
        return changed(vm.id);
      }
    }
    lostTrack(uuid, null);
  }

  async #state(uuid: string): Promise<Pick<ListedDomain, 'stateCode' | 'reasonCode'> | undefined> {
    try {
      const dom = { uuid, name: '', id: -1 };
      const state = await this.#options.connection.call('domainGetState', { dom, flags: 0 });
      return { stateCode: state.state, reasonCode: state.reason };
    } catch (error) {
      if (isLibvirtError(error, 'NO_DOMAIN')) return undefined;
      throw error;
    }
  }
}
