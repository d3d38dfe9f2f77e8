import { RrdError } from './errors.ts';

/** What every call may be given. */
export interface CallOptions {
  /** Gives the call up: it rejects with `ABORTED`. */
  readonly signal?: AbortSignal | undefined;
  /** Longest time for the whole call, connecting included, in ms; that of the client unless told. */
  readonly timeoutMs?: number | undefined;
}

/** A running deadline whose signal's reason is an {@link RrdError}; dispose of it after the call. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
  readonly late: boolean;
}

/** Joins a caller's signal and a time-out. */
export function startDeadline(options: {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs: number;
}): Deadline {
  const controller = new AbortController();
  const { signal, timeoutMs } = options;
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    controller.abort(new RrdError('TIMEOUT', `rrdcached did not answer within ${timeoutMs} ms`));
  }, timeoutMs);
  const onAbort = () =>
    controller.abort(new RrdError('ABORTED', 'given up', { cause: signal?.reason }));
  if (signal?.aborted) onAbort();
  else signal?.addEventListener('abort', onAbort, { once: true });
  return {
    signal: controller.signal,
    get late() {
      return late;
    },
    [Symbol.dispose]() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    },
  };
}

/** Waits for `promise`, or rejects with the signal's reason; the promise itself goes on. */
export async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  promise.catch(() => undefined);
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
