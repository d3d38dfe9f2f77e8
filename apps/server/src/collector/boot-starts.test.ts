import { describe, expect, it } from 'vitest';
import type { VmId } from '../platform/ids.ts';
import { vmsToStart } from './boot-starts.ts';
import type { VmRow } from './reconcile-plan.ts';

const OFF = { stateCode: 5, reasonCode: 0 };
const RUNNING = { stateCode: 1, reasonCode: 1 };

function vm(over: Partial<VmRow> = {}): VmRow {
  return {
    id: 'vm_1' as VmId,
    uuid: 'u1',
    name: 'web',
    status: 'RUNNING',
    statusReason: null,
    statusSince: new Date(0),
    toldStatus: 'RUNNING',
    desiredStatus: 'RUNNING',
    busy: false,
    pending: false,
    ...over,
  };
}

function started(row: VmRow, state = OFF, before: string | null = null): boolean {
  const domains = [{ uuid: 'u1', name: 'web', ...state }];
  return vmsToStart([row], domains, new Map([[row.id, before]])).length === 1;
}

describe('vmsToStart', () => {
  it('starts what ran until the host went down', () => {
    expect(started(vm())).toBe(true);
    expect(started(vm({ status: 'UNKNOWN' }), OFF, 'RUNNING')).toBe(true);
  });

  it('starts what had crashed: nobody stopped it', () => {
    expect(started(vm({ status: 'CRASHED' }))).toBe(true);
    expect(started(vm({ status: 'CRASHED', desiredStatus: 'SHUTDOWN' }))).toBe(false);
  });

  it('starts what stood still without its people’s wish, as for a full datastore', () => {
    expect(started(vm({ status: 'SUSPENDED' }))).toBe(true);
    expect(started(vm({ status: 'UNKNOWN' }), OFF, 'SUSPENDED')).toBe(true);
  });

  it('leaves alone what was stopped before, whoever did it', () => {
    expect(started(vm({ status: 'SHUTDOWN' }))).toBe(false);
    expect(started(vm({ status: 'UNKNOWN' }), OFF, 'SHUTDOWN')).toBe(false);
    expect(started(vm({ status: 'SUSPENDED', desiredStatus: 'SUSPENDED' }))).toBe(false);
    expect(started(vm({ desiredStatus: 'SHUTDOWN' }))).toBe(false);
  });

  it('starts what has a task, too: its turn comes after that', () => {
    expect(started(vm({ busy: true }))).toBe(true);
  });

  it('leaves alone what runs, or has no domain', () => {
    expect(started(vm(), RUNNING)).toBe(false);
    expect(vmsToStart([vm()], [], new Map())).toEqual([]);
  });
});
