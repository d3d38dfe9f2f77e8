import { BaadalError, type ErrorCode } from '../platform/errors.ts';
import type { TaskId } from '../platform/ids.ts';

interface FaultOptions {
  readonly cause?: unknown;
  /** The cause's own code when absent, else that of the class. */
  readonly code?: ErrorCode;
}

const codeOf = ({ code, cause }: FaultOptions, fallback: ErrorCode): ErrorCode =>
  code ?? (cause instanceof BaadalError ? cause.code : fallback);

/** A passing fault: the step is tried again after a while, a bounded number of times. */
export class RetryableError extends BaadalError {
  constructor(message: string, options: FaultOptions = {}) {
    super(codeOf(options, 'UNAVAILABLE'), message, { cause: options.cause });
  }
}

/** Trying again would not help: the task is undone. Its message is shown to people. */
export class FatalTaskError extends BaadalError {
  constructor(message: string, options: FaultOptions = {}) {
    super(codeOf(options, 'INTERNAL'), message, { cause: options.cause });
  }
}

/** This worker no longer holds the task: stop at once and write nothing. */
export class LeaseLostError extends BaadalError {
  constructor(taskId: TaskId, cause?: unknown) {
    super('UNAVAILABLE', `Task ${taskId} is no longer ours; another worker goes on with it.`, {
      cause,
    });
  }
}

/** Why the signal of a cancellable step was aborted. */
export class TaskCancelledError extends BaadalError {
  constructor() {
    super('CONFLICT', 'The task was cancelled.');
  }
}
