import { AbortedError, DeadlineError, OpenError } from './errors.ts';
import { DriverFeature } from './generated/constants.ts';
import { ConnectFlags } from './generated/enums.ts';
import { type ProcedureMap, procedures } from './generated/procedures.ts';
import type { CallOptions } from './pending-call.ts';
import type { RpcChannel } from './rpc.ts';

/** Deadline of the whole opening when the caller names none, ms. */
const DEFAULT_OPEN_TIMEOUT_MS = 10_000;

/** When a silent peer is given up. */
export interface KeepaliveOptions {
  /** Silence before a ping, ms; 5 s by default. */
  readonly intervalMs?: number;
  /** Pings without an answer; 3 by default. */
  readonly count?: number;
}

/** Options of `openConnection`. */
export interface OpenOptions {
  /** As the daemon sees it, i.e. without a transport; `qemu:///system` by default. */
  readonly uri?: string | undefined;
  readonly readOnly?: boolean | undefined;
  /** False turns it off, on both sides. */
  readonly keepAlive?: boolean | KeepaliveOptions | undefined;
  /** Calls on the wire at once, 1 to 4; 4 by default. */
  readonly maxInFlight?: number | undefined;
  /** Gives the opening up. */
  readonly signal?: AbortSignal | undefined;
  /** Deadline of the opening, ms; 10 s by default. */
  readonly timeoutMs?: number | undefined;
  /** Deadline of a call that names none, ms; 40 s by default. */
  readonly callTimeoutMs?: number | undefined;
  /** Told of each call with a deadline that was answered, or given up at it. */
  readonly onCall?: ((procedure: string, ms: number, failed: boolean) => void) | undefined;
}

/** Values of `remote_auth_type`. */
const Auth = { NONE: 0, SASL: 1, POLKIT: 2 } as const;

class Opener {
  readonly #rpc: RpcChannel;
  readonly #options: CallOptions;

  constructor(rpc: RpcChannel, options: CallOptions) {
    this.#rpc = rpc;
    this.#options = options;
  }

  #call<P extends keyof ProcedureMap>(
    procedure: P,
    args: ProcedureMap[P]['args'],
  ): Promise<ProcedureMap[P]['ret']> {
    const reply = this.#rpc.call(procedures[procedure], args, this.#options);
    return reply as Promise<ProcedureMap[P]['ret']>;
  }

  /** Mandatory: before it the daemon refuses everything. */
  async authenticate(): Promise<void> {
    const { types } = await this.#call('authList', undefined);
    if (types.length === 0 || types.includes(Auth.NONE)) return;
    if (types.includes(Auth.POLKIT)) {
      await this.#call('authPolkit', undefined);
      return;
    }
    const wanted = types.includes(Auth.SASL) ? 'SASL' : `type ${types.join(', ')}`;
    throw new OpenError(
      'AUTH_UNSUPPORTED',
      `the daemon wants authentication by ${wanted}; set auth_unix_rw = "none" or "polkit"`,
    );
  }

  async supports(feature: number): Promise<boolean> {
    return (await this.#call('connectSupportsFeature', { feature })).supported !== 0;
  }

  /** Never twice on one connection: the second closes the first. */
  async open(uri: string, readOnly: boolean): Promise<void> {
    await this.#call('connectOpen', { name: uri, flags: readOnly ? ConnectFlags.RO : 0 });
  }
}

async function run(rpc: RpcChannel, uri: string, options: OpenOptions, call: CallOptions) {
  const opener = new Opener(rpc, call);
  await opener.authenticate();
  if (options.keepAlive !== false) {
    const wanted = typeof options.keepAlive === 'object' ? options.keepAlive : {};
    if (await opener.supports(DriverFeature.PROGRAM_KEEPALIVE)) {
      rpc.startKeepalive(wanted.intervalMs ?? 5000, wanted.count ?? 3);
    }
  }
  await opener.open(uri, options.readOnly ?? false);
  if (!(await opener.supports(DriverFeature.REMOTE_EVENT_CALLBACK))) {
    throw new OpenError('UNSUPPORTED_DAEMON', 'the daemon is older than libvirt 1.3.3');
  }
}

/** Authenticates, turns keepalive on, opens the URI. Errors as `openConnection`. */
export async function openSequence(
  rpc: RpcChannel,
  uri: string,
  options: OpenOptions,
): Promise<void> {
  const { timeoutMs = DEFAULT_OPEN_TIMEOUT_MS, signal } = options;
  const timer = new AbortController();
  const expired = setTimeout(() => timer.abort(), timeoutMs);
  const both = signal ? AbortSignal.any([signal, timer.signal]) : timer.signal;
  try {
    await run(rpc, uri, options, { signal: both, timeoutMs: Infinity, priority: 'high' });
  } catch (error) {
    if (error instanceof AbortedError && timer.signal.aborted) {
      throw new DeadlineError(error.procedure, timeoutMs, error.sent);
    }
    throw error;
  } finally {
    clearTimeout(expired);
  }
}
