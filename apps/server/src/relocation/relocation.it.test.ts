import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphqlClient } from '../../test/graphql-client.ts';
import { GuestShell } from '../../test/guest-shell.ts';
import { addHostDatastores, pathOfHost } from '../../test/host-datastores.ts';
import { Product } from '../../test/product.ts';
import { waitFor } from '../../test/wait-for.ts';
import { rows } from '../platform/db.ts';
import type { DatastoreId, VmId } from '../platform/ids.ts';
import { requireVmRecord } from '../vm/vm-record.ts';

/** VMs that go to a host which does not see their datastore: each host has one of its own. */
let product: Product;
let admin: GraphqlClient;
let vmId: VmId;
let stores: ReadonlyMap<string, DatastoreId>;
const hostIds = new Map<string, string>();
const HOSTS = ['host1', 'host2'] as const;
const store = (host: string) => stores.get(host) as DatastoreId;

beforeAll(async () => {
  product = await Product.start({ name: 're', hosts: 2 });
  admin = product.admin;
  const { hosts } = await admin.ask('{ hosts { id name } }');
  for (const { id, name } of hosts) hostIds.set(name, id);
  stores = await addHostDatastores(product);
  const made = await product.createVm(admin, {
    ...{ name: 'mover', hostId: hostIds.get('host1'), datastoreId: store('host1') },
  });
  expect(made).toMatchObject({ status: 'SUCCEEDED' });
  vmId = made.vmId as VmId;
  const attached = await act('attachDisk', { vmId, sizeGiB: 1, datastoreId: store('host1') });
  expect(attached).toMatchObject({ status: 'SUCCEEDED' });
}, 180_000);
afterAll(() => product?.[Symbol.asyncDispose]());

const record = () => requireVmRecord(product.em(), vmId);
const mutation = (name: string) =>
  `mutation ($i: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $i) { id } }`;
const act = async (name: string, input: Record<string, unknown>) =>
  admin.finish((await admin.ask(mutation(name), { i: input }))[name].id);
const refused = (input: Record<string, unknown>) =>
  admin.refused(mutation('migrateVm'), { i: { id: vmId, ...input } });
const migrate = (host: string) =>
  act('migrateVm', { id: vmId, hostId: hostIds.get(host), datastoreId: store(host) });

const filesAt = async (host: string) =>
  (await product.onHost(host, 'find', pathOfHost(host), '-type', 'f')).split('\n').filter(Boolean);

/** Fails unless the VM is on that host alone, with all its files, and nothing is on the other. */
async function expectWholeAt(host: string, state: string): Promise<void> {
  const vm = await record();
  expect(vm.hostName).toBe(host);
  const paths = vm.disks.map(({ path }) => path);
  expect(paths.every((path) => path.startsWith(pathOfHost(host)))).toBe(true);
  for (const each of HOSTS) {
    const defined = await product.onHost(each, 'virsh', 'list', '--all', '--name');
    expect(defined.includes(vm.identity)).toBe(each === host);
    expect((await filesAt(each)).sort()).toEqual(each === host ? paths.toSorted() : []);
    const pools = await product.onHost(each, 'virsh', 'pool-list', '--all', '--name');
    expect(pools.trim()).toBe('');
  }
  expect((await product.onHost(host, 'virsh', 'domstate', vm.identity)).trim()).toBe(state);
  const listed = await product.onHost(host, 'virsh', 'domblklist', '--inactive', vm.identity);
  for (const path of paths) expect(listed).toContain(path);
  expect(await rows(product.em(), 'select 1 from vm_migration')).toEqual([]);
  expect(await rows(product.em(), 'select 1 from disk where moving_to_id is not null')).toEqual([]);
}

const COUNT =
  "(n=0; while :; do n=$((n+1)); printf '%08d' $n | dd of=/dev/vdb bs=8 conv=notrunc 2>/dev/null; sync; done) & true";

/** How far the guest has counted, as its disk says. */
async function counted(): Promise<number> {
  await using shell = await GuestShell.open(product.app.services, await record());
  const said = await shell.run('dd if=/dev/vdb bs=8 count=1 iflag=direct 2>/dev/null; echo');
  return Number(/\d{8}/.exec(said)?.[0]);
}

describe('a VM whose datastore the other host does not see', () => {
  it('is not moved without its disks, and told how', async () => {
    const why = await refused({ hostId: hostIds.get('host2') });
    expect(why).toMatchObject({ code: 'CONFLICT', fields: [{ path: 'hostId' }] });
    expect(why.message).toContain('name a datastore that it sees');
    const blind = { hostId: hostIds.get('host2'), datastoreId: store('host1') };
    expect(await refused(blind)).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [{ path: 'datastoreId', message: expect.stringContaining('already') }],
    });
    expect(await refused({ ...blind, datastoreId: 'ds_none' })).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });

  it('goes on writing while it moves with its disks', async () => {
    {
      await using shell = await GuestShell.open(product.app.services, await record());
      await shell.run(COUNT);
    }
    const before = await counted();
    const task = await migrate('host2');
    expect(task).toMatchObject({
      status: 'SUCCEEDED',
      message: 'mover is migrated successfully',
    });
    await expectWholeAt('host2', 'running');
    const after = await counted();
    expect(after).toBeGreaterThan(before);
    await waitFor('the guest to count on', async () => (await counted()) > after);
  });

  it('is left alone while it has snapshots; off, it takes them along', async () => {
    const snapshot = async (name: string) =>
      expect(await act('createSnapshot', { vmId, name, requirePing: false })).toMatchObject({
        status: 'SUCCEEDED',
      });
    await snapshot('counting');
    const wish = { hostId: hostIds.get('host1'), datastoreId: store('host1') };
    expect(await refused(wish)).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('runs and has snapshots'),
    });
    expect(await act('destroyVm', { id: vmId })).toMatchObject({ status: 'SUCCEEDED' });
    const data = (await record()).disks[1]?.path ?? '';
    await product.onHost('host2', 'qemu-io', '-c', 'write -P 9 512k 64k', data);
    await snapshot('off');
    await product.onHost('host2', 'qemu-io', '-c', 'write -P 8 512k 64k', data);
    expect(await migrate('host1')).toMatchObject({ status: 'SUCCEEDED' });
    await expectWholeAt('host1', 'shut off');
    const read = async (byte: number) => {
      const path = (await record()).disks[1]?.path ?? '';
      const said = await product.onHost(
        ...(['host1', 'qemu-io', '-r', '-c', `read -P ${byte} 512k 64k`, path] as const),
      );
      expect(said).toMatch(/^read 65536/);
    };
    await read(8);
    const ids = await rows<{ id: string; name: string }>(
      product.em(),
      'select id, name from snapshot',
    );
    const idOf = (name: string) => ids.find((each) => each.name === name)?.id;
    expect(await act('revertToSnapshot', { id: idOf('off') })).toMatchObject({
      status: 'SUCCEEDED',
    });
    await read(9);
    expect(await act('revertToSnapshot', { id: idOf('counting') })).toMatchObject({
      status: 'SUCCEEDED',
    });
    await expectWholeAt('host1', 'running');
    const before = await counted();
    await waitFor('the guest to count on', async () => (await counted()) > before);
  });
});
