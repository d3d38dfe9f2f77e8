import { setTimeout as delay } from 'node:timers/promises';

/** Between two looks: at first, and after a long wait, when another look is as good a little later. */
const LOOK_MS = { first: 20, longest: 100 } as const;
/** Below the time that a test has, so that it is named what was waited for; a busy machine has its time. */
const DEADLINE_MS = 120_000;

/**
 * Waits until `look` gives something that is not undefined, null or false.
 * @param what is waited for; a function can say what the last look gave
 * @throws {Error} after the deadline, naming what was waited for
 */
export async function waitFor<T>(
  what: string | (() => string),
  look: () => Promise<T> | T,
  deadlineMs = DEADLINE_MS,
): Promise<Exclude<T, null | undefined | false>> {
  const begin = performance.now();
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== null && seen !== false)
      return seen as Exclude<T, null | undefined | false>;
    const waited = performance.now() - begin;
    if (waited > deadlineMs)
      throw new Error(
        `waited ${deadlineMs} ms in vain: ${typeof what === 'string' ? what : what()}`,
      );
    await delay(Math.min(LOOK_MS.longest, LOOK_MS.first + waited / 20));
  }
}
