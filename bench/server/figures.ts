/** The value below which the share `q` (0 to 1) of the values lies; the nearest one measured. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1);
  return sorted[Math.max(0, at)] ?? Number.NaN;
}

/** The middle one. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Samples of one variant, by round; paired with those of the other variants by the round. */
export type Rounds = readonly (readonly number[])[];

/** Takes the samples of one round. */
export type Sampler = (round: number) => Promise<readonly number[]>;

/**
 * Runs every variant once a round, in turn, so that what else the machine does hits all alike; every
 * other round the other way round, so that what one leaves behind does, too.
 * The first round warms up and is not counted.
 */
export async function interleave<Name extends string>(
  rounds: number,
  variants: Readonly<Record<Name, Sampler>>,
): Promise<Readonly<Record<Name, Rounds>>> {
  const names = Object.keys(variants) as Name[];
  const taken = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    Name,
    (readonly number[])[]
  >;
  for (let round = 0; round <= rounds; round++)
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const samples = await variants[name](round);
      if (round > 0) taken[name].push(samples);
    }
  return taken;
}

/**
 * Median over the rounds of the ratio of the rounds' medians.
 * @param of what stands for a round's samples, where it is not their median
 */
export function pairedRatio(a: Rounds, b: Rounds, of: Summary = median): number {
  return median(a.map((samples, i) => of(samples) / of(b[i] ?? [])));
}

/** One number for many. */
export type Summary = (values: readonly number[]) => number;

/**
 * The fastest. For short work that passes through several processes: on a busy machine all other
 * samples tell how long each of them waited for a CPU.
 */
export const fastest: Summary = (values) => Math.min(...values);

/** One line of a result: what was measured, and whether it is good enough. */
export interface Finding {
  readonly what: string;
  /** The figures it follows from, in words. */
  readonly figures: string;
  readonly value: number;
  readonly most: number;
  /** Of the value and the goal: `×`, ` ms`, ` MiB`, ` s`. */
  readonly unit: string;
}

/** `12.3 / 40.1 ms (n = 180)`: median, 99th percentile, number of samples. */
export function spread(samples: readonly number[], unit = 'ms'): string {
  const [mid, high] = [median(samples), quantile(samples, 0.99)].map((v) => v.toFixed(1));
  return `${mid} / ${high} ${unit} (n = ${samples.length})`;
}

/**
 * Prints the findings as a table in Markdown.
 * @returns true when all goals are met
 */
export function printFindings(title: string, findings: readonly Finding[]): boolean {
  const digits = (unit: string) => (unit === '×' ? 2 : unit === '' ? 0 : 1);
  const lines = findings.map(({ what, figures, value, most, unit }) => [
    what,
    figures,
    `${value.toFixed(digits(unit))}${unit}`,
    `≤ ${most}${unit}`,
    value <= most ? 'met' : '**missed**',
  ]);
  const table = [['what', 'p50 / p99', 'result', 'goal', ''], ...lines];
  const widths = table[0]?.map((_, i) => Math.max(...table.map((line) => line[i]?.length ?? 0)));
  const text = (line: readonly string[]) =>
    `| ${line.map((cell, i) => cell.padEnd(widths?.[i] ?? 0)).join(' | ')} |`;
  const rule = `|${widths?.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  const [head, ...body] = table.map(text);
  console.log([`\n### ${title}\n`, head, rule, ...body, ''].join('\n'));
  return findings.every(({ value, most }) => value <= most);
}
