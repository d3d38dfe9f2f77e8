/** The kinds of failure of the lab; stable, to be compared by programs. */
export type LabErrorCode =
  | 'NOT_ROOT'
  | 'TOOLS_MISSING'
  | 'STATE_DIR_UNUSABLE'
  | 'INVALID_NAME'
  | 'NAME_MISMATCH'
  | 'INVALID_HOSTS'
  | 'INVALID_LINK'
  | 'NO_FREE_NETWORK'
  | 'UNKNOWN_HOST'
  | 'UNKNOWN_TEMPLATE'
  | 'NOT_UP'
  | 'LOCK_TIMEOUT'
  | 'COMMAND_FAILED'
  | 'BOOT_FAILED'
  | 'TIMEOUT';

/** A failure of the lab: what was tried and on what is in the message, the cause in `cause`. */
export class LabError extends Error {
  readonly code: LabErrorCode;

  constructor(code: LabErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'LabError';
    this.code = code;
  }
}
