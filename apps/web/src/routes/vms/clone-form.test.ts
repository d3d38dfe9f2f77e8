import { describe, expect, it } from 'vitest';
import { cloneInput, countOf, namesText, prefixFault } from './clone-form.ts';

const draft = { count: '3', prefix: '', start: true };

describe('what is typed for clones', () => {
  it('is a count from 1 to 100', () => {
    for (const count of ['', '0', '101', '2.5', '-1', 'x', '1e1'])
      expect(countOf({ ...draft, count })).toBeUndefined();
    expect(countOf({ ...draft, count: ' 100 ' })).toBe(100);
  });

  it('is a name that a VM may have, or nothing', () => {
    expect(prefixFault('')).toBeUndefined();
    expect(prefixFault('lab-7')).toBeUndefined();
    expect(prefixFault('../x')).toBeDefined();
  });

  it('is sent when it is as it must be', () => {
    expect(cloneInput('vm_1', draft)).toEqual({ id: 'vm_1', count: 3, start: true });
    expect(cloneInput('vm_1', { ...draft, prefix: '-' })).toBeUndefined();
  });

  it('names few clones all, many by the first and the last', () => {
    expect(namesText(['a-1', 'a-2'])).toBe('a-1, a-2');
    const many = Array.from({ length: 60 }, (_, i) => `a-${i + 1}`);
    expect(namesText(many)).toBe('a-1 to a-60, 60 in all');
  });
});
