import { connect, type Socket } from 'node:net';
import { RrdError } from './errors.ts';
import { type Reply, ReplyReader } from './reply-reader.ts';

interface Waiter {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: RrdError) => void;
}

/** One connection. The daemon answers in the order it was asked. */
export class Connection {
  readonly #socket: Socket;
  readonly #reader = new ReplyReader();
  readonly #waiters: Waiter[] = [];
  #drained: PromiseWithResolvers<void> | null = null;
  #lost: RrdError | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (bytes) => this.#take(bytes));
    socket.on('drain', () => this.#release());
    socket.on('error', (cause) =>
      this.#end(new RrdError('CONNECTION_LOST', 'rrdcached is lost', { cause })),
    );
    socket.on('close', () =>
      this.#end(new RrdError('CONNECTION_LOST', 'rrdcached closed the connection')),
    );
  }

  /** @throws {RrdError} CONNECT_FAILED, or the signal's reason */
  static async open(path: string, signal: AbortSignal): Promise<Connection> {
    const socket = connect({ path });
    const opened = Promise.withResolvers<void>();
    const onError = (cause: Error) =>
      opened.reject(
        new RrdError('CONNECT_FAILED', `rrdcached is not reached at ${path}`, { cause }),
      );
    const onAbort = () => opened.reject(signal.reason);
    socket.once('connect', opened.resolve).once('error', onError);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await opened.promise;
      return new Connection(socket);
    } catch (error) {
      socket.on('error', () => undefined).destroy();
      throw error;
    } finally {
      socket.off('error', onError);
      signal.removeEventListener('abort', onAbort);
    }
  }

  get isOpen(): boolean {
    return this.#lost === null;
  }

  /** Resolves when the daemon has taken what was sent so far. */
  async writable(): Promise<void> {
    if (this.#drained) await this.#drained.promise;
  }

  /** Sends bytes that bring so many replies. Rejects when the connection is lost before. */
  send(bytes: string, replies: number): Promise<Reply[]> {
    if (this.#lost) return Promise.reject(this.#lost);
    const waiting = Array.from(
      { length: replies },
      () => new Promise<Reply>((resolve, reject) => this.#waiters.push({ resolve, reject })),
    );
    if (!this.#socket.write(bytes)) this.#drained ??= Promise.withResolvers<void>();
    return Promise.all(waiting);
  }

  /** Ends the connection; what waits fails with `error`. */
  destroy(error: RrdError): void {
    this.#end(error);
  }

  #take(bytes: Buffer): void {
    try {
      for (const reply of this.#reader.push(bytes)) {
        const waiter = this.#waiters.shift();
        if (!waiter) throw new RrdError('PROTOCOL', 'an answer to nothing that was asked');
        waiter.resolve(reply);
      }
    } catch (error) {
      this.#end(
        error instanceof RrdError
          ? error
          : new RrdError('PROTOCOL', 'unreadable', { cause: error }),
      );
    }
  }

  #release(): void {
    this.#drained?.resolve();
    this.#drained = null;
  }

  #end(error: RrdError): void {
    if (this.#lost) return;
    this.#lost = error;
    this.#socket.destroy();
    this.#release();
    for (const waiter of this.#waiters.splice(0)) waiter.reject(error);
  }
}
