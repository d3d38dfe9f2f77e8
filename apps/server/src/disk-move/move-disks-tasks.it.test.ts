import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Product } from '../../test/product.ts';
import { addSecondDatastore } from '../../test/second-datastore.ts';
import { ServerProcess } from '../../test/server-process.ts';
import { describeTask, type TaskSubject } from '../../test/task-harness.ts';
import { makeVm, productWithoutWorker, withWorker } from '../../test/task-product.ts';
import { ask, reached, taskState } from '../../test/task-world.ts';
import { waitFor } from '../../test/wait-for.ts';
import { rows, run } from '../platform/db.ts';
import type { DatastoreId, VmId } from '../platform/ids.ts';
import type { SnapshotRecord } from '../snapshot/snapshot-record.ts';
import { registerTasks } from '../task/task-definition.ts';
import { TASK_DEFINITIONS } from '../tasks.ts';
import { requireVmRecord } from '../vm/vm-record.ts';
import { type MoveSpec, markMoving } from './disk-move.ts';
import { moveDisksTask } from './move-disks.task.ts';
import { diskPlaces } from './moved-xml.ts';

/** The rules of every task, tried on VMs that go to and fro between two datastores. */
let product: Product;
let running: VmId;
let still: VmId;

const em = () => product.em();
const virsh = (...argv: string[]) => product.onHost('host1', 'virsh', ...argv);
const byId = new Map<DatastoreId, string>();

beforeAll(async () => {
  product = await productWithoutWorker('mt');
  await product.leaveGuestsOut();
  await addSecondDatastore(product);
  running = await makeVm(product, { name: 'running', extraDiskGiB: 1, start: false });
  const data = (await requireVmRecord(em(), running)).disks[1]?.path ?? '';
  await product.onHost('host1', 'qemu-io', '-c', 'write -P 7 0 32M', data);
  still = await makeVm(product, { name: 'still', extraDiskGiB: 1, start: false });
  await withWorker(product, async () => {
    const started = await product.act(product.admin, 'startVm', running);
    expect(started).toMatchObject({ status: 'SUCCEEDED' });
    const mutation = 'mutation ($i: CreateSnapshotInput!) { createSnapshot(input: $i) { id } }';
    const i = { vmId: still, name: 'before' };
    const { createSnapshot } = await product.admin.ask(mutation, { i });
    const { status } = await product.admin.finish(createSnapshot.id);
    expect(status).toBe('SUCCEEDED');
  });
  for (const { id, path } of await rows<{ id: DatastoreId; path: string }>(
    em(),
    'select id, path from datastore',
  ))
    byId.set(id, path);
}, 180_000);
afterAll(() => product?.[Symbol.asyncDispose]());

/** Asks for what the mutation asks for: to wherever the VM is not. */
async function prepare(vmId: VmId) {
  const vm = await requireVmRecord(em(), vmId);
  const here = vm.disks[0]?.datastoreId;
  const [to] = await rows<{ id: DatastoreId; name: string }>(
    em(),
    'select id, name from datastore where id <> ?',
    [here],
  );
  if (!to) throw new Error('no other datastore');
  await run(em(), "delete from vm_event where attribute like 'disk%'");
  const spec: MoveSpec = {
    ...{ vmId, name: vm.name, datastoreId: to.id, datastore: to.name },
    disks: vm.disks.map(({ id: diskId, datastoreId }) => ({ diskId, datastoreId })),
  };
  await markMoving(em(), spec);
  return { input: spec, vmId, hostId: vm.hostId };
}

/** Where rows, domain, files and snapshots say the VM's disks are: one word each when all agree. */
async function whereabouts(vmId: VmId) {
  const vm = await requireVmRecord(em(), vmId);
  const paths = vm.disks.map(({ path }) => path);
  const active = (await virsh('domstate', vm.identity)).trim() === 'running';
  const [live, config] = await Promise.all([
    virsh('dumpxml', vm.identity),
    virsh('dumpxml', '--inactive', vm.identity),
  ]);
  for (const xml of [live, config]) {
    const places = diskPlaces(xml);
    expect(vm.disks.map(({ target }) => places.get(target)?.file)).toEqual(paths);
    expect([...places.values()].map(({ mirror }) => mirror)).toEqual([null, null]);
  }
  const found = await product.onHost(
    'host1',
    ...['find', '/mnt/datastore/vm_images', '/mnt/datastore/vm_extra_disks', '/mnt/second'],
    ...['-name', `${vm.identity}*`],
  );
  expect(found.split('\n').filter(Boolean).toSorted()).toEqual(paths.toSorted());
  const marked = await rows(
    em(),
    'select id from disk where moving_to_id is not null and vm_id = ?',
    [vmId],
  );
  expect(marked).toEqual([]);
  await expectSnapshots(vmId, vm.identity, paths);
  const stores = new Set(vm.disks.map(({ datastoreId }) => datastoreId));
  return { active, stores };
}

async function expectSnapshots(vmId: VmId, identity: string, paths: readonly string[]) {
  const snapshots = await rows<Pick<SnapshotRecord, 'id'> & { disks: string; definition: string }>(
    em(),
    'select id, cast(disks as char) as disks, definition from snapshot where vm_id = ?',
    [vmId],
  );
  for (const { id, disks, definition } of snapshots) {
    const files = (JSON.parse(disks) as { file: string }[]).map(({ file }) => file);
    expect(files).toEqual(paths);
    const told = await virsh('snapshot-dumpxml', identity, id);
    for (const xml of [definition, told])
      expect([...diskPlaces(xml).values()].map(({ file }) => file)).toEqual(paths);
    for (const path of paths)
      expect(await product.onHost('host1', 'qemu-img', 'snapshot', '-l', '-U', path)).toContain(id);
  }
}

const history = () =>
  rows<{ attribute: string; from: string; to: string }>(
    em(),
    "select attribute, `from`, `to` from vm_event where attribute like 'disk%' order by attribute",
  );

const subject = (vmId: () => VmId, active: boolean) => (): TaskSubject<MoveSpec> => ({
  services: product.app.services,
  definition: moveDisksTask,
  prepare: () => prepare(vmId()),
  expectDone: async ({ datastoreId, datastore }) => {
    expect(await whereabouts(vmId())).toEqual({ active, stores: new Set([datastoreId]) });
    const [root, extra] = await history();
    expect(root).toMatchObject({ attribute: 'disk vda', to: datastore });
    expect(extra).toMatchObject({ attribute: 'disk vdb', to: datastore });
  },
  // On one set of files, wherever: once they were switched there is no way back.
  expectNothingLeft: async () => {
    const { active: isActive, stores } = await whereabouts(vmId());
    expect(isActive).toBe(active);
    expect(stores.size).toBe(1);
  },
});

describe('a worker that is killed while disks are copied', () => {
  it('leaves QEMU at it, and the next one goes on from there', async () => {
    const { services } = product.app;
    registerTasks(TASK_DEFINITIONS);
    const { identity } = await requireVmRecord(em(), running);
    const task = await prepare(running);
    const worker = await ServerProcess.start({ ...product.env, BAADAL_ROLES: 'worker' });
    const input = { ...task.input, bandwidthMiBps: 1 };
    const id = await ask(services, { ...task, input, type: 'MOVE_DISKS', title: 'killed' });
    await waitFor(
      'its data to be copied',
      async () => diskPlaces(await virsh('dumpxml', identity)).get('vdb')?.mirror,
    );
    await worker.kill();
    const places = diskPlaces(await virsh('dumpxml', identity));
    expect(places.get('vdb')?.mirror).toMatchObject({ ready: false });
    expect((await taskState(services, id)).status).toBe('RUNNING');
    await virsh('blockjob', identity, 'vdb', '--bandwidth', '0');
    await run(em(), 'update task set lease_until = utc_timestamp(3) where id = ?', [id]);
    await withWorker(product, async () => {
      expect(await reached(services, id)).toMatchObject({ status: 'SUCCEEDED', epoch: 2 });
    });
    const { datastoreId } = task.input;
    expect(await whereabouts(running)).toEqual({ active: true, stores: new Set([datastoreId]) });
    const data = (await requireVmRecord(em(), running)).disks[1]?.path ?? '';
    const read = ['qemu-io', '-U', '-r', '-c', 'read -P 7 0 32M', data];
    expect(await product.onHost('host1', ...read)).toMatch(/^read 33554432/);
  });
});

describe('a worker that is killed while files are copied', () => {
  it('leaves a copying behind, which the next one ends before it copies anew', async () => {
    const { services } = product.app;
    registerTasks(TASK_DEFINITIONS);
    const copying = async () =>
      (await product.onHost('host1', 'sh', '-c', 'pgrep -x qemu-img || true'))
        .split('\n')
        .filter(Boolean);
    const before = (await requireVmRecord(em(), still)).disks[1]?.path ?? '';
    await product.onHost('host1', 'qemu-io', '-c', 'write -P 5 0 40M', before);
    const task = await prepare(still);
    const worker = await ServerProcess.start({ ...product.env, BAADAL_ROLES: 'worker' });
    const input = { ...task.input, bandwidthMiBps: 4 };
    const id = await ask(services, { ...task, input, type: 'MOVE_DISKS', title: 'killed' });
    const partial = `${byId.get(task.input.datastoreId)}/vm_extra_disks`;
    await waitFor('its data to be copied', async () =>
      (await product.onHost('host1', 'sh', '-c', `ls "${partial}" || true`)).includes('.partial'),
    );
    await worker.kill();
    const [left] = await copying();
    expect(left).toBeDefined();
    await run(em(), 'update task set lease_until = utc_timestamp(3) where id = ?', [id]);
    await withWorker(product, async () => {
      await waitFor('the old one to be ended', async () => !(await copying()).includes(left ?? ''));
      expect((await taskState(services, id)).status).toBe('RUNNING');
      expect(await reached(services, id)).toMatchObject({ status: 'SUCCEEDED', epoch: 2 });
    });
    expect(await copying()).toEqual([]);
    const { datastoreId } = task.input;
    expect(await whereabouts(still)).toEqual({ active: false, stores: new Set([datastoreId]) });
    expect(await product.onHost('host1', 'ls', partial)).not.toContain('.partial');
    const data = (await requireVmRecord(em(), still)).disks[1]?.path ?? '';
    const read = ['qemu-io', '-r', '-c', 'read -P 5 0 40M', data];
    expect(await product.onHost('host1', ...read)).toMatch(/^read 41943040/);
  });
});

describe('disks of a VM that runs', () => {
  describeTask(
    moveDisksTask,
    subject(() => running, true),
  );
});

describe('disks of a VM that is off and has a snapshot', () => {
  describeTask(
    moveDisksTask,
    subject(() => still, false),
  );
});
