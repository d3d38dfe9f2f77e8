import { expect, it } from 'vitest';
import { countsText } from './GroupTitle.tsx';

it('tells cancelled children from failed ones', () => {
  const none = { total: 12, succeeded: 0, failed: 0, cancelled: 0, running: 0, waiting: 0 };
  expect(countsText({ ...none, succeeded: 12 })).toBe('12 of 12 done');
  expect(countsText({ ...none, succeeded: 7, failed: 1, cancelled: 4 })).toBe(
    '7 of 12 done, 1 failed, 4 cancelled',
  );
});
