import type { VirNetMessageError } from './generated/codec-message.ts';
import {
  type ErrorCodeName,
  type ErrorDomainName,
  errorCodeNames,
  errorDomainNames,
} from './generated/errors.ts';

/**
 * Base of every error this package throws.
 *
 * `code` is stable: a word for the client's own errors, libvirt's number for {@link LibvirtError}.
 */
export abstract class LibvirtClientError extends Error {
  abstract readonly code: string | number;
  abstract override readonly name: string;
}

/** What the daemon answered when it refused a call, or ended a stream with an error. */
export class LibvirtError extends LibvirtClientError {
  override readonly name = 'LibvirtError';
  /** `virErrorNumber`, e.g. 42. */
  readonly code: number;
  /** Name of the number without `VIR_ERR_`, e.g. `NO_DOMAIN`; `UNKNOWN` when newer than us. */
  readonly codeName: ErrorCodeName | 'UNKNOWN';
  /** `virErrorDomain`: the part of libvirt that failed. */
  readonly domain: number;
  /** Name of the error domain without `VIR_FROM_`, e.g. `QEMU`. */
  readonly domainName: ErrorDomainName | 'UNKNOWN';
  /** 1 warning, 2 error. */
  readonly level: number;
  /** The procedure that failed. */
  readonly procedure: string;
  /** Untranslated format of the message. */
  readonly str1: string | null;
  readonly str2: string | null;
  readonly str3: string | null;
  readonly int1: number;
  readonly int2: number;

  constructor(error: VirNetMessageError, procedure: string) {
    super(error.message ?? `libvirt error ${error.code}`);
    this.code = error.code;
    this.codeName = errorCodeNames[error.code] ?? 'UNKNOWN';
    this.domain = error.domain;
    this.domainName = errorDomainNames[error.domain] ?? 'UNKNOWN';
    this.level = error.level;
    this.procedure = procedure;
    this.str1 = error.str1;
    this.str2 = error.str2;
    this.str3 = error.str3;
    this.int1 = error.int1;
    this.int2 = error.int2;
  }

  /** Whether the code is one of these, e.g. `error.is('NO_DOMAIN')`. */
  is(...names: readonly ErrorCodeName[]): boolean {
    return this.codeName !== 'UNKNOWN' && names.includes(this.codeName);
  }

  /** Whether trying the same again later may work: a job lock or the guest agent was busy. */
  get retryable(): boolean {
    return this.is('OPERATION_TIMEOUT', 'AGENT_UNRESPONSIVE', 'AGENT_COMMAND_TIMEOUT');
  }
}

/** Whether `error` is a {@link LibvirtError} with one of these code names. */
export function isLibvirtError(error: unknown, ...names: readonly ErrorCodeName[]): boolean {
  return error instanceof LibvirtError && (names.length === 0 || error.is(...names));
}

/** Why a connection ended. */
export type CloseReasonKind =
  /** We closed it. */
  | 'CLOSED'
  /** The daemon, or what is between us and it, closed it. */
  | 'EOF'
  /** The transport reported an error. */
  | 'TRANSPORT'
  /** No answer to keepalive pings. */
  | 'KEEPALIVE'
  /** The daemon sent something that is not the protocol. */
  | 'PROTOCOL';

/**
 * The connection ended before the answer came.
 *
 * When `sent` is true the daemon may have done what was asked: read the state back.
 */
export class ConnectionLostError extends LibvirtClientError {
  override readonly name = 'ConnectionLostError';
  readonly code = 'CONNECTION_LOST';
  readonly reason: CloseReasonKind;
  /** The call that got no answer; undefined when none was concerned. */
  readonly procedure: string | undefined;
  /** Whether the call had been written to the transport: its outcome is then unknown. */
  readonly sent: boolean;

  constructor(
    reason: CloseReasonKind,
    options: { procedure?: string; sent?: boolean; cause?: unknown } = {},
  ) {
    const during = options.procedure
      ? ` ${options.sent ? 'during' : 'before'} ${options.procedure}`
      : '';
    super(`libvirt connection lost (${reason})${during}`, { cause: options.cause });
    this.reason = reason;
    this.procedure = options.procedure;
    this.sent = options.sent ?? false;
  }
}

/** What was wrong with the bytes received. */
export type ProtocolErrorCode =
  | 'PACKET_TOO_SMALL'
  | 'PACKET_TOO_LARGE'
  | 'BAD_HEADER'
  | 'UNKNOWN_SERIAL'
  | 'UNDECODABLE'
  | 'FD_PASSING';

/** The daemon sent bytes that are not the protocol; the connection is unusable after it. */
export class ProtocolError extends LibvirtClientError {
  override readonly name = 'ProtocolError';
  readonly code: ProtocolErrorCode;

  constructor(code: ProtocolErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A value that cannot be sent: out of range, too long, a NUL in a string. Nothing was sent. */
export class EncodeError extends LibvirtClientError {
  override readonly name = 'EncodeError';
  readonly code = 'BAD_VALUE';
}

/** The deadline of a call passed. The daemon may still be working on it when `sent`. */
export class DeadlineError extends LibvirtClientError {
  override readonly name = 'DeadlineError';
  readonly code = 'DEADLINE';
  readonly procedure: string;
  readonly timeoutMs: number;
  readonly sent: boolean;

  constructor(procedure: string, timeoutMs: number, sent: boolean) {
    super(`no answer to ${procedure} within ${timeoutMs} ms`);
    this.procedure = procedure;
    this.timeoutMs = timeoutMs;
    this.sent = sent;
  }
}

/** The caller's signal was aborted. The daemon goes on with the call when `sent`. */
export class AbortedError extends LibvirtClientError {
  override readonly name = 'AbortedError';
  readonly code = 'ABORTED';
  readonly procedure: string;
  readonly sent: boolean;

  constructor(procedure: string, sent: boolean, cause: unknown) {
    super(`${procedure} was aborted`, { cause });
    this.procedure = procedure;
    this.sent = sent;
  }
}

/** Why a connection could not be used although the transport works. */
export type OpenErrorCode = 'AUTH_UNSUPPORTED' | 'UNSUPPORTED_DAEMON';

/** The daemon wants an authentication this client does not do, or lacks a needed feature. */
export class OpenError extends LibvirtClientError {
  override readonly name = 'OpenError';
  readonly code: OpenErrorCode;

  constructor(code: OpenErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The unix socket could not be reached. */
export class ConnectError extends LibvirtClientError {
  override readonly name = 'ConnectError';
  readonly code = 'CONNECT_FAILED';
  readonly path: string;

  constructor(path: string, cause: unknown) {
    super(`cannot connect to ${path}`, { cause });
    this.path = path;
  }
}

/** A stream was aborted by us, or used after its end. */
export class StreamError extends LibvirtClientError {
  override readonly name = 'StreamError';
  readonly code: 'STREAM_ABORTED' | 'NOT_SPARSE' | 'NOT_WRITABLE';

  constructor(code: StreamError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
