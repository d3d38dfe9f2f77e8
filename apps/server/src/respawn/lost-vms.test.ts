import { describe, expect, it } from 'vitest';
import { respawnAct } from './lost-vms.ts';

describe('respawnAct', () => {
  it.each([
    ['RUNNING', 'START', /is to run/],
    ['SUSPENDED', 'MOVE', /memory is lost/],
    ['SHUTDOWN', 'MOVE', /is off/],
  ] as const)('has a lost VM that people want %s %s', (desiredStatus, act, reason) => {
    const fate = respawnAct({ status: 'UNKNOWN', desiredStatus });
    expect(fate.act).toBe(act);
    expect(fate.reason).toMatch(reason);
  });

  it('leaves one that is being made to its task', () => {
    expect(respawnAct({ status: 'IN_QUEUE', desiredStatus: 'SHUTDOWN' }).act).toBe('LEAVE');
  });
});
