import { setTimeout as delay } from 'node:timers/promises';

/** How waits between attempts grow; all in ms. */
export interface BackOffOptions {
  readonly firstMs: number;
  readonly maxMs: number;
  /** 0 to 1; for tests. */
  readonly random?: () => number;
}

/**
 * The wait before the next attempt: doubles with each failure up to the maximum, of which a random
 * half is left out, so that many who lost the same thing do not come back at the same moment.
 * @param failures attempts failed so far, from 1
 */
export function backOffMs(failures: number, options: BackOffOptions): number {
  const full = Math.min(options.maxMs, options.firstMs * 2 ** Math.min(failures - 1, 30));
  return full / 2 + (full / 2) * (options.random ?? Math.random)();
}

/** Waits, or returns early when the signal is aborted. Does not keep the process alive. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { ref: false, ...(signal && { signal }) });
  } catch {
    // Aborted: whoever waits looks at the signal next.
  }
}
