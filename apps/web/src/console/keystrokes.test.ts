import { expect, test } from 'vitest';
import { keysymsOf } from './keystrokes.ts';

test('letters and umlauts are their own keysyms', () => {
  expect(keysymsOf('aÄ~')).toEqual([0x61, 0xc4, 0x7e]);
});

test('a line end is one Return, whatever its form', () => {
  expect(keysymsOf('a\r\nb\n')).toEqual([0x61, 0xff0d, 0x62, 0xff0d]);
});

test('characters beyond Latin-1 are told by code point, control characters are left out', () => {
  expect(keysymsOf('\u20ac\u0007ब')).toEqual([0x10020ac, 0x100092c]);
});
