import { describe, expect, it } from 'vitest';
import { generations, lostTags, parentsFirst } from './saved-snapshots.ts';

const snapshot = (name: string, parent: string | null) => ({ name, parent });

describe('parentsFirst', () => {
  it('puts every snapshot after the one it is based on', () => {
    const tree = [
      snapshot('leaf', 'branch'),
      snapshot('branch', 'root'),
      snapshot('other', 'root'),
      snapshot('root', null),
    ];
    expect(generations(tree).map((round) => round.map(({ name }) => name))).toEqual([
      ['root'],
      ['branch', 'other'],
      ['leaf'],
    ]);
    expect(parentsFirst(tree)).toHaveLength(4);
  });

  it('takes one whose parent is not there for a root, and loses none of a circle', () => {
    const odd = [snapshot('a', 'b'), snapshot('b', 'a'), snapshot('c', 'gone')];
    expect(parentsFirst(odd).map(({ name }) => name)).toEqual(['c', 'a', 'b']);
  });
});

describe('lostTags', () => {
  it('names what a disk no longer holds, and nothing that came later', () => {
    const before = { '/d/vda': ['one', 'two'], '/d/vdb': null };
    expect(lostTags(before, { '/d/vda': ['two', 'one', 'three'] })).toEqual([]);
    expect(lostTags(before, { '/d/vda': ['two'] })).toEqual([
      'the disk /d/vda no longer holds the snapshot one',
    ]);
    expect(lostTags(before, { '/d/vda': null })).toHaveLength(2);
  });
});
