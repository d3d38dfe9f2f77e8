import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ExpectedEvents } from './expected-events.ts';

const START = ['started/booted', 'resumed/unpaused'];
const uuid = 'u';

describe('ExpectedEvents', () => {
  const looks: string[] = [];
  let expected: ExpectedEvents;
  const acting = (stage: 'BEGINS' | 'RECORDED' | 'GIVEN_UP') =>
    expected.acting({ uuid, stage, lifecycle: START });

  beforeEach(() => {
    vi.useFakeTimers();
    looks.length = 0;
    expected = new ExpectedEvents((id) => looks.push(id));
  });
  afterEach(() => {
    expected[Symbol.dispose]();
    vi.useRealTimers();
  });

  it('accounts for nothing that no task does', () => {
    expect(expected.accountsFor(uuid, 'started/booted')).toBe(false);
    acting('BEGINS');
    expect(expected.accountsFor('other', 'started/booted')).toBe(false);
  });

  it('looks at nothing when all goes as the task writes it', () => {
    acting('BEGINS');
    expect(expected.accountsFor(uuid, 'started/booted')).toBe(true);
    acting('RECORDED');
    expect(expected.accountsFor(uuid, 'resumed/unpaused')).toBe(true);
    vi.advanceTimersByTime(120_000);
    expect(looks).toEqual([]);
    expect(expected.accountsFor(uuid, 'started/booted')).toBe(false);
  });

  it('looks once more after the task when something else happened meanwhile', () => {
    acting('BEGINS');
    expect(expected.accountsFor(uuid, 'started/booted')).toBe(true);
    expect(expected.accountsFor(uuid, 'stopped/crashed')).toBe(false);
    expect(looks).toEqual([]);
    acting('RECORDED');
    expect(looks).toEqual([uuid]);
  });

  it('looks at what happens after the task at once, and at what follows', () => {
    acting('BEGINS');
    acting('RECORDED');
    expect(expected.accountsFor(uuid, 'stopped/destroyed')).toBe(false);
    expect(expected.accountsFor(uuid, 'started/booted')).toBe(false);
    expect(expected.accountsFor(uuid, null)).toBe(false);
  });

  it('looks when the task does not write in time, or gives up', () => {
    acting('BEGINS');
    expected.accountsFor(uuid, 'started/booted');
    vi.advanceTimersByTime(1_500);
    expect(looks).toEqual([uuid]);
    acting('BEGINS');
    expected.accountsFor(uuid, 'started/booted');
    acting('GIVEN_UP');
    expect(looks).toEqual([uuid, uuid]);
  });

  it('forgets a worker that is not heard of again', () => {
    acting('BEGINS');
    vi.advanceTimersByTime(61_000);
    expect(expected.accountsFor(uuid, 'started/booted')).toBe(false);
    expect(looks).toEqual([]);
  });
});
