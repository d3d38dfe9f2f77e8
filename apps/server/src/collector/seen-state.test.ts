import { DomainPausedReason, DomainShutoffReason, DomainState } from '@baadal/libvirt';
import { describe, expect, it } from 'vitest';
import { seenState } from './seen-state.ts';

describe('seenState', () => {
  it('reads blocked as running', () => {
    expect(seenState(DomainState.RUNNING, 1)).toEqual({ status: 'RUNNING', reason: null });
    expect(seenState(DomainState.BLOCKED, 0)).toEqual({ status: 'RUNNING', reason: null });
  });

  it('tells a pulled plug from a shutdown and from a dead QEMU', () => {
    expect(seenState(DomainState.SHUTOFF, DomainShutoffReason.DESTROYED)).toEqual({
      status: 'SHUTDOWN',
      reason: 'destroyed',
    });
    expect(seenState(DomainState.SHUTOFF, DomainShutoffReason.SHUTDOWN)?.reason).toBe(
      'shut down by the guest',
    );
    expect(seenState(DomainState.SHUTOFF, DomainShutoffReason.CRASHED)?.status).toBe('CRASHED');
    expect(seenState(DomainState.CRASHED, 1)?.status).toBe('CRASHED');
  });

  it('says why a VM is suspended when nobody asked for it', () => {
    expect(seenState(DomainState.PAUSED, DomainPausedReason.USER)).toEqual({
      status: 'SUSPENDED',
      reason: null,
    });
    expect(seenState(DomainState.PAUSED, DomainPausedReason.IOERROR)?.reason).toMatch(/disk/);
    expect(seenState(DomainState.PMSUSPENDED, 0)?.status).toBe('SUSPENDED');
  });

  it('says nothing about states that are passed through', () => {
    expect(seenState(DomainState.PAUSED, DomainPausedReason.STARTING_UP)).toBeNull();
    expect(seenState(DomainState.NOSTATE, 0)).toBeNull();
    expect(seenState(99, 99)).toBeNull();
  });
});
