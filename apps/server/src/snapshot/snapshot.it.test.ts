import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { GraphqlClient } from '../../test/graphql-client.ts';
import { GuestShell } from '../../test/guest-shell.ts';
import { Product } from '../../test/product.ts';
import { waitFor } from '../../test/wait-for.ts';
import { rows, run } from '../platform/db.ts';
import { newId, type VmId } from '../platform/ids.ts';
import { requireVmRecord } from '../vm/vm-record.ts';
import { runDueSchedules } from './snapshot-schedules.ts';

let product: Product;
let alice: GraphqlClient;
let bob: GraphqlClient;
/** A VM that runs, and one that is off. */
let running = '' as VmId;
let still = '' as VmId;

beforeAll(async () => {
  product = await Product.start({ name: 'sn', hosts: 1 });
  [alice, bob] = [await product.user('alice'), await product.user('bob')];
  const [first, second] = await Promise.all([
    product.createVm(alice, { name: 'running' }),
    product.createVm(alice, { name: 'still', start: false }),
  ]);
  [running, still] = [first.vmId as VmId, second.vmId as VmId];
  await waitFor('the guest to answer', () => answers(running));
}, 180_000);
afterAll(() => product?.[Symbol.asyncDispose]());

const record = (id: VmId) => requireVmRecord(product.em(), id);
const virsh = (...argv: string[]) => product.onHost('host1', 'virsh', ...argv);

async function answers(id: VmId): Promise<boolean> {
  const address = (await record(id)).ip?.address ?? '';
  return product.onHost('gateway', 'ping', '-c', '1', '-W', '1', address).then(
    () => true,
    () => false,
  );
}

const CREATE = 'mutation ($i: CreateSnapshotInput!) { createSnapshot(input: $i) { id } }';
const REVERT = 'mutation ($i: RevertToSnapshotInput!) { revertToSnapshot(input: $i) { id } }';
const DELETE = 'mutation ($i: DeleteSnapshotInput!) { deleteSnapshot(input: $i) { id } }';

async function create(vmId: VmId, name: string, more: Record<string, unknown> = {}) {
  const { createSnapshot } = await alice.ask(CREATE, { i: { vmId, name, ...more } });
  return alice.finish(createSnapshot.id);
}
async function revert(id: string) {
  return alice.finish((await alice.ask(REVERT, { i: { id } })).revertToSnapshot.id);
}
async function remove(id: string) {
  return alice.finish((await alice.ask(DELETE, { i: { id } })).deleteSnapshot.id);
}

async function view(id: VmId) {
  const { vm } = await alice.ask(
    `query ($id: ID!) { vm(id: $id) { status desiredStatus vcpus ramMiB disks { target }
       snapshotQuota { used limit }
       snapshots { id name description type memory current vmStatus sizeBytes createdAt parent { name }
                   createdBy { username } }
       events { nodes { attribute from to } } } }`,
    { id },
  );
  return vm;
}

async function idOf(vmId: VmId, name: string): Promise<string> {
  const { snapshots } = await view(vmId);
  return snapshots.find((s: { name: string }) => s.name === name).id;
}

/** Fails unless row, libvirt and files agree on which snapshots there are. */
async function expectAgreement(vmId: VmId): Promise<void> {
  const vm = await record(vmId);
  const ids = (await view(vmId)).snapshots.map((s: { id: string }) => s.id).sort();
  const listed = await virsh('snapshot-list', vm.identity, '--name');
  expect(listed.split('\n').filter(Boolean).sort()).toEqual(ids);
  const file = vm.disks[0]?.path ?? '';
  const info = await product.onHost('host1', 'qemu-img', 'info', '-U', '--output=json', file);
  const held = (JSON.parse(info).snapshots ?? []).map((s: { name: string }) => s.name);
  expect(held.sort()).toEqual(ids);
}

async function removeAll(vmId: VmId): Promise<void> {
  for (const { id } of (await view(vmId)).snapshots) await remove(id);
  await expectAgreement(vmId);
}

describe('snapshots of a VM that runs', () => {
  afterEach(() => removeAll(running));

  it('bring the memory back, with size and disks of then, and keep newer disks', async () => {
    const vm = await record(running);
    {
      await using shell = await GuestShell.open(product.app.services, vm);
      await shell.run('echo before > /tmp/mark');
      expect(await create(running, 'first', { description: 'as it was' })).toMatchObject({
        status: 'SUCCEEDED',
        message: 'Snapshotted successfully',
      });
      await shell.run('echo after > /tmp/mark');
      expect(await shell.run('cat /tmp/mark')).toBe('after');
    }
    const seen = await view(running);
    expect(seen.snapshots).toMatchObject([
      {
        ...{ name: 'first', description: 'as it was', type: 'USER', memory: true, current: true },
        ...{ vmStatus: 'RUNNING', parent: null, createdBy: { username: 'alice' } },
      },
    ]);
    expect(Number(seen.snapshots[0].sizeBytes)).toBeGreaterThan(10_000_000);
    await expectAgreement(running);
    // Meanwhile it was made larger, and got a disk.
    await grow(running);
    expect(await revert(seen.snapshots[0].id)).toMatchObject({
      status: 'SUCCEEDED',
      message: 'Reverted to snapshot successfully',
    });
    await using shell = await GuestShell.open(product.app.services, vm);
    expect(await shell.run('cat /tmp/mark')).toBe('before');
    const back = await view(running);
    expect(back).toMatchObject({
      ...{ status: 'RUNNING', desiredStatus: 'RUNNING', vcpus: vm.vcpus, ramMiB: vm.ramMiB },
      disks: [{ target: 'vda' }, { target: 'vdb' }],
    });
    const told = back.events.nodes.map((e: { attribute: string }) => e.attribute);
    expect(told).toEqual(expect.arrayContaining(['reverted', 'vcpus', 'snapshot']));
    for (const which of [[], ['--inactive']])
      expect(await virsh('domblklist', vm.identity, ...which)).toContain('vdb');
  });

  it('of the disks alone boot after a revert', async () => {
    expect(await create(running, 'disks', { memory: false })).toMatchObject({
      status: 'SUCCEEDED',
    });
    const { snapshots, status } = await view(running);
    expect(status).toBe('RUNNING');
    expect(snapshots).toMatchObject([{ memory: false, vmStatus: 'SHUTDOWN', sizeBytes: '0' }]);
    await expectAgreement(running);
    expect(await revert(snapshots[0].id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await view(running)).toMatchObject({ status: 'SHUTDOWN', desiredStatus: 'SHUTDOWN' });
    await product.act(alice, 'startVm', running);
    await waitFor('the guest to answer', () => answers(running));
  });

  it('are not taken of a guest that does not answer, unless that is allowed', async () => {
    const { identity, ip } = await record(running);
    await product.admin.ask(
      'mutation ($i: SetConstantInput!) { setConstant(input: $i) { name } }',
      {
        i: { name: 'snapshotPingGraceSeconds', value: '2' },
      },
    );
    const words = `Unable to ping VM before snapshotting : ${ip?.address}`;
    await product.act(alice, 'suspendVm', running);
    expect(await create(running, 'no')).toMatchObject({ status: 'FAILED', message: words });
    await product.act(alice, 'resumeVm', running);
    await virsh('domif-setlink', identity, ip?.mac ?? '', 'down');
    expect(await create(running, 'no')).toMatchObject({ status: 'FAILED', message: words });
    expect((await view(running)).snapshots).toEqual([]);
    expect(await create(running, 'yes', { requirePing: false })).toMatchObject({
      status: 'SUCCEEDED',
    });
    await virsh('domif-setlink', identity, ip?.mac ?? '', 'up');
  });
});

const SCHEDULE =
  'mutation ($i: SetSnapshotScheduleInput!) { setSnapshotSchedule(input: $i) { snapshotSchedules { type keep hour memory lastSkipped } } }';

describe('scheduled snapshots', () => {
  const DAY_MS = 24 * 60 * 60 * 1000;
  const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);

  /** Lets the time come, in two processes at once, and waits for what was asked for. */
  async function letDue(vmId: VmId, days: number): Promise<number> {
    const { services } = product.app;
    const counts = await Promise.all([0, 1].map(() => runDueSchedules(services, inDays(days))));
    await waitFor('the tasks to have ended', async () => {
      const active = "('PENDING', 'RUNNING', 'RETRYING')";
      const sql = `select 1 from task where vm_id = ? and status in ${active}`;
      return (await rows(product.em(), sql, [vmId])).length === 0;
    });
    return (counts[0] ?? 0) + (counts[1] ?? 0);
  }

  afterEach(async () => {
    await alice.ask(SCHEDULE, { i: { vmId: running, daily: null, weekly: null } });
    await removeAll(running);
  });

  it('are taken once however many look, and the oldest go once a newer one is there', async () => {
    const daily = { keep: 2, hour: 3 };
    const { setSnapshotSchedule } = await alice.ask(SCHEDULE, { i: { vmId: running, daily } });
    expect(setSnapshotSchedule.snapshotSchedules).toEqual([
      { type: 'DAILY', ...daily, memory: false, lastSkipped: null },
    ]);
    expect(await letDue(running, 0)).toBe(0);
    const names: string[] = [];
    for (const days of [2, 3, 4]) {
      expect(await letDue(running, days)).toBe(1);
      names.push(`Daily ${inDays(days).toISOString().slice(0, 10)}`);
    }
    const { snapshots, snapshotQuota } = await view(running);
    expect(snapshots).toMatchObject([
      { name: names[1], type: 'DAILY', memory: false, createdBy: null, parent: null },
      { name: names[2], type: 'DAILY', parent: { name: names[1] } },
    ]);
    expect(snapshotQuota).toEqual({ used: 0, limit: 3 });
    await expectAgreement(running);
  });

  it('are made up for once after a long pause, and skipped, told, of a VM that is off', async () => {
    await alice.ask(SCHEDULE, { i: { vmId: still, weekly: { keep: 1, hour: 0 } } });
    expect(await letDue(still, 100)).toBe(1);
    expect(await letDue(still, 100)).toBe(0);
    const { events, snapshots } = await view(still);
    expect(snapshots).toEqual([]);
    expect(events.nodes[0]).toEqual({
      ...{ attribute: 'scheduled snapshot', from: null, to: 'weekly skipped: the VM is off' },
    });
    await alice.ask(SCHEDULE, { i: { vmId: still, weekly: null } });
  });

  it('are set by the owner, within bounds', async () => {
    const bad = { vmId: running, daily: { keep: 0, hour: 24 } };
    expect(await alice.refused(SCHEDULE, { i: bad })).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [{ path: 'daily.keep' }, { path: 'daily.hour' }],
    });
    const good = { vmId: running, daily: { keep: 1, hour: 0 } };
    expect((await bob.refused(SCHEDULE, { i: good })).code).toBe('NOT_FOUND');
  });
});

/** Makes a VM larger and gives it a disk, as edits and an attachment do. */
async function grow(id: VmId): Promise<void> {
  const vm = await record(id);
  const path = `vm_extra_disks/${vm.identity}_disk1.qcow2`;
  await product.onHost(
    'host1',
    ...['qemu-img', 'create', '-q', '-f', 'qcow2'],
    ...[`/mnt/datastore/${path}`, '1G'],
  );
  await run(
    product.em(),
    `insert into disk (id, vm_id, target, path, size_gib, datastore_id, root)
     select ?, id, 'vdb', ?, 1, datastore_id, false from vm where id = ?`,
    [newId('disk'), path, id],
  );
  await run(product.em(), 'update vm set vcpus = vcpus + 1, ram_mib = ram_mib + 32 where id = ?', [
    id,
  ]);
  await virsh(
    ...['attach-disk', vm.identity, `/mnt/datastore/${path}`, 'vdb'],
    ...['--driver', 'qemu', '--subdriver', 'qcow2', '--live'],
  );
}

describe('snapshots of a VM that is off', () => {
  it('are three at most, however many ask at once', async () => {
    const asked = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        alice.send(CREATE, { i: { vmId: still, name: `s${i}` } }),
      ),
    );
    const codes = asked.flatMap(({ errors }) => errors.map((e) => e.extensions['code']));
    expect(codes).toEqual(Array.from({ length: 7 }, () => 'QUOTA_EXCEEDED'));
    for (const { data } of asked)
      if (data)
        expect(await alice.finish(data.createSnapshot.id)).toMatchObject({ status: 'SUCCEEDED' });
    const seen = await view(still);
    expect(seen.snapshotQuota).toEqual({ used: 3, limit: 3 });
    expect(seen.snapshots).toHaveLength(3);
    await expectAgreement(still);
    expect(await alice.refused(CREATE, { i: { vmId: still, name: 'more' } })).toMatchObject({
      code: 'QUOTA_EXCEEDED',
      limit: 3,
    });
  });

  it('are of nobody else, and of no other VM', async () => {
    const { id } = (await view(still)).snapshots[0];
    for (const query of [REVERT, DELETE]) {
      expect((await bob.refused(query, { i: { id } })).code).toBe('NOT_FOUND');
      expect((await alice.refused(query, { i: { id, vmId: running } })).code).toBe('NOT_FOUND');
      expect((await alice.refused(query, { i: { id: 'snap_none' } })).code).toBe('NOT_FOUND');
    }
    const input = { i: { vmId: still, name: 'mine' } };
    expect((await bob.refused(CREATE, input)).code).toBe('NOT_FOUND');
    // Nothing to see, and what XML cannot hold or shows another way round.
    for (const name of [' ', '\u200b', 'a\nb', 'a\ufffe', 'a\u202eb', 'x'.repeat(101)])
      expect(await alice.refused(CREATE, { i: { vmId: still, name } })).toMatchObject({
        code: 'BAD_USER_INPUT',
        fields: [{ path: 'name' }],
      });
  });

  it('are deleted once when that is asked for twice, and leave their children to their parent', async () => {
    const [first, second, third] = (await view(still)).snapshots;
    expect(third.parent.name).toBe(second.name);
    const both = await Promise.all([0, 1].map(() => alice.send(DELETE, { i: { id: second.id } })));
    const codes = both.flatMap(({ errors }) => errors.map((e) => e.extensions['code']));
    expect(codes).toEqual(['CONFLICT']);
    const task = both.find(({ data }) => data)?.data.deleteSnapshot.id;
    expect(await alice.finish(task)).toMatchObject({
      status: 'SUCCEEDED',
      message: 'Deleted snapshot successfully',
    });
    const left = (await view(still)).snapshots;
    expect(left).toMatchObject([{ id: first.id }, { id: third.id, parent: { name: first.name } }]);
    expect((await alice.refused(DELETE, { i: { id: second.id } })).code).toBe('NOT_FOUND');
    await expectAgreement(still);
    expect(await virsh('snapshot-parent', (await record(still)).identity, third.id)).toContain(
      first.id,
    );
  });

  it('take it back to off, and refuse when a part of them is gone', async () => {
    const [first, third] = (await view(still)).snapshots;
    expect(await revert(first.id)).toMatchObject({ status: 'SUCCEEDED' });
    expect((await view(still)).snapshots).toMatchObject([{ current: true }, { current: false }]);
    const { identity, disks } = await record(still);
    await product.onHost('host1', 'qemu-img', 'snapshot', '-d', third.id, disks[0]?.path ?? '');
    const failed = await revert(third.id);
    expect(failed.status).toBe('FAILED');
    expect(failed.message).toContain('no longer holds this snapshot');
    // libvirt forgets, and is told again.
    await virsh('snapshot-delete', identity, first.id, '--metadata');
    expect(await revert(first.id)).toMatchObject({ status: 'SUCCEEDED' });
    await removeAll(still);
  });

  it('need room for the size of then, which is given back when they fail', async () => {
    const { ramMiB, identity, disks } = await record(still);
    await create(still, 'larger');
    const id = await idOf(still, 'larger');
    const tookOf = (size: number) =>
      run(product.em(), 'update snapshot set ram_mib = ? where id = ?', [size, id]);
    await tookOf(65_000);
    expect((await alice.refused(REVERT, { i: { id } })).code).toBe('NO_CAPACITY');
    expect((await record(still)).ramMiB).toBe(ramMiB);
    await tookOf(ramMiB + 32);
    expect(await revert(id)).toMatchObject({ status: 'SUCCEEDED' });
    expect((await record(still)).ramMiB).toBe(ramMiB + 32);
    expect(await virsh('dominfo', identity)).toContain(`${(ramMiB + 32) * 1024} KiB`);
    const [told] = (await view(still)).events.nodes.filter(
      (e: { attribute: string }) => e.attribute === 'ramMiB',
    );
    expect(told).toMatchObject({ from: `${ramMiB}`, to: `${ramMiB + 32}` });
    await tookOf(ramMiB + 64);
    await product.onHost('host1', 'qemu-img', 'snapshot', '-d', id, disks[0]?.path ?? '');
    expect(await revert(id)).toMatchObject({ status: 'FAILED' });
    expect((await record(still)).ramMiB).toBe(ramMiB + 32);
    await removeAll(still);
  });

  it('go with the VM', async () => {
    await create(still, 'last');
    await idOf(still, 'last');
    expect(await product.act(alice, 'deleteVm', still)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await rows(product.em(), 'select id from snapshot where vm_id = ?', [still])).toEqual(
      [],
    );
  });
});
