import { describe, expect, it } from 'vitest';
import type { LinkKind } from './host-network-enums.ts';
import { judgeLink, type LinkHistory } from './link-judgement.ts';

function after(kind: LinkKind, values: readonly number[]): LinkHistory {
  return values.reduce<LinkHistory | null>(
    (history, value, i) => judgeLink(kind, history, { value, at: new Date(i * 1000) }),
    null,
  ) as LinkHistory;
}

describe('a link judged by its own history', () => {
  it('is degraded after several much longer round trips, and since the one that decided', () => {
    expect(after('LATENCY', [10, 10, 40, 40])).toMatchObject({ bad: 2, degradedSince: null });
    const bad = after('LATENCY', [10, 10, 40, 40, 40, 50]);
    expect(bad).toMatchObject({ bad: 4, degradedSince: new Date(4000) });
    expect(bad.usual).toBe(10);
  });

  it('heals with the first good one', () => {
    expect(after('LATENCY', [10, 40, 40, 40, 11])).toMatchObject({ bad: 0, degradedSince: null });
  });

  it('is not called degraded for what nobody notices', () => {
    expect(after('LATENCY', [0.05, 0.6, 0.7, 0.8, 0.9]).degradedSince).toBeNull();
  });

  it('is degraded when less than half arrives, not when more does', () => {
    expect(after('THROUGHPUT', [900, 400, 400]).degradedSince).not.toBeNull();
    expect(after('THROUGHPUT', [400, 900, 900])).toMatchObject({ bad: 0, degradedSince: null });
  });

  it('follows slow changes', () => {
    const history = after('LATENCY', [10, ...Array.from({ length: 100 }, () => 20)]);
    expect(history.usual).toBeGreaterThan(19);
  });
});
