import { describe, expect, it } from 'vitest';
import type { DatastoreId, DiskId } from '../platform/ids.ts';
import { planLayout } from './disk-layout.ts';
import type { RecordedDisk } from './snapshot.entity.ts';

function disk(name: string, target: string, sizeGiB = 1): RecordedDisk {
  const path = `vm_extra_disks/${name}.qcow2`;
  return {
    ...{ id: `disk_${name}` as DiskId, target, path, file: `/mnt/${path}`, sizeGiB },
    ...{ datastoreId: 'ds' as DatastoreId, root: target === 'vda' },
  };
}
const [root, data, newer] = [disk('root', 'vda'), disk('data', 'vdb'), disk('newer', 'vdc')];

describe('planLayout', () => {
  it('changes nothing when the disks are those of then', () => {
    expect(planLayout([root, data], [root, data])).toEqual({
      returned: [],
      moved: [],
      resized: [],
    });
  });

  it('keeps newer disks where they are', () => {
    expect(planLayout([root], [root, newer])).toEqual({ returned: [], moved: [], resized: [] });
  });

  it('has detached disks back', () => {
    expect(planLayout([root, data], [root]).returned).toEqual([data]);
  });

  it('moves a newer disk out of the place of one that is back', () => {
    const taker = disk('taker', 'vdb');
    const plan = planLayout([root, data], [root, taker, newer]);
    expect(plan.returned).toEqual([data]);
    expect(plan.moved).toEqual([{ id: taker.id, from: 'vdb', target: 'vdd' }]);
  });

  it('takes back how far disks were grown', () => {
    expect(planLayout([root, data], [root, disk('data', 'vdb', 5)]).resized).toEqual([data]);
  });
});
