import { describe, expect, it } from 'vitest';
import {
  edgeLabel,
  formatBandwidth,
  formatLatency,
  idealLength,
  joined,
  type Network,
  type NetworkEdge,
  placingEdges,
  readableEdges,
  shownEdges,
  toneOf,
  worstFirst,
} from './network-model.ts';

function edge(a: string, b: string, more: Partial<NetworkEdge> = {}): NetworkEdge {
  return {
    id: `${a}-${b}`,
    source: { id: a, name: a },
    target: { id: b, name: b },
    latencyMs: 0.2,
    latencyAt: '2026-01-01T00:00:00Z',
    usualLatencyMs: null,
    throughputMbps: null,
    throughputAt: null,
    usualThroughputMbps: null,
    degradedSince: null,
    ...more,
  };
}

const none = { hostId: null, search: '', fromMs: null };
const network = (edges: NetworkEdge[]): Network => ({
  at: null,
  measuring: false,
  nodes: [],
  edges,
});

describe('figures of a link', () => {
  it('are never rounded to 0', () => {
    expect(formatLatency(0.0412)).toBe('0.041 ms');
    expect(formatLatency(10.44)).toBe('10.4 ms');
    expect(formatBandwidth(94.23)).toBe('94.2 Mbit/s');
    expect(formatBandwidth(9_412)).toBe('9.41 Gbit/s');
    expect(edgeLabel(edge('a', 'b', { latencyMs: null }))).toBe('– : –');
  });

  it('make near hosts lie nearer', () => {
    const near = idealLength(edge('a', 'b', { latencyMs: 0.05 }));
    expect(idealLength(edge('a', 'b', { latencyMs: 10 }))).toBeGreaterThan(near);
  });
});

describe('which links are shown', () => {
  const bad = edge('a', 'b', { degradedSince: '2026-01-01T00:00:00Z' });
  const far = edge('b', 'c', { latencyMs: 40 });
  const good = edge('a', 'c');
  const unknown = edge('c', 'd', { latencyMs: null, latencyAt: null });

  it('tells bad, far, good and never measured apart', () => {
    expect([bad, far, good, unknown].map((each) => toneOf(each, 0.2))).toEqual([
      ...['degraded', 'far', 'good', 'unknown'],
    ]);
    expect(toneOf(edge('a', 'b', { latencyMs: null }), 0.2)).toBe('degraded');
  });

  it('has the worst first', () => {
    expect(worstFirst([unknown, good, far, bad])).toEqual([bad, far, good, unknown]);
  });

  it('can be narrowed to a host, a name and a threshold', () => {
    const all = network([bad, far, good, unknown]);
    expect(shownEdges(all, { ...none, hostId: 'a' })).toEqual([bad, good]);
    expect(shownEdges(all, { ...none, search: 'D' })).toEqual([unknown]);
    expect(shownEdges(all, { ...none, fromMs: 1 })).toEqual([far]);
  });

  it('is what a person can read of 100 hosts, placed by their nearest', () => {
    const names = Array.from({ length: 100 }, (_, i) => `h${i}`);
    const all = network(
      names.flatMap((a, i) =>
        names.slice(i + 1).map((b, j) => edge(a, b, { latencyMs: 0.1 + ((i * 31 + j) % 97) / 10 })),
      ),
    );
    const shown = shownEdges(all, none);
    expect(shown).toHaveLength(readableEdges);
    const placing = placingEdges(all, new Set(shown.map(({ id }) => id)));
    expect(placing.length).toBeLessThan(400);
    const placed = new Set(placing.flatMap(({ source, target }) => [source.id, target.id]));
    expect(placed.size).toBe(100);
  });
});

it('joins edges with their hosts, which are told once', () => {
  const { source, target, ...rest } = edge('a', 'b');
  const told = { ...rest, sourceId: source.id, targetId: target.id };
  const host = {
    id: 'a',
    name: 'alpha',
    status: 'UP',
    rack: null,
    vmCount: 0,
    usage: null,
  } as const;
  const network = { at: null, measuring: false, nodes: [{ nicBandwidthMbps: null, host }] };
  expect(joined({ ...network, edges: [told] }).edges).toEqual([
    { ...rest, source: { id: 'a', name: 'alpha' }, target: { id: 'b', name: 'b' } },
  ]);
});
