import { type CloseReason, type Connection, openConnection } from '@baadal/libvirt';
import { isSshError, type SshMachine } from '@baadal/ssh';
import { HostUnreachableError } from '../errors.ts';
import { TIMEOUTS } from '../timeouts.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import { describeClose, describeFault, type FaultPart } from './fault-words.ts';

/** libvirtd's socket, and that of the modular daemons. */
const SOCKETS = ['/run/libvirt/libvirt-sock', '/run/libvirt/virtqemud-sock'] as const;
/** A daemon that does not answer pings is found after 9 to 12 s. */
const KEEPALIVE = { intervalMs: 3_000, count: 2 } as const;
/** With 4 calls each they stay below the 20 workers a libvirtd has. */
const JOB_CONNECTIONS = 4;
const CALLS_PER_CONNECTION = 4;

/** What a host is reached with. */
export interface HostAccessOptions {
  readonly name: string;
  readonly machine: SshMachine;
  /** libvirt's URI as the host's daemon sees it. */
  readonly libvirtUri: string;
  /** Told of each call to libvirt. */
  readonly onCall?: ((procedure: string, ms: number, failed: boolean) => void) | undefined;
}

/** One connection that many share: dialled on first use, and again on the first use after a loss. */
class SharedConnection {
  readonly #dial: () => Promise<Connection>;
  #promise: Promise<Connection> | null = null;
  #open: Connection | null = null;

  constructor(dial: () => Promise<Connection>) {
    this.#dial = dial;
  }

  /** The connection when it stands. */
  get current(): Connection | null {
    return this.#open?.isOpen ? this.#open : null;
  }

  get unused(): boolean {
    return this.#promise === null;
  }

  get(): Promise<Connection> {
    if (this.#promise && (!this.#open || this.#open.isOpen)) return this.#promise;
    this.#open = null;
    const promise = this.#dial();
    this.#promise = promise;
    promise.then(
      (connection) => {
        this.#open = connection;
      },
      () => {
        if (this.#promise === promise) this.#promise = null;
      },
    );
    return promise;
  }

  async close(): Promise<void> {
    await this.#promise?.then((connection) => connection.close()).catch(() => undefined);
  }
}

/** The ways to one host: an SSH connection and libvirt connections on it, behind breakers. */
export class HostAccess {
  readonly #options: HostAccessOptions;
  readonly #breakers: Readonly<Record<FaultPart, CircuitBreaker>> = {
    ssh: new CircuitBreaker(),
    libvirt: new CircuitBreaker(),
  };
  readonly #control = new SharedConnection(() => this.dial());
  readonly #jobs = Array.from(
    { length: JOB_CONNECTIONS },
    () => new SharedConnection(() => this.dial()),
  );
  readonly #own = new Set<Connection>();

  constructor(options: HostAccessOptions) {
    this.#options = options;
  }

  /** The host was seen to answer by somebody else: try it again on the next use. */
  allowTrial(): void {
    for (const breaker of Object.values(this.#breakers)) breaker.allowTrial();
  }

  /** The connection for short calls. @throws {HostUnreachableError} */
  async control(): Promise<Connection> {
    return await this.#get(this.#control);
  }

  /** The least busy connection for long calls, or another one. @throws {HostUnreachableError} */
  async jobs(): Promise<Connection> {
    const load = (shared: SharedConnection) => {
      const connection = shared.current;
      return connection ? connection.load.inFlight + connection.load.queued : 0;
    };
    const inUse = this.#jobs.filter((shared) => !shared.unused);
    const free = inUse.find((shared) => load(shared) < CALLS_PER_CONNECTION);
    const next = free ?? this.#jobs.find((shared) => shared.unused);
    const least = inUse.toSorted((a, b) => load(a) - load(b))[0];
    return await this.#get(next ?? least ?? this.#control);
  }

  /** A connection of the caller's own. */
  async stream(): Promise<Connection> {
    return this.#owned(await this.dial());
  }

  /** As `stream`, though the breakers are open. */
  async probe(signal?: AbortSignal): Promise<Connection> {
    return this.#owned(await this.#dialUnguarded(signal));
  }

  /** @throws {HostUnreachableError} */
  async ssh(): Promise<SshMachine> {
    const { machine } = this.#options;
    if (machine.connected) return machine;
    this.#refuseWhenOpen('ssh');
    const ended = this.#breakers.ssh.begin();
    try {
      await machine.connect();
      this.#breakers.ssh.succeeded();
      return machine;
    } catch (error) {
      throw this.#failed(error);
    } finally {
      ended();
    }
  }

  /**
   * Dials libvirt, unless a breaker is open.
   * @throws {HostUnreachableError}
   */
  async dial(): Promise<Connection> {
    this.#refuseDialWhenOpen();
    return await this.#dialUnguarded();
  }

  async close(): Promise<void> {
    const shared = [this.#control, ...this.#jobs].map((connection) => connection.close());
    await Promise.all([...shared, ...[...this.#own].map((connection) => connection.close())]);
  }

  /** What stands is handed out whatever the breakers say; only dialling is refused. */
  async #get(shared: SharedConnection): Promise<Connection> {
    if (!shared.current) this.#refuseDialWhenOpen();
    return await shared.get();
  }

  async #dialUnguarded(signal?: AbortSignal): Promise<Connection> {
    const ended = Object.values(this.#breakers).map((breaker) => breaker.begin());
    try {
      const connection = await this.#openLibvirt(signal);
      for (const breaker of Object.values(this.#breakers)) breaker.succeeded();
      void connection.closed.then((reason) => this.#lost(reason));
      return connection;
    } catch (error) {
      throw this.#failed(error);
    } finally {
      for (const end of ended) end();
    }
  }

  async #openLibvirt(givenUp?: AbortSignal): Promise<Connection> {
    const late = AbortSignal.timeout(TIMEOUTS.connectMs);
    const signal = givenUp ? AbortSignal.any([late, givenUp]) : late;
    const duplex = await this.#forward(signal);
    try {
      return await openConnection(duplex, {
        uri: this.#options.libvirtUri,
        keepAlive: KEEPALIVE,
        timeoutMs: TIMEOUTS.connectMs,
        callTimeoutMs: TIMEOUTS.libvirtCallMs,
        onCall: this.#options.onCall,
        signal,
      });
    } catch (error) {
      duplex.destroy();
      throw error;
    }
  }

  async #forward(signal: AbortSignal) {
    const { machine } = this.#options;
    const [first, second] = SOCKETS;
    try {
      return await machine.forwardUnix(first, { signal });
    } catch (error) {
      if (isSshError(error, 'FORWARD_FAILED')) return await machine.forwardUnix(second, { signal });
      // A connection on which even opening a channel goes unanswered is dead; dial anew next time.
      if (isSshError(error, 'COMMAND_TIMEOUT') || isSshError(error, 'ABORTED')) machine.reset();
      throw error;
    }
  }

  #owned(connection: Connection): Connection {
    this.#own.add(connection);
    void connection.closed.then(() => this.#own.delete(connection));
    return connection;
  }

  /** A daemon that stopped answering is not dialled by everybody who comes next. */
  #lost(reason: CloseReason): void {
    if (reason.kind !== 'KEEPALIVE') return;
    this.#breakers.libvirt.failed({ ...describeClose(reason), cause: reason.error });
  }

  #failed(error: unknown): HostUnreachableError {
    const { part, reason } = describeFault(error) ?? {
      part: 'ssh',
      reason: 'the connection failed',
    };
    this.#breakers[part].failed({ reason, cause: error });
    return new HostUnreachableError(this.#options.name, reason, error);
  }

  #refuseDialWhenOpen(): void {
    if (!this.#options.machine.connected) this.#refuseWhenOpen('ssh');
    this.#refuseWhenOpen('libvirt');
  }

  #refuseWhenOpen(part: FaultPart): void {
    const fault = this.#breakers[part].refusal();
    if (fault) throw new HostUnreachableError(this.#options.name, fault.reason, fault.cause);
  }
}
