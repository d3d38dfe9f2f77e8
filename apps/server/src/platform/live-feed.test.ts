import { describe, expect, it } from 'vitest';
import { LiveFeed } from './live-feed.ts';

interface Item {
  readonly id: string;
  readonly value: number;
}

/** A table that counts its reads. */
function world() {
  const table = new Map<string, Item>();
  const reads: string[][] = [];
  let failures = 0;
  const feed = new LiveFeed<Item>({
    load: (ids) => {
      reads.push([...ids]);
      if (failures-- > 0) return Promise.reject(new Error('away'));
      const found = ids.map((id) => [id, table.get(id)] as const);
      return Promise.resolve(new Map(found.filter((pair): pair is [string, Item] => !!pair[1])));
    },
    recent: () => Promise.resolve([...table.keys()]),
  });
  const put = (id: string, value: number) => {
    table.set(id, { id, value });
    feed.changed(id);
  };
  const fail = (times: number) => {
    failures = times;
  };
  return { table, reads, feed, put, fail };
}

const everything = { accept: () => true };

describe('LiveFeed', () => {
  it('reads one change once, for a thousand subscribers, who get the same object', async () => {
    const { feed, put, reads } = world();
    const all = Array.from({ length: 1000 }, () => feed.subscribe({ id: 'a', ...everything }));
    const first = all.map((s) => s.next());
    put('a', 1);
    const got = (await Promise.all(first)).map((r) => r.value as Item);
    expect(new Set(got).size).toBe(1);
    expect(reads).toEqual([['a']]);
    for (const subscriber of all) await subscriber.return?.();
    expect(feed.size).toBe(0);
  });

  it('reads nothing when nobody listens, or to another object only', async () => {
    const { feed, put, reads } = world();
    put('a', 1);
    const b = feed.subscribe({ id: 'b', ...everything });
    put('a', 2);
    put('b', 3);
    expect((await b.next()).value).toEqual({ id: 'b', value: 3 });
    expect(reads).toEqual([['b']]);
  });

  it('collects the changes of one turn into one read', async () => {
    const { feed, put, reads } = world();
    const all = feed.subscribe(everything);
    for (let i = 0; i < 50; i++) put(`i${i % 5}`, i);
    await all.next();
    expect(reads).toHaveLength(1);
    expect(reads[0]).toHaveLength(5);
  });

  it('sends the present state first where asked, to the newcomer alone', async () => {
    const { feed, table, put } = world();
    table.set('a', { id: 'a', value: 1 });
    const old = feed.subscribe({ id: 'a', ...everything });
    const fresh = feed.subscribe({ id: 'a', initial: true, ...everything });
    expect((await fresh.next()).value).toEqual({ id: 'a', value: 1 });
    put('a', 2);
    expect((await old.next()).value).toEqual({ id: 'a', value: 2 });
    expect((await fresh.next()).value).toEqual({ id: 'a', value: 2 });
  });

  it('gives a slow reader the newest state of each object', async () => {
    const { feed, put } = world();
    const slow = feed.subscribe(everything);
    const quick = feed.subscribe(everything);
    for (let i = 1; i <= 3; i++) {
      put('a', i);
      await quick.next();
    }
    put('b', 9);
    await quick.next();
    expect((await slow.next()).value).toEqual({ id: 'a', value: 3 });
    expect((await slow.next()).value).toEqual({ id: 'b', value: 9 });
  });

  it('keeps back what is not accepted', async () => {
    const { feed, put } = world();
    const even = feed.subscribe({ accept: (item) => item.value % 2 === 0 });
    put('a', 1);
    put('b', 2);
    expect((await even.next()).value).toEqual({ id: 'b', value: 2 });
  });

  it('ends after the last state, and when the object is gone', async () => {
    const { feed, put, table } = world();
    const ending = feed.subscribe({ id: 'a', until: (item) => item.value === 2, ...everything });
    const gone = feed.subscribe({ id: 'b', ...everything });
    put('a', 2);
    expect((await ending.next()).value).toEqual({ id: 'a', value: 2 });
    expect((await ending.next()).done).toBe(true);
    put('b', 1);
    expect((await gone.next()).done).toBe(false);
    table.delete('b');
    feed.changed('b');
    expect((await gone.next()).done).toBe(true);
    expect(feed.size).toBe(0);
  });

  it('tries a failed read again and loses no change', async () => {
    const { feed, put, fail } = world();
    const reader = feed.subscribe(everything);
    fail(2);
    put('a', 1);
    expect((await reader.next()).value).toEqual({ id: 'a', value: 1 });
  });

  it('ends waiting readers when it is closed', async () => {
    const { feed } = world();
    const waiting = feed.subscribe(everything).next();
    feed.close();
    expect((await waiting).done).toBe(true);
  });

  it('ends a subscription whose reader fell too far behind, saying so', async () => {
    const { feed, put } = world();
    const quick = feed.subscribe({ accept: (item) => item.id === 'last' });
    const stuck = feed.subscribe(everything);
    for (let i = 0; i <= 10_000; i++) put(`i${i}`, i);
    put('last', 1);
    await quick.next();
    await expect(stuck.next()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect((await stuck.next()).done).toBe(true);
  });

  it('reads what is watched again when changes may have been missed, until that succeeds', async () => {
    const { feed, table, reads, fail } = world();
    const one = feed.subscribe({ id: 'a', ...everything });
    const all = feed.subscribe(everything);
    table.set('a', { id: 'a', value: 1 });
    table.set('b', { id: 'b', value: 2 });
    fail(1);
    feed.resync();
    expect((await one.next()).value).toEqual({ id: 'a', value: 1 });
    expect([(await all.next()).value.id, (await all.next()).value.id]).toEqual(['a', 'b']);
    expect(reads).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });

  it('ends a subscription whose object was removed unheard', async () => {
    const { feed } = world();
    const gone = feed.subscribe({ id: 'gone', ...everything });
    feed.resync();
    expect(await gone.next()).toEqual({ value: undefined, done: true });
  });
});
