import { expect, test } from 'vitest';
import { typedGiB } from './typed-gib.ts';

test.each([
  ['1', 1],
  [' 65536 ', 65_536],
  ['65537', undefined],
  ['99999999', undefined],
  ['0', undefined],
  ['-7e9', undefined],
  ['1.5', undefined],
  ['', undefined],
])('%j GiB are %j', (text, size) => {
  expect(typedGiB(text)).toBe(size);
});
