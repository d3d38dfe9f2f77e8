import { describe, expect, it } from 'vitest';
import type { VmId } from '../platform/ids.ts';
import { planReconcile, statusChange, type VmRow } from './reconcile-plan.ts';

const RUNNING = { stateCode: 1, reasonCode: 1 };
const DESTROYED = { stateCode: 5, reasonCode: 2 };

function vm(over: Partial<VmRow> = {}): VmRow {
  return {
    id: 'vm_1' as VmId,
    uuid: 'u1',
    name: 'web',
    status: 'RUNNING',
    statusReason: null,
    statusSince: new Date(0),
    toldStatus: over.status ?? 'RUNNING',
    desiredStatus: 'RUNNING',
    busy: false,
    pending: false,
    ...over,
  };
}

describe('statusChange', () => {
  it('leaves a row that is right alone', () => {
    expect(statusChange(vm(), RUNNING, 'h1')).toBeNull();
  });

  it('takes over what libvirt says, with the reason', () => {
    expect(statusChange(vm(), DESTROYED, 'h1')?.to).toEqual({
      status: 'SHUTDOWN',
      reason: 'destroyed',
    });
  });

  it('keeps the reason of whoever wrote the same status first', () => {
    const stopped = vm({ status: 'SHUTDOWN', statusReason: 'shut down by ann' });
    expect(statusChange(stopped, DESTROYED, 'h1')).toBeNull();
  });

  it('calls a VM without a domain unknown, naming its host', () => {
    expect(statusChange(vm(), undefined, 'h1')?.to).toEqual({
      status: 'UNKNOWN',
      reason: 'its domain is not on host h1',
    });
  });

  it('renews the reason of an unknown VM once its host answers again', () => {
    const lost = vm({ status: 'UNKNOWN', statusReason: 'host h1 is unreachable' });
    expect(statusChange(lost, undefined, 'h1')?.to.reason).toBe('its domain is not on host h1');
  });

  it('has the history catch up with what a task did not write down, once that is over', () => {
    const off = { status: 'SHUTDOWN', statusReason: 'destroyed', toldStatus: 'SUSPENDED' } as const;
    expect(statusChange(vm({ ...off, busy: true }), DESTROYED, 'h1')).toBeNull();
    expect(statusChange(vm(off), DESTROYED, 'h1')?.to).toEqual({
      ...{ status: 'SHUTDOWN', reason: 'destroyed' },
    });
  });

  it('misses no domain while a task makes or removes the VM', () => {
    expect(statusChange(vm({ status: 'IN_QUEUE' }), undefined, 'h1')).toBeNull();
    expect(statusChange(vm({ status: 'IN_QUEUE' }), DESTROYED, 'h1')).toBeNull();
    expect(statusChange(vm({ busy: true }), undefined, 'h1')).toBeNull();
  });
});

describe('planReconcile', () => {
  it('finds what changed and what nobody claims', () => {
    const domain = (uuid: string, state: typeof RUNNING) => ({ uuid, name: `d-${uuid}`, ...state });
    const plan = planReconcile(
      [vm(), vm({ uuid: 'u2', status: 'SHUTDOWN' })],
      [domain('u1', RUNNING), domain('u2', RUNNING), domain('u3', RUNNING)],
      'h1',
    );
    expect(plan.changes.map((change) => change.vm.uuid)).toEqual(['u2']);
    expect(plan.unclaimed.map(({ name }) => name)).toEqual(['d-u3']);
  });
});
