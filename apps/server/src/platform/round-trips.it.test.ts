import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import {
  type Em,
  isDuplicate,
  rows,
  rowsOfEach,
  run,
  runEach,
  runLast,
  transaction,
} from './db.ts';

let database: TestDatabase;
const em = (): Em => database.orm.em.fork() as Em;
beforeAll(async () => {
  database = await createTestDatabase();
  await run(em(), 'create table pair (id int primary key, word varchar(20)) engine = InnoDB');
});
afterAll(() => database.drop());
beforeEach(async () => {
  await run(em(), 'delete from pair');
});

const insert = 'insert into pair (id, word) values (?, ?)';
const all = () => rows<{ id: number; word: string }>(em(), 'select id, word from pair order by id');

describe('a transaction', () => {
  it('sees what it wrote, which others see once it has ended', async () => {
    await transaction(em(), async (tx) => {
      expect(await run(tx, insert, [1, 'one'])).toBe(1);
      expect(await rows(tx, 'select word from pair')).toEqual([{ word: 'one' }]);
      expect(await all()).toEqual([]);
    });
    expect(await all()).toEqual([{ id: 1, word: 'one' }]);
  });

  it('begins with a look as well', async () => {
    await run(em(), insert, [1, 'one']);
    const seen = await transaction(em(), (tx) => rows(tx, 'select word from pair for update'));
    expect(seen).toEqual([{ word: 'one' }]);
  });

  it('leaves nothing when it fails, at its first statement or after', async () => {
    await run(em(), insert, [1, 'one']);
    const first = transaction(em(), (tx) => run(tx, insert, [1, 'again']));
    await expect(first).rejects.toSatisfy((error) => isDuplicate(error));
    const later = transaction(em(), async (tx) => {
      await run(tx, insert, [2, 'two']);
      throw new Error('given up');
    });
    await expect(later).rejects.toThrow('given up');
    expect(await all()).toEqual([{ id: 1, word: 'one' }]);
  });

  it('may do nothing at all, and leaves its connection as it was', async () => {
    await transaction(em(), () => Promise.resolve());
    await Promise.all(Array.from({ length: 30 }, (_, i) => run(em(), insert, [i, 'each'])));
    expect(await all()).toHaveLength(30);
  });

  it('ends with its last statement, of which nothing is left when that fails', async () => {
    await transaction(em(), async (tx) => {
      await run(tx, insert, [1, 'one']);
      await runLast(tx, [[insert, [2, 'two']]]);
      expect(await all()).toHaveLength(2);
    });
    const failing = transaction(em(), async (tx) => {
      await run(tx, insert, [3, 'three']);
      await runLast(tx, [
        [insert, [4, 'four']],
        [insert, [1, 'again']],
      ]);
    });
    await expect(failing).rejects.toSatisfy((error) => isDuplicate(error));
    expect((await all()).map(({ id }) => id)).toEqual([1, 2]);
    await transaction(em(), (tx) => run(tx, insert, [4, 'four']));
    expect((await all()).map(({ id }) => id)).toEqual([1, 2, 4]);
  });
});

describe('several statements in one round trip', () => {
  it('give what each found', async () => {
    await runEach(em(), [
      [insert, [1, 'one']],
      [insert, [2, 'two; three']],
    ]);
    expect(
      await rowsOfEach(em(), [
        ['select word from pair where id in (?)', [[1, 2]]],
        ['select count(*) as n from pair', []],
      ]),
    ).toEqual([[{ word: 'one' }, { word: 'two; three' }], [{ n: 2 }]]);
    expect(await rowsOfEach(em(), [['select id from pair where id = ?', [9]]])).toEqual([[]]);
  });

  it('stop at one that fails', async () => {
    const all3 = runEach(em(), [
      [insert, [1, 'one']],
      [insert, [1, 'again']],
      [insert, [2, 'two']],
    ]);
    await expect(all3).rejects.toSatisfy((error) => isDuplicate(error));
    expect((await all()).map(({ id }) => id)).toEqual([1]);
  });
});
