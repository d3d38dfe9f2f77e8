/** What the shell is told; part of the CLI's contract with scripts. */
export const EXIT = { ok: 0, failed: 1, usage: 2, auth: 3, unreachable: 4 } as const;

/** One of {@link EXIT}'s values. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A failure with what the person or script needs: code, message, and what to do about it. */
export class CliError extends Error {
  /** The API's `extensions.code`, or one of the CLI's own: `USAGE`, `UNREACHABLE`, `AMBIGUOUS` … */
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly remedy: string | null;

  constructor(
    code: string,
    message: string,
    details: {
      readonly exitCode?: ExitCode;
      readonly remedy?: string;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'CliError';
    this.code = code;
    this.exitCode = details.exitCode ?? EXIT.failed;
    this.remedy = details.remedy ?? null;
  }
}

/** A fault of the command line itself. */
export function usageError(message: string, remedy?: string): CliError {
  return new CliError('USAGE', message, { exitCode: EXIT.usage, ...(remedy ? { remedy } : {}) });
}

/** Nobody answers at the server's address, or not Baadal. */
export function unreachable(url: string, why: string, cause?: unknown): CliError {
  return new CliError('UNREACHABLE', `Cannot reach Baadal at ${url}: ${why}`, {
    exitCode: EXIT.unreachable,
    remedy: 'Is it running there? Give another address with --url or BAADAL_URL.',
    cause,
  });
}

const REMEDIES: Readonly<Record<string, string>> = {
  UNAUTHENTICATED: 'Sign in with: baadal login',
  FORBIDDEN: 'Ask an admin for the role, or use a token that may write.',
  QUOTA_EXCEEDED: 'Delete what you no longer need, or ask for a larger quota.',
  NO_CAPACITY: 'Ask for less, or see what is free with: baadal host list',
  RATE_LIMITED: 'Wait a minute, then try again.',
  UNAVAILABLE: 'Try again shortly.',
};

const EXIT_BY_CODE: Readonly<Record<string, ExitCode>> = {
  UNAUTHENTICATED: EXIT.auth,
  FORBIDDEN: EXIT.auth,
  BAD_USER_INPUT: EXIT.usage,
  UNAVAILABLE: EXIT.unreachable,
};

/** The shape of an error in a GraphQL answer. */
export interface ApiFault {
  readonly message: string;
  readonly extensions?: { readonly [name: string]: unknown } | undefined;
}

/** An error of the API as ours; of several the first counts, all are told. */
export function fromApiFaults(faults: readonly ApiFault[]): CliError {
  const raw = faults[0]?.extensions?.['code'];
  const code = typeof raw === 'string' ? raw : 'INTERNAL';
  const remedy = REMEDIES[code];
  return new CliError(code, faults.map(({ message }) => message).join('\n'), {
    exitCode: EXIT_BY_CODE[code] ?? EXIT.failed,
    ...(remedy === undefined ? {} : { remedy }),
    cause: faults,
  });
}
