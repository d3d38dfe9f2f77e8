import type { HostNetworkFieldsFragment } from '../../../api/generated/graphql.ts';

type TheirEdge = HostNetworkFieldsFragment['edges'][number];
/** A host at the end of an edge. */
interface EdgeEnd {
  readonly id: string;
  readonly name: string;
}

export type NetworkNode = HostNetworkFieldsFragment['nodes'][number];
/** An edge with its hosts, which the server tells once for all edges. */
export interface NetworkEdge extends Omit<TheirEdge, 'sourceId' | 'targetId'> {
  readonly source: EdgeEnd;
  readonly target: EdgeEnd;
}
export interface Network extends Omit<HostNetworkFieldsFragment, 'edges'> {
  readonly edges: readonly NetworkEdge[];
}

/** The network as it came, its edges joined with the hosts. */
export function joined({ edges, ...network }: HostNetworkFieldsFragment): Network {
  const names = new Map(network.nodes.map(({ host: { id, name } }) => [id, name]));
  const end = (id: string): EdgeEnd => ({ id, name: names.get(id) ?? id });
  return {
    ...network,
    edges: edges.map(({ sourceId, targetId, ...edge }) => ({
      ...edge,
      ...{ source: end(sourceId), target: end(targetId) },
    })),
  };
}

/** How an edge stands: by its own history, and beside the others. */
export type EdgeTone = 'good' | 'far' | 'degraded' | 'unknown';

/** More edges than a person can read: then only some are drawn. */
export const readableEdges = 120;
/** So many times the middle of all counts as far. */
const farTimes = 3;
/** Below this nobody notices a difference, ms. */
const negligibleMs = 1;

const middle = (values: readonly number[]): number | null => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
};

/** The middle of all latencies, ms; null while nothing was measured. */
export function typicalLatency(edges: readonly NetworkEdge[]): number | null {
  return middle(edges.flatMap(({ latencyMs }) => latencyMs ?? []));
}

/** How an edge stands where `typical` is the middle of all. */
export function toneOf(edge: NetworkEdge, typical: number | null): EdgeTone {
  if (edge.degradedSince) return 'degraded';
  const { latencyMs } = edge;
  if (latencyMs === null || latencyMs === undefined) return edge.latencyAt ? 'degraded' : 'unknown';
  const far = typical !== null && latencyMs > typical * farTimes && latencyMs > negligibleMs;
  return far ? 'far' : 'good';
}

/** Three figures, and never 0 for what is not 0. */
export function formatLatency(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return '–';
  return `${Number(ms.toPrecision(ms < 1 ? 2 : 3))} ms`;
}

/** Megabits, or gigabits from a thousand on. */
export function formatBandwidth(mbps: number | null | undefined): string {
  if (mbps === null || mbps === undefined) return '–';
  return mbps >= 1000
    ? `${Number((mbps / 1000).toPrecision(3))} Gbit/s`
    : `${Number(mbps.toPrecision(3))} Mbit/s`;
}

/** `latency : throughput`, as the graph has always had it. */
export const edgeLabel = (edge: NetworkEdge): string =>
  `${formatLatency(edge.latencyMs)} : ${formatBandwidth(edge.throughputMbps)}`;

/** Name of an edge for people. */
export const edgeName = (edge: NetworkEdge): string => `${edge.source.name} – ${edge.target.name}`;

const toneRank: Readonly<Record<EdgeTone, number>> = { degraded: 0, far: 1, good: 2, unknown: 3 };

/** The worst first: degraded, far, then by latency; what was never measured last. */
export function worstFirst(edges: readonly NetworkEdge[]): NetworkEdge[] {
  const typical = typicalLatency(edges);
  return edges.toSorted(
    (a, b) =>
      toneRank[toneOf(a, typical)] - toneRank[toneOf(b, typical)] ||
      (b.latencyMs ?? -1) - (a.latencyMs ?? -1) ||
      (a.throughputMbps ?? Infinity) - (b.throughputMbps ?? Infinity),
  );
}

/** What a person wants to see of the graph. */
export interface EdgeChoice {
  /** Only edges of this host. */
  readonly hostId: string | null;
  /** Part of a host's name. */
  readonly search: string;
  /** Only edges at least this slow, ms. */
  readonly fromMs: number | null;
}

/** The edges to draw: those chosen; of more than can be read, the worst. */
export function shownEdges(network: Network, choice: EdgeChoice): NetworkEdge[] {
  const text = choice.search.trim().toLowerCase();
  const found = network.edges.filter(({ source, target, latencyMs }) => {
    if (choice.hostId && source.id !== choice.hostId && target.id !== choice.hostId) return false;
    if (text && ![source.name, target.name].some((name) => name.toLowerCase().includes(text)))
      return false;
    return choice.fromMs === null || (latencyMs ?? -1) >= choice.fromMs;
  });
  return worstFirst(found).slice(0, readableEdges);
}

/**
 * Edges that are not drawn but place the hosts: each host's nearest. Without them hosts of a large
 * network whose bad links are few would lie anywhere.
 */
export function placingEdges(
  network: Network,
  drawn: ReadonlySet<string>,
  each = 3,
): NetworkEdge[] {
  const counts = new Map<string, number>();
  const count = (id: string) => counts.get(id) ?? 0;
  return network.edges
    .filter(({ latencyMs }) => latencyMs !== null && latencyMs !== undefined)
    .toSorted((a, b) => (a.latencyMs ?? 0) - (b.latencyMs ?? 0))
    .filter(({ id, source, target }) => {
      if (count(source.id) >= each && count(target.id) >= each) return false;
      counts.set(source.id, count(source.id) + 1);
      counts.set(target.id, count(target.id) + 1);
      return !drawn.has(id);
    });
}

/** How long an edge wants to be, px: near hosts lie near. */
export function idealLength(edge: NetworkEdge): number {
  const ms = edge.latencyMs ?? 1;
  return Math.round(Math.min(380, 160 + 45 * Math.max(0, Math.log10(ms / 0.05))));
}

/** How wide an edge is drawn, px, by what it carries. */
export function edgeWidth(edge: NetworkEdge): number {
  const mbps = edge.throughputMbps;
  if (mbps === null || mbps === undefined) return 1.5;
  return Math.min(8, Math.max(1.5, Math.log10(mbps) * 2 - 1));
}

/** How large a host is drawn, px, by its VMs. */
export const nodeSize = (node: NetworkNode): number =>
  Math.min(64, 28 + Math.sqrt(node.host.vmCount) * 8);

/** How much a host works: by the share of its CPUs. */
export function nodeLoad(node: NetworkNode): 'calm' | 'busy' | 'full' | 'unknown' {
  const cpu = node.host.usage?.cpuPercent;
  if (node.host.status !== 'UP' && node.host.status !== 'MAINTENANCE') return 'unknown';
  if (cpu === null || cpu === undefined) return 'unknown';
  return cpu >= 90 ? 'full' : cpu >= 60 ? 'busy' : 'calm';
}
