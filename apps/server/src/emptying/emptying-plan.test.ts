import { describe, expect, it } from 'vitest';
import type { ChoiceDatastore } from '../datastore/datastore-choice.ts';
import type { DatastoreId, DiskId, HostId, VmId } from '../platform/ids.ts';
import { type EmptyingWorld, type LeavingVm, planEmptying } from './emptying-plan.ts';

const host = 'host_1' as HostId;
const old = 'ds_old' as DatastoreId;
const store = (name: string, usedGiB: number, more: Partial<ChoiceDatastore> = {}) => ({
  ...{ id: `ds_${name}` as DatastoreId, name, capacityGiB: 100, usedGiB, reserveGiB: 0 },
  ...{ promisedGiB: usedGiB, ...more },
});
const vm = (name: string, sizeGiB: number, more: Partial<LeavingVm> = {}): LeavingVm => ({
  ...{ id: `vm_${name}` as VmId, name, hostId: host, live: false, fixed: null },
  disks: [{ id: `disk_${name}` as DiskId, target: 'vda', sizeGiB, datastoreId: old }],
  ...more,
});
const world = (...datastores: ChoiceDatastore[]): EmptyingWorld => ({
  ...{ datastores, limits: { diskOvercommitRatio: 1 } },
  hostNames: new Map([[host, 'host1']]),
  sees: (_host, id) => id !== 'ds_far',
});
const plan = (of: EmptyingWorld, vms: readonly LeavingVm[], only: DatastoreId | null = null) =>
  planEmptying(of, vms, { from: old, only }).map((step) => [step.name, step.datastoreId]);

describe('planEmptying', () => {
  it('places the largest first, each as if those before it had moved', () => {
    const two = world(store('old', 50), store('a', 20), store('b', 40));
    expect(plan(two, [vm('small', 10), vm('mid', 30), vm('large', 60)])).toEqual([
      ['large', 'ds_a'],
      ['mid', 'ds_b'],
      ['small', 'ds_b'],
    ]);
    expect(plan(world(store('old', 50), store('a', 95)), [vm('x', 3), vm('y', 4)])).toEqual([
      ['y', 'ds_a'],
      ['x', null],
    ]);
  });

  it('goes where it is told, and nowhere that its host does not see', () => {
    const two = world(store('old', 0), store('a', 0), store('b', 50), store('far', 0));
    expect(plan(two, [vm('x', 1)], 'ds_b' as DatastoreId)).toEqual([['x', 'ds_b']]);
    const [step] = planEmptying(two, [vm('x', 1)], { from: old, only: 'ds_far' as DatastoreId });
    expect(step).toMatchObject({ datastoreId: null });
    expect(step?.reasons).toEqual(['far: host1 does not see it']);
  });

  it('names why disks stay', () => {
    const fixed = vm('x', 1, { fixed: 'It is busy.' });
    expect(planEmptying(world(store('old', 0)), [fixed], { from: old, only: null })).toMatchObject([
      { datastoreId: null, reasons: ['It is busy.'] },
    ]);
    expect(planEmptying(world(store('old', 0)), [vm('y', 1)], { from: old, only: null })).toEqual([
      expect.objectContaining({ datastoreId: null, reasons: ['There is no other datastore.'] }),
    ]);
  });
});
