import { randomUUID } from 'node:crypto';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';

const OWNERS = 40;
const HOSTS = 50;
const TEMPLATES = 5;
const CHUNK = 1_000;
const MOMENT = new Date('2026-01-02T03:04:05.678Z');

const id = (kind: string, n: number) => `${kind}_${String(n).padStart(22, '0')}`;

async function insert(
  connection: Connection,
  into: string,
  values: readonly (readonly unknown[])[],
): Promise<void> {
  for (let from = 0; from < values.length; from += CHUNK)
    await connection.query(`insert into ${into} values ?`, [values.slice(from, from + CHUNK)]);
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

/** Eight of ten run; the others are spread. */
function statusOf(n: number): string {
  return n % 10 < 8 ? 'RUNNING' : n % 10 === 8 ? 'SHUTDOWN' : 'SUSPENDED';
}

/**
 * Fills a migrated database with so many VMs, and people, templates and hosts around them.
 * @param hosts 0 where a collector runs, which would call them
 */
export async function fillDatabase(url: string, vms: number, hosts = HOSTS): Promise<void> {
  const connection = await createConnection({ uri: url, timezone: 'Z' });
  try {
    const [found] = await connection.query<RowDataPacket[]>('select id from organisation limit 1');
    const organisation = String(found[0]?.['id']);
    await insert(
      connection,
      'user (id, username, name, password_change_suggested, roles, organisation_id, active, created_at)',
      numbers(OWNERS).map((n) => [
        ...[id('user', n), `user${n}`, `User Number ${n}`, false, '["USER"]'],
        ...[organisation, true, MOMENT],
      ]),
    );
    await fillHosts(connection, hosts);
    await fillVms(connection, { vms, hosts }, organisation);
    await connection.query('analyze table vm, private_ip, user, host, template');
  } finally {
    await connection.end();
  }
}

async function fillHosts(connection: Connection, hosts: number): Promise<void> {
  await insert(connection, 'datastore (id, name, path)', [[id('ds', 0), 'bench', '/bench']]);
  await insert(
    connection,
    `template (id, name, os, version, arch, disk_gib, format, datastore_id, file, cloud_init,
       min_ram_mib, default_ram_mib, default_vcpus, position, active, created_at)`,
    numbers(TEMPLATES).map((n) => [
      ...[id('tpl', n), `Template ${n}`, 'Debian', '12', 'amd64', 10, 'QCOW2', id('ds', 0), 'f'],
      ...[true, 512, 1024, 1, n, true, MOMENT],
    ]),
  );
  await insert(
    connection,
    `host (id, name, address, ssh_port, ssh_user, host_key_fingerprint, type, cpus, ram_mib, disk_gib,
       kvm, bridge, status, maintenance, strangers, created_at)`,
    numbers(hosts).map((n) => [
      ...[id('host', n), `host${n}.example`, `192.0.2.${n}`, 22, 'root', 'SHA256:x', 'PHYSICAL'],
      ...[64, 262_144, 10_000, true, 'br0', 'UP', false, '[]', MOMENT],
    ]),
  );
  await insert(connection, 'vlan (id, name, tag, subnet)', [
    [id('vlan', 0), 'bench', 9, '10.0.0.0/8'],
  ]);
}

async function fillVms(
  connection: Connection,
  { vms, hosts }: { readonly vms: number; readonly hosts: number },
  organisation: string,
): Promise<void> {
  await insert(
    connection,
    `vm (id, name, identity, uuid, owner_id, organisation_id, host_id, template_id, datastore_id,
       vcpus, ram_mib, disk_gib, vnc_port, purpose, locked, desired_status, status, told_status, status_since, created_at)`,
    numbers(vms).map((n) => {
      // Names in no order of the ids, as people give them.
      const name = `${['web', 'db', 'build', 'test', 'mail'][n % 5]}-${(n * 7919) % 100_003}`;
      return [
        ...[id('vm', n), name, `bench-${n}`, randomUUID(), id('user', n % OWNERS), organisation],
        ...[
          hosts > 0 ? id('host', n % hosts) : null,
          id('tpl', n % TEMPLATES),
          id('ds', 0),
          2,
          2048,
          20,
          5900 + n,
        ],
        ...[
          `Purpose of machine ${n}`,
          false,
          statusOf(n),
          statusOf(n),
          statusOf(n),
          MOMENT,
          MOMENT,
        ],
      ];
    }),
  );
  await insert(
    connection,
    'private_ip (id, address, number, mac, vlan_id, vm_id)',
    numbers(vms).map((n) => {
      const [high, low] = [Math.floor(n / 250) + 1, (n % 250) + 1];
      const mac = `52:54:00:00:${[high, low].map((b) => b.toString(16).padStart(2, '0')).join(':')}`;
      const number = 10 * 2 ** 24 + high * 256 + low;
      return [id('ip', n), `10.0.${high}.${low}`, number, mac, id('vlan', 0), id('vm', n)];
    }),
  );
}
