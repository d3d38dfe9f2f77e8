import { describe, expect, it, vi } from 'vitest';
import { SparkStore, sparkPath } from './spark-store.ts';

describe('SparkStore', () => {
  it('shows the newest figure at once, and a point for each minute', () => {
    const store = new SparkStore();
    const told = vi.fn();
    store.subscribe(told);
    store.set('a', [1, 2], 600);
    store.push('a', 50, 610);
    expect(store.get('a')).toEqual({ values: [1, 2], now: 50 });
    store.push('a', 60, 661);
    expect(store.get('a')).toEqual({ values: [1, 2, 60], now: 60 });
    store.push('a', 70, 845);
    expect(store.get('a').values).toEqual([1, 2, 60, null, null, 70]);
    expect(store.get('b')).toEqual({ values: [], now: null });
    expect(told).toHaveBeenCalledTimes(4);
  });

  it('keeps an hour', () => {
    const store = new SparkStore();
    store.set(
      'a',
      Array.from({ length: 60 }, () => 1),
      600,
    );
    store.push('a', 2, 661);
    expect(store.get('a').values).toHaveLength(60);
    store.push('a', 3, 1e9);
    expect(store.get('a').values).toHaveLength(60);
  });
});

it('draws gaps as gaps', () => {
  expect(sparkPath([])).toBe('');
  expect(sparkPath([0, 10, null, 5]).match(/M/g)).toHaveLength(4);
  expect(sparkPath([100, 0])).toContain('L100.0 100.0');
});
