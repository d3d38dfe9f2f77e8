import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphqlClient } from '../../test/graphql-client.ts';
import { Product } from '../../test/product.ts';
import { waitFor } from '../../test/wait-for.ts';
import { run } from '../platform/db.ts';

/** Disks and datastores as people meet them: through the API, on real guests. */
let product: Product;
let alice: GraphqlClient;
let mallory: GraphqlClient;
let vmId = '';
let identity = '';
let host = '';

beforeAll(async () => {
  product = await Product.start({ name: 'dk', hosts: 2 });
  [alice, mallory] = await Promise.all([product.user('alice'), product.user('mallory')]);
  const made = await product.createVm(alice, { name: 'web', extraDiskGiB: 1 });
  expect(made).toMatchObject({
    status: 'SUCCEEDED',
    message: 'VM is installed successfully. Attached extra disk successfully.',
  });
  vmId = made.vmId;
  const query = '{ vms { nodes { identity privateIp host { name } } } }';
  const [vm] = (await alice.ask(query)).vms.nodes;
  identity = vm.identity;
  host = vm.host.name;
  const ping = ['busybox', 'ping', '-c', '1', '-W', '1', vm.privateIp];
  const answers = () =>
    product.onHost('gateway', ...ping).then(
      () => true,
      () => false,
    );
  await waitFor('the guest to have booted', answers, 90_000);
}, 240_000);
afterAll(() => product?.[Symbol.asyncDispose]());

const upper = (name: string) => `${name[0]?.toUpperCase()}${name.slice(1)}`;
const mutation = (name: string, result = 'id') =>
  `mutation ($i: ${upper(name)}Input!) { ${name}(input: $i) { ${result} } }`;

/** Asks for a task and waits for its end. */
async function act(name: string, input: Record<string, unknown>, client = alice) {
  const data = await client.ask(mutation(name), { i: input });
  return client.finish(data[name].id);
}
const refused = (name: string, input: Record<string, unknown>, client = alice) =>
  client.refused(mutation(name), { i: input });

async function disks(id = vmId) {
  const query = `query ($id: ID!) { vm(id: $id) { disks {
    id target path sizeGiB usedBytes present root releaseAskedAt datastore { id name } } } }`;
  return (await alice.ask(query, { id })).vm.disks;
}
const disk = async (target: string) =>
  (await disks()).find((each: { target: string }) => each.target === target);
const kept = async (client = alice) =>
  (
    await client.ask(
      '{ detachedDisks { id path sizeGiB keptFrom present usedBytes owner { username } } }',
    )
  ).detachedDisks;
const guestBlocks = () => product.onHost(host, 'virsh', 'domblklist', identity);
const NONE = { root: 'vm_none', disk: 'disk_none' };

describe('a VM made with an extra disk', () => {
  it('has it from the start, on a datastore, in a file of its own', async () => {
    const [root, extra] = await disks();
    expect(root).toMatchObject({ target: 'vda', root: true, present: true });
    const path = `/mnt/datastore/vm_extra_disks/${identity}_disk1.qcow2`;
    expect(extra).toMatchObject({ target: 'vdb', sizeGiB: 1, path, present: true, root: false });
    expect(Number(extra.usedBytes)).toBeGreaterThan(0);
    expect(await guestBlocks()).toContain(path);
  });

  it('is there without it when the disk cannot be made, and gets it by a retry', async () => {
    const EXTRA = '/mnt/datastore/vm_extra_disks';
    const names = product.lab.inventory.hosts.map(({ name }) => name);
    for (const name of names)
      await product.onHost(name, 'mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', EXTRA);
    const input = { name: 'short', extraDiskGiB: 1, start: false };
    const made = await product.createVm(alice, input);
    for (const name of names) await product.onHost(name, 'umount', EXTRA);
    expect(made).toMatchObject({
      status: 'PARTIAL',
      message: 'VM is installed successfully. Attached extra disk failed.',
      error: { code: 'NO_CAPACITY' },
      leftovers: ['an extra disk of 1 GiB is missing'],
    });
    expect(await disks(made.vmId)).toMatchObject([{ target: 'vda' }]);
    await alice.ask(mutation('retryTask'), { i: { id: made.id } });
    expect(await alice.finish(made.id)).toMatchObject({
      status: 'SUCCEEDED',
      message: 'VM is installed successfully. Attached extra disk successfully.',
      leftovers: [],
      error: null,
    });
    expect(await disks(made.vmId)).toMatchObject([{ target: 'vda' }, { target: 'vdb' }]);
    await product.act(alice, 'deleteVm', made.vmId);
  });
});

describe('disks of a running VM', () => {
  it('are attached at once, told in the history, and present', async () => {
    const done = await act('attachDisk', { vmId, sizeGiB: 2 });
    expect(done).toMatchObject({
      status: 'SUCCEEDED',
      message: 'Attached extra disk successfully',
    });
    expect(await disk('vdc')).toMatchObject({ sizeGiB: 2, present: true });
    expect(await guestBlocks()).toContain(`${identity}_disk2.qcow2`);
    const query = `query ($id: ID!) { vm(id: $id) { events(first: 1) { nodes {
      attribute from to actor { username } task { id } } } } }`;
    const { vm } = await alice.ask(query, { id: vmId });
    expect(vm.events.nodes).toEqual([
      {
        attribute: 'disk vdc',
        from: null,
        to: '2 GiB on lab',
        actor: { username: 'alice' },
        task: { id: done.id },
      },
    ]);
  });

  it('grow under the guest, and never shrink', async () => {
    const { id } = await disk('vdc');
    expect(await act('resizeDisk', { id, sizeGiB: 3 })).toMatchObject({
      status: 'SUCCEEDED',
      message: 'Resized disk vdc to 3 GiB successfully',
    });
    const info = await product.onHost(host, 'virsh', 'domblkinfo', identity, 'vdc');
    expect(info).toMatch(/Capacity: +3221225472/);
    expect(await disk('vdc')).toMatchObject({ sizeGiB: 3 });
    for (const sizeGiB of [1, 3])
      expect(await refused('resizeDisk', { id, sizeGiB })).toMatchObject({
        code: 'BAD_USER_INPUT',
        fields: [{ path: 'sizeGiB', message: expect.stringContaining('can only grow') }],
      });
  });

  it('do not claim to have a size that another resize has passed meanwhile', async () => {
    const { id, sizeGiB } = await disk('vdc');
    const ask = (more: number) =>
      alice.ask(mutation('resizeDisk'), { i: { id, sizeGiB: sizeGiB + more } });
    const [first, second] = [await ask(2), await ask(1)];
    expect(await alice.finish(first.resizeDisk.id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await alice.finish(second.resizeDisk.id)).toMatchObject({
      status: 'FAILED',
      message: `Disk vdc has ${sizeGiB + 2} GiB meanwhile, and a disk can only grow.`,
    });
  });

  it('grow with snapshots inside', async () => {
    await product.onHost(host, 'virsh', 'snapshot-create-as', identity, 'before');
    const { id } = await disk('vdc');
    expect(await act('resizeDisk', { id, sizeGiB: 6 })).toMatchObject({ status: 'SUCCEEDED' });
    await product.onHost(host, 'virsh', 'snapshot-delete', identity, 'before');
  });

  it('are detached and kept, listed for their owner alone, and attached again', async () => {
    const { id } = await disk('vdc');
    expect(await act('detachDisk', { id, keepVolume: true })).toMatchObject({
      status: 'SUCCEEDED',
      message: 'Detached disk vdc successfully; its volume is kept',
    });
    expect(await guestBlocks()).not.toContain('vdc');
    expect(await disks()).toHaveLength(2);
    expect(await kept()).toMatchObject([
      { id, sizeGiB: 6, keptFrom: 'web', present: true, owner: { username: 'alice' } },
    ]);
    expect(await kept(mallory)).toEqual([]);
    expect(await kept(product.admin)).toHaveLength(1);
    expect(await refused('deleteDisk', { id }, mallory)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refused('attachDisk', { vmId, diskId: id, sizeGiB: 9 })).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
    expect(await act('attachDisk', { vmId, diskId: id })).toMatchObject({ status: 'SUCCEEDED' });
    expect(await disk('vdc')).toMatchObject({ id, sizeGiB: 6, present: true });
    expect(await kept()).toEqual([]);
    expect(await refused('deleteDisk', { id })).toMatchObject({ code: 'CONFLICT' });
  });

  it('are detached for good, or deleted once kept', async () => {
    const { id, path } = await disk('vdc');
    expect(await act('detachDisk', { id, keepVolume: false })).toMatchObject({
      status: 'SUCCEEDED',
      message: 'Detached disk vdc successfully',
    });
    await expect(product.onHost(host, 'test', '-e', path)).rejects.toThrow();
    expect(await refused('resizeDisk', { id, sizeGiB: 9 })).toMatchObject({ code: 'NOT_FOUND' });
    await act('attachDisk', { vmId, sizeGiB: 1 });
    const again = await disk('vdc');
    await act('detachDisk', { id: again.id, keepVolume: true });
    const gone = await act('deleteDisk', { id: again.id });
    expect(gone).toMatchObject({ status: 'SUCCEEDED', vm: null });
    expect(await kept()).toEqual([]);
    await expect(product.onHost(host, 'test', '-e', again.path)).rejects.toThrow();
  });

  it('are not lost to a snapshot that has them, nor to one that is asked for before', async () => {
    await act('attachDisk', { vmId, sizeGiB: 1 });
    const { id } = await disk('vdc');
    // One request: the snapshot is not taken yet when the disk is asked to go.
    const both = await alice.ask(
      `mutation ($s: CreateSnapshotInput!, $d: DetachDiskInput!) {
         createSnapshot(input: $s) { id } detachDisk(input: $d) { id } }`,
      {
        s: { vmId, name: 'whole', memory: false, requirePing: false },
        d: { id, keepVolume: false },
      },
    );
    expect(await alice.finish(both.createSnapshot.id)).toMatchObject({ status: 'SUCCEEDED' });
    const part = expect.stringContaining('is part of the snapshots whole of web');
    expect(await alice.finish(both.detachDisk.id)).toMatchObject({
      ...{ status: 'FAILED', leftovers: [], error: { code: 'CONFLICT' }, message: part },
    });
    expect(await disk('vdc')).toMatchObject({ id, present: true });
    expect(await refused('detachDisk', { id, keepVolume: false })).toMatchObject({ message: part });
    expect(await act('detachDisk', { id })).toMatchObject({ status: 'SUCCEEDED' });
    expect(await refused('deleteDisk', { id })).toMatchObject({ code: 'CONFLICT', message: part });
    const { vm } = await alice.ask('query ($id: ID!) { vm(id: $id) { snapshots { id } } }', {
      id: vmId,
    });
    await act('deleteSnapshot', { id: vm.snapshots[0].id });
    expect(await act('deleteDisk', { id })).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('stay attached, with words, when the guest does not let go', async () => {
    await product.admin.ask(mutation('setConstant', 'name'), {
      i: { name: 'detachTimeoutSeconds', value: '5' },
    });
    await act('attachDisk', { vmId, sizeGiB: 1 });
    const { id } = await disk('vdc');
    // A guest whose processors stand still hears nothing; its row says that it runs.
    await product.onHost(host, 'virsh', 'qemu-monitor-command', identity, '--hmp', 'stop');
    await product.untilStatus(vmId, 'SUSPENDED');
    await run(product.em(), "update vm set status = 'RUNNING' where id = ?", [vmId]);
    const kindly = await alice.ask(mutation('detachDisk'), { i: { id, keepVolume: false } });
    const task = await alice.finish(kindly.detachDisk.id);
    expect(task).toMatchObject({
      status: 'FAILED',
      leftovers: [],
      error: { code: 'CONFLICT' },
      message: expect.stringMatching(/did not let it go within 5 s.*Should it let go later/),
    });
    expect(await disk('vdc')).toMatchObject({
      id,
      present: true,
      releaseAskedAt: expect.any(String),
    });
  });

  it('are detached and kept when the guest lets go after all', async () => {
    const { id, path } = await disk('vdc');
    // It hears now what it was asked before.
    await product.onHost(host, 'virsh', 'qemu-monitor-command', identity, '--hmp', 'cont');
    await waitFor('the volume to be kept', async () =>
      (await kept()).some((volume: { id: string }) => volume.id === id),
    );
    const xml = async (...args: string[]) =>
      product.onHost(host, 'virsh', 'dumpxml', identity, ...args);
    expect(await xml()).not.toContain(path);
    expect(await xml('--inactive')).not.toContain(path);
    const { vm } = await alice.ask(
      'query ($id: ID!) { vm(id: $id) { disks { target } events(first: 1) { nodes { attribute to } } } }',
      { id: vmId },
    );
    expect(vm.disks.map((each: { target: string }) => each.target)).not.toContain('vdc');
    expect(vm.events.nodes).toEqual([{ attribute: 'disk vdc', to: 'kept' }]);
    await alice.finish((await alice.ask(mutation('deleteDisk'), { i: { id } })).deleteDisk.id);
  });
});

describe('disks of a VM that is off', () => {
  it('are attached, grown and detached in its definition', async () => {
    await product.act(alice, 'destroyVm', vmId);
    expect(await act('attachDisk', { vmId, sizeGiB: 1 })).toMatchObject({ status: 'SUCCEEDED' });
    const { id, path } = await disk('vdc');
    expect(await act('resizeDisk', { id, sizeGiB: 2 })).toMatchObject({ status: 'SUCCEEDED' });
    expect(await product.onHost(host, 'qemu-img', 'info', path)).toContain('virtual size: 2 GiB');
    const root = await disk('vda');
    const more = root.sizeGiB + 1;
    await act('resizeDisk', { id: root.id, sizeGiB: more });
    const { vm } = await alice.ask('query ($id: ID!) { vm(id: $id) { diskGiB } }', { id: vmId });
    expect(vm.diskGiB).toBe(more);
    await act('detachDisk', { id, keepVolume: false });
    expect(await guestBlocks()).not.toContain('vdc');
    expect(await product.act(alice, 'startVm', vmId)).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('what is refused', () => {
  it.each([0, -1, 1_000_000_000])('a size of %s GiB, at the mutation', async (sizeGiB) => {
    const { id } = await disk('vdb');
    const field = { fields: [{ path: 'sizeGiB' }] };
    for (const refusal of [
      await refused('attachDisk', { vmId, sizeGiB }),
      await refused('resizeDisk', { id, sizeGiB }),
    ])
      expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', ...field });
    const templateId = await product.templateId();
    expect(
      await refused('createVm', { name: 'x', templateId, extraDiskGiB: sizeGiB }),
    ).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: 'extraDiskGiB' }] });
  });

  it('neither size nor kept volume', async () => {
    expect(await refused('attachDisk', { vmId })).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [{ path: 'sizeGiB' }],
    });
  });

  it('more than the datastore can ever hold, with each datastore’s word', async () => {
    const { id } = await disk('vdb');
    for (const refusal of [
      await refused('attachDisk', { vmId, sizeGiB: 65_000 }),
      await refused('resizeDisk', { id, sizeGiB: 65_000 }),
    ])
      expect(refusal).toMatchObject({
        code: 'BAD_USER_INPUT',
        fields: [{ path: 'sizeGiB', message: expect.stringContaining('lab: holds') }],
      });
  });

  it('the root disk to be detached', async () => {
    const { id } = await disk('vda');
    expect(await refused('detachDisk', { id })).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [{ path: 'id' }],
    });
  });

  it('what is somebody else’s, as if it were not there', async () => {
    const { id } = await disk('vdb');
    const asked = [
      ['attachDisk', { vmId, sizeGiB: 1 }],
      ['attachDisk', { vmId: NONE.root, sizeGiB: 1 }],
      ['detachDisk', { id }],
      ['detachDisk', { id: NONE.disk }],
      ['resizeDisk', { id, sizeGiB: 9 }],
      ['deleteDisk', { id }],
      ['deleteDisk', { id: NONE.disk }],
    ] as const;
    for (const [name, input] of asked)
      expect(await refused(name, input, mallory)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refused('attachDisk', { vmId, diskId: NONE.disk })).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('a datastore that is none', async () => {
    expect(await refused('attachDisk', { vmId, sizeGiB: 1, datastoreId: 'ds_x' })).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [{ path: 'datastoreId' }],
    });
  });

  it('more disks than there are ports; parallel requests get a target each', async () => {
    const before = await disks();
    const free = 8 - (before.length - 1);
    const asked = await Promise.all(
      Array.from({ length: free + 2 }, () =>
        alice.send(mutation('attachDisk'), { i: { vmId, sizeGiB: 1 } }),
      ),
    );
    const accepted = asked.filter(({ errors }) => errors.length === 0);
    expect(accepted).toHaveLength(free);
    for (const { errors } of asked.filter((each) => each.errors.length > 0))
      expect(errors[0]?.extensions['code']).toBe('QUOTA_EXCEEDED');
    for (const { data } of accepted)
      expect(await alice.finish(data.attachDisk.id)).toMatchObject({ status: 'SUCCEEDED' });
    const all = await disks();
    expect(all.map(({ target }: { target: string }) => target)).toEqual(
      [...'abcdefghi'].map((letter) => `vd${letter}`),
    );
  });

  it('a VM that is being deleted', async () => {
    await alice.ask(mutation('deleteVm'), { i: { id: vmId } }).then(async ({ deleteVm }) => {
      const late = await refused('attachDisk', { vmId, sizeGiB: 1 });
      expect(['CONFLICT', 'NOT_FOUND']).toContain(late.code);
      const snapshot = await refused('createSnapshot', { vmId, name: 'late' });
      expect(['CONFLICT', 'NOT_FOUND']).toContain(snapshot.code);
      await alice.finish(deleteVm.id);
    });
    expect((await product.leftovers()).files).toEqual([]);
  });
});
