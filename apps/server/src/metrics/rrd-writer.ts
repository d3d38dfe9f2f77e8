import { isRrdError, type RrdClient, type RrdUpdate, type UpdateFault } from '@baadal/rrd';
import type { Logger } from 'pino';
import { backOffMs, pause } from '../platform/back-off.ts';
import { GAP_INTERVALS } from './rates.ts';
import type { RrdShape } from './rrd-files.ts';
import { RrdKeeper } from './rrd-keeper.ts';

/** One row for one file. */
export interface RrdRow {
  readonly path: string;
  readonly shape: RrdShape;
  /** Seconds since 1970. */
  readonly at: number;
  /** By source; what is missing is unknown. */
  readonly figures: Readonly<Record<string, number | null>>;
  /** Seconds between samples: a longer silence is written as a gap. */
  readonly intervalSeconds: number;
  /** An older file of the same name is somebody else's, who is gone. */
  readonly madeAfter?: Date | undefined;
  /** Where an older version kept the file; it is moved from there. */
  readonly formerly?: string;
}

/** How a writer works. */
export interface RrdWriterOptions {
  readonly client: RrdClient;
  readonly log: Logger;
  /** Rows kept while the daemon is away; the oldest are given up first. */
  readonly maxRows?: number;
  /** Told when a file was set aside. */
  readonly onAside?: () => void;
}

/** What a writer has to tell of itself. */
export interface RrdWriterState {
  readonly waiting: number;
  readonly written: number;
  /** Rows given up since the process began, by why. */
  readonly lost: Readonly<Record<'overflow' | 'refused' | 'tooOld', number>>;
  /** Why the last attempt failed; null: it did not. */
  readonly fault: string | null;
}

/** 10 minutes of 1,000 VMs with two parts each. */
const MAX_ROWS = 200_000;
const ROWS_AT_ONCE = 6_000;
const RETRY = { firstMs: 250, maxMs: 5_000 } as const;
/**
 * Hands rows to rrdcached in batches. Whoever measures never waits for it: rows wait here, bounded,
 * while the daemon is away. Files are made with their first row; a damaged one is set aside.
 */
export class RrdWriter {
  readonly #client: RrdClient;
  readonly #log: Logger;
  readonly #keeper: RrdKeeper;
  readonly #maxRows: number;
  readonly #stop = new AbortController();
  readonly #lost = { overflow: 0, refused: 0, tooOld: 0 };
  #rows: RrdRow[] = [];
  #written = 0;
  #fault: string | null = null;
  #flushing: Promise<void> | null = null;

  constructor({ client, log, maxRows = MAX_ROWS, onAside }: RrdWriterOptions) {
    this.#client = client;
    this.#log = log;
    this.#maxRows = maxRows;
    this.#keeper = new RrdKeeper(client, log, onAside);
  }

  /** Takes rows; returns at once. */
  add(rows: readonly RrdRow[]): void {
    if (this.#stop.signal.aborted) return;
    for (const row of rows) this.#rows.push(row);
    const over = this.#rows.length - this.#maxRows;
    if (over > 0) {
      this.#rows.splice(0, over);
      this.#lost.overflow += over;
    }
    this.#flushing ??= this.#flush().finally(() => {
      this.#flushing = null;
    });
  }

  /** Resolves when nothing waits any more, or the daemon is away. */
  async idle(): Promise<void> {
    await this.#flushing;
  }

  get state(): RrdWriterState {
    return {
      waiting: this.#rows.length,
      written: this.#written,
      lost: { ...this.#lost },
      fault: this.#fault,
    };
  }

  /** Hands over what waits, if the daemon takes it now, and ends. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#flushing;
  }

  /** Never rejects. */
  async #flush(): Promise<void> {
    for (let failures = 0; this.#rows.length > 0; ) {
      const rows = this.#rows.splice(0, ROWS_AT_ONCE);
      try {
        await this.#write(rows);
        if (this.#fault)
          this.#log.info({ waiting: this.#rows.length }, 'rrdcached takes rows again');
        this.#fault = null;
        failures = 0;
      } catch (error) {
        this.#rows.unshift(...rows);
        if (!this.#fault) this.#log.warn({ err: error }, 'rrdcached takes no rows');
        this.#fault = error instanceof Error ? error.message : String(error);
        if (this.#stop.signal.aborted) return;
        await pause(backOffMs(++failures, RETRY), this.#stop.signal);
      }
    }
  }

  /** @throws when the daemon is away; writing the same again does no harm */
  async #write(rows: readonly RrdRow[]): Promise<void> {
    const usable = await this.#keeper.prepare(rows);
    this.#lost.refused += rows.length - usable.length;
    const updates: PlannedUpdate[] = [];
    for (const row of usable) this.#plan(row, updates);
    const faults = await this.#client.update(updates);
    const again = new Set<RrdRow>();
    for (const fault of faults) {
      const { row, isGap } = updates[fault.index] ?? {};
      if (!row || isGap) continue;
      if (isRrdError(fault.error, 'NO_SUCH_FILE', 'NOT_AN_RRD')) again.add(row);
      else this.#giveUp(fault);
    }
    this.#written += usable.length - faults.length;
    if (again.size === 0) return;
    for (const row of again) this.#keeper.doubt(row.path);
    const mended = await this.#keeper.prepare([...again]);
    await this.#client.update(mended.map(updateOf));
    this.#written += mended.length;
  }

  /** A silence is written as what it is, before the row that ends it. */
  #plan(row: RrdRow, updates: PlannedUpdate[]): void {
    const silence = this.#keeper.advance(row.path, row.at);
    if (silence > GAP_INTERVALS * row.intervalSeconds) {
      const gap = { ...row, at: row.at - row.intervalSeconds, figures: {} };
      updates.push({ ...updateOf(gap), row, isGap: true });
    }
    const { path: file, at } = row;
    updates.push({ file, at, values: valuesOf(row), row, isGap: false });
  }

  #giveUp({ update, error }: UpdateFault): void {
    if (isRrdError(error, 'TOO_OLD')) {
      // The clock was set back, or another collector was a moment ahead.
      this.#lost.tooOld++;
      this.#log.debug({ file: update.file, at: update.at }, 'row is older than the last one');
      return;
    }
    this.#lost.refused++;
    this.#log.warn({ file: update.file, err: error }, 'rrdcached refuses a row');
  }
}

function valuesOf({ shape, figures }: RrdRow): (number | null)[] {
  const values: (number | null)[] = [];
  for (const source of shape.sources) values.push(figures[source] ?? null);
  return values;
}

function updateOf(row: RrdRow): RrdUpdate {
  return { file: row.path, at: row.at, values: valuesOf(row) };
}

/** An update and the row it is of. */
interface PlannedUpdate extends RrdUpdate {
  readonly row: RrdRow;
  readonly isGap: boolean;
}
