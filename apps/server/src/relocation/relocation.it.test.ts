import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphqlClient } from '../../test/graphql-client.ts';
import { GuestShell } from '../../test/guest-shell.ts';
import { addHostDatastores, LOCAL, mountLocal } from '../../test/host-datastores.ts';
import { Product } from '../../test/product.ts';
import { createTestRedis, type TestRedis } from '../../test/redis.ts';
import { ServerProcess } from '../../test/server-process.ts';
import { waitFor } from '../../test/wait-for.ts';
import { rows } from '../platform/db.ts';
import type { DatastoreId, VmId } from '../platform/ids.ts';
import { requireVmRecord } from '../vm/vm-record.ts';

/** VMs that go to a host which does not see their datastore: each host has one of its own. */
let redis: TestRedis;
let product: Product;
/** The process that works, which a test may kill; everything else is in this one. */
let worker: ServerProcess;
let admin: GraphqlClient;
let vmId: VmId;
let stores: ReadonlyMap<string, DatastoreId>;
const hostIds = new Map<string, string>();
const HOSTS = ['host1', 'host2'] as const;
const store = (host: string) => stores.get(host) as DatastoreId;

beforeAll(async () => {
  redis = await createTestRedis();
  const env = { BAADAL_ROLES: 'api,collector', BAADAL_REDIS_URL: redis.url };
  product = await Product.start({ name: 're', hosts: 2, env });
  admin = product.admin;
  const { hosts } = await admin.ask('{ hosts { id name } }');
  for (const { id, name } of hosts) hostIds.set(name, id);
  [worker, stores] = await Promise.all([startWorker(), addHostDatastores(product)]);
  const made = await product.createVm(admin, {
    ...{ name: 'mover', hostId: hostIds.get('host1'), datastoreId: store('host1') },
  });
  expect(made).toMatchObject({ status: 'SUCCEEDED' });
  vmId = made.vmId as VmId;
  const attached = await act('attachDisk', { vmId, sizeGiB: 1, datastoreId: store('host1') });
  expect(attached).toMatchObject({ status: 'SUCCEEDED' });
});
afterAll(async () => {
  await worker?.stop();
  await product?.[Symbol.asyncDispose]();
  await redis?.stop();
});

const startWorker = () => ServerProcess.start({ ...product.env, BAADAL_ROLES: 'worker' });

const record = () => requireVmRecord(product.em(), vmId);
const mutation = (name: string) =>
  `mutation ($i: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $i) { id } }`;
const act = async (name: string, input: Record<string, unknown>) =>
  admin.finish((await admin.ask(mutation(name), { i: input }))[name].id);
const refused = (input: Record<string, unknown>) =>
  admin.refused(mutation('migrateVm'), { i: { id: vmId, ...input } });
const wayTo = (host: string, more: Record<string, unknown> = {}) => ({
  ...{ id: vmId, hostId: hostIds.get(host), datastoreId: store(host), ...more },
});
const migrate = (host: string) => act('migrateVm', wayTo(host));

const filesAt = async (host: string) =>
  (await product.onHost(host, 'find', LOCAL, '-type', 'f')).split('\n').filter(Boolean);

/** Fails unless the VM is on that host alone, with all its files, and nothing is on the other. */
async function expectWholeAt(host: string, state: string): Promise<void> {
  const vm = await record();
  expect(vm.hostName).toBe(host);
  const paths = vm.disks.map(({ path }) => path);
  expect(paths.every((path) => path.startsWith(LOCAL))).toBe(true);
  for (const each of HOSTS) {
    const defined = await product.onHost(each, 'virsh', 'list', '--all', '--name');
    expect(defined.includes(vm.identity)).toBe(each === host);
    expect((await filesAt(each)).sort()).toEqual(each === host ? paths.toSorted() : []);
    expect(await product.onHost(each, 'find', LOCAL, '-name', '.*')).toBe('');
    expect(await copying(each)).toEqual([]);
    const pools = await product.onHost(each, 'virsh', 'pool-list', '--all', '--name');
    expect(pools.trim()).toBe('');
  }
  expect((await product.onHost(host, 'virsh', 'domstate', vm.identity)).trim()).toBe(state);
  const listed = await product.onHost(host, 'virsh', 'domblklist', '--inactive', vm.identity);
  for (const path of paths) expect(listed).toContain(path);
  expect(await rows(product.em(), 'select 1 from vm_migration')).toEqual([]);
  expect(await rows(product.em(), 'select 1 from disk where moving_to_id is not null')).toEqual([]);
}

/** Programs on a host that copy disks. */
async function copying(host: string): Promise<string[]> {
  const found = await product.onHost(host, 'sh', '-c', 'pgrep -x "virsh|qemu-img" || true');
  return found.split('\n').filter(Boolean);
}

/**
 * Writes many times a second, with pauses: a guest without them takes a CPU of the machine for itself.
 * It outlives the shell that began it, whatever becomes of the console.
 */
const COUNT =
  "(trap '' HUP; n=0; while :; do n=$((n+1)); printf '%08d' $n | dd of=/dev/vdb bs=8 conv=notrunc 2>/dev/null; sync; usleep 50000; done) & true";

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

  it('moves suspended, there and back, and a disk may grow in between', async () => {
    const done = async (name: string, input: Record<string, unknown>) =>
      expect(await act(name, input)).toMatchObject({ status: 'SUCCEEDED' });
    const before = await counted();
    await done('suspendVm', { id: vmId });
    await done('migrateVm', wayTo('host1'));
    await expectWholeAt('host1', 'paused');
    const disk = (await record()).disks.find(({ target }) => target === 'vdb');
    await done('resizeDisk', { id: disk?.id, sizeGiB: 2 });
    await done('migrateVm', wayTo('host2'));
    await expectWholeAt('host2', 'paused');
    await done('resumeVm', { id: vmId });
    await waitFor('the guest to count on', async () => (await counted()) > before);
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

describe('a VM made of a template that one host alone has', () => {
  it('stays with it as a layer, and is made independent of it on its way', async () => {
    const [micro] = await rows<{ image: string }>(
      product.em(),
      "select concat(d.path, '/', t.file) as image from template t join datastore d on d.id = t.datastore_id",
    );
    const image = `${LOCAL}/vm_templates/own.qcow2`;
    await product.onHost('host1', 'cp', micro?.image ?? '', image);
    const added = await act('addTemplate', {
      ...{ name: 'own', os: 'Linux', file: 'own.qcow2', datastoreId: store('host1') },
      ...{ format: 'QCOW2', diskMode: 'OVERLAY' },
    });
    expect(added).toMatchObject({ status: 'SUCCEEDED' });
    const [own] = await rows<{ id: string }>(
      product.em(),
      "select id from template where name = 'own'",
    );
    const wish = { name: 'layer', templateId: own?.id, start: false };
    const elsewhere = { ...wish, datastoreId: store('host2') };
    expect(await admin.refused(mutation('createVm'), { i: elsewhere })).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [{ path: 'datastoreId', message: expect.stringContaining('No host has both') }],
    });
    const made = await product.createVm(admin, wish);
    expect(made).toMatchObject({ status: 'SUCCEEDED' });
    const layer = () => requireVmRecord(product.em(), made.vmId as VmId);
    const info = async (host: string) => {
      const [root] = (await layer()).disks;
      return product.onHost(host, 'qemu-img', 'info', root?.path ?? '');
    };
    expect((await layer()).hostName).toBe('host1');
    expect(await info('host1')).toContain(`backing file: ${image}`);
    const i = { id: made.vmId, hostId: hostIds.get('host2'), datastoreId: store('host2') };
    expect(await act('migrateVm', i)).toMatchObject({ status: 'SUCCEEDED' });
    expect((await layer()).hostName).toBe('host2');
    expect(await info('host2')).not.toContain('backing file');
    const others = (await record()).disks.map(({ path }) => path);
    expect((await filesAt('host1')).sort()).toEqual([...others, image].sort());
    await product.act(admin, 'deleteVm', made.vmId);
    await product.act(admin, 'purgeVm', made.vmId);
    await product.onHost('host1', 'rm', image);
  });
});

describe('when its disks are sent and something breaks', { timeout: 180_000 }, () => {
  /** Whole at its old host, with the byte that was written last; off. */
  const BYTE = 8;
  const other = (host: string) => (host === 'host1' ? 'host2' : 'host1');

  beforeAll(async () => {
    expect(await act('destroyVm', { id: vmId })).toMatchObject({ status: 'SUCCEEDED' });
    const { hostName, disks } = await record();
    const fill = ['-c', `write -P ${BYTE} 1M 40M`, disks[1]?.path ?? ''];
    await product.onHost(hostName, 'qemu-io', ...fill);
  });

  /** Asks for a sending that takes a while, and waits until it is in its middle. */
  async function midway() {
    const { hostName: from } = await record();
    const to = other(from);
    const wish = wayTo(to, { bandwidthMiBps: 8 });
    const began = performance.now();
    const taskId = (await admin.ask(mutation('migrateVm'), { i: wish })).migrateVm.id as string;
    await waitFor('bytes to arrive', async () => {
      const query = 'query ($id: ID!) { task(id: $id) { status message progressText } }';
      const { task } = await admin.ask(query, { id: taskId });
      if (task.status === 'FAILED') throw new Error(task.message);
      return /^[1-9].* of .* sent/.test(task.progressText ?? '');
    });
    return { from, to, taskId, began };
  }

  async function expectWhole(host: string): Promise<void> {
    await expectWholeAt(host, 'shut off');
    const path = (await record()).disks[1]?.path ?? '';
    const read = ['qemu-io', '-r', '-c', `read -P ${BYTE} 1M 40M`, path] as const;
    expect(await product.onHost(host, ...read)).toMatch(/^read 41943040/);
  }

  async function powerCut(host: string): Promise<void> {
    await product.lab.powerOff(host);
    product.forgetOutside(host);
  }

  async function powerBack(host: string): Promise<void> {
    await product.lab.powerOn(host);
    await mountLocal(product, host);
  }

  it('it goes no faster than it may, and is whole when nothing does', async () => {
    const { to, taskId, began } = await midway();
    expect(await admin.finish(taskId)).toMatchObject({ status: 'SUCCEEDED' });
    // 40 MiB of data alone.
    expect(performance.now() - began).toBeGreaterThan(5_000);
    await expectWhole(to);
  });

  it('the worker is killed: another one sends it anew, and nothing copies twice', async () => {
    const { from, to, taskId } = await midway();
    await worker.kill();
    expect(await copying(from)).not.toEqual([]);
    worker = await startWorker();
    expect(await admin.finish(taskId)).toMatchObject({ status: 'SUCCEEDED' });
    await expectWhole(to);
  });

  it.each(['from', 'to'] as const)('the plug of the host it goes %s is pulled', async (end) => {
    const way = await midway();
    await powerCut(way[end]);
    await waitFor('somebody to notice', async () => {
      const query = 'query ($id: ID!) { task(id: $id) { status } }';
      return (await admin.ask(query, { id: way.taskId })).task.status !== 'RUNNING';
    });
    await powerBack(way[end]);
    const task = await admin.finish(way.taskId);
    expect(['SUCCEEDED', 'FAILED']).toContain(task.status);
    expect(task.leftovers ?? []).toEqual([]);
    await expectWhole(task.status === 'SUCCEEDED' ? way.to : way.from);
  });
});
