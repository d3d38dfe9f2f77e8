import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createConnection, type RowDataPacket } from 'mysql2/promise';

const run = promisify(execFile);

/**
 * What collectors would have written of hosts that do not exist: rows of figures and of measured
 * links, and the events that tell of them. Server, database, Redis and browser are real.
 */
export async function simulateLinks(databaseUrl: string): Promise<number> {
  const connection = await createConnection({ uri: databaseUrl, timezone: 'Z' });
  try {
    const [hosts] = await connection.query<RowDataPacket[]>('select id from host order by id');
    const links = hosts.flatMap((a, i) =>
      hosts.slice(i + 1).flatMap((b, j) => {
        // Racks of ten hosts: near within, far between.
        const far = Math.abs(Math.floor(i / 10) - Math.floor((i + 1 + j) / 10));
        const moment = new Date();
        return [
          [a['id'], b['id'], 'LATENCY', 0.1 + far * 0.4 + ((i * 7 + j) % 10) / 100, moment],
          [a['id'], b['id'], 'THROUGHPUT', 9_000 / (1 + far), moment],
        ].map(([from, to, kind, value, at]) => [from, to, kind, value, at, value, 0]);
      }),
    );
    await connection.query(
      'insert into host_link (source_id, target_id, kind, value, at, `usual`, bad) values ?',
      [links],
    );
    return links.length / 2;
  } finally {
    await connection.end();
  }
}

/** Tells a new sample of a VM, as its collector would. */
export async function tellSample(
  cloud: { readonly databaseUrl: string; readonly redisUrl: string },
  vm: { readonly id: string; readonly hostId: string },
): Promise<void> {
  const noise = Math.random();
  const figures = {
    ...{ cpu: 50 * noise, ram: 1e8 + 1e7 * noise, guestRam: 5e7, diskRead: 1e5 * noise },
    ...{
      diskWrite: 2e5 * noise,
      diskReadOps: 10,
      diskWriteOps: 20,
      netRx: 3e4 * noise,
      netTx: 4e4,
    },
  };
  const connection = await createConnection({ uri: cloud.databaseUrl, timezone: 'Z' });
  try {
    await connection.query(
      'replace into usage_sample (id, host_id, at, figures) values (?, ?, ?, ?)',
      [...[vm.id, vm.hostId, new Date(), JSON.stringify(figures)]],
    );
  } finally {
    await connection.end();
  }
  const event = { topic: 'sampled', payload: { hostId: vm.hostId, ids: [vm.id] } };
  const args = ['-u', cloud.redisUrl, 'publish', 'baadal:events', JSON.stringify(event)];
  await run('redis-cli', args);
}
