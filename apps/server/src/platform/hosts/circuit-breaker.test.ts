import { describe, expect, it } from 'vitest';
import { CircuitBreaker } from './circuit-breaker.ts';

function breakerWithClock() {
  const clock = { now: 0 };
  const breaker = new CircuitBreaker({
    now: () => clock.now,
    retry: { firstMs: 1_000, maxMs: 4_000, random: () => 1 },
  });
  return { breaker, clock };
}
const FAULT = { reason: 'nobody there', cause: null };

describe('CircuitBreaker', () => {
  it('lets attempts through until one failed, then refuses until the trial', () => {
    const { breaker, clock } = breakerWithClock();
    expect(breaker.refusal()).toBeNull();
    breaker.failed(FAULT);
    expect(breaker.refusal()).toEqual(FAULT);
    clock.now = 999;
    expect(breaker.refusal()).toEqual(FAULT);
    clock.now = 1_000;
    expect(breaker.refusal()).toBeNull();
  });

  it('waits longer after each failed trial, up to the maximum', () => {
    const { breaker, clock } = breakerWithClock();
    const waits: number[] = [];
    for (let i = 0; i < 4; i++) {
      breaker.failed(FAULT);
      const from = clock.now;
      while (breaker.refusal()) clock.now += 500;
      waits.push(clock.now - from);
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 4_000]);
  });

  it('counts attempts that failed side by side once', () => {
    const { breaker, clock } = breakerWithClock();
    for (let i = 0; i < 10; i++) breaker.failed(FAULT);
    clock.now = 1_000;
    expect(breaker.refusal()).toBeNull();
  });

  it('starts over after a success', () => {
    const { breaker, clock } = breakerWithClock();
    breaker.failed(FAULT);
    clock.now = 1_000;
    breaker.failed(FAULT);
    breaker.succeeded();
    expect(breaker.refusal()).toBeNull();
    breaker.failed(FAULT);
    clock.now = 2_000;
    expect(breaker.refusal()).toBeNull();
  });

  it('allows a trial at once when told that the host was seen', () => {
    const { breaker } = breakerWithClock();
    breaker.failed(FAULT);
    breaker.allowTrial();
    expect(breaker.refusal()).toBeNull();
  });

  it('lets nobody else wait while somebody tries what failed before', () => {
    const { breaker, clock } = breakerWithClock();
    const first = breaker.begin();
    expect(breaker.refusal()).toBeNull();
    breaker.failed(FAULT);
    first();
    clock.now = 1_000;
    const trial = breaker.begin();
    expect(breaker.refusal()).toEqual(FAULT);
    trial();
    expect(breaker.refusal()).toBeNull();
  });
});
