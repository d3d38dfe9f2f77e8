import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RrdClient } from '@baadal/rrd';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { startTestDaemon } from '../../../../packages/rrd/test/daemon.ts';
import { createTestDatabase } from '../../test/database.ts';
import { addBaseRows, addHost, addVm } from '../../test/rows.ts';
import type { Em } from '../platform/db.ts';
import { purgeRrds } from './rrd-purge.ts';

it('removes the figures of VMs and hosts that are gone, and nothing else', async () => {
  const database = await createTestDatabase();
  await using daemon = await startTestDaemon();
  const client = new RrdClient({ socket: daemon.socket });
  try {
    const em = database.orm.em.fork() as Em;
    const hostId = await addHost(em, { name: 'alpha' });
    const { identity } = await addVm(em, await addBaseRows(em), { hostId });
    const folder = path.join(daemon.dir, 'vm_rrds');
    mkdirSync(folder, { recursive: true });
    const put = (file: string, ageHours: number) => {
      writeFileSync(path.join(folder, file), 'x');
      const at = Date.now() / 1000 - ageHours * 3_600;
      utimesSync(path.join(folder, file), at, at);
    };
    put(`${identity}.rrd`, 5_000);
    put(`${identity}@vda.rrd`, 5_000);
    put('gone.rrd', 2);
    put('gone@vda.rrd', 2);
    put('just-made.rrd', 0);
    put(`${identity}.rrd.damaged-2026-01-01T000000000Z`, 2);
    put(`${identity}.rrd.damaged-2025-01-01T000000000Z`, 800);
    put('notes.txt', 5_000);
    const options = { em, client, dir: daemon.dir, log: pino({ level: 'silent' }) };
    expect((await purgeRrds(options)).toSorted()).toEqual(
      ['gone.rrd', 'gone@vda.rrd', `${identity}.rrd.damaged-2025-01-01T000000000Z`].toSorted(),
    );
    expect(readdirSync(folder)).toHaveLength(5);
    const hosts = path.join(daemon.dir, 'host_rrds');
    mkdirSync(hosts);
    // One that has its name still, and one that was removed.
    for (const name of [hostId, 'alpha', 'host_gone']) {
      writeFileSync(path.join(hosts, `${name}.rrd`), 'x');
      utimesSync(path.join(hosts, `${name}.rrd`), 1, 1);
    }
    expect(await purgeRrds(options)).toEqual(['host_gone.rrd']);
    expect(await purgeRrds(options)).toEqual([]);
  } finally {
    client.close();
    await database.drop();
  }
});
