import { type Connection, isLibvirtError, type VirStream } from '@baadal/libvirt';
import { WebSocket } from 'ws';
import { TIMEOUTS } from '../platform/timeouts.ts';
import { bytesOf, ConsoleClose, ConsoleEnd, closeViewer } from './console-close.ts';
import { Scrollback } from './scrollback.ts';

/** What a newcomer is shown of what came before. */
const SCROLLBACK_BYTES = 64 * 1024;
/** A viewer that leaves more than this waiting is closed: the others must not wait for it. */
const VIEWER_BACKLOG_BYTES = 4 * 1024 * 1024;
/** A page that is loaded again finds what was there. */
const LINGER_MS = 30_000;
/** Somebody waits for the page. */
const CALL = { timeoutMs: TIMEOUTS.interactiveCallMs } as const;

/** The serial console of one VM, shared by all its viewers: libvirt gives it to one client only. */
export class SerialConsole {
  readonly #connection: Connection;
  readonly #stream: VirStream;
  readonly #onEnd: () => void;
  readonly #scrollback = new Scrollback(SCROLLBACK_BYTES);
  readonly #viewers = new Set<WebSocket>();
  #linger: NodeJS.Timeout | null = null;
  #ended = false;

  private constructor(connection: Connection, stream: VirStream, onEnd: () => void) {
    this.#connection = connection;
    this.#stream = stream;
    this.#onEnd = onEnd;
    stream.on('data', (chunk: Buffer) => this.#show(chunk));
    stream.once('end', () => this.end(new ConsoleEnd(ConsoleClose.OFF, 'The VM has stopped.')));
    stream.once('error', (error) => this.end(endOf(error)));
  }

  /**
   * Opens the console of a domain, throwing off whoever had it.
   * @param connection becomes the console's own
   * @param onEnd called once when it can no longer be joined
   * @throws {ConsoleEnd} when the VM is off
   */
  static async open(
    connection: Connection,
    uuid: string,
    onEnd: () => void,
  ): Promise<SerialConsole> {
    try {
      const domain = await connection.domainLookupByUuid(uuid, CALL);
      const stream = await domain.openConsole({ force: true }, CALL);
      return new SerialConsole(connection, stream, onEnd);
    } catch (error) {
      await connection.close();
      if (isLibvirtError(error, 'OPERATION_INVALID', 'NO_DOMAIN'))
        throw new ConsoleEnd(ConsoleClose.OFF, 'The VM is off.', error);
      throw error;
    }
  }

  /** Shows a newcomer what came before, then everything; takes what it types. */
  join(viewer: WebSocket): void {
    if (this.#linger) clearTimeout(this.#linger);
    this.#linger = null;
    this.#viewers.add(viewer);
    viewer.once('close', () => this.#leave(viewer));
    if (viewer.readyState === WebSocket.CLOSED) {
      this.#leave(viewer);
      return;
    }
    const before = this.#scrollback.read();
    if (before.length > 0) viewer.send(before);
    viewer.on('message', (data) => {
      if (this.#stream.destroyed || this.#stream.write(bytesOf(data))) return;
      viewer.pause();
      this.#stream.once('drain', () => viewer.resume());
    });
    viewer.resume();
  }

  /** Ends it for all viewers; does nothing twice. */
  end(reason: ConsoleEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#linger) clearTimeout(this.#linger);
    this.#onEnd();
    for (const viewer of this.#viewers) closeViewer(viewer, reason);
    this.#viewers.clear();
    this.#stream.on('error', () => undefined); // the end is known
    this.#stream.destroy();
    void this.#connection.close();
  }

  #show(chunk: Buffer): void {
    this.#scrollback.push(chunk);
    for (const viewer of this.#viewers) {
      if (viewer.readyState === WebSocket.OPEN) viewer.send(chunk);
      if (viewer.bufferedAmount > VIEWER_BACKLOG_BYTES)
        closeViewer(viewer, new ConsoleEnd(ConsoleClose.TOO_SLOW, 'You read too slowly.'));
    }
  }

  #leave(viewer: WebSocket): void {
    this.#viewers.delete(viewer);
    if (this.#viewers.size > 0 || this.#ended) return;
    this.#linger = setTimeout(
      () => this.end(new ConsoleEnd(ConsoleClose.GOING_AWAY, 'Nobody watches.')),
      LINGER_MS,
    );
  }
}

function endOf(error: Error): ConsoleEnd {
  if (isLibvirtError(error))
    return new ConsoleEnd(
      ConsoleClose.TAKEN,
      'The VM has stopped, or another client took its serial console.',
      error,
    );
  return new ConsoleEnd(
    ConsoleClose.HOST_UNREACHABLE,
    'The connection to the host was lost.',
    error,
  );
}
