import { describe, expect, it } from 'vitest';
import { shutdownAct } from './kept-vms.ts';

const vm = (more: Partial<Parameters<typeof shutdownAct>[0]>) =>
  shutdownAct({ status: 'RUNNING', hostStatus: 'UP', busy: null, ...more });

describe('shutdownAct', () => {
  it('keeps what runs or is suspended, and has nothing to do with what is off', () => {
    expect(vm({})).toMatchObject({ act: 'KEEP' });
    expect(vm({ status: 'SUSPENDED' })).toMatchObject({ act: 'KEEP' });
    expect(vm({ status: 'SHUTDOWN' })).toBeNull();
    expect(vm({ status: 'CRASHED' })).toBeNull();
  });

  it.each([
    [{ status: 'UNKNOWN' }, /not known/],
    [{ hostStatus: 'UNREACHABLE' }, /not known/],
    [{ busy: 'Edit VM web' }, /a task is at work on it: Edit VM web/],
    [{ status: 'IN_QUEUE' }, /being made/],
  ] as const)('leaves %j alone', (more, reason) => {
    const verdict = vm(more);
    expect(verdict?.act).toBe('LEAVE');
    expect(verdict?.reason).toMatch(reason);
  });
});
