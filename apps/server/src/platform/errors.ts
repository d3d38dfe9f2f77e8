/** The codes a client may see in `extensions.code`; listed in docs/error-codes.md. */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'BAD_USER_INPUT'
  | 'CONFLICT'
  | 'QUOTA_EXCEEDED'
  | 'NO_CAPACITY'
  | 'HOST_UNREACHABLE'
  | 'RATE_LIMITED'
  | 'UNAVAILABLE'
  | 'QUERY_TOO_COMPLEX'
  | 'INTERNAL';

/** One faulty input field: its path below `input`, and what is wrong with the remedy. */
export interface FieldFault {
  readonly path: string;
  readonly message: string;
}

interface ErrorOptions {
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** Base of every error whose message may be shown to the person who asked. */
export class BaadalError extends Error {
  readonly code: ErrorCode;
  /** Safe for clients: ids, reasons, wait times. Sent in `extensions`. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.details = options.details ?? {};
  }
}

/** Nobody is signed in, or the token is wrong or has expired. */
export class UnauthenticatedError extends BaadalError {
  constructor(message = 'Sign in first, or send a valid API token.') {
    super('UNAUTHENTICATED', message);
  }
}

/** The viewer may see the object but not do this. */
export class ForbiddenError extends BaadalError {
  constructor(message: string, options?: ErrorOptions) {
    super('FORBIDDEN', message, options);
  }
}

/** There is no such object, or the viewer may not know of it: no difference is made. */
export class NotFoundError extends BaadalError {
  constructor(kind: string, id: string) {
    super('NOT_FOUND', `There is no ${kind} ${id}, or you may not see it.`, { details: { id } });
  }
}

/** Input that cannot be accepted; names each faulty field. */
export class BadUserInputError extends BaadalError {
  constructor(fields: readonly FieldFault[], message?: string) {
    super('BAD_USER_INPUT', message ?? fields.map((f) => f.message).join(' '), {
      details: { fields },
    });
  }
}

/** The object's state forbids it now (name taken, wrong state, locked). */
export class ConflictError extends BaadalError {
  constructor(message: string, options?: ErrorOptions) {
    super('CONFLICT', message, options);
  }
}

/** A limit of the person, VM or organisation is reached; the message says which and what to do. */
export class QuotaExceededError extends BaadalError {
  constructor(message: string, options?: ErrorOptions) {
    super('QUOTA_EXCEEDED', message, options);
  }
}

/** No host has room; `details.reasons` says why each was refused. */
export class NoCapacityError extends BaadalError {
  constructor(message: string, reasons: readonly string[]) {
    super('NO_CAPACITY', message, { details: { reasons } });
  }
}

/** A host could not be reached or did not answer in time. */
export class HostUnreachableError extends BaadalError {
  constructor(hostName: string, reason: string, cause?: unknown) {
    super('HOST_UNREACHABLE', `Host ${hostName} cannot be reached: ${reason}`, {
      details: { host: hostName },
      cause,
    });
  }
}

/** Too many attempts; `details.retryAfterSeconds` says when to come back. */
export class RateLimitedError extends BaadalError {
  constructor(message: string, retryAfterSeconds: number) {
    super('RATE_LIMITED', message, { details: { retryAfterSeconds } });
  }
}

/** A service Baadal depends on is away; the request may be repeated later. */
export class UnavailableError extends BaadalError {
  constructor(message: string, cause?: unknown) {
    super('UNAVAILABLE', message, { cause });
  }
}
