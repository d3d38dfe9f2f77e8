import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparableSeconds, growth, ratePerSecond } from './rates.ts';

describe('growth', () => {
  it.each([
    [5n, 9n, 4n],
    [9n, 9n, 0n],
    // Over the edge of 32 and of 64 bits.
    [2n ** 32n - 10n, 5n, 15n],
    [2n ** 64n - 1n, 0n, 1n],
    // Set back: a restart, whatever it was before.
    [9n, 5n, null],
    [2n ** 31n, 100n, null],
    [2n ** 32n - 10n, 2n ** 31n, null],
    [2n ** 40n, 0n, null],
    [2n ** 63n, 1n, null],
  ])('%s, then %s: %s', (before, now, grown) => {
    expect(growth(before, now)).toBe(grown);
  });

  it('is never negative, and never more than a sixteenth of the range after a step back', () => {
    const counter = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
    fc.assert(
      fc.property(counter, counter, (before, now) => {
        const grown = growth(before, now);
        if (grown === null) return;
        expect(grown >= 0n).toBe(true);
        if (now < before) expect(grown < (before < 2n ** 32n ? 2n ** 29n : 2n ** 61n)).toBe(true);
      }),
    );
  });
});

describe('ratePerSecond', () => {
  it('is not known without both counters and a time between', () => {
    expect(ratePerSecond(null, 5n, 10)).toBeNull();
    expect(ratePerSecond(5n, undefined, 10)).toBeNull();
    expect(ratePerSecond(5n, 6n, 0)).toBeNull();
    expect(ratePerSecond(5n, 6n, Number.NaN)).toBeNull();
    expect(ratePerSecond(5n, 25n, 10)).toBe(2);
  });
});

describe('comparableSeconds', () => {
  it.each([
    [0, 10_000, 10],
    [0, 25_000, 25],
    // Samples were missed: a gap, no average over it.
    [0, 25_001, null],
    [0, 100, null],
    [10_000, 0, null],
  ])('from %d to %d ms: %s', (from, to, seconds) => {
    expect(comparableSeconds({ clockMs: from }, { clockMs: to }, 10_000)).toBe(seconds);
    expect(comparableSeconds(null, { clockMs: to }, 10_000)).toBeNull();
  });
});
