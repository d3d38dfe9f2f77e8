import { describe, expect, it } from 'vitest';
import { cloneNames, defaultPrefix } from './clone-names.ts';

const none: ReadonlySet<string> = new Set();

describe('names of clones', () => {
  it('number from 1 and leave out what is taken, in any capitals', () => {
    const taken = new Set(['web-2']);
    expect(cloneNames({ prefix: 'Web', count: 3, given: true }, taken)).toEqual([
      'Web-1',
      'Web-3',
      'Web-4',
    ]);
  });

  it('give a single clone the name that was asked for', () => {
    expect(cloneNames({ prefix: 'copy', count: 1, given: true }, none)).toEqual(['copy']);
    expect(cloneNames({ prefix: 'web-clone', count: 1, given: false }, none)).toEqual([
      'web-clone-1',
    ]);
  });

  it('refuse what gets too long for one of them', () => {
    const prefix = 'a'.repeat(28);
    expect(cloneNames({ prefix, count: 9, given: true }, none)).toHaveLength(9);
    expect(cloneNames({ prefix, count: 10, given: true }, none)).toBeNull();
  });

  it('leave room for a hundred by default', () => {
    const prefix = defaultPrefix('b'.repeat(30));
    expect(cloneNames({ prefix, count: 100, given: false }, none)).toHaveLength(100);
  });
});
