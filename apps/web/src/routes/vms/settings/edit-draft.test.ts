import { describe, expect, it } from 'vitest';
import { changesOf, draftOf, type EditedVm, effectOf } from './edit-draft.ts';

const vm: EditedVm = {
  ...{ id: 'vm_1', name: 'web', status: 'RUNNING', vcpus: 2, maxVcpus: 4, ramMiB: 512 },
  ...{ maxRamMiB: 1024, purpose: null, expiresAt: null, bootOrder: ['DISK'] },
  startPriority: 5,
};

describe('changesOf', () => {
  it('sends nothing of an untouched form', () => {
    expect(changesOf(vm, draftOf(vm))).toEqual({});
  });

  it('sends what was changed, and null for what was emptied', () => {
    const given = { ...vm, purpose: 'shop' };
    const draft = { ...draftOf(given), vcpus: '3', purpose: ' ', bootOrder: 'CDROM,DISK' };
    expect(changesOf(given, { ...draft, startPriority: '1' })).toEqual({
      ...{ vcpus: 3, purpose: null, bootOrder: ['CDROM', 'DISK'], startPriority: 1 },
    });
  });

  it('lets a VM expire at the end of the day, in the time of the reader', () => {
    const { expiresAt } = changesOf(vm, { ...draftOf(vm), expires: '2099-03-01' });
    expect(new Date(String(expiresAt)).getHours()).toBe(23);
  });
});

describe('effectOf', () => {
  it('tells what takes effect at once, at the next start, or is no change', () => {
    expect(effectOf(vm, 'vcpus', '2')).toBeUndefined();
    expect(effectOf(vm, 'vcpus', '4')).toMatch(/at once/);
    expect(effectOf(vm, 'vcpus', '1')).toMatch(/next start/);
    expect(effectOf(vm, 'vcpus', '5')).toMatch(/next start/);
    expect(effectOf(vm, 'ramMiB', '256')).toMatch(/at once/);
    expect(effectOf(vm, 'ramMiB', '2048')).toMatch(/next start/);
    expect(effectOf({ ...vm, status: 'SHUTDOWN' }, 'vcpus', '4')).toMatch(/started/);
    expect(effectOf(vm, 'vcpus', 'many')).toBeUndefined();
  });
});
