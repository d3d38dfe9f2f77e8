import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { addBaseRows, addHost, addVm, type BaseRows } from '../../test/rows.ts';
import type { Context } from '../context.ts';
import { type Em, rows, run } from '../platform/db.ts';
import { NotFoundError } from '../platform/errors.ts';
import { type EventBus, openEventBus } from '../platform/events.ts';
import type { HostId } from '../platform/ids.ts';
import { loadVmsOfHosts, reconcileHost, setHostMaintenance } from './host.service.ts';
import { listHostViews, loadHostViews } from './host-views.ts';

let database: TestDatabase;
let base: BaseRows;
let alpha: HostId;
let beta: HostId;
let events: EventBus;
const em = () => database.orm.em.fork() as Em;

function admin(): Context {
  return {
    viewer: { userId: base.owner, roles: ['ADMIN'] },
    em: em(),
    services: { events },
    address: 'test',
  } as unknown as Context;
}

beforeAll(async () => {
  database = await createTestDatabase();
  base = await addBaseRows(em());
  alpha = await addHost(em(), { name: 'alpha', address: '192.0.2.10', status: 'UP' });
  beta = await addHost(em(), { name: 'beta_1', status: 'UNREACHABLE' });
  await addVm(em(), base, { hostId: alpha, status: 'RUNNING' });
  await addVm(em(), base, { hostId: alpha });
});
beforeEach(() => {
  events = openEventBus();
});
afterAll(async () => {
  await database?.drop();
});

describe('host views', () => {
  it('show what VMs were given, running or not', async () => {
    const [first, second] = await listHostViews(em(), {});
    expect(first).toMatchObject({
      name: 'alpha',
      status: 'UP',
      vmCount: 2,
      used: { vms: 2, vcpus: 2, ramMiB: 192, diskGiB: 2 },
      maintenance: false,
    });
    expect(second).toMatchObject({ name: 'beta_1', used: { vms: 0, vcpus: 0 } });
  });

  it('tell signs of health with what is wrong', async () => {
    await run(
      em(),
      `update host set ssh_ok_since = utc_timestamp(3), status_reason = 'libvirt does not answer'
       where id = ?`,
      [beta],
    );
    const [host] = await loadHostViews(em(), [beta]);
    expect(host?.health.ssh).toMatchObject({ ok: true, message: null });
    expect(host?.health.ssh.since).toBeInstanceOf(Date);
    expect(host?.health.libvirt).toEqual({
      ok: false,
      since: null,
      lastSeenAt: null,
      message: 'libvirt does not answer',
    });
  });

  it('read strangers as they were written', async () => {
    const strangers = [{ name: 'stray', uuid: 'u', state: 'RUNNING' }];
    await run(em(), 'update host set strangers = ? where id = ?', [
      JSON.stringify(strangers),
      beta,
    ]);
    expect((await loadHostViews(em(), [beta]))[0]?.strangers).toEqual(strangers);
  });

  it('are narrowed by text and status, wildcards taken as they are', async () => {
    const names = async (criteria: Parameters<typeof listHostViews>[1]) =>
      (await listHostViews(em(), criteria)).map(({ name }) => name);
    expect(await names({ search: '192.0.2.10' })).toEqual(['alpha']);
    expect(await names({ search: '_' })).toEqual(['beta_1']);
    expect(await names({ status: ['UNREACHABLE'] })).toEqual(['beta_1']);
    expect(await names({ status: ['DOWN'] })).toEqual([]);
  });

  it('give the VMs of several hosts', async () => {
    const vms = await loadVmsOfHosts(em(), [alpha, beta]);
    expect(vms.get(alpha)).toHaveLength(2);
    expect(vms.get(beta)).toEqual([]);
  });
});

describe('setHostMaintenance', () => {
  it('shows as the status of a host that is up, is told, and is recorded', async () => {
    const told: HostId[] = [];
    events.on('host', ({ id }) => told.push(id));
    expect(await setHostMaintenance(admin(), { id: alpha, on: true })).toMatchObject({
      status: 'MAINTENANCE',
      maintenance: true,
    });
    expect(await setHostMaintenance(admin(), { id: beta, on: true })).toMatchObject({
      status: 'UNREACHABLE',
    });
    expect(await setHostMaintenance(admin(), { id: alpha, on: false })).toMatchObject({
      status: 'UP',
    });
    expect(told).toEqual([alpha, beta, alpha]);
    const audit = await rows(
      em(),
      "select subject_name as name from audit_entry where action = 'setHostMaintenance' order by id",
    );
    expect(audit).toEqual([{ name: 'alpha' }, { name: 'beta_1' }, { name: 'alpha' }]);
  });

  it('knows no host that is not there', async () => {
    await expect(setHostMaintenance(admin(), { id: 'host_x', on: true })).rejects.toBeInstanceOf(
      NotFoundError,
    );
  });
});

describe('reconcileHost', () => {
  it("asks the host's collector and answers at once", async () => {
    const asked: HostId[] = [];
    events.on('reconcile', ({ hostId }) => asked.push(hostId));
    expect((await reconcileHost(admin(), { id: alpha })).name).toBe('alpha');
    expect(asked).toEqual([alpha]);
    await expect(reconcileHost(admin(), { id: 'host_x' })).rejects.toBeInstanceOf(NotFoundError);
  });
});
