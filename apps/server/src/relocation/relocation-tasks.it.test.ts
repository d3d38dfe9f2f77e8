import { afterAll, beforeAll, describe, expect } from 'vitest';
import { addHostDatastores, LOCAL } from '../../test/host-datastores.ts';
import { Product } from '../../test/product.ts';
import { describeTask, type TaskSubject } from '../../test/task-harness.ts';
import { makeVm, withWorker } from '../../test/task-product.ts';
import { diskPlaces } from '../disk-move/moved-xml.ts';
import { rows, run } from '../platform/db.ts';
import type { DatastoreId, HostId, VmId } from '../platform/ids.ts';
import { requireVmRecord } from '../vm/vm-record.ts';
import { relocateVmTask } from './relocate-vm.task.ts';
import type { RelocationSpec } from './relocation.ts';

/** The rules of every task, tried on VMs that go to and fro between two hosts with their disks. */
let product: Product;
let stores: ReadonlyMap<string, DatastoreId>;
let running: VmId;
let still: VmId;
const HOSTS = ['host1', 'host2'] as const;

beforeAll(async () => {
  product = await Product.start({
    ...{ name: 'rt', hosts: 2, env: { BAADAL_ROLES: 'api,collector' } },
  });
  await product.leaveGuestsOut();
  stores = await addHostDatastores(product);
  const [host] = await rows<{ id: HostId }>(
    product.em(),
    "select id from host where name = 'host1'",
  );
  const where = { hostId: host?.id, datastoreId: stores.get('host1') };
  running = await makeVm(product, { name: 'running', ...where });
  still = await makeVm(product, { name: 'still', ...where, start: false });
  await withWorker(product, async () => {
    const query = 'mutation ($i: CreateSnapshotInput!) { createSnapshot(input: $i) { id } }';
    const i = { vmId: still, name: 'before' };
    const { createSnapshot } = await product.admin.ask(query, { i });
    expect((await product.admin.finish(createSnapshot.id)).status).toBe('SUCCEEDED');
  });
}, 180_000);
afterAll(() => product?.[Symbol.asyncDispose]());

/** What the mutation writes: to wherever the VM is not. */
async function prepare(vmId: VmId) {
  const em = product.em();
  const vm = await requireVmRecord(em, vmId);
  const other = vm.hostName === 'host1' ? 'host2' : 'host1';
  const [to] = await rows<{ id: HostId }>(em, 'select id from host where name = ?', [other]);
  if (!to) throw new Error('no other host');
  const input: RelocationSpec = {
    ...{ fromId: vm.hostId, toId: to.id, live: null, bandwidthMiBps: null, maxDowntimeMs: null },
    move: {
      ...{ vmId, name: vm.name, datastore: `of-${other}` },
      datastoreId: stores.get(other) as DatastoreId,
      disks: vm.disks.map(({ id: diskId, datastoreId }) => ({ diskId, datastoreId })),
    },
    story: [],
  };
  await run(em, 'delete from vm_migration');
  await run(em, 'update disk set moving_to_id = null');
  return { input, vmId, hostId: vm.hostId };
}

/** Fails unless all agree on one host and one set of files. @returns that host's name */
async function whereabouts(vmId: VmId, state: string): Promise<string> {
  const vm = await requireVmRecord(product.em(), vmId);
  const paths = vm.disks.map(({ path }) => path);
  for (const host of HOSTS) {
    const here = host === vm.hostName;
    const defined = await product.onHost(host, 'virsh', 'list', '--all', '--name');
    expect(defined.includes(vm.identity)).toBe(here);
    const found = await product.onHost(
      ...([host, 'find', LOCAL, '-type', 'f', '-name', `${vm.identity}*`] as const),
    );
    expect(found.split('\n').filter(Boolean)).toEqual(here ? paths : []);
    expect((await product.onHost(host, 'virsh', 'pool-list', '--all', '--name')).trim()).toBe('');
    expect(await product.onHost(host, 'find', LOCAL, '-name', '.*')).toBe('');
  }
  const virsh = (...argv: string[]) => product.onHost(vm.hostName, 'virsh', ...argv);
  expect((await virsh('domstate', vm.identity)).trim()).toBe(state);
  for (const flags of [[], ['--inactive']]) {
    const places = diskPlaces(await virsh('dumpxml', vm.identity, ...flags));
    expect([...places.values()].map(({ file }) => file)).toEqual(paths);
  }
  const snapshots = await rows<{ id: string }>(
    product.em(),
    'select id from snapshot where vm_id = ?',
    [vmId],
  );
  const listed = await virsh('snapshot-list', vm.identity, '--name');
  expect(listed.split('\n').filter(Boolean)).toEqual(snapshots.map(({ id }) => id));
  for (const { id } of snapshots)
    expect(await virsh('snapshot-dumpxml', vm.identity, id)).toContain(`file='${paths[0]}'`);
  const marks = 'select id from disk where moving_to_id is not null';
  expect(await rows(product.em(), marks)).toEqual([]);
  expect(await rows(product.em(), 'select vm_id from vm_migration')).toEqual([]);
  return vm.hostName;
}

/** Each test takes the other one: one that runs, one that is off and has a snapshot. */
let turn = 0;
const current = () =>
  turn % 2 === 1 ? { vmId: running, state: 'running' } : { vmId: still, state: 'shut off' };
const find = () => whereabouts(current().vmId, current().state);

describe('a VM that takes its disks along', () => {
  describeTask(
    relocateVmTask,
    (): TaskSubject<RelocationSpec> => ({
      services: product.app.services,
      definition: relocateVmTask,
      prepare: () => {
        turn++;
        return prepare(current().vmId);
      },
      expectDone: async ({ move }) => {
        expect(`of-${await find()}`).toBe(move.datastore);
      },
      // On one host with one set of files: once it has arrived there is no way back.
      expectNothingLeft: async () => void (await find()),
    }),
  );
});
