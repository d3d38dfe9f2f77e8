import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { AbortedError, ConnectError, DeadlineError } from './errors.ts';

/** Deadline of dialling when the caller names none, ms. */
export const DEFAULT_CONNECT_TIMEOUT_MS = 10_000;

/** Options of {@link connectUnix}. */
export interface ConnectUnixOptions {
  readonly signal?: AbortSignal | undefined;
  /** ms; 10 s by default. */
  readonly timeoutMs?: number | undefined;
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
  const socket: Socket = connect({ path });
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
