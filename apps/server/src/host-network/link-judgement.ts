import type { LinkKind } from './host-network-enums.ts';

/** What is known of a link before a new measurement. */
export interface LinkHistory {
  /** Null until the first measurement. */
  readonly usual: number | null;
  /** Measurements in a row that were much worse than usual. */
  readonly bad: number;
  readonly degradedSince: Date | null;
}

/** Share of the way that what is usual goes towards a new value. */
const FOLLOW = 0.05;
/** A link is called degraded after so many bad measurements in a row. */
const BAD_IN_A_ROW: Readonly<Record<LinkKind, number>> = { LATENCY: 3, THROUGHPUT: 2 };
const TIMES_WORSE: Readonly<Record<LinkKind, number>> = { LATENCY: 3, THROUGHPUT: 2 };
/** A round trip this much longer is noticed by nobody, ms. */
const NEGLIGIBLE_MS = 1;

/** Whether a value is much worse than what is usual. */
function isMuchWorse(kind: LinkKind, value: number, usual: number): boolean {
  const times = TIMES_WORSE[kind];
  if (kind === 'THROUGHPUT') return value * times < usual;
  return value > usual * times && value - usual > NEGLIGIBLE_MS;
}

/**
 * Judges a new measurement by the link's own history. A bad one does not become usual while it is
 * bad: the link would heal on paper alone.
 */
export function judgeLink(
  kind: LinkKind,
  before: LinkHistory | null,
  measured: { readonly value: number; readonly at: Date },
): LinkHistory {
  const { value, at } = measured;
  if (before?.usual === null || before?.usual === undefined)
    return { usual: value, bad: 0, degradedSince: null };
  const { usual } = before;
  if (!isMuchWorse(kind, value, usual))
    return { usual: usual + (value - usual) * FOLLOW, bad: 0, degradedSince: null };
  const bad = before.bad + 1;
  return {
    usual,
    bad,
    degradedSince: before.degradedSince ?? (bad >= BAD_IN_A_ROW[kind] ? at : null),
  };
}
