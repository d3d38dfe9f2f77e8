import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { addBaseRows, type BaseRows } from '../../test/rows.ts';
import { authorise } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { type Em, run } from '../platform/db.ts';
import { BadUserInputError, ForbiddenError } from '../platform/errors.ts';
import { hostNetworkPlaces, setHostNetworkPlaces } from './places.ts';

let database: TestDatabase;
let base: BaseRows;
const em = () => database.orm.em.fork() as Em;
const as = (userId: string, roles = ['ADMIN']) =>
  ({
    viewer: { userId, roles, scopes: ['READ', 'WRITE'] },
    em: em(),
    address: 'test',
  }) as unknown as Context;

beforeAll(async () => {
  database = await createTestDatabase();
  base = await addBaseRows(em());
});
afterAll(async () => {
  await database?.drop();
});

it('keeps places for each person apart, and forgets them when asked', async () => {
  const mine = [{ hostId: 'host_a', x: 1.5, y: -20 }];
  expect(await hostNetworkPlaces(as(base.owner))).toEqual([]);
  expect(await setHostNetworkPlaces(as(base.owner), { places: mine })).toEqual(mine);
  const moved = [{ hostId: 'host_a', x: 2, y: 3 }];
  await setHostNetworkPlaces(as(base.owner), { places: moved });
  expect(await hostNetworkPlaces(as(base.owner))).toEqual(moved);
  expect(await hostNetworkPlaces(as('user_other'))).toEqual([]);
  await run(em(), `update user_preference set value = '{"of":"another version"}'`);
  expect(await hostNetworkPlaces(as(base.owner))).toEqual([]);
  await setHostNetworkPlaces(as(base.owner), { places: mine });
  expect(await setHostNetworkPlaces(as(base.owner), { places: [] })).toEqual([]);
});

it('refuses what is no place', async () => {
  const set = (places: { hostId: string; x: number; y: number }[]) =>
    setHostNetworkPlaces(as(base.owner), { places });
  const one = { hostId: 'host_a', x: 0, y: 0 };
  for (const bad of [
    [{ ...one, x: 1e9 }],
    [one, one],
    Array.from({ length: 1_001 }, (_, i) => ({ ...one, hostId: `host_${i}` })),
  ])
    await expect(set(bad)).rejects.toBeInstanceOf(BadUserInputError);
});

it('is for those who see the graph', () => {
  const { viewer } = as(base.owner, ['USER']);
  for (const field of ['Query.hostNetworkPlaces', 'Mutation.setHostNetworkPlaces'])
    expect(() => authorise(field, viewer)).toThrow(ForbiddenError);
});
