import { commandLine } from './command-line.ts';
import { Connection } from './connection.ts';
import { type CallOptions, orAborted, startDeadline } from './deadline.ts';
import { RrdError, refusal } from './errors.ts';
import type { Reply } from './reply-reader.ts';
import { type RrdSeries, readSeries, readText, type SeriesRequest } from './series.ts';
import { type RrdUpdate, readFaults, type UpdateFault, updateLine } from './update.ts';

/** How a client works. */
export interface RrdClientOptions {
  /** Path of the daemon's unix socket. */
  readonly socket: string;
  /** Deadline of a call that names none, ms; default 10 s. */
  readonly timeoutMs?: number;
  /** Most calls that may wait for an answer; default 10,000. */
  readonly maxWaiting?: number;
}

/** How an RRD is laid out, in the words of rrdcreate(1). */
export interface RrdLayout {
  readonly stepSeconds: number;
  /** Seconds since 1970; no update may be older. */
  readonly beginAt: number;
  /** `DS:name:GAUGE:heartbeat:min:max` */
  readonly sources: readonly string[];
  /** `RRA:AVERAGE:xff:steps:rows` */
  readonly archives: readonly string[];
}

const TIMEOUT_MS = 10_000;
const MAX_WAITING = 10_000;
/** Updates sent in one BATCH: short enough that others' calls are not kept waiting. */
const UPDATES_PER_BATCH = 2_000;

/**
 * Speaks to rrdcached, or to nobody: it is dialled on the first call, and again on the first call
 * after a loss. Calls are sent at once and answered in order (pipelining).
 *
 * All methods reject with {@link RrdError}.
 */
export class RrdClient {
  readonly #options: Required<RrdClientOptions>;
  #connection: Promise<Connection> | null = null;
  #open: Connection | null = null;
  #waiting = 0;
  #closed = false;

  constructor(options: RrdClientOptions) {
    this.#options = { timeoutMs: TIMEOUT_MS, maxWaiting: MAX_WAITING, ...options };
  }

  /** Answers when the daemon does. */
  async ping(options?: CallOptions): Promise<void> {
    await this.#ask(['PING'], options);
  }

  /** Makes an RRD; the directory must be there. @throws EXISTS */
  async create(file: string, layout: RrdLayout, options?: CallOptions): Promise<void> {
    const { stepSeconds, beginAt, sources, archives } = layout;
    const settings = ['-s', String(stepSeconds), '-b', String(beginAt), '-O'];
    await this.#ask(['CREATE', file, ...settings, ...sources, ...archives], options);
  }

  /**
   * Sends updates in batches. The daemon takes each that it can.
   * @returns those that it did not, in the order given; the call itself rejects when the connection
   *   is lost, with the outcome of the updates unknown (sending them again does no harm)
   */
  async update(updates: readonly RrdUpdate[], options?: CallOptions): Promise<UpdateFault[]> {
    const faults: UpdateFault[] = [];
    for (let from = 0; from < updates.length; from += UPDATES_PER_BATCH) {
      const part = updates.slice(from, from + UPDATES_PER_BATCH);
      let bytes = 'BATCH\n';
      for (const update of part) bytes += updateLine(update);
      bytes += '.\n';
      const [, end] = await this.#exchange(bytes, 2, options);
      if (end) faults.push(...readFaults(end, part, from));
    }
    return faults;
  }

  /** Reads rows between two times; what was not flushed yet is flushed first. @throws NO_SUCH_FILE */
  async fetch(file: string, request: SeriesRequest, options?: CallOptions): Promise<RrdSeries> {
    const { cf, from, to, sources = [] } = request;
    const words = ['FETCHBIN', file, cf, String(from), String(to), ...sources];
    return readSeries(await this.#ask(words, options));
  }

  /** As `fetch`, by the command that sends text: slower; for daemons without FETCHBIN. */
  async fetchText(file: string, request: SeriesRequest, options?: CallOptions): Promise<RrdSeries> {
    const { cf, from, to, sources = [] } = request;
    const words = ['FETCH', file, cf, String(from), String(to), ...sources];
    return readText(await this.#ask(words, options));
  }

  /** Time of the last update in the file itself, seconds since 1970. @throws NOT_AN_RRD */
  async last(file: string, options?: CallOptions): Promise<number> {
    const { message } = await this.#ask(['LAST', file], options);
    return Number(message);
  }

  /** Facts of a file by name, as rrdinfo(1) has them: `ds[cpu].type`, `rra[0].rows`. */
  async info(file: string, options?: CallOptions): Promise<ReadonlyMap<string, string>> {
    const { lines } = await this.#ask(['INFO', file], options);
    return new Map(
      lines.map((line) => {
        const [, name = line, value = ''] = /^(\S+) \d+ ?(.*)$/.exec(line) ?? [];
        return [name, value];
      }),
    );
  }

  /** Writes what waits for a file to it. */
  async flush(file: string, options?: CallOptions): Promise<void> {
    await this.#ask(['FLUSH', file], options);
  }

  /** Drops what waits for a file, e.g. before it is moved; that nothing waits is no fault. */
  async forget(file: string, options?: CallOptions): Promise<void> {
    const { status, message } = (
      await this.#exchange(commandLine(['FORGET', file]), 1, options)
    )[0];
    if (status < 0 && !/No such file/.test(message)) throw refusal(message);
  }

  /** The daemon's own counters: `QueueLength`, `UpdatesReceived`, … */
  async stats(options?: CallOptions): Promise<ReadonlyMap<string, number>> {
    const { lines } = await this.#ask(['STATS'], options);
    return new Map(
      lines.map((line) => {
        const [name = line, value] = line.split(': ');
        return [name, Number(value)];
      }),
    );
  }

  /** Ends the connection; what waits fails with CLOSED. */
  close(): void {
    this.#closed = true;
    this.#open?.destroy(new RrdError('CLOSED', 'the client was closed'));
  }

  async #ask(words: readonly string[], options?: CallOptions): Promise<Reply> {
    const [reply] = await this.#exchange(commandLine(words), 1, options);
    if (reply.status < 0) throw refusal(reply.message);
    return reply;
  }

  async #exchange(
    bytes: string,
    replies: number,
    options: CallOptions = {},
  ): Promise<[Reply, ...Reply[]]> {
    if (this.#waiting >= this.#options.maxWaiting)
      throw new RrdError('OVERLOADED', `${this.#waiting} calls wait for rrdcached already`);
    const timeoutMs = options.timeoutMs ?? this.#options.timeoutMs;
    using deadline = startDeadline({ signal: options.signal, timeoutMs });
    this.#waiting++;
    try {
      const connection = await orAborted(this.#connect(), deadline.signal);
      await orAborted(connection.writable(), deadline.signal);
      const answer = await orAborted(connection.send(bytes, replies), deadline.signal);
      return answer as [Reply, ...Reply[]];
    } catch (error) {
      // Answers come in order: behind one that does not come, none would.
      if (deadline.late) this.#open?.destroy(deadline.signal.reason);
      throw error;
    } finally {
      this.#waiting--;
    }
  }

  #connect(): Promise<Connection> {
    if (this.#closed) return Promise.reject(new RrdError('CLOSED', 'the client was closed'));
    if (this.#connection && (!this.#open || this.#open.isOpen)) return this.#connection;
    this.#open = null;
    const dialling = this.#dial();
    this.#connection = dialling;
    dialling.catch(() => {
      if (this.#connection === dialling) this.#connection = null;
    });
    return dialling;
  }

  async #dial(): Promise<Connection> {
    using deadline = startDeadline({ timeoutMs: this.#options.timeoutMs });
    const connection = await Connection.open(this.#options.socket, deadline.signal);
    this.#open = connection;
    if (this.#closed) connection.destroy(new RrdError('CLOSED', 'the client was closed'));
    return connection;
  }
}
