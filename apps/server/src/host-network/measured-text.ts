/**
 * Reads what measuring programs print. Anything that is no measurement is null, never 0.
 */

/** Round trips of one target in ms; null where no answer came. */
export type RoundTrips = readonly (number | null)[];

/**
 * `fping -C <count> -q` writes a line a target to its standard error: `10.0.0.2 : 0.06 - 0.05`.
 * @see fping(8)
 */
export function parseFping(text: string): Map<string, RoundTrips> {
  const found = new Map<string, RoundTrips>();
  for (const line of text.split('\n')) {
    const [, target, values] = /^(\S+)\s+: ((?:[\d.]+|-)(?: (?:[\d.]+|-))*)\s*$/.exec(line) ?? [];
    if (!target || !values) continue;
    found.set(
      target,
      values.split(' ').map((value) => (value === '-' ? null : Number(value))),
    );
  }
  return found;
}

/** Round trips in the lines `… time=0.061 ms` of ping(8). */
export function parsePing(text: string): RoundTrips {
  return [...text.matchAll(/ time=([\d.]+) ms/g)].map(([, ms]) => Number(ms));
}

/**
 * The middle of what came back: of few probes on a busy machine one is often far off.
 * @returns null when none did
 */
export function typicalMs(trips: RoundTrips): number | null {
  const sorted = trips.filter((trip) => trip !== null).toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return null;
  const [low = 0, high = 0] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  return (low + high) / 2;
}

/** Megabits a second that arrived, or why none did. */
export type Throughput = { readonly mbps: number } | { readonly error: string };

interface IperfReport {
  readonly error?: string;
  readonly end?: { readonly sum_received?: { readonly bits_per_second?: number } };
}

/** What `iperf3 -J` reports. */
export function parseIperf3(text: string): Throughput {
  let report: IperfReport;
  try {
    report = JSON.parse(text) as IperfReport;
  } catch {
    return { error: 'iperf3 gave no report' };
  }
  if (report.error) return { error: report.error };
  const bits = report.end?.sum_received?.bits_per_second;
  if (bits === undefined || !(bits > 0)) return { error: 'nothing arrived' };
  return { mbps: bits / 1e6 };
}

/** `netperf -P 0 -t TCP_STREAM -f m`: the last column is 10⁶ bits a second. */
export function parseNetperf(text: string): Throughput {
  const last = text.trim().split(/\s+/).at(-1);
  const mbps = Number(last);
  return mbps > 0 ? { mbps } : { error: 'netperf gave no figure' };
}
