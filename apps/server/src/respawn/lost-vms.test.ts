import { describe, expect, it } from 'vitest';
import { respawnAct } from './lost-vms.ts';

describe('respawnAct', () => {
  it.each([
    ['RUNNING', 'START', /is to run/],
    ['SUSPENDED', 'MOVE', /memory is lost/],
    ['SHUTDOWN', 'MOVE', /is off/],
  ] as const)('has a lost VM that people want %s %s', (desiredStatus, act, reason) => {
    const fate = respawnAct({ status: 'UNKNOWN', desiredStatus, kept: false });
    expect(fate.act).toBe(act);
    expect(fate.reason).toMatch(reason);
  });

  it('leaves one that is being made to its task', () => {
    const made = { status: 'IN_QUEUE', desiredStatus: 'SHUTDOWN', kept: false } as const;
    expect(respawnAct(made).act).toBe('LEAVE');
  });

  it('leaves one whose memory is kept for maintenance', () => {
    const vm = { status: 'SHUTDOWN', desiredStatus: 'RUNNING', kept: true } as const;
    expect(respawnAct(vm).act).toBe('LEAVE');
  });
});
