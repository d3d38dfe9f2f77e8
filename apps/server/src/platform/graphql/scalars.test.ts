import { describe, expect, it } from 'vitest';
import { BigIntScalar, DateTimeScalar } from './scalars.ts';

describe('a DateTime', () => {
  it('is read from ISO 8601', () => {
    const moment = DateTimeScalar.parseValue('2026-01-31T12:00:00+05:30');
    expect(moment).toEqual(new Date('2026-01-31T06:30:00Z'));
  });

  it.each(['+275760-09-13T00:00:00Z', '-000001-01-01', '0000-01-01', 'Jan 1 2026', '1', '', 5])(
    'is not %j',
    (text) => {
      expect(() => DateTimeScalar.parseValue(text)).toThrow('up to the year 9999');
    },
  );
});

describe('a BigInt', () => {
  it.each(['1.5', '1e3', '', ' 1', '0x10', 1.5, 2 ** 53])('is not %j', (value) => {
    expect(() => BigIntScalar.parseValue(value)).toThrow('whole number');
  });
});
