import { SshError } from './errors.ts';

/** What every call that leaves the process may be given. */
export interface CallOptions {
  /** Gives the call up: it rejects with `ABORTED`. */
  readonly signal?: AbortSignal | undefined;
  /** Longest time for the whole call, connecting and queueing included, in ms. */
  readonly timeoutMs?: number | undefined;
}

/** A running deadline; dispose of it when the call is over. */
export interface Deadline extends Disposable {
  /** Fires on time-out or abort; its `reason` is an {@link SshError}. */
  readonly signal: AbortSignal;
}

/** Joins a caller's signal and a time-out into one signal whose reason is ours. */
export function startDeadline(
  what: string,
  options: { readonly signal?: AbortSignal | undefined; readonly timeoutMs: number },
): Deadline {
  const controller = new AbortController();
  const { signal, timeoutMs } = options;
  const timer = setTimeout(() => {
    controller.abort(
      new SshError('COMMAND_TIMEOUT', `${what} took longer than ${timeoutMs} ms and was given up`),
    );
  }, timeoutMs);
  const onAbort = () => {
    controller.abort(new SshError('ABORTED', `${what} was aborted`, { cause: signal?.reason }));
  };
  if (signal?.aborted) onAbort();
  else signal?.addEventListener('abort', onAbort, { once: true });
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    },
  };
}

/** Waits for `promise`, or rejects with the signal's reason; the promise itself goes on. */
export async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
