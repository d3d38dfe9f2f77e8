import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import {
  addBaseRows,
  addHost,
  addTask,
  addVm,
  type BaseRows,
  type TestVm,
} from '../../test/rows.ts';
import { type Em, rows, run } from '../platform/db.ts';
import type { HostId } from '../platform/ids.ts';
import type { VmRow } from './reconcile-plan.ts';
import { writeLostHost } from './unreachable.ts';
import { readHostVms, statusesBeforeUnknown, writeStatuses } from './vm-status-store.ts';

let database: TestDatabase;
let base: BaseRows;
let host: HostId;
const em = () => database.orm.em.fork() as Em;
const DESTROYED = { status: 'SHUTDOWN', reason: 'destroyed' } as const;

async function read(vm: TestVm): Promise<VmRow> {
  const row = (await readHostVms(em(), host)).find(({ id }) => id === vm.id);
  if (!row) throw new Error('no such VM');
  return row;
}

const history = (vm: TestVm) =>
  rows<{ from: string; to: string }>(
    em(),
    'select `from`, `to` from vm_event where vm_id = ? order by id',
    [vm.id],
  );

beforeAll(async () => {
  database = await createTestDatabase();
  base = await addBaseRows(em());
  host = await addHost(em(), { name: 'alpha', status: 'UP' });
  await run(em(), "update host set collector = 'me'");
});
afterAll(async () => {
  await database?.drop();
});

describe('writeStatuses', () => {
  it('does not overwrite what somebody wrote since the row was read', async () => {
    const vm = await addVm(em(), base, { hostId: host, status: 'RUNNING' });
    const before = await read(vm);
    await run(
      em(),
      "update vm set status = 'SUSPENDED', status_since = utc_timestamp(3) + interval 1 second where id = ?",
      [vm.id],
    );
    expect(await writeStatuses(em(), [{ vm: before, to: DESTROYED }], new Date())).toBe(false);
    expect((await read(vm)).status).toBe('SUSPENDED');
    expect(await history(vm)).toEqual([]);
  });

  it('writes all or none', async () => {
    const one = await addVm(em(), base, { hostId: host, status: 'RUNNING' });
    const two = await addVm(em(), base, { hostId: host, status: 'RUNNING' });
    const changes = [
      { vm: await read(one), to: DESTROYED },
      { vm: { ...(await read(two)), status: 'SUSPENDED' as const }, to: DESTROYED },
    ];
    expect(await writeStatuses(em(), changes, new Date())).toBe(false);
    expect((await read(one)).status).toBe('RUNNING');
    const right = await Promise.all([one, two].map(read));
    expect(
      await writeStatuses(
        em(),
        right.map((vm) => ({ vm, to: DESTROYED })),
        new Date(),
      ),
    ).toBe(true);
    expect(await read(two)).toMatchObject({ status: 'SHUTDOWN', statusReason: 'destroyed' });
    expect(await history(two)).toEqual([{ from: 'RUNNING', to: 'SHUTDOWN' }]);
  });

  it('leaves the history of what a running task does to the task', async () => {
    const vm = await addVm(em(), base, { hostId: host, status: 'RUNNING' });
    await addTask(em(), vm.id, 'RUNNING');
    const row = await read(vm);
    expect(row.busy).toBe(true);
    expect(await writeStatuses(em(), [{ vm: row, to: DESTROYED }], new Date())).toBe(true);
    expect(await history(vm)).toEqual([]);
  });

  it('adds what a task saw and did not write down, from what was told last, and only once', async () => {
    const vm = await addVm(em(), base, { hostId: host, status: 'RUNNING' });
    await addTask(em(), vm.id, 'RUNNING');
    await writeStatuses(em(), [{ vm: await read(vm), to: DESTROYED }], new Date(5_000));
    await run(em(), "update task set status = 'SUCCEEDED' where vm_id = ?", [vm.id]);
    const seen = await read(vm);
    const late = [{ vm: seen, to: DESTROYED }];
    expect(await writeStatuses(em(), late, new Date(9_000))).toBe(true);
    expect(await history(vm)).toEqual([{ from: 'RUNNING', to: 'SHUTDOWN' }]);
    expect((await read(vm)).statusSince).toEqual(new Date(5_000));
    expect(await writeStatuses(em(), late, new Date(9_000))).toBe(false);
    expect(await history(vm)).toHaveLength(1);
  });

  it('does not take a waiting task for a running one', async () => {
    const vm = await addVm(em(), base, { hostId: host });
    await addTask(em(), vm.id, 'PENDING');
    expect((await read(vm)).busy).toBe(false);
  });
});

describe('writeLostHost', () => {
  it('remembers what a VM did even while a task is at work on it', async () => {
    const other = await addHost(em(), { name: 'gamma', status: 'UP' });
    const vm = await addVm(em(), base, { hostId: other, status: 'RUNNING' });
    await addTask(em(), vm.id, 'RETRYING');
    await writeLostHost(em(), {
      ...{ host: { id: other, collector: 'me' }, hostName: 'gamma', since: new Date() },
      ...{ fault: { part: 'ssh', reason: 'SSH does not answer' }, lastSeenAt: null },
    });
    expect(await statusesBeforeUnknown(em(), [vm.id])).toEqual(new Map([[vm.id, 'RUNNING']]));
    expect(await history(vm)).toEqual([{ from: 'RUNNING', to: 'UNKNOWN' }]);
  });

  it('makes all its VMs unknown, once, and remembers what they did', async () => {
    const running = await addVm(em(), base, { hostId: host, status: 'RUNNING' });
    const queued = await addVm(em(), base, { hostId: host, status: 'IN_QUEUE' });
    const lost = {
      host: { id: host, collector: 'me' },
      hostName: 'alpha',
      fault: { part: 'ssh', reason: 'SSH does not answer' },
      since: new Date('2025-11-24T20:40:12Z'),
      lastSeenAt: null,
    } as const;
    const first = await writeLostHost(em(), lost);
    expect(first.hostChanged).toBe(true);
    expect(first.vms).toContain(running.id);
    expect(await read(running)).toMatchObject({
      status: 'UNKNOWN',
      statusReason: 'host alpha is unreachable since 2025-11-24 20:40 UTC',
    });
    expect((await read(queued)).status).toBe('IN_QUEUE');
    expect(await statusesBeforeUnknown(em(), [running.id])).toEqual(
      new Map([[running.id, 'RUNNING']]),
    );
    expect(await writeLostHost(em(), lost)).toEqual({ hostChanged: false, vms: [] });
  });

  it('writes nothing of a host that another collector holds', async () => {
    const other = await addHost(em(), { name: 'beta', status: 'UP' });
    const { hostChanged } = await writeLostHost(em(), {
      host: { id: other, collector: 'me' },
      hostName: 'beta',
      fault: { part: 'ssh', reason: 'SSH does not answer' },
      since: new Date(),
      lastSeenAt: null,
    });
    expect(hostChanged).toBe(false);
  });
});
