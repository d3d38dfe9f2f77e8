import type { Priority } from './call-queue.ts';
import type { Procedure } from './procedure.ts';
import type { VirStream } from './stream.ts';

/** Options of one call. */
export interface CallOptions {
  /** Detaches the caller from the call: the daemon cannot be told to stop. */
  readonly signal?: AbortSignal | undefined;
  /** Deadline in ms, counted from the call, waiting for a slot included; Infinity for none. */
  readonly timeoutMs?: number | undefined;
  /** Which of the waiting calls goes first. */
  readonly priority?: Priority | undefined;
}

/** Any procedure of the table. */
// biome-ignore lint/suspicious/noExplicitAny: the table of procedures ties arguments to codecs
export type AnyProcedure = Procedure<any>;

/** One call from the moment it was made until its reply came, even when nobody waits any more. */
export class PendingCall {
  readonly procedure: AnyProcedure;
  readonly args: unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly deadlineAt: number;
  readonly timeoutMs: number;
  readonly streamOptions: StreamOptions | null;
  readonly onReply: ((ret: unknown) => void) | null;
  signal: AbortSignal | null = null;
  onAbort: (() => void) | null = null;
  serial = 0;
  /** Stream packets that came before the reply, to be handed to the stream once it is there. */
  early: ((stream: VirStream) => void)[] = [];
  /** Whether the caller has its answer, or gave up. */
  settled = false;

  constructor(
    procedure: AnyProcedure,
    args: unknown,
    resolve: (value: unknown) => void,
    reject: (error: Error) => void,
    timeoutMs: number,
    extra: CallExtra,
  ) {
    this.procedure = procedure;
    this.args = args;
    this.resolve = resolve;
    this.reject = reject;
    this.timeoutMs = timeoutMs;
    this.deadlineAt = timeoutMs === Infinity ? Infinity : performance.now() + timeoutMs;
    this.streamOptions = extra.stream ?? null;
    this.onReply = extra.onReply ?? null;
  }

  get sent(): boolean {
    return this.serial !== 0;
  }

  settle(): boolean {
    if (this.settled) return false;
    this.settled = true;
    if (this.signal && this.onAbort) this.signal.removeEventListener('abort', this.onAbort);
    this.signal = null;
    return true;
  }
}

/** Options of a stream. */
export interface StreamOptions {
  /** Aborts the stream. */
  readonly signal?: AbortSignal | undefined;
  /** Whether the procedure was called with its sparse flag: holes may be sent and come. */
  readonly sparse?: boolean | undefined;
}

/** What the package itself adds to a call. */
export interface CallExtra {
  readonly stream?: StreamOptions;
  /** Runs with the decoded reply before any later packet of the same chunk is looked at. */
  readonly onReply?: (ret: unknown) => void;
}
