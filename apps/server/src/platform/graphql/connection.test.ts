import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkFirst, decodeCursor, encodeCursor, pageOf } from './connection.ts';

describe('cursors', () => {
  it('come back as they were made', () => {
    const value = fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.constant(null));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 3 }), (values) => {
        expect(decodeCursor(encodeCursor(values), values.length)).toEqual(values);
      }),
    );
  });

  it('are refused when they are not ours', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => decodeCursor(text, 2)).toThrow('not a cursor');
      }),
    );
    expect(() => decodeCursor(encodeCursor([{ evil: 1 }, 2]), 2)).toThrow('not a cursor');
    expect(() => decodeCursor(encodeCursor(['a']), 2)).toThrow('not a cursor');
  });
});

it.each([0, -1, 1001, 1.5, Number.NaN])('refuses a page of %d', (first) => {
  expect(() => checkFirst(first)).toThrow('1 to 1000');
});

it('tells that there is more by the row beyond the page', () => {
  const page = pageOf({
    items: [{ n: 1 }, { n: 2 }, { n: 3 }],
    first: 2,
    after: undefined,
    cursorOf: ({ n }) => [n],
    count: async () => 3,
  });
  expect(page.nodes).toEqual([{ n: 1 }, { n: 2 }]);
  expect(page.pageInfo.hasNextPage).toBe(true);
  expect(page.pageInfo.hasPreviousPage).toBe(false);
});
