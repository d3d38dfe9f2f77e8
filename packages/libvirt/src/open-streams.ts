import type { Duplex } from 'node:stream';
import { type ConnectionLostError, LibvirtError, ProtocolError } from './errors.ts';
import type { VirNetMessageError } from './generated/codec-message.ts';
import { headerOf } from './packet.ts';
import type { PendingCall, StreamOptions } from './pending-call.ts';
import { type StreamPort, VirStream } from './stream.ts';

/** Stream packets that may come before the reply they belong to. */
const MAX_EARLY_PACKETS = 1024;

/** What streams need of the connection that carries them. */
export interface StreamCarrier {
  readonly isOpen: boolean;
  /** Sends what was written so far: a stream's packets come after it. */
  flush(): void;
}

/** The open streams of one connection: hands on what comes for them, and sends what they write. */
export class OpenStreams {
  readonly #duplex: Duplex;
  readonly #carrier: StreamCarrier;
  readonly #calls: ReadonlyMap<number, PendingCall>;
  readonly #streams = new Map<number, VirStream>();
  readonly #pausedBy = new Set<VirStream>();
  #drainWaiters: (() => void)[] = [];

  /** @param calls those on the wire by their serial, which their streams take over */
  constructor(duplex: Duplex, carrier: StreamCarrier, calls: ReadonlyMap<number, PendingCall>) {
    this.#duplex = duplex;
    this.#carrier = carrier;
    this.#calls = calls;
    duplex.on('drain', () => this.#drained());
  }

  /** Whether a slow reader keeps the whole connection from being read. */
  get isPaused(): boolean {
    return this.#pausedBy.size > 0;
  }

  /** Whether the serial is a stream's. */
  has(serial: number): boolean {
    return this.#streams.has(serial);
  }

  /**
   * Opens the stream of a call that was answered. Runs while the reply is parsed: stream data may
   * follow in the same chunk, or have come.
   */
  open(call: PendingCall, options: StreamOptions, ret: unknown): void {
    const { serial, procedure } = call;
    const stream: VirStream = new VirStream(
      this.#portOf(call, () => stream),
      {
        direction: procedure.stream ?? 'read',
        sparse: options.sparse ?? false,
        signal: options.signal,
      },
    );
    this.#streams.set(serial, stream);
    for (const packet of call.early) packet(stream);
    if (call.settle()) call.resolve({ ret, stream });
    else stream.destroy();
  }

  /** Data of a stream came. */
  data(serial: number, data: Buffer): void {
    this.#toStream(serial, (stream) => stream.receiveData(data));
  }

  /** A hole of a sparse stream came, in place of so many zeros. */
  hole(serial: number, length: bigint): void {
    this.#toStream(serial, (stream) => stream.receiveHole(length));
  }

  /** The daemon confirms the end of a stream. */
  finished(serial: number): void {
    this.#toStream(serial, (stream) => stream.receiveFinished());
  }

  /** The daemon ends a stream with an error. */
  failed(serial: number, error: VirNetMessageError): void {
    this.#toStream(serial, (stream) => {
      stream.receiveError(new LibvirtError(error, stream.procedure));
    });
  }

  /** The connection has ended, and every stream with it. */
  connectionLost(error: ConnectionLostError): void {
    for (const stream of [...this.#streams.values()]) stream.connectionLost(error);
    this.#drainWaiters = [];
  }

  #portOf(call: PendingCall, self: () => VirStream): StreamPort {
    const { program, number, name } = call.procedure;
    const { serial } = call;
    return {
      procedure: name,
      send: (type, status, payload) => {
        if (!this.#carrier.isOpen) return true;
        this.#carrier.flush();
        const header = headerOf(program, number, type, serial, status, payload.length);
        if (payload.length === 0) return this.#duplex.write(header);
        this.#duplex.cork();
        this.#duplex.write(header);
        const ready = this.#duplex.write(payload);
        this.#duplex.uncork();
        return ready;
      },
      onDrain: (listener) => void this.#drainWaiters.push(listener),
      pause: () => this.#pauseFor(self()),
      resume: () => this.#resumeFor(self()),
      release: () => {
        this.#streams.delete(serial);
        this.#resumeFor(self());
      },
    };
  }

  /**
   * Hands a stream packet on. The daemon's main loop may send data before its worker sends the
   * reply (seen with screenshots on 9.0): they wait for it. Packets of no stream were under way
   * when it ended.
   */
  #toStream(serial: number, packet: (stream: VirStream) => void): void {
    const stream = this.#streams.get(serial);
    if (stream) {
      packet(stream);
      return;
    }
    const call = this.#calls.get(serial);
    if (!call?.streamOptions || call.settled) return;
    if (call.early.push(packet) > MAX_EARLY_PACKETS) {
      throw new ProtocolError('BAD_HEADER', 'endless stream data without a reply');
    }
  }

  /** A slow reader stops the whole connection: bulk streams go over one of their own. */
  #pauseFor(stream: VirStream): void {
    this.#pausedBy.add(stream);
    this.#duplex.pause();
  }

  #resumeFor(stream: VirStream): void {
    if (this.#pausedBy.delete(stream) && this.#pausedBy.size === 0 && this.#carrier.isOpen) {
      this.#duplex.resume();
    }
  }

  #drained(): void {
    const waiters = this.#drainWaiters;
    this.#drainWaiters = [];
    for (const waiter of waiters) waiter();
  }
}
