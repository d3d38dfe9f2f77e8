import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { addHost } from '../../test/rows.ts';
import { waitFor } from '../../test/wait-for.ts';
import type { Em } from '../platform/db.ts';
import { type HostId, newId } from '../platform/ids.ts';
import { HostLeases } from './host-leases.ts';

const HOSTS = 5;
const ids: readonly HostId[] = Array.from({ length: HOSTS }, () => newId('host'));
let database: TestDatabase;
const em = () => database.orm.em.fork() as Em;

beforeAll(async () => {
  database = await createTestDatabase();
  for (const [i, id] of ids.entries()) await addHost(em(), { id, name: `host${i}` });
});
afterAll(async () => {
  await database?.drop();
});

describe('HostLeases', () => {
  it('shares the hosts among those that run, and takes those of one that died', async () => {
    const one = new HostLeases('one', 60_000);
    const two = new HostLeases('two', 300);
    expect((await one.share(em())).size).toBe(HOSTS);
    await two.share(em());
    const rest = await one.share(em());
    expect(rest.size).toBe(3);
    const taken = await two.share(em());
    expect(taken.size).toBe(2);
    expect([...rest].filter((id) => taken.has(id))).toEqual([]);
    // `two` says nothing any more.
    await waitFor('all hosts', async () => (await one.share(em())).size === HOSTS, 5_000);
  });

  it('gives everything back at once when it stops', async () => {
    const one = new HostLeases('one', 60_000);
    await one.share(em());
    await one.release(em());
    const other = new HostLeases('other', 60_000);
    expect((await other.share(em())).size).toBe(HOSTS);
    await other.release(em());
  });
});
