import { limitedHosts } from '../datastore/datastore-hosts.ts';
import type { StoredHealth } from '../host/host-health.ts';
import { Batches } from '../platform/batches.ts';
import { type Em, rows, run } from '../platform/db.ts';
import type { DatastoreId, HostId } from '../platform/ids.ts';
import { Slots } from '../platform/slots.ts';
import { type HostRow, type OwnedHost, readHosts } from './host-store.ts';
import type { VmRow } from './reconcile-plan.ts';
import { casesOf } from './row-cases.ts';
import { type StockOutcome, type StockTaken, writeStocks } from './stock-store.ts';
import { readVmsOfHosts } from './vm-status-store.ts';

/** A datastore that hosts are to mount: all, or some. */
export interface WatchedDatastore {
  readonly id: DatastoreId;
  readonly name: string;
  readonly path: string;
  /** The only hosts that have it; null: every host is to. */
  readonly only: readonly HostId[] | null;
  /** Its figures have grown old. */
  readonly due: boolean;
}

/** The signs of a host that are to be written. */
interface SeenHealth {
  readonly host: OwnedHost;
  readonly health: StoredHealth;
  /** The host itself gave a sign of life just now. */
  readonly reached: boolean;
}

const PAUSE = { pauseMs: 100 } as const;
/** Nobody waits for the times of last signs. */
const HEALTH_PAUSE = { pauseMs: 500 } as const;
const STOCKS_AT_ONCE = 16;
const DATASTORES_MS = 5_000;
/** Figures younger than this are left as they are, whichever host they came from. */
const FRESH_SECONDS = 50;

/**
 * What a collector's sessions read and write when they begin. Hosts come back by the hundred, after
 * a start of the controller or when a switch is on again: then their rows are read and written
 * together, a few statements for all that come within a moment, and not all are asked at once.
 */
export class HostBook {
  readonly #em: () => Em;
  readonly #reads: Batches<OwnedHost, HostRow | null>;
  readonly #vms: Batches<HostId, VmRow[]>;
  readonly #stocks: Batches<StockTaken, StockOutcome>;
  readonly #healths: Batches<SeenHealth, undefined>;
  readonly #slots = new Slots(STOCKS_AT_ONCE);
  #datastores: Promise<readonly WatchedDatastore[]> | null = null;
  #datastoresAt = Number.NEGATIVE_INFINITY;
  readonly #claimed = new Set<DatastoreId>();

  constructor(em: () => Em) {
    this.#em = em;
    this.#reads = new Batches((hosts) => readHosts(em(), hosts), PAUSE);
    this.#vms = new Batches((ids) => readVmsOfHosts(em(), ids), PAUSE);
    this.#stocks = new Batches((stocks) => writeStocks(em(), stocks), PAUSE);
    this.#healths = new Batches((seen) => writeHealths(em(), seen), HEALTH_PAUSE);
  }

  /** @returns null when the host is gone or held by another collector */
  host(host: OwnedHost): Promise<HostRow | null> {
    return this.#reads.ask(host);
  }

  /** VMs that are to be on a host. */
  vms(id: HostId): Promise<readonly VmRow[]> {
    return this.#vms.ask(id);
  }

  /** Runs one of those looks at a whole host of which only so many go on at once. */
  takingStock<T>(work: () => Promise<T>): Promise<T> {
    return this.#slots.in(work);
  }

  /** Writes what was found on a host. */
  writeStock(stock: StockTaken): Promise<StockOutcome> {
    return this.#stocks.ask(stock);
  }

  /** Writes the signs of a host. */
  writeHealth(seen: SeenHealth): Promise<void> {
    return this.#healths.ask(seen);
  }

  /** The datastores that a host is to have, by name, as read not long ago. */
  async datastoresOf(host: HostId): Promise<readonly WatchedDatastore[]> {
    return (await this.#all()).filter(({ only }) => only?.includes(host) ?? true);
  }

  #all(): Promise<readonly WatchedDatastore[]> {
    if (this.#datastores && performance.now() - this.#datastoresAt < DATASTORES_MS)
      return this.#datastores;
    this.#datastoresAt = performance.now();
    this.#claimed.clear();
    const reading = readDatastores(this.#em());
    this.#datastores = reading;
    reading.catch(() => {
      this.#datastores = null;
    });
    return reading;
  }

  /** Datastores of a host whose figures are old and that no other host of this process looks at. */
  async takeDueDatastores(host: HostId): Promise<readonly WatchedDatastore[]> {
    const own = await this.datastoresOf(host);
    const due = own.filter(({ id, due }) => due && !this.#claimed.has(id));
    for (const { id } of due) this.#claimed.add(id);
    return due;
  }
}

async function readDatastores(em: Em): Promise<readonly WatchedDatastore[]> {
  const found = await rows<Omit<WatchedDatastore, 'due' | 'only'> & { readonly due: number }>(
    em,
    `select id, name, path,
       checked_at is null or checked_at < utc_timestamp(3) - interval ? second as due
     from datastore order by name`,
    [FRESH_SECONDS],
  );
  const limited = await limitedHosts(em);
  return found.map((datastore) => ({
    ...{ ...datastore, due: Boolean(datastore.due) },
    only: limited.get(datastore.id) ?? null,
  }));
}

async function writeHealths(em: Em, seen: readonly SeenHealth[]): Promise<undefined[]> {
  const health = casesOf('health', seen, ({ health }) => JSON.stringify(health));
  const reached = seen.filter(({ reached }) => reached).map(({ host }) => host.id);
  await run(
    em,
    `update host set ${health.sql},
       last_seen_at = if(id in (?), utc_timestamp(3), last_seen_at)
     where id in (?) and collector = ?`,
    [
      ...health.params,
      reached.length > 0 ? reached : [''],
      seen.map(({ host }) => host.id),
      seen[0]?.host.collector,
    ],
  );
  return seen.map(() => undefined);
}
