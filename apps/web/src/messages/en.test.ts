import { expect, it } from 'vitest';
import { en } from './en.ts';

it('no text hides another of the same key', () => {
  const parts = import.meta.glob<Record<string, Record<string, string>>>('./en/*.ts', {
    eager: true,
  });
  const texts = Object.values(parts).flatMap((part) => Object.values(part));
  const keys = texts.flatMap((part) => Object.keys(part));
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  expect(keys.toSorted()).toEqual(Object.keys(en).toSorted());
});
