import { describe, expect, it } from 'vitest';
import { Batches } from './batches.ts';

/** Doubles numbers; odd ones are refused. */
function doubling() {
  const acts: number[][] = [];
  const batches = new Batches(
    async (items: readonly number[]) => {
      acts.push([...items]);
      if (items.some((item) => item % 2)) throw new Error('odd');
      return items.map((item) => item * 2);
    },
    { pauseMs: 5, most: 3 },
  );
  return { acts, batches };
}

describe('Batches', () => {
  it('answers what is asked at once by one act, each its own', async () => {
    const { acts, batches } = doubling();
    expect(await Promise.all([2, 4, 6].map((n) => batches.ask(n)))).toEqual([4, 8, 12]);
    expect(acts).toEqual([[2, 4, 6]]);
  });

  it('leaves what is too much to the next act', async () => {
    const { acts, batches } = doubling();
    expect(await Promise.all([2, 4, 6, 8].map((n) => batches.ask(n)))).toEqual([4, 8, 12, 16]);
    expect(acts).toEqual([[2, 4, 6], [8]]);
  });

  it('refuses only what cannot be answered', async () => {
    const { batches } = doubling();
    const answers = await Promise.allSettled([2, 3, 4].map((n) => batches.ask(n)));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
