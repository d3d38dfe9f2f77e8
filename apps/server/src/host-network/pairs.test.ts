import { describe, expect, it } from 'vitest';
import { allPairs, latencyPairs, tournamentRounds } from './pairs.ts';

const hosts = (count: number) => Array.from({ length: count }, (_, i) => `h${i}`);
const key = ([a, b]: readonly [string, string]) => [a, b].toSorted().join('-');

describe('rounds of throughput tests', () => {
  it.each([0, 1, 2, 3, 4, 5, 8, 13, 50])('lets each pair of %i hosts meet once', (count) => {
    const rounds = tournamentRounds(hosts(count));
    const expected = count < 2 ? 0 : count % 2 === 0 ? count - 1 : count;
    expect(rounds).toHaveLength(expected);
    const met = rounds.flat().map(key);
    expect(met.toSorted()).toEqual(allPairs(hosts(count)).map(key).toSorted());
    for (const round of rounds) expect(new Set(round.flat()).size).toBe(round.length * 2);
  });
});

describe('pairs that are pinged in a minute', () => {
  it('are all pairs of few hosts, in the other direction the next time', () => {
    const first = latencyPairs(hosts(4), 10);
    const next = latencyPairs(hosts(4), 11);
    expect(first.map(key).toSorted()).toEqual(allPairs(hosts(4)).map(key).toSorted());
    expect(next).toEqual(first.map(([a, b]) => [b, a]));
  });

  it('are a share of many, each once within the bound', () => {
    const many = hosts(20);
    const most = 50;
    const bound = Math.ceil(allPairs(many).length / most);
    const seen = new Map<string, number>();
    for (let minute = 100; minute < 100 + bound; minute++) {
      const pairs = latencyPairs(many, minute, most);
      expect(pairs.length).toBeLessThanOrEqual(most);
      for (const pair of pairs) seen.set(key(pair), (seen.get(key(pair)) ?? 0) + 1);
    }
    expect(seen.size).toBe(190);
    expect(new Set(seen.values())).toEqual(new Set([1]));
  });

  it('give no host much more to do than another', () => {
    const work = new Map<string, number>();
    for (const [source] of latencyPairs(hosts(10), 7))
      work.set(source, (work.get(source) ?? 0) + 1);
    expect(Math.max(...work.values())).toBeLessThanOrEqual(9);
    expect(work.size).toBeGreaterThan(7);
  });
});
