import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { addBaseRows, addHost, addVm, type BaseRows } from '../../test/rows.ts';
import type { Context } from '../context.ts';
import { type Em, rows, run, transaction } from '../platform/db.ts';
import { NoCapacityError } from '../platform/errors.ts';
import { openEventBus } from '../platform/events.ts';
import type { HostId, VmId } from '../platform/ids.ts';
import { createVmGroup, deleteVmGroup, setHostAffinity } from './affinity.service.ts';
import { previewPlacement, reserveHost } from './placement.service.ts';

let database: TestDatabase;
let base: BaseRows;
let hosts: HostId[];
const em = () => database.orm.em.fork() as Em;
const size = { vcpus: 1, ramMiB: 96 };

const admin = () =>
  ({
    viewer: { userId: base.owner, roles: ['ADMIN'] },
    em: em(),
    services: { events: openEventBus() },
    address: 'test',
  }) as unknown as Context;

beforeAll(async () => {
  database = await createTestDatabase();
  base = await addBaseRows(em());
  hosts = [];
  for (const name of ['a', 'b', 'c']) hosts.push(await addHost(em(), { name, status: 'UP' }));
});
afterAll(() => database?.drop());
beforeEach(async () => {
  await run(em(), 'delete from vm');
  // Room for 12, 10 and 8 VMs of the tests' size: 30 in all.
  for (const [i, id] of hosts.entries())
    await run(
      em(),
      'update host set cpus = 8, ram_mib = ?, missing_datastores = null where id = ?',
      [512 + 96 * (12 - 2 * i), id],
    );
});

const host = (number: number): HostId => {
  const id = hosts[number - 1];
  if (!id) throw new Error('no such host');
  return id;
};
const accepted = async (wish: Parameters<typeof previewPlacement>[1]) => {
  const judged = await previewPlacement(em(), wish);
  return judged
    .filter((c) => c.accepted)
    .map((c) => c.host.name)
    .sort();
};

describe('reserveHost', () => {
  it('never over-fills a host when 50 ask at once', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, () =>
        transaction(em(), async (tx) => {
          const placed = await reserveHost(tx, size, null);
          await addVm(tx, base, { hostId: placed.host.id });
          return placed;
        }),
      ),
    );
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    for (const { reason } of refused) expect(reason).toBeInstanceOf(NoCapacityError);
    expect(refused).toHaveLength(20);
    const used = await rows<{ name: string; n: number }>(
      em(),
      'select h.name, count(*) as n from vm v join host h on h.id = v.host_id group by h.id order by h.name',
    );
    expect(used.map(({ name, n }) => `${name} ${n}`)).toEqual(['a 12', 'b 10', 'c 8']);
  }, 60_000);

  it('prefers a host near the one a VM leaves, where the distance was measured', async () => {
    const link = (a: HostId, b: HostId, ms: number) =>
      run(
        em(),
        `insert into host_link (source_id, target_id, kind, value, at, bad)
         values (?, ?, 'LATENCY', ?, utc_timestamp(3), 0)`,
        [a, b, ms],
      );
    await link(host(1), host(2), 40);
    // Measured from its other end.
    await link(host(3), host(1), 0.1);
    const judged = await previewPlacement(em(), { ...size, leaves: host(1) });
    expect(judged.filter((c) => c.accepted).map((c) => c.host.name)).toEqual(['c', 'b']);
    const far = judged.find((c) => c.host.name === 'b');
    expect(far?.reasons).toContainEqual({ rule: 'network', ok: true, text: '40.0 ms away' });
    await run(em(), 'delete from host_link');
  });

  it('tells why there and why not elsewhere', async () => {
    const placed = await transaction(em(), (tx) => reserveHost(tx, size, null));
    expect(placed.story[0]).toMatch(/^Placed on a: would stay .* % free\.$/);
    expect(placed.story.slice(1)).toHaveLength(2);
    for (const line of placed.story.slice(1)) expect(line).toMatch(/^Not [bc]: .* points, a has/);
    const by = await transaction(em(), (tx) => reserveHost(tx, size, host(3)));
    expect(by.story[0]).toBe('The host was chosen by hand.');
  });
});

describe('what binds a VM', () => {
  it('is kept: hosts, groups, datastores', async () => {
    const [first, second] = [
      await addVm(em(), base, { hostId: host(2) }),
      await addVm(em(), base, { hostId: host(1) }),
    ];
    const wish = { ...size, vmId: second.id };
    expect(await accepted(wish)).toEqual(['a', 'b', 'c']);
    await setHostAffinity(admin(), { vmId: second.id, hostId: host(1), kind: 'FORBIDDEN' });
    expect(await accepted(wish)).toEqual(['b', 'c']);
    await setHostAffinity(admin(), { vmId: second.id, hostId: host(1), kind: 'REQUIRED' });
    expect(await accepted(wish)).toEqual(['a']);
    await setHostAffinity(admin(), { vmId: second.id, hostId: host(1), kind: null });
    const members = { vmIds: [first.id, second.id] as VmId[] };
    const apart = await createVmGroup(admin(), { name: 'g', policy: 'APART', ...members });
    expect(await accepted(wish)).toEqual(['a', 'c']);
    expect(await accepted({ ...size, groupId: apart })).toEqual(['c']);
    await deleteVmGroup(admin(), { id: apart });
    await createVmGroup(admin(), { name: 'g', policy: 'TOGETHER', ...members });
    expect(await accepted(wish)).toEqual(['b']);
    await run(em(), 'update host set missing_datastores = ? where id = ?', [
      base.datastore,
      host(2),
    ]);
    expect(await accepted({ ...wish, datastoreId: base.datastore })).toEqual([]);
  });
});
