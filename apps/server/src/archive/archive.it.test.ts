import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { GraphqlClient } from '../../test/graphql-client.ts';
import { Product } from '../../test/product.ts';
import { describeTask, type TaskSubject } from '../../test/task-harness.ts';
import { waitFor } from '../../test/wait-for.ts';
import { rows, run, transaction } from '../platform/db.ts';
import { newId, type VmId } from '../platform/ids.ts';
import { TaskEngine } from '../task/engine.ts';
import type { TaskDefinition } from '../task/task-definition.ts';
import { TASK_DEFINITIONS } from '../tasks.ts';
import { requireVmRecord } from '../vm/vm-record.ts';
import { archiveRows } from './archive.service.ts';
import { sweepArchive } from './archive-sweep.ts';
import { purgeVmTask } from './purge-vm.task.ts';
import { restoreRows } from './restore-rows.ts';
import { undeleteVmTask } from './undelete-vm.task.ts';

const ARCHIVE = '/mnt/datastore/vm_archive';
const UNDELETE = 'mutation ($i: UndeleteVmInput!) { undeleteVm(input: $i) { id } }';
const PURGE = 'mutation ($i: PurgeVmInput!) { purgeVm(input: $i) { id } }';
const DELETED =
  '{ deletedVms { totalCount nodes { id name restorable reason purgeAt deletedBy { username } } } }';

let product: Product;
let alice: GraphqlClient;
let bob: GraphqlClient;

beforeAll(async () => {
  const env = { BAADAL_ROLES: 'api,collector' };
  product = await Product.start({ name: 'ar', hosts: 1, env });
  [alice, bob] = [await product.user('alice'), await product.user('bob')];
}, 120_000);
afterAll(() => product?.[Symbol.asyncDispose]());

const archived = async () => {
  const found = await product.onHost('host1', 'find', ARCHIVE, '-type', 'f').catch(() => '');
  return found.split('\n').filter(Boolean);
};
const vmOf = async (id: string) =>
  (
    await alice.ask(
      `query ($id: ID!) { vm(id: $id) { name identity status privateIp mac vncPort collaborators { username }
        disks { path present } events { nodes { attribute task { id } } } } }`,
      { id },
    )
  ).vm;
const undelete = async (id: string, name?: string) =>
  alice.finish((await alice.ask(UNDELETE, { i: { id, ...(name && { name }) } })).undeleteVm.id);

describe('a deleted VM', () => {
  let engine: TaskEngine;
  beforeAll(() => {
    engine = new TaskEngine({
      ...{ services: product.app.services, definitions: TASK_DEFINITIONS },
      ...{ concurrency: 4, processName: 'worker' },
    });
    engine.start();
  });
  afterAll(() => engine.stop({ graceMs: 1_000 }));

  it('can be had back, with its disks, history and people', async () => {
    const { vmId } = await product.createVm(alice, { name: 'kept' });
    const [person] = await rows<{ id: string }>(
      product.em(),
      "select id from user where username = 'bob'",
    );
    const share = 'insert into vm_collaborator (vm_id, user_id) values (?, ?)';
    await run(product.em(), share, [vmId, person?.id]);
    const before = await vmOf(vmId);
    const { capacity: full } = await product.admin.ask('{ capacity { reservedRamMiB } }');
    expect(await product.act(alice, 'deleteVm', vmId)).toMatchObject({
      message: 'kept is deleted successfully',
    });
    expect(await archived()).toEqual([`${ARCHIVE}/${before.identity}/${before.identity}.qcow2`]);
    const { capacity: freed } = await product.admin.ask('{ capacity { reservedRamMiB } }');
    expect(freed.reservedRamMiB).toBeLessThan(full.reservedRamMiB);

    const { deletedVms } = await alice.ask(DELETED);
    expect(deletedVms).toMatchObject({
      totalCount: 1,
      nodes: [{ id: vmId, name: 'kept', restorable: true, deletedBy: { username: 'alice' } }],
    });
    expect(await alice.ask('{ deletedVmGraceDays }')).toEqual({ deletedVmGraceDays: 7 });
    const days = (Date.parse(deletedVms.nodes[0].purgeAt) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(6.9);
    expect((await bob.ask(DELETED)).deletedVms.totalCount).toBe(0);

    expect(await undelete(vmId)).toMatchObject({
      status: 'SUCCEEDED',
      message: 'kept is restored successfully',
    });
    const after = await vmOf(vmId);
    expect(after).toMatchObject({
      ...{ name: 'kept', identity: before.identity, status: 'SHUTDOWN' },
      ...{ privateIp: before.privateIp, mac: before.mac, vncPort: before.vncPort },
      ...{ collaborators: [{ username: 'bob' }], disks: [{ present: true }] },
    });
    const told = after.events.nodes.map((e: { attribute: string }) => e.attribute);
    expect(told).toEqual(expect.arrayContaining(['restored', 'deleted', 'created']));
    expect((await alice.ask(DELETED)).deletedVms.totalCount).toBe(0);
    expect(await archived()).toEqual([]);
    expect(await product.act(alice, 'startVm', vmId)).toMatchObject({ status: 'SUCCEEDED' });
    await product.act(alice, 'deleteVm', vmId);
    await product.admin.finish((await product.admin.ask(PURGE, { i: { id: vmId } })).purgeVm.id);
    expect(await archived()).toEqual([]);
  }, 90_000);

  it('comes back beside a VM that took its name and address', async () => {
    const { vmId } = await product.createVm(alice, { name: 'twin', start: false });
    const before = await vmOf(vmId);
    // As if it had been asked for a moment before the deletion, behind which it waited in vain.
    await run(
      product.em(),
      `insert into snapshot (id, vm_id, name, type, state, created_at, current, memory, quiesced,
         vm_status, vcpus, ram_mib, disks)
       values ('snap_late', ?, 'late', 'USER', 'CREATING', utc_timestamp(3), 0, 0, 0, 'SHUTDOWN', 1, 128, '[]')`,
      [vmId],
    );
    await product.act(alice, 'deleteVm', vmId);
    const other = await product.createVm(alice, { name: 'twin', start: false });
    const taken = await vmOf(other.vmId);
    // What is in the archive keeps its identity for itself.
    expect(taken.identity).not.toBe(before.identity);
    expect(taken.privateIp).toBe(before.privateIp);
    const refused = await alice.refused(UNDELETE, { i: { id: vmId } });
    expect(refused).toMatchObject({ code: 'CONFLICT', fields: [{ path: 'name' }] });
    expect((await alice.refused(UNDELETE, { i: { id: vmId, name: '../x' } })).code).toBe(
      'BAD_USER_INPUT',
    );
    expect(await undelete(vmId, 'twin-2')).toMatchObject({ status: 'SUCCEEDED' });
    const after = await vmOf(vmId);
    expect(after).toMatchObject({ name: 'twin-2', identity: before.identity });
    expect(after.privateIp).not.toBe(before.privateIp);
    expect(await rows(product.em(), 'select 1 from snapshot where vm_id = ?', [vmId])).toEqual([]);
    for (const id of [vmId, other.vmId]) await product.act(alice, 'deleteVm', id);
  }, 60_000);

  it('keeps a volume that was made for another VM, whose next disk is another file', async () => {
    const act = async (name: string, i: Record<string, unknown>) => {
      const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
      const asked = await alice.ask(`mutation ($i: ${type}!) { ${name}(input: $i) { id } }`, { i });
      expect(await alice.finish(asked[name].id)).toMatchObject({ status: 'SUCCEEDED' });
    };
    const disksOf = async (id: string) =>
      (await alice.ask('query ($id: ID!) { vm(id: $id) { disks { id path present } } }', { id })).vm
        .disks;
    const first = await product.createVm(alice, { name: 'vol', extraDiskGiB: 1, start: false });
    // Its root disk and that volume bear one name, in two directories.
    const other = await product.createVm(alice, { name: 'vol_disk1', start: false });
    const [, volume] = await disksOf(first.vmId);
    await act('detachDisk', { id: volume.id, keepVolume: true });
    await act('attachDisk', { vmId: other.vmId, diskId: volume.id });
    const before = await disksOf(other.vmId);
    await product.act(alice, 'deleteVm', other.vmId);
    expect((await archived()).filter((path) => path.includes('vol_disk1'))).toHaveLength(2);
    await act('attachDisk', { vmId: first.vmId, sizeGiB: 1 });
    expect((await disksOf(first.vmId))[1].path).not.toBe(volume.path);
    expect(await undelete(other.vmId)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await disksOf(other.vmId)).toEqual(before);
    for (const id of [first.vmId, other.vmId]) await product.act(alice, 'deleteVm', id);
  }, 90_000);

  it('is had back once, when two ask at once, and only by who may', async () => {
    const { vmId } = await product.createVm(alice, { name: 'once', start: false });
    await product.act(alice, 'deleteVm', vmId);
    for (const query of [UNDELETE, PURGE])
      expect((await bob.refused(query, { i: { id: vmId } })).code).toBe('NOT_FOUND');
    const answers = await Promise.all([1, 2].map(() => alice.send(UNDELETE, { i: { id: vmId } })));
    const codes = answers.map(({ errors }) => errors[0]?.extensions['code'] ?? 'ok').toSorted();
    expect(codes[1]).toBe('ok');
    expect(['CONFLICT', 'NOT_FOUND']).toContain(codes[0]);
    const accepted = answers.find(({ errors }) => errors.length === 0);
    expect(await alice.finish(accepted?.data.undeleteVm.id)).toMatchObject({ status: 'SUCCEEDED' });
    await product.act(alice, 'deleteVm', vmId);
  }, 60_000);

  it('says which disk is missing, and stays in the archive', async () => {
    const { vmId } = await product.createVm(alice, { name: 'lost', start: false });
    await product.act(alice, 'deleteVm', vmId);
    const file = (await archived()).find((path) => path.includes('alice_lost')) ?? '';
    await product.onHost('host1', 'mv', file, '/mnt/datastore/aside');
    const failed = await undelete(vmId);
    expect(failed).toMatchObject({ status: 'FAILED', leftovers: [] });
    expect(failed.message).toContain('is missing');
    await product.onHost('host1', 'mv', '/mnt/datastore/aside', file);
    expect(await undelete(vmId)).toMatchObject({ status: 'SUCCEEDED' });
    await product.act(alice, 'deleteVm', vmId);
  }, 60_000);

  it('is removed for good when its time is over', async () => {
    const { vmId } = await product.createVm(alice, { name: 'old', start: false });
    await product.act(alice, 'deleteVm', vmId);
    const past = 'update archived_vm set purge_at = utc_timestamp(3)';
    await run(product.em(), past);
    await sweepArchive(product.app.services);
    await waitFor('the archive to be empty', async () => (await archived()).length === 0);
    await waitFor('its rows to be gone', async () => {
      const left = await rows(product.em(), 'select 1 from archived_vm');
      return left.length === 0;
    });
    expect((await alice.refused(UNDELETE, { i: { id: vmId } })).code).toBe('NOT_FOUND');
  }, 60_000);
});

type Input = typeof undeleteVmTask extends TaskDefinition<infer I> ? I : never;

/** A VM in the archive, by its rows and one file. */
async function archive(name: string): Promise<Input> {
  const { em } = product.app.services;
  const vmId = newId('vm');
  const identity = `Baadal_admin_${vmId.slice(3)}`;
  await transaction(em(), async (tx) => {
    await run(
      tx,
      `insert into vm (id, name, identity, uuid, owner_id, organisation_id, template_id, datastore_id,
         security_domain_id, vcpus, ram_mib, disk_gib, locked, desired_status, status, told_status, status_since, created_at)
       select ?, ?, ?, uuid(), u.id, u.organisation_id, t.id, t.datastore_id, s.id, 1, 96, 1, 0,
         'SHUTDOWN', 'SHUTDOWN', 'SHUTDOWN', utc_timestamp(3), utc_timestamp(3)
       from user u, template t, security_domain s where u.username = 'admin' limit 1`,
      [vmId, name, identity],
    );
    await run(
      tx,
      `insert into disk (id, vm_id, target, path, size_gib, datastore_id, root)
       select ?, id, 'vda', ?, 1, datastore_id, 1 from vm where id = ?`,
      [newId('disk'), `vm_images/${identity}.qcow2`, vmId],
    );
    await archiveRows(tx, vmId, null);
    await run(tx, 'delete from vm where id = ?', [vmId]);
  });
  await product.onHost('host1', 'mkdir', '-p', `${ARCHIVE}/${identity}`);
  await product.onHost(
    'host1',
    'qemu-img',
    'create',
    '-f',
    'qcow2',
    `${ARCHIVE}/${identity}/${identity}.qcow2`,
    '1G',
  );
  return { vmId, name };
}

const stateOf = async (vmId: VmId) => {
  const sql = 'select state from archived_vm where id = ?';
  return (await rows<{ state: string }>(product.em(), sql, [vmId]))[0]?.state;
};

describe('tasks on the archive', () => {
  afterEach(async () => {
    const { domains, files } = await product.leftovers();
    for (const name of domains) await product.onHost('host1', 'virsh', 'undefine', name);
    if (files.length > 0) await product.onHost('host1', 'rm', '-f', ...files);
    await product.onHost('host1', 'rm', '-rf', ARCHIVE);
    await run(product.em(), 'update private_ip set vm_id = null');
    for (const table of ['vm', 'archived_vm']) await run(product.em(), `delete from ${table}`);
  });
  const services = () => product.app.services;

  describeTask(
    undeleteVmTask,
    (): TaskSubject<Input> => ({
      services: services(),
      definition: undeleteVmTask,
      prepare: async () => {
        const input = await archive('tested');
        await transaction(product.em(), (em) => restoreRows(em, input.vmId, input.name));
        return { input, vmId: input.vmId };
      },
      expectDone: async ({ vmId }) => {
        const vm = await requireVmRecord(product.em(), vmId);
        expect(vm).toMatchObject({ status: 'SHUTDOWN', desiredStatus: 'SHUTDOWN' });
        expect(vm.ip?.address).toMatch(/^10\./);
        expect(await product.leftovers()).toEqual({
          domains: [vm.identity],
          files: vm.disks.map((disk) => disk.path),
        });
        expect(await archived()).toEqual([]);
        expect(await stateOf(vmId)).toBeUndefined();
      },
      expectNothingLeft: async ({ vmId }) => {
        // Once it is written down that the VM is whole, there is nothing to take back.
        if ((await stateOf(vmId)) === undefined) {
          expect((await product.leftovers()).files).toHaveLength(1);
          return;
        }
        expect(await stateOf(vmId)).toBe('KEPT');
        expect(await product.leftovers()).toEqual({ domains: [], files: [] });
        expect(await archived()).toHaveLength(1);
        expect(await rows(product.em(), 'select id from vm')).toEqual([]);
        const held = await rows(product.em(), 'select id from private_ip where vm_id is not null');
        expect(held).toEqual([]);
      },
    }),
  );

  describeTask(
    purgeVmTask,
    (): TaskSubject<Input> => ({
      services: services(),
      definition: purgeVmTask,
      prepare: async () => {
        const input = await archive('tested');
        return { input, vmId: input.vmId };
      },
      expectDone: async ({ vmId }) => {
        expect(await archived()).toEqual([]);
        expect(await stateOf(vmId)).toBeUndefined();
      },
      // There is no way back: the entry stays until the files are gone.
      expectNothingLeft: async ({ vmId }) => {
        if ((await stateOf(vmId)) === undefined) expect(await archived()).toEqual([]);
      },
    }),
  );
});
