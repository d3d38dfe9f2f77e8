import type { Duplex } from 'node:stream';
import { CallQueue } from './call-queue.ts';
import {
  AbortedError,
  type CloseReasonKind,
  ConnectionLostError,
  DeadlineError,
  EncodeError,
  LibvirtError,
  ProtocolError,
} from './errors.ts';
import { decodeVirNetMessageError, decodeVirNetStreamHole } from './generated/codec-message.ts';
import { Program } from './generated/constants.ts';
import { KeepaliveTimer } from './keepalive.ts';
import { OpenStreams } from './open-streams.ts';
import {
  HEADER_BYTES,
  Keepalive,
  keepalivePacket,
  MAX_PACKET,
  MessageStatus,
  MessageType,
  PacketSplitter,
  VERSION,
} from './packet.ts';
import {
  type AnyProcedure,
  type CallExtra,
  type CallOptions,
  PendingCall,
} from './pending-call.ts';
import { keptPart } from './read-buffer.ts';
import { attachSink, type ByteSink, endDuplex } from './transport.ts';
import { XdrReader } from './xdr-reader.ts';
import { XdrWriter } from './xdr-writer.ts';

/** Deadline of a call when the caller names none, ms. */
export const DEFAULT_TIMEOUT_MS = 40_000;
/**
 * Most calls on the wire of one connection.
 *
 * The daemon serves 5 at once and then stops reading the socket, keepalive included; with a
 * fifth slot free it goes on answering pings.
 */
export const MAX_IN_FLIGHT = 4;

/** Why a connection ended. */
export interface CloseReason {
  readonly kind: CloseReasonKind;
  /** What was behind it, when something was. */
  readonly error?: Error | undefined;
}

/** How the rest of the package listens to a connection. */
export interface RpcHandlers {
  /** A MESSAGE packet of a program other than keepalive; the reader is at its payload. */
  onMessage(program: number, procedure: number, reader: XdrReader): void;
  /** The connection ended. */
  onClosed(error: ConnectionLostError): void;
}

/** Options of the channel. */
export interface RpcOptions {
  readonly maxInFlight: number;
  readonly timeoutMs: number;
  /** Told of each call with a deadline that was answered, or given up at it. */
  readonly onCall?: ((procedure: string, ms: number, failed: boolean) => void) | undefined;
}

const IDLE_OPTIONS: CallOptions = {};
const NO_EXTRA: CallExtra = {};

/**
 * Calls, replies, streams and messages over one duplex stream.
 *
 * Knows nothing of what the calls mean. Any number of calls may be pending; at most `maxInFlight`
 * are on the wire.
 */
export class RpcChannel {
  readonly #duplex: Duplex;
  readonly #handlers: RpcHandlers;
  readonly #timeoutMs: number;
  readonly #maxInFlight: number;
  readonly #onCall: RpcOptions['onCall'];
  readonly #splitter: PacketSplitter;
  readonly #reader = new XdrReader();
  readonly #writer = new XdrWriter();
  readonly #queue = new CallQueue<PendingCall>();
  readonly #inFlight = new Map<number, PendingCall>();
  readonly #streams: OpenStreams;
  readonly #keepalive: KeepaliveTimer;
  readonly #flush = () => this.flush();
  #flushScheduled = false;
  #serial = 0;
  #deadlineTimer: NodeJS.Timeout | null = null;
  #deadlineTimerAt = Infinity;
  #closed: CloseReason | null = null;
  #resolveClosed!: (reason: CloseReason) => void;
  /** Resolves, never rejects, when the connection has ended. */
  readonly closed: Promise<CloseReason>;

  constructor(duplex: Duplex, options: RpcOptions, handlers: RpcHandlers) {
    this.#duplex = duplex;
    this.#handlers = handlers;
    this.#timeoutMs = options.timeoutMs;
    this.#maxInFlight = options.maxInFlight;
    this.#onCall = options.onCall;
    const { promise, resolve } = Promise.withResolvers<CloseReason>();
    this.closed = promise;
    this.#resolveClosed = resolve;
    this.#splitter = new PacketSplitter((bytes, start, end) => this.#packet(bytes, start, end));
    this.#streams = new OpenStreams(duplex, this, this.#inFlight);
    this.#keepalive = new KeepaliveTimer({
      ping: () => this.#write(keepalivePacket(Keepalive.PING)),
      pong: () => this.#write(keepalivePacket(Keepalive.PONG)),
      isPaused: () => this.#streams.isPaused,
      dead: () => this.#end('KEEPALIVE'),
    });
    const sink: ByteSink = (bytes, length) => this.#data(bytes, length);
    if (!attachSink(duplex, sink)) duplex.on('data', (chunk: Buffer) => sink(chunk, chunk.length));
    duplex.on('end', () => this.#end('EOF'));
    duplex.on('close', () => this.#end('EOF'));
    duplex.on('error', (error: Error) => this.#end('TRANSPORT', error));
  }

  get isOpen(): boolean {
    return this.#closed === null;
  }

  /** Calls on the wire, those nobody waits for any more included. */
  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** Calls that wait for a slot. */
  get queued(): number {
    return this.#queue.size;
  }

  /** Starts to ping when nothing was received for `intervalMs`; dead after `count` misses. */
  startKeepalive(intervalMs: number, count: number): void {
    if (this.isOpen) this.#keepalive.start(intervalMs, count);
  }

  /** Makes a call. */
  call(
    procedure: AnyProcedure,
    args: unknown,
    options: CallOptions = IDLE_OPTIONS,
    extra: CallExtra = NO_EXTRA,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const timeoutMs = options.timeoutMs ?? this.#timeoutMs;
      const call = new PendingCall(procedure, args, resolve, reject, timeoutMs, extra);
      if (this.#closed) return this.#rejectLost(call);
      const signal = options.signal;
      if (signal) {
        if (signal.aborted) return this.#abort(call, signal);
        call.signal = signal;
        call.onAbort = () => this.#abort(call, signal);
        signal.addEventListener('abort', call.onAbort, { once: true });
      }
      if (call.deadlineAt < this.#deadlineTimerAt) this.#armDeadline(call.deadlineAt);
      if (this.#inFlight.size < this.#maxInFlight && this.#queue.size === 0) this.#send(call);
      else this.#queue.push(call, options.priority ?? 'normal');
    });
  }

  /** Sends what was written so far. */
  flush(): void {
    this.#flushScheduled = false;
    if (this.#closed || this.#writer.length === 0) return;
    this.#duplex.write(this.#writer.take());
  }

  /** Ends the connection from our side. Resolves when the transport is closed. */
  async close(): Promise<void> {
    this.#end('CLOSED');
    if (this.#duplex.closed) return;
    await new Promise<void>((resolve) => {
      this.#duplex.once('close', resolve);
    });
  }

  // -- sending

  #send(call: PendingCall): void {
    const writer = this.#writer;
    const mark = writer.mark();
    const { procedure } = call;
    const serial = this.#nextSerial();
    try {
      writer.uint(0);
      writer.uint(procedure.program);
      writer.uint(VERSION);
      writer.int(procedure.number);
      writer.uint(MessageType.CALL);
      writer.uint(serial);
      writer.uint(MessageStatus.OK);
      if (procedure.encode) procedure.encode(writer, call.args as never);
      const length = writer.mark() - mark;
      if (length > MAX_PACKET) throw new EncodeError(`arguments of ${length} bytes are too long`);
      writer.patch(mark, length);
    } catch (error) {
      writer.rewind(mark);
      if (call.settle()) call.reject(encodeFailure(procedure.name, error));
      return;
    }
    call.serial = serial;
    this.#inFlight.set(serial, call);
    this.#scheduleFlush();
  }

  #nextSerial(): number {
    do {
      this.#serial = this.#serial >= 0xffffffff ? 1 : this.#serial + 1;
    } while (this.#inFlight.has(this.#serial) || this.#streams.has(this.#serial));
    return this.#serial;
  }

  /** Everything written in one turn of the event loop goes to the transport in one write. */
  #scheduleFlush(): void {
    if (this.#flushScheduled) return;
    this.#flushScheduled = true;
    process.nextTick(this.#flush);
  }

  #write(packet: Buffer): boolean {
    if (this.#closed) return true;
    this.flush();
    return this.#duplex.write(packet);
  }

  #pump(): void {
    while (this.#inFlight.size < this.#maxInFlight) {
      const call = this.#queue.shift();
      if (!call) return;
      if (!call.settled) this.#send(call);
    }
  }

  // -- receiving

  #data(chunk: Buffer, length: number): void {
    if (this.#closed) return;
    this.#keepalive.received();
    try {
      this.#splitter.push(chunk, length);
    } catch (error) {
      this.#end('PROTOCOL', toProtocolError(error));
      return;
    }
    this.#reader.release();
    this.#pump();
    this.flush();
  }

  #packet(bytes: Buffer, start: number, end: number): void {
    const reader = this.#reader.reset(bytes, start + 4, end);
    const program = reader.uint();
    const version = reader.uint();
    const procedure = reader.int();
    const type = reader.uint();
    const serial = reader.uint();
    const status = reader.uint();
    if (version !== VERSION || status > MessageStatus.CONTINUE) {
      throw new ProtocolError('BAD_HEADER', `version ${version}, status ${status}`);
    }
    switch (type) {
      case MessageType.REPLY:
        this.#reply(program, procedure, serial, status);
        break;
      case MessageType.MESSAGE:
        this.#message(program, procedure);
        break;
      case MessageType.STREAM:
        this.#streamPacket(bytes, start, end, serial, status);
        break;
      case MessageType.STREAM_HOLE:
        this.#streams.hole(serial, decodeVirNetStreamHole(this.#reader).length);
        break;
      case MessageType.CALL_WITH_FDS:
      case MessageType.REPLY_WITH_FDS:
        throw new ProtocolError('FD_PASSING', 'the daemon passes file descriptors');
      default:
        throw new ProtocolError('BAD_HEADER', `message type ${type}`);
    }
  }

  #reply(program: number, number: number, serial: number, status: number): void {
    const call = this.#inFlight.get(serial);
    if (!call || call.procedure.number !== number || call.procedure.program !== program) {
      throw new ProtocolError('UNKNOWN_SERIAL', `reply to a call nobody made: ${serial}`);
    }
    const { procedure } = call;
    if (this.#onCall && call.timeoutMs < Infinity) this.#tell(call, status !== MessageStatus.OK);
    if (status === MessageStatus.ERROR) {
      const error = new LibvirtError(decodeVirNetMessageError(this.#reader), procedure.name);
      this.#inFlight.delete(serial);
      if (call.settle()) call.reject(error);
      return;
    }
    const ret = procedure.decode ? procedure.decode(this.#reader) : undefined;
    this.#reader.finish();
    this.#inFlight.delete(serial);
    if (call.streamOptions) {
      this.#streams.open(call, call.streamOptions, ret);
      return;
    }
    if (call.onReply) call.onReply(ret);
    if (call.settle()) call.resolve(ret);
  }

  #streamPacket(bytes: Buffer, start: number, end: number, serial: number, status: number): void {
    if (status === MessageStatus.CONTINUE)
      this.#streams.data(serial, keptPart(bytes, start + HEADER_BYTES, end));
    else if (status === MessageStatus.OK) this.#streams.finished(serial);
    else this.#streams.failed(serial, decodeVirNetMessageError(this.#reader));
  }

  #message(program: number, procedure: number): void {
    if (program !== Program.KEEPALIVE) {
      this.#handlers.onMessage(program, procedure, this.#reader);
    } else if (procedure === Keepalive.PING) {
      this.#write(keepalivePacket(Keepalive.PONG));
    }
  }

  // -- giving up

  #abort(call: PendingCall, signal: AbortSignal): void {
    if (!call.settle()) return;
    if (!call.sent) this.#queue.remove(call);
    call.reject(new AbortedError(call.procedure.name, call.sent, signal.reason));
  }

  /** One timer for all calls, armed for the earliest deadline. */
  #armDeadline(at: number): void {
    if (this.#deadlineTimer) clearTimeout(this.#deadlineTimer);
    this.#deadlineTimerAt = at;
    const delay = Math.min(Math.max(0, at - performance.now()), 0x7fffffff);
    this.#deadlineTimer = setTimeout(() => this.#sweep(), Math.ceil(delay));
    this.#deadlineTimer.unref();
  }

  #sweep(): void {
    this.#deadlineTimer = null;
    this.#deadlineTimerAt = Infinity;
    const now = performance.now();
    let next = Infinity;
    for (const call of [...this.#inFlight.values(), ...this.#queue]) {
      if (call.settled) continue;
      if (call.deadlineAt > now) {
        next = Math.min(next, call.deadlineAt);
        continue;
      }
      call.settle();
      this.#tell(call, true);
      if (!call.sent) this.#queue.remove(call);
      call.reject(new DeadlineError(call.procedure.name, call.timeoutMs, call.sent));
    }
    if (next < Infinity) this.#armDeadline(next);
  }

  #tell(call: PendingCall, failed: boolean): void {
    const begin = call.deadlineAt - call.timeoutMs;
    this.#onCall?.(call.procedure.name, performance.now() - begin, failed);
  }

  #rejectLost(call: PendingCall): void {
    const { kind, error } = this.#closed ?? { kind: 'EOF' };
    const options = { procedure: call.procedure.name, sent: call.sent, cause: error };
    if (call.settle()) call.reject(new ConnectionLostError(kind, options));
  }

  /** Ends everything once: every waiting call, stream and subscription learns of it. */
  #end(kind: CloseReasonKind, error?: Error): void {
    if (this.#closed) return;
    if (kind === 'CLOSED') this.flush();
    this.#closed = { kind, error };
    this.#splitter.stop();
    this.#reader.release();
    this.#keepalive.stop();
    if (this.#deadlineTimer) clearTimeout(this.#deadlineTimer);
    const calls = [...this.#inFlight.values(), ...this.#queue];
    this.#inFlight.clear();
    for (const call of calls) this.#rejectLost(call);
    const lost = new ConnectionLostError(kind, { cause: error });
    this.#streams.connectionLost(lost);
    this.#handlers.onClosed(lost);
    endDuplex(this.#duplex, kind === 'CLOSED');
    this.#resolveClosed(this.#closed);
  }
}

function toProtocolError(error: unknown): ProtocolError {
  if (error instanceof ProtocolError) return error;
  return new ProtocolError('UNDECODABLE', 'a packet could not be handled', { cause: error });
}

function encodeFailure(procedure: string, cause: unknown): EncodeError {
  const what = cause instanceof EncodeError ? cause.message : 'arguments of the wrong shape';
  return new EncodeError(`${procedure}: ${what}`, { cause });
}
