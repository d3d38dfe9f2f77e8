import { useSyncExternalStore } from 'react';

const tickMs = 5_000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The present time in ms, moving on every five seconds; one timer for the whole page. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => (timer === undefined ? Date.now() : now));
}

const steps = [
  [60, 1, 's'],
  [3600, 60, 'min'],
  [86_400, 3600, 'h'],
  [Number.POSITIVE_INFINITY, 86_400, 'd'],
] as const;

/** A span in its largest unit, e.g. `42 s`, `5 min`, `3 h`, `12 d`. */
export function formatSpan(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const step = steps.find(([limit]) => seconds < limit) ?? steps[3];
  return `${Math.floor(seconds / step[1])} ${step[2]}`;
}

const exact = new Intl.DateTimeFormat(undefined, {
  ...{ year: 'numeric', month: 'short', day: 'numeric' },
  ...{ hour: 'numeric', minute: '2-digit', second: '2-digit', timeZoneName: 'short' },
});
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** Date and time in the reader's language and zone, to the second, with the zone. */
export const formatExact = (iso: string): string => exact.format(new Date(iso));

/** Time of day, to the second. */
export const formatClock = (iso: string): string => clock.format(new Date(iso));

/** The date alone. */
export const formatDay = (iso: string): string => day.format(new Date(iso));
