import { describe, expect, it } from 'vitest';
import { type EndedTask, modelOf } from './model.ts';
import { FAULT_KINDS, rounds } from './plan.ts';

const first = (seed: number, count: number) => rounds(seed).take(count).toArray();

describe('a plan', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(first(7, 40)).toEqual(first(7, 40));
    expect(first(7, 40)).not.toEqual(first(8, 40));
  });

  it('has every fault early, and every action', () => {
    for (const seed of [1, 2, 3]) {
      const kinds = first(seed, 22).map(({ fault }) => fault?.kind);
      for (const kind of FAULT_KINDS) expect(kinds).toContain(kind);
    }
    const actions = first(1, 300).flatMap(({ operations }) => operations.map((o) => o.action));
    expect(new Set(actions).size).toBe(20);
  });
});

describe('the model', () => {
  const task = (type: string, status = 'SUCCEEDED', start = true): EndedTask => ({
    ...{ type, status, start, memory: start, snapshotId: 's', diskId: 'd' },
  });
  it.each<[string, EndedTask[], string[]]>([
    ['made', [task('CREATE_VM')], ['RUNNING']],
    ['made, off', [task('CREATE_VM', 'SUCCEEDED', false)], ['SHUTDOWN']],
    ['not made', [task('CREATE_VM', 'FAILED')], ['ABSENT']],
    ['stopped', [task('CREATE_VM'), task('DESTROY_VM')], ['SHUTDOWN']],
    ['not stopped', [task('CREATE_VM'), task('SHUTDOWN_VM', 'FAILED')], ['RUNNING', 'SHUTDOWN']],
    [
      'known again',
      [task('CREATE_VM'), task('REBOOT_VM', 'FAILED'), task('START_VM')],
      ['RUNNING'],
    ],
    ['gone', [task('CREATE_VM'), task('DELETE_VM'), task('START_VM', 'FAILED')], ['ABSENT']],
    [
      'as it was',
      [task('CREATE_VM'), task('CREATE_SNAPSHOT'), task('DESTROY_VM'), task('REVERT_TO_SNAPSHOT')],
      ['RUNNING'],
    ],
    ['back', [task('CREATE_VM'), task('DELETE_VM'), task('UNDELETE_VM')], ['SHUTDOWN']],
  ])('knows what a VM is: %s', (_name, tasks, expected) => {
    expect([...modelOf(tasks).states].toSorted()).toEqual(expected);
  });

  it('knows which snapshots there are', () => {
    const taken = [task('CREATE_VM'), task('CREATE_SNAPSHOT')];
    expect([...modelOf(taken).snapshots.keys()]).toEqual(['s']);
    const kept = modelOf([...taken, task('DELETE_SNAPSHOT', 'FAILED')]);
    expect([[...kept.snapshots], [...kept.doubtful]]).toEqual([[], ['s']]);
    expect(modelOf([...taken, task('DELETE_SNAPSHOT')]).snapshots.size).toBe(0);
    const attached = modelOf([task('CREATE_VM'), task('ATTACH_DISK')]);
    expect([...(attached.disks ?? [])]).toEqual(['d']);
    expect(() => modelOf([task('UNHEARD_OF')])).toThrow('does not know');
  });
});
