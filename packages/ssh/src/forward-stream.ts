import { Duplex } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import type { Connection } from './connection.ts';
import { SshError } from './errors.ts';

/**
 * A forwarded socket that behaves as Node's own sockets do: `destroy` takes effect at once, the
 * loss of the SSH connection destroys it with `CONNECTION_LOST`, a remote end ends it.
 * (ssh2's channel never emits 'close' while the machine is silent, and `destroyed` stays false.)
 */
class ForwardStream extends Duplex {
  readonly #channel: ClientChannel;
  readonly #unsubscribe: () => void;

  constructor(connection: Connection, channel: ClientChannel) {
    super({ allowHalfOpen: false, highWaterMark: 256 * 1024 });
    this.#channel = channel;
    channel.on('error', () => undefined); // a write after the end; 'close' follows
    channel.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) channel.pause();
    });
    channel.on('end', () => this.push(null));
    channel.on('close', () => {
      if (this.readableEnded) this.destroy();
      else this.once('end', () => this.destroy());
    });
    this.#unsubscribe = connection.onLost((error) => this.destroy(error));
  }

  override _read(): void {
    this.#channel.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void) {
    this.#channel.write(chunk, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#channel.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#unsubscribe();
    this.#channel.resume();
    this.#channel.close();
    done(error);
  }
}

/** Where a forward leads on the machine. */
export type ForwardDestination =
  | { readonly path: string }
  | { readonly host: string; readonly port: number };

/** Opens a forward. @throws {SshError} FORWARD_FAILED, CONNECTION_LOST or the signal's reason */
export function openForward(
  connection: Connection,
  to: ForwardDestination,
  signal: AbortSignal,
): Promise<Duplex> {
  const { client, machine } = connection;
  let wanted = true;
  const opened = connection.run<Duplex>(signal, (resolve, reject) => {
    const onChannel = (cause: Error | undefined, channel: ClientChannel) => {
      if (cause) {
        const where = 'path' in to ? to.path : `${to.host}:${to.port}`;
        const message = `${machine} does not connect to ${where}: ${cause.message}`;
        reject(new SshError('FORWARD_FAILED', message, { cause, machine }));
      } else if (wanted) {
        resolve(new ForwardStream(connection, channel));
      } else {
        channel.resume().close();
      }
    };
    if ('path' in to) client.openssh_forwardOutStreamLocal(to.path, onChannel);
    else client.forwardOut('127.0.0.1', 0, to.host, to.port, onChannel);
  });
  return opened.catch((error: unknown) => {
    wanted = false;
    throw error;
  });
}
