import { mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { isRrdError, type RrdClient } from '@baadal/rrd';
import type { Logger } from 'pino';
import { type AsideReason, asideName, layoutOf, type RrdShape } from './rrd-files.ts';

/** What must be known to have a file ready. */
export interface WantedFile {
  readonly path: string;
  readonly shape: RrdShape;
  /** Of the first row, seconds since 1970, and how long it is true for. */
  readonly at: number;
  readonly intervalSeconds: number;
  readonly madeAfter?: Date | undefined;
  readonly formerly?: string;
}

interface KnownFile {
  /** Of the last row, seconds since 1970; null: none yet. */
  lastAt: number | null;
  /** When it was last looked at, ms of a clock that nobody sets. */
  checkedAt: number;
}

/** A file that was damaged behind the daemon's back is found after so long. */
const CHECK_MS = 300_000;
const CHECKS_AT_ONCE = 100;
/** Clocks of file system and database may differ by so much. */
const BIRTH_SLACK_MS = 60_000;

/** Has files ready to be written: makes them, looks whether they are whole, sets bad ones aside. */
export class RrdKeeper {
  readonly #client: RrdClient;
  readonly #log: Logger;
  readonly #known = new Map<string, KnownFile>();
  readonly #failedToMake = new Set<string>();

  readonly #onAside: () => void;

  constructor(client: RrdClient, log: Logger, onAside: () => void = () => undefined) {
    this.#client = client;
    this.#log = log;
    this.#onAside = onAside;
  }

  /**
   * Notes a row that is written next.
   * @returns seconds since the row before it; 0 when there is none
   */
  advance(file: string, at: number): number {
    const known = this.#known.get(file);
    if (!known) return 0;
    const { lastAt } = known;
    if (lastAt !== null && at <= lastAt) return 0;
    known.lastAt = at;
    return lastAt === null ? 0 : at - lastAt;
  }

  /** Has the file looked at anew before the next row. */
  doubt(file: string): void {
    this.#known.delete(file);
  }

  /**
   * @returns those whose files can be written now
   * @throws when the daemon is away
   */
  async prepare<T extends WantedFile>(wanted: readonly T[]): Promise<readonly T[]> {
    const now = performance.now();
    if (!this.#mustLook(wanted, now)) return wanted;
    // By the first row of each: a file begins with it.
    const files = new Map(wanted.toReversed().map((file) => [file.path, file]));
    const strange = [...files.values()].filter(({ path: p }) => !this.#known.has(p));
    const stale = [...files.values()]
      .filter(({ path: p }) => now - (this.#known.get(p)?.checkedAt ?? now) > CHECK_MS)
      .slice(0, CHECKS_AT_ONCE);
    await all(strange, (file) => this.#orUnusable(file, () => this.#meet(file)));
    await all(stale, (file) => this.#orUnusable(file, () => this.#check(file)));
    return wanted.filter((file) => this.#known.has(file.path));
  }

  /** Most of the time all are known, and nothing is to be done. */
  #mustLook(wanted: readonly WantedFile[], now: number): boolean {
    for (const file of wanted) {
      const known = this.#known.get(file.path);
      if (!known || now - known.checkedAt > CHECK_MS) return true;
    }
    return false;
  }

  /** What is wrong with one file stops no other. */
  async #orUnusable(file: WantedFile, act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.#unusable(file, error);
    }
  }

  /** Looks at a file for the first time. */
  async #meet(file: WantedFile): Promise<void> {
    await this.#moveHere(file);
    if (await this.#isSomebodyElses(file)) await this.#setAside(file.path, 'removed');
    try {
      const info = await this.#client.info(file.path);
      const names = file.shape.sources.filter((name) => info.has(`ds[${name}].index`));
      const count = [...info.keys()].filter((key) => /^ds\[.*\]\.index$/.test(key)).length;
      if (names.length === file.shape.sources.length && count === names.length) {
        this.#remember(file.path, Number(info.get('last_update')));
        return;
      }
      await this.#setAside(file.path, 'outdated');
    } catch (error) {
      if (isRrdError(error, 'NOT_AN_RRD')) await this.#setAside(file.path, 'damaged');
      else if (!isRrdError(error, 'NO_SUCH_FILE')) throw error;
    }
    await this.#make(file);
  }

  /** Looks at a known file again. */
  async #check(file: WantedFile): Promise<void> {
    try {
      await this.#client.last(file.path);
      const known = this.#known.get(file.path);
      if (known) known.checkedAt = performance.now();
    } catch (error) {
      this.#known.delete(file.path);
      if (!isRrdError(error, 'NOT_AN_RRD', 'NO_SUCH_FILE')) throw error;
      await this.#client.forget(file.path);
      await this.#meet(file);
    }
  }

  async #make(file: WantedFile): Promise<void> {
    try {
      await mkdir(path.dirname(file.path), { recursive: true });
      await this.#client.create(file.path, layoutOf(file.shape, file.at - file.intervalSeconds));
      this.#remember(file.path, null);
      this.#failedToMake.delete(file.path);
    } catch (error) {
      if (isRrdError(error, 'EXISTS')) return;
      // What a full disk left of it is not worth keeping.
      if (isRrdError(error, 'REFUSED')) await rm(file.path, { force: true }).catch(() => undefined);
      throw error;
    }
  }

  /** Says so once; the next row tries again. @throws when the daemon is away */
  #unusable(file: WantedFile, error: unknown): void {
    const away = ['CONNECT_FAILED', 'CONNECTION_LOST', 'TIMEOUT', 'CLOSED', 'OVERLOADED'] as const;
    if (isRrdError(error, ...away)) throw error;
    if (!this.#failedToMake.has(file.path))
      this.#log.error({ file: file.path, err: error }, 'a file of figures cannot be used');
    this.#failedToMake.add(file.path);
  }

  #remember(file: string, lastAt: number | null): void {
    this.#known.set(file, { lastAt, checkedAt: performance.now() });
  }

  /** Takes over the file of an older name, unless there is one of the new name. */
  async #moveHere({ path: file, formerly }: WantedFile): Promise<void> {
    if (formerly === undefined || (await exists(file)) || !(await exists(formerly))) return;
    // What waits for the old name is written to it, and nothing more.
    await this.#client.flush(formerly).catch(orBad);
    await this.#client.forget(formerly);
    await rename(formerly, file);
    this.#log.info({ file, formerly }, 'a file of figures has its new name');
  }

  async #isSomebodyElses({ path: file, madeAfter }: WantedFile): Promise<boolean> {
    if (!madeAfter) return false;
    const found = await stat(file).catch(() => null);
    if (!found || found.birthtimeMs === 0) return false;
    return found.birthtimeMs < madeAfter.getTime() - BIRTH_SLACK_MS;
  }

  /** A file that cannot be gone on with is kept under another name. */
  async #setAside(file: string, why: AsideReason): Promise<void> {
    const kept = asideName(file, why, new Date());
    try {
      await this.#client.forget(file);
      await rename(file, kept);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    this.#onAside();
    if (why === 'removed') this.#log.info({ file, kept }, 'figures of a VM that is gone are kept');
    else this.#log.error({ file, kept, why }, 'a file of figures was set aside, a new one begins');
  }
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

/** A damaged file is moved as well: who looks at it next sets it aside. */
function orBad(error: unknown): void {
  if (!isRrdError(error, 'NOT_AN_RRD', 'NO_SUCH_FILE')) throw error;
}

const AT_ONCE = 50;

async function all<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  for (let i = 0; i < items.length; i += AT_ONCE)
    await Promise.all(items.slice(i, i + AT_ONCE).map(act));
}
