import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { ask, completeSet, engineServices } from '../../test/task-world.ts';
import { run } from '../platform/db.ts';
import { type HostId, newId } from '../platform/ids.ts';
import type { Services } from '../services.ts';
import { Claims } from './claim.ts';
import { TaskDb, type Transaction } from './task-db.ts';
import { registerTasks } from './task-definition.ts';

/** Counts the round trips of its transactions before their last. */
class CountingDb extends TaskDb {
  asked = 0;

  override transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return super.transaction((tx) =>
      work({
        rows: (sql, params) => {
          this.asked++;
          return tx.rows(sql, params);
        },
        rowsOfEach: (statements) => {
          this.asked++;
          return tx.rowsOfEach(statements);
        },
        writeLast: (...statements) => tx.writeLast(...statements),
        afterwards: (sql) => tx.afterwards(sql),
      }),
    );
  }
}

let database: TestDatabase;
let services: Services;
let db: CountingDb;
beforeAll(async () => {
  database = await createTestDatabase();
  services = engineServices(database);
  db = new CountingDb(database.url, 2);
});
afterAll(async () => {
  await db.close();
  await database.drop();
});
beforeEach(async () => {
  await run(services.em(), 'delete from task');
});

const definition = {
  type: 'START_VM',
  input: z.object({}),
  steps: [{ name: 'nothing', do: () => Promise.resolve() }],
  succeeded: () => 'Done.',
} as const;

/** Claims of a worker whose START_VM tasks have limits. */
function limited(...limits: readonly { readonly scope: 'HOST' | 'KIND'; readonly max: number }[]) {
  const registry = registerTasks(completeSet([{ ...definition, limits }]));
  return new Claims({ db, registry, owner: 'test', leaseMs: 60_000 });
}

const askFor = (type: 'START_VM' | 'REBOOT_VM', hostId: HostId | null = null) =>
  ask(services, { type, input: {}, title: 'test', hostId, lane: newId('vm') });

const typesOf = (claimed: readonly { readonly type: string }[]) => claimed.map(({ type }) => type);

describe('a claim', () => {
  it('passes over what waits for hosts that are full, however many they are', async () => {
    const claims = limited({ scope: 'HOST', max: 1 });
    const hosts = Array.from({ length: 6 }, () => newId('host'));
    for (let i = 0; i < 4; i++) for (const host of hosts) await askFor('START_VM', host);
    const first = await claims.pending(8);
    expect(first.map(({ hostId }) => hostId)).toEqual(hosts);
    // What is on no host counts for none.
    await askFor('START_VM');
    await askFor('REBOOT_VM', hosts[0] ?? null);
    db.asked = 0;
    expect(typesOf(await claims.pending(2))).toEqual(['START_VM', 'REBOOT_VM']);
    expect(db.asked).toBe(2);
    await run(services.em(), 'update task set held_lane = null, status = ? where host_id = ?', [
      'SUCCEEDED',
      hosts[1] ?? null,
    ]);
    await askFor('START_VM', hosts[1] ?? null);
    expect((await claims.pending(8)).map(({ hostId }) => hostId)).toEqual([hosts[1]]);
  });

  it('passes over a kind of which enough run, and takes it up again after', async () => {
    const claims = limited({ scope: 'KIND', max: 2 });
    for (let i = 0; i < 5; i++) await askFor('START_VM');
    expect(typesOf(await claims.pending(8))).toEqual(['START_VM', 'START_VM']);
    await askFor('REBOOT_VM');
    expect(typesOf(await claims.pending(8))).toEqual(['REBOOT_VM']);
    expect(await claims.pending(8)).toEqual([]);
    const ended = "update task set held_lane = null, status = 'SUCCEEDED' where status = 'RUNNING'";
    await run(services.em(), ended);
    expect(typesOf(await claims.pending(8))).toEqual(['START_VM', 'START_VM']);
    await run(services.em(), ended);
    expect(typesOf(await claims.pending(8))).toEqual(['START_VM']);
  });

  it('takes no limited task while another worker counts', async () => {
    const claims = limited({ scope: 'HOST', max: 1 });
    await askFor('START_VM', newId('host'));
    await askFor('REBOOT_VM');
    const lock = "left(concat('baadal-limits:', database()), 64)";
    await db.transaction(async (tx) => {
      await tx.rows(`select get_lock(${lock}, 10) as got`, []);
      tx.afterwards(`do release_lock(${lock})`);
      expect(typesOf(await claims.pending(8))).toEqual(['REBOOT_VM']);
      expect(await claims.pending(8)).toEqual([]);
    });
    expect(typesOf(await claims.pending(8))).toEqual(['START_VM']);
  });
});
