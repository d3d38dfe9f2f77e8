/**
 * What went wrong, as a stable name a program may decide on.
 *
 * - `CONNECT_FAILED` nobody listens on the socket, or it may not be used
 * - `CONNECTION_LOST` the connection went away while the call was under way: outcome unknown
 * - `TIMEOUT` the call's deadline passed
 * - `ABORTED` the caller's signal fired
 * - `CLOSED` the client was closed by us
 * - `OVERLOADED` too many calls wait already
 * - `PROTOCOL` the daemon sent what is not its protocol
 * - `BAD_ARGUMENT` what cannot be sent: a line break, a line too long, no values
 * - `NO_SUCH_FILE` there is no such RRD
 * - `NOT_AN_RRD` the file is there but damaged, or something else
 * - `EXISTS` the file to be created is there already
 * - `TOO_OLD` an update not later than the last one
 * - `DENIED` outside of the daemon's directory, or not allowed by the file system
 * - `REFUSED` any other refusal of the daemon
 */
export type RrdErrorCode =
  | 'CONNECT_FAILED'
  | 'CONNECTION_LOST'
  | 'TIMEOUT'
  | 'ABORTED'
  | 'CLOSED'
  | 'OVERLOADED'
  | 'PROTOCOL'
  | 'BAD_ARGUMENT'
  | 'NO_SUCH_FILE'
  | 'NOT_AN_RRD'
  | 'EXISTS'
  | 'TOO_OLD'
  | 'DENIED'
  | 'REFUSED';

/** Base of every error this package throws. Decide on `code`, never on the message. */
export class RrdError extends Error {
  readonly code: RrdErrorCode;

  constructor(code: RrdErrorCode, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'RrdError';
    this.code = code;
  }
}

/** Whether `error` is an {@link RrdError}, and with one of these codes when some are given. */
export function isRrdError(error: unknown, ...codes: readonly RrdErrorCode[]): error is RrdError {
  return error instanceof RrdError && (codes.length === 0 || codes.includes(error.code));
}

/** The daemon tells its faults in words alone; these are those of rrdtool 1.7 and 1.8. */
const REFUSALS: readonly (readonly [RegExp, RrdErrorCode])[] = [
  [/^illegal attempt to update using time/, 'TOO_OLD'],
  [/File exists/, 'EXISTS'],
  [/Permission denied|No permission/, 'DENIED'],
  [/No such file/, 'NO_SUCH_FILE'],
  [
    /not an RRD file|too small|reached EOF|can't handle RRD file version|different architecture|short read|Not a regular file|mmap|mapped file|[Ii]s a directory/,
    'NOT_AN_RRD',
  ],
];

/** The error for what the daemon answered to a call. */
export function refusal(message: string): RrdError {
  const code = REFUSALS.find(([pattern]) => pattern.test(message))?.[1] ?? 'REFUSED';
  return new RrdError(code, message);
}
