import { describe, expect, it } from 'vitest';
import type { DatastoreId } from '../platform/ids.ts';
import { type ChoiceDatastore, datastoreRefusal, judgeDatastores } from './datastore-choice.ts';

const limits = { diskOvercommitRatio: 2 };
const datastore = (name: string, change: Partial<ChoiceDatastore> = {}): ChoiceDatastore => ({
  id: `ds_${name}` as DatastoreId,
  name,
  capacityGiB: 100,
  usedGiB: 40,
  reserveGiB: 10,
  promisedGiB: 0,
  ...change,
});
const names = (of: readonly { datastore: { name: string } }[]) =>
  of.map((each) => each.datastore.name);
const faults = (change: Partial<ChoiceDatastore>, sizeGiB: number) =>
  judgeDatastores([datastore('a', change)], { sizeGiB }, limits)[0]?.reasons.flatMap((reason) =>
    reason.ok ? [] : [reason.rule],
  );

describe('judgeDatastores', () => {
  it('takes what every host has before what some have, and nothing that is closed or unseen', () => {
    const judged = judgeDatastores(
      [
        datastore('own', { usedGiB: 0, limited: true }),
        datastore('shared', { usedGiB: 50 }),
        datastore('full', { closed: true }),
        datastore('far', { unseenBy: 'host1' }),
      ],
      { sizeGiB: 5 },
      limits,
    );
    expect(judged.map((each) => [each.datastore.name, each.accepted])).toEqual([
      ['shared', true],
      ['own', true],
      ['far', false],
      ['full', false],
    ]);
    expect(judged.slice(2).map(datastoreRefusal)).toEqual([
      'far: host1 does not see it',
      'full: takes nothing new',
    ]);
    const grows = { sizeGiB: 6, presentGiB: 5 };
    expect(judgeDatastores([datastore('a', { closed: true })], grows, limits)[0]?.accepted).toBe(
      true,
    );
  });

  it('prefers the most free space above the reserve, then the name', () => {
    const judged = judgeDatastores(
      [
        datastore('c'),
        datastore('b'),
        datastore('roomy', { usedGiB: 10 }),
        datastore('careful', { usedGiB: 10, reserveGiB: 60 }),
      ],
      { sizeGiB: 5 },
      limits,
    );
    expect(names(judged)).toEqual(['roomy', 'b', 'c', 'careful']);
    expect(judged.map((each) => each.freeAfterGiB)).toEqual([75, 45, 45, 25]);
  });

  it('fills up to the reserve and not a GiB further', () => {
    expect(faults({}, 50)).toEqual([]);
    expect(faults({}, 51)).toEqual(['free']);
  });

  it('refuses what would never fit', () => {
    expect(faults({ usedGiB: 0 }, 91)).toEqual(['size', 'free']);
    expect(faults({ reserveGiB: 200 }, 1)).toEqual(['size', 'free', 'promised']);
  });

  it('promises no more than the ratio allows', () => {
    expect(faults({ promisedGiB: 175 }, 5)).toEqual([]);
    expect(faults({ promisedGiB: 175 }, 6)).toEqual(['promised']);
  });

  it('asks of a disk that grows for what it grows by', () => {
    const [grown] = judgeDatastores([datastore('a')], { sizeGiB: 80, presentGiB: 40 }, limits);
    expect(grown).toMatchObject({ accepted: true, freeAfterGiB: 10 });
  });

  it('takes one that nobody has looked at only when there is no other', () => {
    const unread = datastore('unread', { capacityGiB: null, usedGiB: null });
    expect(names(judgeDatastores([unread, datastore('known')], { sizeGiB: 1 }, limits))).toEqual([
      'known',
      'unread',
    ]);
    expect(judgeDatastores([unread], { sizeGiB: 1 }, limits)[0]?.accepted).toBe(true);
    const full = datastore('full', { usedGiB: 100 });
    expect(names(judgeDatastores([full, unread], { sizeGiB: 1 }, limits))).toEqual([
      'unread',
      'full',
    ]);
  });

  it('says why one is refused', () => {
    const [full] = judgeDatastores([datastore('full', { usedGiB: 95 })], { sizeGiB: 5 }, limits);
    expect(full && datastoreRefusal(full)).toBe('full: 0 GiB free above its reserve, 5 GiB wanted');
  });
});
