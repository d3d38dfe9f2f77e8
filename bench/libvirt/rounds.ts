/** One thing to measure: runs once and gives its figure. */
export type Variant = () => Promise<number>;

/** Figures of all rounds by variant, in the order measured. */
export type Figures = ReadonlyMap<string, readonly number[]>;

/** The middle one. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/**
 * Runs every variant once a round, in turn, so that what else the machine does hits all alike.
 * The first round warms up and is not counted.
 */
export async function interleave(
  rounds: number,
  variants: ReadonlyMap<string, Variant>,
): Promise<Figures> {
  const figures = new Map([...variants.keys()].map((name) => [name, [] as number[]]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, variant] of variants) {
      const figure = await variant();
      if (round > 0) figures.get(name)?.push(figure);
    }
  }
  return figures;
}

/** Median over the rounds of `a / b`. */
export function pairedRatio(figures: Figures, a: string, b: string): number {
  const below = figures.get(b) ?? [];
  return median((figures.get(a) ?? []).map((value, i) => value / (below[i] ?? Number.NaN)));
}
