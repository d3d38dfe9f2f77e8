/**
 * What went wrong, as a stable name a program may decide on.
 *
 * - `HOST_KEY_UNKNOWN` no key is pinned for the machine; `fingerprint` is the one it offered
 * - `HOST_KEY_CHANGED` another key than the pinned one was offered (`fingerprint`)
 * - `PRIVATE_KEY_INVALID` our own private key cannot be read
 * - `AUTH_FAILED` the machine refused user or key
 * - `CONNECT_FAILED` refused, unreachable, unknown name, not an SSH server
 * - `CONNECT_TIMEOUT` no usable connection within `connectTimeoutMs`
 * - `CONNECTION_LOST` the connection went away while the call was under way: outcome unknown
 * - `CHANNEL_REFUSED` the machine opens no further session (its MaxSessions)
 * - `COMMAND_FAILED` exit code other than 0, or ended by a signal (`SshCommandError`)
 * - `COMMAND_TIMEOUT` the call's deadline passed; the remote process is being killed
 * - `OUTPUT_LIMIT` more output, or a larger file, than the caller allowed
 * - `STDIN_FAILED` the stream given as standard input failed
 * - `FORWARD_FAILED` nothing listens on the forwarded socket or port, or forwarding is forbidden
 * - `FILE_NOT_FOUND`, `FILE_DENIED`, `FILE_FAILED` a file operation was refused
 * - `BAD_ARGUMENT` an argument that cannot be sent (NUL, malformed UTF-16, too long)
 * - `ABORTED` the caller's signal fired; the remote process is being killed
 * - `CLOSED` the machine or its pool was closed by us
 */
export type SshErrorCode =
  | 'HOST_KEY_UNKNOWN'
  | 'HOST_KEY_CHANGED'
  | 'PRIVATE_KEY_INVALID'
  | 'AUTH_FAILED'
  | 'CONNECT_FAILED'
  | 'CONNECT_TIMEOUT'
  | 'CONNECTION_LOST'
  | 'CHANNEL_REFUSED'
  | 'COMMAND_FAILED'
  | 'COMMAND_TIMEOUT'
  | 'OUTPUT_LIMIT'
  | 'STDIN_FAILED'
  | 'FORWARD_FAILED'
  | 'FILE_NOT_FOUND'
  | 'FILE_DENIED'
  | 'FILE_FAILED'
  | 'BAD_ARGUMENT'
  | 'ABORTED'
  | 'CLOSED';

/** Further facts of an {@link SshError}. */
export interface SshErrorDetails {
  readonly cause?: unknown;
  /** `user@host:port` of the machine. */
  readonly machine?: string | undefined;
  /** The host key the machine offered, `SHA256:…`. */
  readonly fingerprint?: string | undefined;
}

/** Base of every error this package throws. Decide on `code`, never on the message. */
export class SshError extends Error {
  readonly code: SshErrorCode;
  readonly machine: string | undefined;
  readonly fingerprint: string | undefined;

  constructor(code: SshErrorCode, message: string, details: SshErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.machine = details.machine;
    this.fingerprint = details.fingerprint;
  }
}

/** Facts of a command that ended badly. */
export interface CommandFailure {
  readonly program: string;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stderr: string;
  readonly machine?: string | undefined;
}

const STDERR_KEPT = 4096;

/** `COMMAND_FAILED`: the program ran and ended with a code other than 0, or by a signal. */
export class SshCommandError extends SshError {
  /** The program's name, `argv[0]`; its arguments may hold secrets and are left out. */
  readonly program: string;
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** The end of the program's standard error, at most 4 KiB. */
  readonly stderr: string;

  constructor(failure: CommandFailure) {
    const how =
      failure.exitCode === null
        ? `was ended by ${failure.signal ?? 'an unknown signal'}`
        : `ended with code ${failure.exitCode}`;
    const lastLine = failure.stderr.trimEnd().split('\n').at(-1)?.slice(0, 300) ?? '';
    super('COMMAND_FAILED', `${failure.program} ${how}${lastLine ? `: ${lastLine}` : ''}`, {
      machine: failure.machine,
    });
    this.program = failure.program;
    this.exitCode = failure.exitCode;
    this.signal = failure.signal;
    this.stderr = failure.stderr.slice(-STDERR_KEPT);
  }
}

/** Whether `error` is an {@link SshError}, and with that code when one is given. */
export function isSshError(error: unknown, code?: SshErrorCode): error is SshError {
  return error instanceof SshError && (code === undefined || error.code === code);
}
