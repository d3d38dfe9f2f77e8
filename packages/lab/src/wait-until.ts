import { setTimeout as delay } from 'node:timers/promises';
import { LabError } from './errors.ts';

/**
 * Waits until a condition holds, asking again after 5, 10, 20 … at most 200 ms.
 *
 * @param what the condition in words, for the error
 * @param timeoutMs how long to wait at most
 * @returns the first value of `condition` that is not false, null or undefined
 * @throws {LabError} TIMEOUT
 */
export async function waitUntil<T>(
  what: string,
  timeoutMs: number,
  condition: () => Promise<T | false | null | undefined> | T | false | null | undefined,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (let pauseMs = 5; ; pauseMs = Math.min(pauseMs * 2, 200)) {
    const value = await condition();
    if (value !== false && value !== null && value !== undefined) return value;
    if (performance.now() > deadline) {
      throw new LabError('TIMEOUT', `Not within ${timeoutMs} ms: ${what}`);
    }
    await delay(pauseMs);
  }
}
