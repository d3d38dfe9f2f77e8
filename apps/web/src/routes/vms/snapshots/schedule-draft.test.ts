import { describe, expect, it } from 'vitest';
import { draftOf, inputOf } from './schedule-draft.ts';

const set = {
  ...{ type: 'DAILY' as const, keep: 3, hour: 5, memory: true },
  ...{ nextAt: '2026-11-29T05:10:00Z', lastAt: null, lastSkipped: null },
};

describe('the draft of a schedule', () => {
  it('begins with what is set', () => {
    const draft = draftOf([set]);
    expect(draft.DAILY).toEqual({ on: true, keep: 3, hour: 5, memory: true });
    expect(draft.WEEKLY).toMatchObject({ on: false, memory: false });
  });

  it('sends only what was changed; null turns a kind off', () => {
    const before = draftOf([set]);
    expect(inputOf('vm', before, before)).toEqual({ vmId: 'vm' });
    const after = {
      ...before,
      DAILY: { ...before.DAILY, on: false },
      WEEKLY: { ...before.WEEKLY, on: true, keep: 2 },
      YEARLY: { ...before.YEARLY, keep: 9 },
    };
    expect(inputOf('vm', before, after)).toEqual({
      vmId: 'vm',
      daily: null,
      weekly: { keep: 2, hour: 2, memory: false },
    });
  });
});
