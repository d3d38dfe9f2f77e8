import type { HostLinkHistoryQuery, HostLinkKind } from '../../../api/generated/graphql.ts';
import type { NetworkEdge } from './network-model.ts';

export type LinkSample = HostLinkHistoryQuery['hostLinkHistory']['samples'][number];

/** One direction of a link over time. */
export interface LinkLine {
  readonly label: string;
  /** Seconds since 1970, ascending. */
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/** The two directions of a link, of one kind of figure. */
export function linkLines(
  edge: NetworkEdge,
  kind: HostLinkKind,
  samples: readonly LinkSample[],
): LinkLine[] {
  const ways = [
    [edge.source, edge.target],
    [edge.target, edge.source],
  ] as const;
  return ways.map(([from, to]) => {
    const own = samples.filter((sample) => sample.kind === kind && sample.sourceId === from.id);
    return {
      label: `${from.name} → ${to.name}`,
      times: own.map(({ at }) => Date.parse(at) / 1000),
      values: own.map(({ value }) => value),
    };
  });
}

/** All times of the lines, and each line's value at each of them; null where it has none. */
export function aligned(lines: readonly LinkLine[]): (readonly (number | null)[])[] {
  const times = [...new Set(lines.flatMap((line) => line.times))].toSorted((a, b) => a - b);
  return [
    times,
    ...lines.map((line) => {
      const byTime = new Map(line.times.map((time, i) => [time, line.values[i] ?? null]));
      return times.map((time) => byTime.get(time) ?? null);
    }),
  ];
}
