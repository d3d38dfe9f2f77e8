import { type Em, rows, run } from '../platform/db.ts';
import type { HostId } from '../platform/ids.ts';

/**
 * Shares the hosts among the collector processes that run: each holds a host by a lease in its row,
 * which it renews; the leases of a process that died run out and others take its hosts.
 * All times are the database's, so that the machines' clocks do not matter.
 */
export class HostLeases {
  readonly #collector: string;
  readonly #leaseMs: number;

  constructor(collector: string, leaseMs: number) {
    this.#collector = collector;
    this.#leaseMs = leaseMs;
  }

  /** Renews, takes and gives back leases. @returns the hosts held now */
  async share(em: Em): Promise<ReadonlySet<HostId>> {
    await this.#sayAlive(em);
    await run(em, `update host set collector_lease_until = ${LEASE_END} where collector = ?`, [
      ...this.#lease(),
      this.#collector,
    ]);
    const held = await this.#held(em);
    const fair = await this.#fairShare(em);
    if (held.length > fair) return await this.#giveBack(em, held, fair);
    if (held.length < fair) await this.#take(em, fair - held.length);
    return new Set(await this.#held(em));
  }

  /** Gives everything back at once, for others to take. */
  async release(em: Em): Promise<void> {
    await run(
      em,
      'update host set collector = null, collector_lease_until = null where collector = ?',
      [this.#collector],
    );
    await run(em, 'delete from collector_process where name = ?', [this.#collector]);
  }

  #lease(): readonly [number] {
    return [this.#leaseMs * 1000];
  }

  async #sayAlive(em: Em): Promise<void> {
    await run(
      em,
      `insert into collector_process (name, lease_until) values (?, ${LEASE_END})
       on duplicate key update lease_until = values(lease_until)`,
      [this.#collector, ...this.#lease()],
    );
  }

  async #held(em: Em): Promise<HostId[]> {
    const sql = 'select id from host where collector = ? order by id';
    return (await rows<{ id: HostId }>(em, sql, [this.#collector])).map(({ id }) => id);
  }

  /** An equal part of all hosts, rounded up, so that none is left over. */
  async #fairShare(em: Em): Promise<number> {
    await run(em, 'delete from collector_process where lease_until < utc_timestamp(3)');
    const [count] = await rows<{ hosts: number; collectors: number }>(
      em,
      `select (select count(*) from host) as hosts,
         (select count(*) from collector_process) as collectors`,
    );
    return Math.ceil(Number(count?.hosts ?? 0) / Math.max(1, Number(count?.collectors ?? 1)));
  }

  async #take(em: Em, wanted: number): Promise<void> {
    await run(
      em,
      `update host set collector = ?, collector_lease_until = ${LEASE_END}
       where collector is null or collector_lease_until is null or collector_lease_until < utc_timestamp(3)
       order by id limit ?`,
      [this.#collector, ...this.#lease(), wanted],
    );
  }

  async #giveBack(em: Em, held: readonly HostId[], keep: number): Promise<ReadonlySet<HostId>> {
    await run(
      em,
      'update host set collector = null, collector_lease_until = null where collector = ? and id in (?)',
      [this.#collector, held.slice(keep)],
    );
    return new Set(held.slice(0, keep));
  }
}

const LEASE_END = 'utc_timestamp(3) + interval ? microsecond';
