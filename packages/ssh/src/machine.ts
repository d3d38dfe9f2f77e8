import { type Duplex, Readable } from 'node:stream';
import {
  type Connection,
  type ConnectionOptions,
  dial,
  machineKey,
  type SshTarget,
} from './connection.ts';
import { type CallOptions, type Deadline, orAborted, startDeadline } from './deadline.ts';
import { SshCommandError, SshError } from './errors.ts';
import { type ExecOptions, type ExecResult, runCommand } from './exec.ts';
import { type ForwardDestination, openForward } from './forward-stream.ts';
import { readWholeFile, writeFileAtomic } from './sftp.ts';

/** The connection of a machine: being made, usable, or gone. */
export type SshMachineState = 'connecting' | 'connected' | 'disconnected';

/** What a machine is told by its pool. */
export interface SshMachineOptions extends ConnectionOptions {
  /** Deadline of a command or file operation that names none, in ms. */
  readonly commandTimeoutMs: number;
  /** Every change of a machine's state; `error` says why when it is `disconnected`. */
  readonly onState?: ((key: string, state: SshMachineState, error?: SshError) => void) | undefined;
}

/** How a file is written; `mode` is 0o644 unless told. */
export interface WriteFileOptions extends CallOptions {
  readonly mode?: number | undefined;
}

/** How a file is read; `maxBytes` is 1 MiB unless told. */
export interface ReadFileOptions extends CallOptions {
  readonly maxBytes?: number | undefined;
}

/**
 * One machine reached over one SSH connection, which is made on first use and again on the first
 * use after a loss. A failed attempt fails the calls that waited for it; nothing is repeated by
 * itself.
 */
export class SshMachine {
  readonly key: string;
  readonly #options: SshMachineOptions;
  readonly #closeListeners = new Set<(error: SshError) => void>();
  /** Temporary files that could not be removed; they go on the next connect. */
  readonly #litter = new Set<string>();
  #target: SshTarget;
  #connection: Connection | null = null;
  #connecting: { readonly promise: Promise<Connection>; readonly abort: AbortController } | null =
    null;
  #closed = false;

  constructor(target: SshTarget, options: SshMachineOptions) {
    this.key = machineKey(target);
    this.#target = target;
    this.#options = options;
  }

  /** Whether a usable connection stands now. */
  get connected(): boolean {
    return this.#connection !== null && this.#connection.lost === null;
  }

  /** Takes another pinned key or private key; a connection made with the old ones is reset. */
  retarget(target: SshTarget): void {
    const same =
      target.hostKeyFingerprint === this.#target.hostKeyFingerprint &&
      Buffer.from(target.privateKey).equals(Buffer.from(this.#target.privateKey));
    if (same) return;
    this.#target = target;
    this.reset();
  }

  /**
   * Connects unless connected.
   *
   * @throws {SshError} HOST_KEY_UNKNOWN, HOST_KEY_CHANGED, AUTH_FAILED, CONNECT_FAILED,
   *   CONNECT_TIMEOUT, PRIVATE_KEY_INVALID, ABORTED, CLOSED
   */
  async connect(options: Pick<CallOptions, 'signal'> = {}): Promise<void> {
    using deadline = this.#deadline('Connecting', options, 2 * this.#options.connectTimeoutMs);
    await this.#use(deadline.signal);
  }

  /** Calls `listener` each time a connection is lost or closed; returns the undo. */
  onClose(listener: (error: SshError) => void): () => void {
    this.#closeListeners.add(listener);
    return () => this.#closeListeners.delete(listener);
  }

  /**
   * Runs a program (no shell: for built-ins and pipes give `['sh', '-c', …]` with arguments).
   * A code other than 0 is a result, not an error.
   *
   * @throws {SshError} COMMAND_TIMEOUT, OUTPUT_LIMIT, STDIN_FAILED or ABORTED (the remote process
   *   group is then killed in the background), CONNECTION_LOST, CHANNEL_REFUSED, BAD_ARGUMENT, and
   *   those of {@link connect}
   */
  async exec(argv: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    // It may fail before there is a command to read it, which nobody else would hear.
    if (options.stdin instanceof Readable) options.stdin.on('error', () => undefined);
    using deadline = this.#deadline(argv[0] ?? 'The command', options);
    const { connection, release } = await this.#channel(deadline.signal);
    return await runCommand(connection, argv, { options, signal: deadline.signal, release });
  }

  /**
   * As {@link exec}, for programs that should succeed; gives their standard output.
   *
   * @throws {SshCommandError} COMMAND_FAILED
   */
  async run(argv: readonly string[], options: ExecOptions = {}): Promise<string> {
    const result = await this.exec(argv, options);
    if (result.code === 0) return result.stdout;
    throw new SshCommandError({
      program: argv[0] ?? '',
      exitCode: result.code,
      signal: result.signal,
      stderr: result.stderr,
      machine: this.key,
    });
  }

  /** A stream to a unix socket of the machine. @throws {SshError} FORWARD_FAILED … */
  async forwardUnix(path: string, options: CallOptions = {}): Promise<Duplex> {
    return await this.#forward({ path }, options);
  }

  /** A stream to a TCP port as seen from the machine. @throws {SshError} FORWARD_FAILED … */
  async forwardTcp(host: string, port: number, options: CallOptions = {}): Promise<Duplex> {
    return await this.#forward({ host, port }, options);
  }

  /**
   * Replaces a file atomically (temporary file, fsync, rename). The new file belongs to the login
   * user; a symbolic link at `path` is replaced, not followed. A failure leaves the old file and
   * no temporary one.
   *
   * @throws {SshError} FILE_NOT_FOUND (no such directory), FILE_DENIED, FILE_FAILED, COMMAND_TIMEOUT …
   */
  async writeFile(
    path: string,
    data: string | Buffer,
    options: WriteFileOptions = {},
  ): Promise<void> {
    using deadline = this.#deadline(`Writing ${path}`, options);
    const { connection, release } = await this.#channel(deadline.signal);
    await writeFileAtomic(connection, path, {
      data: Buffer.from(data),
      mode: options.mode ?? 0o644,
      signal: deadline.signal,
      release,
      onLitter: (temporary) => this.#litter.add(temporary),
    });
  }

  /** Reads a whole file. @throws {SshError} FILE_NOT_FOUND, FILE_DENIED, OUTPUT_LIMIT … */
  async readFile(path: string, options: ReadFileOptions = {}): Promise<Buffer> {
    using deadline = this.#deadline(`Reading ${path}`, options);
    const { connection, release } = await this.#channel(deadline.signal);
    const maxBytes = options.maxBytes ?? 1024 * 1024;
    return await readWholeFile(connection, path, { maxBytes, signal: deadline.signal, release });
  }

  /** Drops the connection, rejecting everything in flight; the next use connects anew. */
  reset(): void {
    this.#drop(
      new SshError('CONNECTION_LOST', `The connection to ${this.key} was reset`, {
        machine: this.key,
      }),
    );
  }

  /** Drops the connection for good. */
  close(): void {
    this.#closed = true;
    this.#drop(this.#closedError());
  }

  #closedError(): SshError {
    return new SshError('CLOSED', `The access to ${this.key} was closed`, { machine: this.key });
  }

  #drop(error: SshError): void {
    this.#connecting?.abort.abort(error);
    this.#connecting = null; // the next use starts its own
    this.#connection?.destroy(error);
  }

  #deadline(what: string, options: CallOptions, timeoutMs?: number): Deadline {
    return startDeadline(`${what} on ${this.key}`, {
      signal: options.signal,
      timeoutMs: options.timeoutMs ?? timeoutMs ?? this.#options.commandTimeoutMs,
    });
  }

  async #forward(to: ForwardDestination, options: CallOptions): Promise<Duplex> {
    const where = 'path' in to ? to.path : `${to.host}:${to.port}`;
    using deadline = this.#deadline(`Forwarding ${where}`, options, this.#options.connectTimeoutMs);
    const connection = await this.#use(deadline.signal);
    return await openForward(connection, to, deadline.signal);
  }

  /** A connection and one of its session slots. */
  async #channel(
    signal: AbortSignal,
  ): Promise<{ readonly connection: Connection; readonly release: () => void }> {
    const connection = await this.#use(signal);
    const lost = new AbortController();
    const unsubscribe = connection.onLost((error) => lost.abort(error));
    try {
      const release = await connection.slots.acquire(AbortSignal.any([signal, lost.signal]));
      return { connection, release };
    } finally {
      unsubscribe();
    }
  }

  async #use(signal: AbortSignal): Promise<Connection> {
    signal.throwIfAborted();
    if (this.#closed) throw this.#closedError();
    if (this.#connection && !this.#connection.lost) return this.#connection;
    if (!this.#connecting) {
      const abort = new AbortController();
      const promise = this.#dial(abort.signal).finally(() => {
        if (this.#connecting?.promise === promise) this.#connecting = null;
      });
      promise.catch(() => undefined); // told to those who wait; maybe nobody does any more
      this.#connecting = { promise, abort };
    }
    return await orAborted(this.#connecting.promise, signal);
  }

  async #dial(signal: AbortSignal): Promise<Connection> {
    this.#options.onState?.(this.key, 'connecting');
    try {
      const connection = await dial(this.#target, this.#options, signal);
      if (signal.aborted) {
        connection.destroy(signal.reason);
        throw signal.reason;
      }
      this.#adopt(connection);
      return connection;
    } catch (error) {
      this.#options.onState?.(this.key, 'disconnected', error as SshError);
      throw error;
    }
  }

  #adopt(connection: Connection): void {
    this.#connection = connection;
    connection.onLost((error) => {
      if (this.#connection === connection) this.#connection = null;
      this.#options.onState?.(this.key, 'disconnected', error);
      for (const listener of this.#closeListeners) listener(error);
    });
    this.#options.onState?.(this.key, 'connected');
    void this.#warmUp();
  }

  /**
   * One command right after connecting: sshd then marks its socket interactive (no Nagle), without
   * which replies over 32 KiB on forwards stall 40 ms. It also removes what a lost connection left.
   */
  async #warmUp(): Promise<void> {
    const litter = [...this.#litter];
    try {
      const { code } = await this.exec(
        litter.length === 0 ? ['true'] : ['rm', '-f', '--', ...litter],
      );
      if (code === 0) for (const path of litter) this.#litter.delete(path);
    } catch {
      // Only speed and tidiness are lost; a broken connection shows in the calls that matter.
    }
  }
}
