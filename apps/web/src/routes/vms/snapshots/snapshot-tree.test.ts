import { describe, expect, it } from 'vitest';
import { treeRows } from './snapshot-tree.ts';

const node = (id: string, parent?: string) => ({ id, parent: parent ? { id: parent } : null });
const drawn = (...nodes: ReturnType<typeof node>[]) =>
  treeRows(nodes).map(({ node: { id }, depth }) => '.'.repeat(depth) + id);

describe('treeRows', () => {
  it('keeps a chain in one column', () => {
    expect(drawn(node('a'), node('b', 'a'), node('c', 'b'))).toEqual(['a', 'b', 'c']);
  });

  it('draws branches below the one they are based on', () => {
    const nodes = [node('a'), node('b', 'a'), node('c', 'b'), node('d', 'a'), node('e', 'd')];
    expect(drawn(...nodes)).toEqual(['a', '.b', '.c', '.d', '.e']);
  });

  it('takes one whose parent is not listed for a root', () => {
    expect(drawn(node('b', 'gone'), node('c', 'b'))).toEqual(['b', 'c']);
  });

  it('tells a chain from snapshots that stand for themselves', () => {
    const rows = treeRows([node('a'), node('b'), node('c', 'b'), node('d', 'c'), node('e', 'c')]);
    expect(rows.map(({ node: { id }, link, goesOn }) => [id, link, goesOn])).toEqual([
      ['a', null, false],
      ['b', null, true],
      ['c', 'CHAIN', false],
      ['d', 'BRANCH', false],
      ['e', 'BRANCH', false],
    ]);
  });

  it('loses none, however deep', () => {
    const nodes = [node('0')];
    for (let i = 1; i < 40; i++) nodes.push(node(`${i}`, `${i - 1}`), node(`${i}x`, `${i - 1}`));
    const rows = treeRows(nodes);
    expect(rows).toHaveLength(nodes.length);
    expect(Math.max(...rows.map(({ depth }) => depth))).toBe(5);
  });
});
