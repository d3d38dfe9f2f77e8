import { Duplex, type DuplexOptions } from 'node:stream';
import { type LibvirtError, StreamError } from './errors.ts';
import { encodeVirNetStreamHole } from './generated/codec-message.ts';
import { MAX_STREAM_PAYLOAD, MessageStatus, MessageType } from './packet.ts';
import type { StreamDirection } from './procedure.ts';
import { XdrWriter } from './xdr-writer.ts';

/** Received bytes that may wait for the reader before the socket is paused. */
const PAUSE_ABOVE = 512 * 1024;
const RESUME_BELOW = 256 * 1024;
const ZEROS = Buffer.alloc(64 * 1024);
const NOTHING = Buffer.alloc(0);

/** What a stream needs of its connection. */
export interface StreamPort {
  readonly procedure: string;
  /** Sends one packet of this stream. False when the transport wants a pause. */
  send(type: number, status: number, payload: Uint8Array): boolean;
  /** Calls back once when the transport takes more. */
  onDrain(listener: () => void): void;
  pause(): void;
  resume(): void;
  /** The stream is over: its serial is free, its packets are ignored. */
  release(): void;
}

/** How a stream was opened. */
export interface VirStreamOptions {
  readonly direction: StreamDirection;
  readonly sparse: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** A part of a sparse download. */
export type StreamSegment =
  | { readonly kind: 'data'; readonly data: Buffer }
  | { readonly kind: 'hole'; readonly length: bigint };

type Incoming = Buffer | { length: bigint };

/** Marks buffers that stand for holes in the order of writes. */
const holes = new WeakMap<Uint8Array, bigint>();

function isHole(item: Incoming): item is { length: bigint } {
  return !Buffer.isBuffer(item);
}

/**
 * One libvirt stream as a Node duplex: an upload, a download, a console, a screenshot.
 *
 * - Upload: write, then `end()`. 'finish' comes only after the daemon confirmed the data.
 * - Download: read to the end. Holes of a sparse download read as zeros; {@link segments} shows
 *   them instead.
 * - `destroy()` tells the daemon to abort and does not wait; {@link abort} waits.
 *
 * A reader that does not read pauses the whole connection once 512 KiB wait.
 */
export class VirStream extends Duplex {
  readonly #port: StreamPort;
  readonly #sparse: boolean;
  readonly #direction: StreamDirection;
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort = () => this.destroy(this.#aborted(this.#signal?.reason));
  #incoming: Incoming[] = [];
  #incomingBytes = 0;
  #paused = false;
  #ended = false;
  #wanted = false;
  #pumpScheduled = false;
  #segmentReader: (() => void) | null = null;
  #finishSent = false;
  #aborting = false;
  /** The daemon knows the stream no more. */
  #over = false;
  #finishWaiters: (() => void)[] = [];

  /** Made by `Connection.openStream`. */
  constructor(port: StreamPort, options: VirStreamOptions) {
    const sides = {
      readable: options.direction !== 'write',
      writable: options.direction !== 'read',
      highWaterMark: 256 * 1024,
    };
    super(sides satisfies DuplexOptions & { readable: boolean; writable: boolean });
    // An error may come before the caller had a chance to listen; it is not lost: reading,
    // writing and finish() fail with it.
    this.on('error', () => {});
    this.#port = port;
    this.#direction = options.direction;
    this.#sparse = options.sparse;
    this.#signal = options.signal;
    if (options.signal?.aborted) process.nextTick(this.#onAbort);
    else options.signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** The procedure that opened the stream. */
  get procedure(): string {
    return this.#port.procedure;
  }

  /** Received bytes that wait for the reader. */
  get waitingBytes(): number {
    return this.#incomingBytes + this.readableLength;
  }

  /**
   * Ends the stream in good order and waits for the daemon's confirmation. For a download this
   * leaves off early.
   * @throws {LibvirtError} what the daemon answers, @throws {ConnectionLostError}
   */
  async finish(): Promise<void> {
    if (this.errored) throw this.errored;
    if (this.#over) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const closed = () => reject(this.errored ?? this.#aborted(undefined));
    this.once('close', closed);
    if (this.#direction === 'read') this.#finish(resolve);
    else this.end((error?: Error | null) => (error ? reject(this.errored ?? error) : resolve()));
    try {
      await promise;
    } finally {
      this.off('close', closed);
    }
  }

  /** Tells the daemon to drop the stream, and waits until it did. */
  async abort(): Promise<void> {
    if (!this.#over) {
      await new Promise<void>((resolve) => {
        this.#finishWaiters.push(resolve);
        this.once('close', resolve);
        this.#aborting = true;
        this.#sendAbort();
      });
    }
    this.destroy();
  }

  /**
   * Skips `length` bytes of a sparse upload, in the order of the writes.
   * @throws {StreamError} NOT_SPARSE when the sparse flag was not given: the daemon would hang up
   */
  async hole(length: bigint): Promise<void> {
    if (!this.#sparse || this.#direction === 'read') {
      throw new StreamError('NOT_SPARSE', 'the stream was not opened with its sparse flag');
    }
    const marker = Buffer.alloc(0);
    holes.set(marker, length);
    await new Promise<void>((resolve, reject) => {
      this.write(marker, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** The parts of a download, holes as holes. Use instead of reading. */
  async *segments(): AsyncGenerator<StreamSegment, void, undefined> {
    try {
      while (true) {
        const item = this.#incoming.shift();
        if (item) {
          if (!isHole(item)) this.#consumed(item.length);
          yield isHole(item) ? { kind: 'hole', length: item.length } : { kind: 'data', data: item };
          continue;
        }
        if (this.errored) throw this.errored;
        if (this.#ended || this.destroyed) return;
        await new Promise<void>((resolve) => {
          this.#segmentReader = resolve;
        });
        this.#segmentReader = null;
      }
    } finally {
      this.destroy();
    }
  }

  // -- from the connection

  /** Data from the daemon; empty means the end. */
  receiveData(data: Buffer): void {
    if (this.#over || this.#ended) return;
    if (data.length === 0) {
      this.#receiveEnd();
      return;
    }
    this.#incoming.push(data);
    this.#incomingBytes += data.length;
    if (this.#incomingBytes > PAUSE_ABOVE && !this.#paused) {
      this.#paused = true;
      this.#port.pause();
    }
    this.#deliver();
  }

  /** A hole in a sparse download. */
  receiveHole(length: bigint): void {
    if (this.#over || this.#ended) return;
    this.#incoming.push({ length });
    this.#deliver();
  }

  /** The daemon confirmed the end, or the abort. */
  receiveFinished(): void {
    this.#setOver();
    const waiters = this.#finishWaiters;
    this.#finishWaiters = [];
    for (const waiter of waiters) waiter();
    if (!this.#ended) this.#markEnded();
  }

  /** The daemon ended the stream with an error. */
  receiveError(error: LibvirtError): void {
    if (this.#aborting) {
      this.receiveFinished();
      return;
    }
    this.#setOver();
    this.destroy(error);
  }

  /** The connection ended. */
  connectionLost(error: Error): void {
    const complete = this.#over;
    this.#setOver();
    if (!complete) this.destroy(error);
  }

  #receiveEnd(): void {
    this.#finish(() => {});
    this.#markEnded();
    if (this.#direction === 'both') this.end();
  }

  #markEnded(): void {
    this.#ended = true;
    if (this.#direction !== 'write') this.#deliver();
  }

  /** In a turn of its own: what a reader throws must not look like a fault of the connection. */
  #deliver(): void {
    if (this.#segmentReader) this.#segmentReader();
    if (!this.#wanted || this.#pumpScheduled) return;
    this.#pumpScheduled = true;
    process.nextTick(() => {
      this.#pumpScheduled = false;
      this.#pump();
    });
  }

  // -- reading

  override _read(): void {
    this.#wanted = true;
    this.#pump();
  }

  #pump(): void {
    while (this.#wanted) {
      const item = this.#incoming[0];
      if (!item) {
        if (this.#ended) {
          this.#wanted = false;
          this.push(null);
        }
        return;
      }
      if (isHole(item)) {
        const part = item.length < BigInt(ZEROS.length) ? Number(item.length) : ZEROS.length;
        item.length -= BigInt(part);
        if (item.length === 0n) this.#incoming.shift();
        this.#wanted = this.push(ZEROS.subarray(0, part));
      } else {
        this.#incoming.shift();
        this.#consumed(item.length);
        this.#wanted = this.push(item);
      }
    }
  }

  #consumed(bytes: number): void {
    this.#incomingBytes -= bytes;
    if (this.#paused && this.#incomingBytes < RESUME_BELOW) {
      this.#paused = false;
      this.#port.resume();
    }
  }

  // -- writing

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    const hole = holes.get(chunk);
    if (hole === undefined) this.#sendData(chunk, 0, done);
    else this.#sendHole(hole, done);
  }

  #sendHole(length: bigint, done: (error?: Error) => void): void {
    const writer = new XdrWriter();
    try {
      encodeVirNetStreamHole(writer, { length, flags: 0 });
    } catch (error) {
      done(error as Error);
      return;
    }
    this.#port.send(MessageType.STREAM_HOLE, MessageStatus.CONTINUE, writer.take());
    done();
  }

  /** One packet after the other, each when the transport is ready. An empty one would mean the end. */
  #sendData(chunk: Buffer, from: number, done: (error?: Error) => void): void {
    let at = from;
    while (at < chunk.length) {
      if (this.#over || this.#finishSent) {
        done(new StreamError('NOT_WRITABLE', 'the stream has ended'));
        return;
      }
      const part = chunk.subarray(at, at + MAX_STREAM_PAYLOAD);
      at += part.length;
      if (!this.#port.send(MessageType.STREAM, MessageStatus.CONTINUE, part)) {
        this.#port.onDrain(() => this.#sendData(chunk, at, done));
        return;
      }
    }
    done();
  }

  override _final(done: (error?: Error) => void): void {
    this.#finish(() => done());
  }

  #finish(confirmed: () => void): void {
    if (this.#over) {
      confirmed();
      return;
    }
    this.#finishWaiters.push(confirmed);
    if (this.#finishSent) return;
    this.#finishSent = true;
    this.#port.send(MessageType.STREAM, MessageStatus.OK, NOTHING);
  }

  // -- ending

  #sendAbort(): void {
    if (this.#finishSent) return;
    this.#finishSent = true;
    this.#port.send(MessageType.STREAM, MessageStatus.ERROR, NOTHING);
  }

  #setOver(): void {
    if (this.#over) return;
    this.#over = true;
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#port.release();
  }

  #aborted(cause: unknown): StreamError {
    return new StreamError('STREAM_ABORTED', `${this.procedure} stream aborted`, { cause });
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (!this.#over) {
      this.#sendAbort();
      this.#setOver();
    }
    this.#incoming = [];
    this.#incomingBytes = 0;
    this.#segmentReader?.();
    done(error);
  }
}
