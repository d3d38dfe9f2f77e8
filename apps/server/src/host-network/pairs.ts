/** Two things of one kind, in the order given. */
export type Pair<T> = readonly [T, T];

/** Most pairs that are pinged in one minute: all of 50 hosts. */
const PAIRS_A_MINUTE = (50 * 49) / 2;

/** Every pair once. */
export function allPairs<T>(items: readonly T[]): Pair<T>[] {
  return items.flatMap((a, i) => items.slice(i + 1).map((b): Pair<T> => [a, b]));
}

/**
 * Rounds in which every pair meets once and nobody is in two pairs of a round: n − 1 rounds for an
 * even number, n for an odd one, where one rests in each.
 * @see the circle method of round-robin tournaments
 */
export function tournamentRounds<T>(items: readonly T[]): Pair<T>[][] {
  if (items.length < 2) return [];
  const circle: (T | null)[] = items.length % 2 === 0 ? [...items] : [...items, null];
  const rounds: Pair<T>[][] = [];
  for (let round = 1; round < circle.length; round++) {
    const pairs: Pair<T>[] = [];
    for (let i = 0; i < circle.length / 2; i++) {
      const a = circle[i] ?? null;
      const b = circle[circle.length - 1 - i] ?? null;
      if (a !== null && b !== null) pairs.push([a, b]);
    }
    rounds.push(pairs);
    // The first stays, the others move on by one.
    circle.splice(1, 0, circle.pop() ?? null);
  }
  return rounds;
}

/**
 * The pairs to be pinged in one minute. Beyond `most` it is a share of them, so that each is pinged
 * once in `ceil(pairs / most)` minutes; the direction changes each time a pair's turn comes.
 * @param minute counts up by one each minute
 */
export function latencyPairs<T>(
  items: readonly T[],
  minute: number,
  most: number = PAIRS_A_MINUTE,
): Pair<T>[] {
  const pairs = allPairs(items);
  const shares = Math.max(1, Math.ceil(pairs.length / most));
  const turn = Math.floor(minute / shares);
  return pairs
    .filter((_, i) => i % shares === minute % shares)
    .map(([a, b], i): Pair<T> => ((i + turn) % 2 === 0 ? [a, b] : [b, a]));
}
