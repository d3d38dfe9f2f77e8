import { describe, expect, it } from 'vitest';
import { LiveFeed } from './live-feed.ts';
import { mergeFeeds } from './merge-feeds.ts';

function newFeed() {
  const items = new Map<string, { id: string; n: number }>();
  const feed = new LiveFeed<{ id: string; n: number }>({
    load: async (ids) =>
      new Map(ids.flatMap((id) => (items.has(id) ? [[id, items.get(id)]] : [])) as never),
  });
  const set = (id: string, n: number) => {
    items.set(id, { id, n });
    feed.changed(id);
  };
  return { feed, set, items };
}

describe('mergeFeeds', () => {
  it('gives what comes of any', async () => {
    const { feed, set } = newFeed();
    const accept = () => true;
    const merged = mergeFeeds(['a', 'b'].map((id) => feed.subscribe({ id, accept })));
    const first = merged.next();
    set('b', 1);
    expect((await first).value).toEqual({ id: 'b', n: 1 });
    set('a', 2);
    expect((await merged.next()).value).toEqual({ id: 'a', n: 2 });
    const last = merged.next();
    await merged.return?.();
    expect((await last).done).toBe(true);
    expect(feed.size).toBe(0);
  });

  it('ends with the last of them, and at once when there is none', async () => {
    const { feed, items } = newFeed();
    const merged = mergeFeeds([feed.subscribe({ id: 'a', accept: () => true })]);
    const end = merged.next();
    items.delete('a');
    feed.changed('a');
    expect((await end).done).toBe(true);
    expect((await mergeFeeds([]).next()).done).toBe(true);
  });

  it('fails as one of them does', async () => {
    const failing: AsyncIterableIterator<number> = {
      next: () => Promise.reject(new Error('lost')),
      [Symbol.asyncIterator]() {
        return this;
      },
    };
    await expect(mergeFeeds([failing]).next()).rejects.toThrow('lost');
  });
});
