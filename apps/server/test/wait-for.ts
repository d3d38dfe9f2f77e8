import { setTimeout as delay } from 'node:timers/promises';

const LOOK_EVERY_MS = 20;
/** Below the time that a test has, so that it is named what was waited for; a busy machine has its time. */
const DEADLINE_MS = 120_000;

/**
 * Waits until `look` gives something that is not undefined, null or false.
 * @throws {Error} after the deadline, naming what was waited for and what the last look gave
 */
export async function waitFor<T>(
  what: string,
  look: () => Promise<T> | T,
  deadlineMs = DEADLINE_MS,
): Promise<Exclude<T, null | undefined | false>> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== null && seen !== false)
      return seen as Exclude<T, null | undefined | false>;
    if (performance.now() > end) throw new Error(`waited ${deadlineMs} ms in vain: ${what}`);
    await delay(LOOK_EVERY_MS);
  }
}
