import { expect, it } from 'vitest';
import { commandLine } from './command-line.ts';
import { RrdError } from './errors.ts';
import { updateLine } from './update.ts';

it('escapes what separates fields', () => {
  expect(commandLine(['FLUSH', '/a b/c\\d.rrd'])).toBe('FLUSH /a\\ b/c\\\\d.rrd\n');
});

it.each(['', 'a\nUPDATE b', 'a\rb', 'a\0b', 'x'.repeat(5_000)])('refuses %j', (word) => {
  expect(() => commandLine(['FLUSH', word])).toThrow(RrdError);
});

it('sends what is not known as U', () => {
  expect(
    updateLine({ file: 'a', at: 10, values: [1.5, null, Number.NaN, Number.POSITIVE_INFINITY] }),
  ).toBe('UPDATE a 10:1.5:U:U:U\n');
  expect(() => updateLine({ file: 'a', at: 1.5, values: [1] })).toThrow(RrdError);
  expect(() => updateLine({ file: 'a', at: 1, values: [] })).toThrow(RrdError);
});
