import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { AbortedError, ConnectError, DeadlineError } from './errors.ts';
import { readBuffer } from './read-buffer.ts';

/** Deadline of dialling when the caller names none, ms. */
const DEFAULT_CONNECT_TIMEOUT_MS = 10_000;

/** Options of {@link connectUnix}. */
export interface ConnectUnixOptions {
  readonly signal?: AbortSignal | undefined;
  /** ms; 10 s by default. */
  readonly timeoutMs?: number | undefined;
}

/** Gets the first `length` bytes of a buffer that is its own only until it returns. */
export type ByteSink = (bytes: Buffer, length: number) => void;

/** Sockets of {@link connectUnix}, with who takes their bytes. */
const sinks = new WeakMap<Duplex, { sink: ByteSink | null }>();

/**
 * Takes the bytes of a socket of {@link connectUnix} without Node's stream machinery between.
 * @returns false for any other duplex: listen to its 'data'
 */
export function attachSink(duplex: Duplex, sink: ByteSink): boolean {
  const place = sinks.get(duplex);
  if (!place) return false;
  place.sink = sink;
  // what came before went the usual way; 'end' comes only to who reads
  duplex.on('data', (chunk: Buffer) => sink(chunk, chunk.length));
  return true;
}

function dial(path: string): Socket {
  const place: { sink: ByteSink | null } = { sink: null };
  const socket: Socket = connect({
    path,
    onread: {
      buffer: readBuffer,
      callback: (length) => {
        if (!place.sink) return socket.push(Buffer.from(readBuffer.subarray(0, length)));
        place.sink(readBuffer, length);
        return true;
      },
    },
  });
  sinks.set(socket, place);
  return socket;
}

/** Closes a duplex: at once, or `gently` after what was written is out, for which it has 1 s. */
export function endDuplex(duplex: Duplex, gently: boolean): void {
  duplex.on('error', () => {}); // what comes after the end concerns nobody
  if (!gently || duplex.destroyed) {
    duplex.destroy();
    return;
  }
  duplex.end(() => duplex.destroy());
  const timer = setTimeout(() => duplex.destroy(), 1000).unref();
  duplex.once('close', () => clearTimeout(timer));
  duplex.resume();
}

/** Where libvirtd listens by default; modular daemons use `virtqemud-sock` in the same folder. */
export const DEFAULT_SOCKET = '/run/libvirt/libvirt-sock';

/**
 * Connects to a unix socket.
 *
 * Any other duplex stream serves as well, e.g. a channel of ssh2's `openssh_forwardOutStreamLocal`.
 * @throws {ConnectError} nobody listens there, {@link DeadlineError}, {@link AbortedError}
 */
export async function connectUnix(path: string, options: ConnectUnixOptions = {}): Promise<Duplex> {
  const { signal, timeoutMs = DEFAULT_CONNECT_TIMEOUT_MS } = options;
  if (signal?.aborted) throw new AbortedError('connect', false, signal.reason);
  const socket = dial(path);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const onAbort = () => reject(new AbortedError('connect', false, signal?.reason));
  const timer = setTimeout(() => reject(new DeadlineError('connect', timeoutMs, false)), timeoutMs);
  socket.once('connect', resolve);
  socket.once('error', (error) => reject(new ConnectError(path, error)));
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    await promise;
    socket.removeAllListeners('error');
    return socket;
  } catch (error) {
    socket.on('error', () => {}); // already reported
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}
