import type { Figure } from './figures.ts';

/** Counters that wrap do so at one of these. */
const WRAPS = [2n ** 32n, 2n ** 64n] as const;
/** A wrap is believed when it was near, and the counter is not far behind it: else it was set to 0. */
const NEAR = 16n;

/**
 * How much a counter grew. Null when it was set back (restart, revert to a snapshot, another device),
 * so that nobody sees a spike or a negative rate.
 */
export function growth(before: bigint, now: bigint): bigint | null {
  if (now >= before) return now - before;
  for (const wrap of WRAPS) {
    if (before >= wrap) continue;
    const margin = wrap / NEAR;
    return before > wrap - margin && now < margin ? now + wrap - before : null;
  }
  return null;
}

/** Growth per second; null when it cannot be told. */
export function ratePerSecond(
  before: bigint | null | undefined,
  now: bigint | null | undefined,
  seconds: number,
): Figure {
  if (before === null || before === undefined || now === null || now === undefined) return null;
  if (!(seconds > 0)) return null;
  const grown = growth(before, now);
  return grown === null ? null : Number(grown) / seconds;
}

/** What decides whether two samples can be compared. */
export interface Moment {
  /** Of a clock that nobody sets, ms. */
  readonly clockMs: number;
}

/** Samples closer than this say nothing about a rate: the counters' own grain is seen instead. */
const MIN_SECONDS = 0.5;

/**
 * Seconds between two samples; null when they cannot be compared: no first one, too close, or so far
 * apart that samples were missed, which is a gap.
 */
export function comparableSeconds(
  before: Moment | null | undefined,
  now: Moment,
  intervalMs: number,
): number | null {
  if (!before) return null;
  const seconds = (now.clockMs - before.clockMs) / 1000;
  return seconds >= MIN_SECONDS && seconds <= (GAP_INTERVALS * intervalMs) / 1000 ? seconds : null;
}

/** After so many intervals without a sample there is a gap. */
export const GAP_INTERVALS = 2.5;
