import { connect, type Socket } from 'node:net';
import { Client } from 'ssh2';
import { ChannelSlots } from './channel-slots.ts';
import { SshError } from './errors.ts';
import { describeHostKey, type HostKey, sameFingerprint } from './host-key.ts';
import { joinWrites } from './join-writes.ts';
import { keepKeyObjects } from './key-objects.ts';
import { Reaper } from './reaper.ts';

/** A machine and how to be let in. */
export interface SshTarget {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Pinned host key, `SHA256:…`; null refuses every key, telling the one offered. */
  readonly hostKeyFingerprint: string | null;
  /** OpenSSH or PEM private key without passphrase. */
  readonly privateKey: Buffer | string;
}

/** How connections are made and watched; all times in ms. */
export interface ConnectionOptions {
  readonly connectTimeoutMs: number;
  readonly keepaliveIntervalMs: number;
  /** Unanswered keepalives after which the connection counts as lost. */
  readonly keepaliveCount: number;
  /** Commands and file transfers at once on one connection. */
  readonly maxChannels: number;
}

/** `user@host:port`, the identity of a machine in the pool and in messages. */
export function machineKey(target: Pick<SshTarget, 'user' | 'host' | 'port'>): string {
  return `${target.user}@${target.host}:${target.port}`;
}

/** Starts something on the connection; what it reports after the end of the call is ignored. */
type Start<T> = (resolve: (value: T) => void, reject: (error: unknown) => void) => void;

/** One authenticated SSH connection, from its handshake to its loss. Never re-used after that. */
export class Connection {
  readonly client: Client;
  readonly machine: string;
  readonly slots: ChannelSlots;
  readonly reaper: Reaper;
  readonly #socket: Socket;
  readonly #lostListeners = new Set<(error: SshError) => void>();
  #lost: SshError | null = null;

  constructor(client: Client, socket: Socket, machine: string, maxChannels: number) {
    this.client = client;
    this.machine = machine;
    this.slots = new ChannelSlots(maxChannels);
    this.reaper = new Reaper(client);
    this.#socket = socket;
    client.on('error', (error: Error) => this.#lose(error.message, error));
    client.on('close', () => this.#lose('closed by the machine'));
  }

  /** Why the connection is gone; null while it lives. */
  get lost(): SshError | null {
    return this.#lost;
  }

  /** Calls `listener` once when the connection is lost (at once if it is); returns the undo. */
  onLost(listener: (error: SshError) => void): () => void {
    if (this.#lost) listener(this.#lost);
    else this.#lostListeners.add(listener);
    return () => this.#lostListeners.delete(listener);
  }

  /**
   * Runs a callback-style operation so that it always ends: with its result, with the signal's
   * reason, or with `CONNECTION_LOST` the moment the connection goes.
   */
  run<T>(signal: AbortSignal, start: Start<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#lost) return reject(this.#lost);
      if (signal.aborted) return reject(signal.reason);
      const onAbort = () => fail(signal.reason);
      const unsubscribe = this.onLost((error) => fail(error));
      const finish = () => {
        unsubscribe();
        signal.removeEventListener('abort', onAbort);
      };
      const fail = (error: unknown) => {
        finish();
        reject(error);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      const succeed = (value: T) => {
        finish();
        resolve(value);
      };
      try {
        start(succeed, fail);
      } catch (error) {
        // ssh2 throws "Not connected" between the socket's end and its close event.
        fail(this.#socket.writable ? error : this.#lose('the socket is closed', error));
      }
    });
  }

  /** Ends the connection at once; everything in flight rejects with the error given. */
  destroy(error: SshError): void {
    if (!this.#lost) this.#announce(error);
    this.#socket.destroy();
  }

  #lose(why: string, cause?: unknown): SshError {
    if (this.#lost) return this.#lost;
    const error = new SshError(
      'CONNECTION_LOST',
      `Lost the connection to ${this.machine}: ${why}`,
      {
        cause,
        machine: this.machine,
      },
    );
    this.#announce(error);
    this.#socket.destroy();
    return error;
  }

  #announce(error: SshError): void {
    this.#lost = error;
    const listeners = [...this.#lostListeners];
    this.#lostListeners.clear();
    for (const listener of listeners) listener(error);
  }
}

/** What the handshake is allowed to do with the key the machine offers. */
type KeyCheck = (offered: HostKey) => boolean;

function connectFailure(machine: string, error: Error & { level?: string }): SshError {
  const details = { cause: error, machine };
  if (error.level === 'client-authentication') {
    return new SshError(
      'AUTH_FAILED',
      `${machine} refused our key; add Baadal's public key to the user's authorized_keys`,
      details,
    );
  }
  return new SshError('CONNECT_FAILED', `Cannot connect to ${machine}: ${error.message}`, details);
}

interface HandshakeOptions {
  readonly target: Omit<SshTarget, 'hostKeyFingerprint'>;
  readonly options: ConnectionOptions;
  readonly checkKey: KeyCheck;
  readonly signal: AbortSignal;
}

function handshake(input: HandshakeOptions): Promise<Connection> {
  const { target, options, signal } = input;
  const machine = machineKey(target);
  const client = new Client();
  const socket = joinWrites(connect({ host: target.host, port: target.port, noDelay: true }));
  const { promise, resolve, reject } = Promise.withResolvers<Connection>();
  const onAbort = () => reject(signal.reason);
  const timer = setTimeout(() => {
    const message = `${machine} gave no connection within ${options.connectTimeoutMs} ms`;
    reject(new SshError('CONNECT_TIMEOUT', message, { machine }));
  }, options.connectTimeoutMs);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  client.on('error', (error: Error) => reject(connectFailure(machine, error)));
  client.on('close', () => reject(connectFailure(machine, new Error('the machine hung up'))));
  client.on('handshake', () => keepKeyObjects(client)); // again when keys are exchanged anew
  client.on('ready', () => resolve(new Connection(client, socket, machine, options.maxChannels)));
  try {
    client.connect({
      sock: socket,
      username: target.user,
      privateKey: target.privateKey,
      readyTimeout: 0, // ours covers the whole way
      keepaliveInterval: options.keepaliveIntervalMs,
      keepaliveCountMax: options.keepaliveCount,
      hostVerifier: (key: Buffer) => input.checkKey(describeHostKey(key)),
    });
  } catch (cause) {
    const message = `The private key for ${machine} cannot be used`;
    reject(new SshError('PRIVATE_KEY_INVALID', message, { cause, machine }));
  }
  return promise
    .catch((error: unknown) => {
      socket.destroy();
      throw error;
    })
    .finally(() => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    });
}

/**
 * Connects and authenticates, accepting the pinned host key alone.
 *
 * @throws {SshError} HOST_KEY_UNKNOWN, HOST_KEY_CHANGED, AUTH_FAILED, CONNECT_FAILED,
 *   CONNECT_TIMEOUT, PRIVATE_KEY_INVALID, or the signal's reason
 */
export async function dial(
  target: SshTarget,
  options: ConnectionOptions,
  signal: AbortSignal,
): Promise<Connection> {
  const pinned = target.hostKeyFingerprint;
  let refused: HostKey | null = null;
  const checkKey = (offered: HostKey) => {
    if (pinned !== null && sameFingerprint(pinned, offered.fingerprint)) return true;
    refused = offered;
    return false;
  };
  try {
    return await handshake({ target, options, checkKey, signal });
  } catch (error) {
    throw refused ? keyRefused(target, refused, error) : error;
  }
}

function keyRefused(target: SshTarget, offered: HostKey, cause: unknown): SshError {
  const machine = machineKey(target);
  const { fingerprint } = offered;
  const details = { cause, machine, fingerprint };
  if (target.hostKeyFingerprint === null) {
    const message = `No host key is pinned for ${machine}; it offers ${offered.type} ${fingerprint}`;
    return new SshError('HOST_KEY_UNKNOWN', message, details);
  }
  const message =
    `The host key of ${machine} is not the pinned one: it offers ${offered.type} ${fingerprint}, ` +
    `pinned is ${target.hostKeyFingerprint}. Somebody may be intercepting the connection`;
  return new SshError('HOST_KEY_CHANGED', message, details);
}

/**
 * Reads the host key a machine offers, without authenticating and without trusting it. Of several
 * keys it is the one later connections negotiate too (ed25519 before ECDSA before RSA).
 *
 * @param options.timeoutMs default 10 s
 * @throws {SshError} CONNECT_FAILED, CONNECT_TIMEOUT or ABORTED
 */
export async function fetchHostKey(
  host: string,
  port: number,
  options: { readonly signal?: AbortSignal | undefined; readonly timeoutMs?: number } = {},
): Promise<HostKey> {
  const offered: HostKey[] = [];
  const checkKey = (key: HostKey) => {
    offered.push(key);
    return false;
  };
  const controller = new AbortController();
  const onAbort = () =>
    controller.abort(
      new SshError('ABORTED', `Reading the host key of ${host} was aborted`, {
        cause: options.signal?.reason,
      }),
    );
  if (options.signal?.aborted) onAbort();
  options.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    await handshake({
      target: { host, port, user: 'probe', privateKey: '' },
      options: {
        connectTimeoutMs: options.timeoutMs ?? 10_000,
        keepaliveIntervalMs: 0,
        keepaliveCount: 0,
        maxChannels: 1,
      },
      checkKey,
      signal: controller.signal,
    });
  } catch (error) {
    const key = offered[0];
    if (key === undefined) throw error;
    return key;
  } finally {
    options.signal?.removeEventListener('abort', onAbort);
  }
  throw new SshError('CONNECT_FAILED', `${host}:${port} offered no host key`);
}
