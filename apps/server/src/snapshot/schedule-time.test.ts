import { describe, expect, it } from 'vitest';
import { minuteOf, nextRun } from './schedule-time.ts';

const next = (type: Parameters<typeof nextRun>[0]['type'], after: string) =>
  nextRun({ type, hour: 2, minute: 30 }, new Date(after)).toISOString();

describe('nextRun', () => {
  it.each([
    ['DAILY', '2026-11-28T01:00:00Z', '2026-11-28T02:30:00.000Z'],
    ['DAILY', '2026-11-28T02:30:00Z', '2026-11-29T02:30:00.000Z'],
    ['DAILY', '2026-12-31T12:00:00Z', '2027-01-01T02:30:00.000Z'],
    // 2026-11-28 is a Saturday.
    ['WEEKLY', '2026-11-28T12:00:00Z', '2026-11-29T02:30:00.000Z'],
    ['WEEKLY', '2026-11-29T02:29:59Z', '2026-11-29T02:30:00.000Z'],
    ['WEEKLY', '2026-11-29T02:30:00Z', '2026-12-06T02:30:00.000Z'],
    ['MONTHLY', '2026-11-01T00:00:00Z', '2026-11-01T02:30:00.000Z'],
    ['MONTHLY', '2026-12-15T00:00:00Z', '2027-01-01T02:30:00.000Z'],
    ['YEARLY', '2026-01-01T02:30:00Z', '2027-01-01T02:30:00.000Z'],
    ['YEARLY', '2024-02-29T00:00:00Z', '2025-01-01T02:30:00.000Z'],
  ] as const)('%s after %s is %s', (type, after, expected) => {
    expect(next(type, after)).toBe(expected);
  });
});

it('spreads VMs over the hour, each always in the same minute', () => {
  const minutes = Array.from({ length: 600 }, (_, i) => minuteOf(`vm_${i}`));
  expect(minutes).toEqual(Array.from({ length: 600 }, (_, i) => minuteOf(`vm_${i}`)));
  expect(new Set(minutes).size).toBeGreaterThan(50);
  expect(Math.max(...minutes)).toBeLessThan(60);
});
