import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphqlClient } from '../../test/graphql-client.ts';
import { GuestShell } from '../../test/guest-shell.ts';
import { Product } from '../../test/product.ts';
import { addSecondDatastore, SECOND } from '../../test/second-datastore.ts';
import { waitFor } from '../../test/wait-for.ts';
import { rows, run } from '../platform/db.ts';
import { type DatastoreId, newId, type VmId } from '../platform/ids.ts';
import { defineDomain } from '../vm/define-domain.ts';
import { requireVmRecord } from '../vm/vm-record.ts';

/** Disks that go to another datastore, as people meet it: with a guest that writes meanwhile. */
let product: Product;
let alice: GraphqlClient;
let first: DatastoreId;
let second: DatastoreId;
/** One that runs, with cloud-init's seed and a disk of data; one that is off. */
let writer: VmId;
let still: VmId;

const em = () => product.em();
const onHost = (...argv: string[]) => product.onHost('host1', ...argv);
const record = (id: VmId) => requireVmRecord(em(), id);
const SEED = 'vm_images/writer_seed.img';

beforeAll(async () => {
  product = await Product.start({ name: 'dm', hosts: 1 });
  const [lab] = await rows<{ id: DatastoreId }>(em(), 'select id from datastore');
  first = lab?.id as DatastoreId;
  second = await addSecondDatastore(product);
  alice = await product.user('alice');
  const made = (name: string) =>
    product.createVm(alice, { name, extraDiskGiB: 1, start: false }).then(({ vmId }) => vmId);
  [writer, still] = (await Promise.all([made('writer'), made('still')])) as [VmId, VmId];
  await onHost('truncate', '-s', '368640', `/mnt/datastore/${SEED}`);
  await run(em(), 'update vm set seed_file = ? where id = ?', [SEED, writer]);
  await defineDomain(product.app.services, await record(writer), AbortSignal.timeout(30_000));
  const disk = (await record(writer)).disks[1]?.path ?? '';
  await onHost('qemu-io', '-c', 'write -P 7 1M 63M', disk);
  expect(await product.act(alice, 'startVm', writer)).toMatchObject({ status: 'SUCCEEDED' });
}, 180_000);
afterAll(() => product?.[Symbol.asyncDispose]());

const MOVE = 'mutation ($i: MoveVmToDatastoreInput!) { moveVmToDatastore(input: $i) { id } }';
const request = async (input: Record<string, unknown>, client = alice): Promise<string> =>
  (await client.ask(MOVE, { i: input })).moveVmToDatastore.id;
const move = async (id: VmId, datastoreId: DatastoreId) =>
  alice.finish(await request({ id, datastoreId }));
const refused = (input: Record<string, unknown>, client = alice) =>
  client.refused(MOVE, { i: input });
const snapshot = async (vmId: VmId, name: string) => {
  const query = 'mutation ($i: CreateSnapshotInput!) { createSnapshot(input: $i) { id } }';
  const i = { vmId, name, requirePing: false };
  const task = await alice.finish((await alice.ask(query, { i })).createSnapshot.id);
  expect(task).toMatchObject({ status: 'SUCCEEDED' });
};
const revert = async (vmId: VmId, name: string) => {
  const [found] = await rows<{ id: string }>(
    em(),
    'select id from snapshot where vm_id = ? and name = ?',
    [vmId, name],
  );
  return product.act(alice, 'revertToSnapshot', found?.id ?? '');
};

/** Files of a VM's disks, wherever they lie. */
async function filesOf(id: VmId): Promise<string[]> {
  const { identity } = await record(id);
  const places = ['vm_images', 'vm_extra_disks'].map((name) => `/mnt/datastore/${name}`);
  const named = ['(', '-name', `${identity}*`, '-o', '-name', 'writer_seed*', ')'];
  const found = (await onHost('find', ...places, SECOND, '-type', 'f', ...named)).split('\n');
  return found
    .filter((path) => path.includes(identity) || id === writer)
    .filter(Boolean)
    .sort();
}
const namesAt = async (root: string, id: VmId): Promise<string[]> => {
  const { identity } = await record(id);
  const disks = [`vm_extra_disks/${identity}_disk1.qcow2`, `vm_images/${identity}.qcow2`];
  return [...disks, ...(id === writer ? [SEED] : [])].map((name) => `${root}/${name}`).sort();
};

/** Fails unless rows, domain and files have the VM at one datastore alone. */
async function expectAt(id: VmId, datastoreId: DatastoreId): Promise<void> {
  const vm = await record(id);
  const root = datastoreId === second ? SECOND : '/mnt/datastore';
  const expected = (await namesAt(root, id)).filter((path) => path !== `${root}/absent`);
  expect(await filesOf(id)).toEqual(expected);
  expect(new Set(vm.disks.map((disk) => disk.datastoreId))).toEqual(new Set([datastoreId]));
  const listed = await onHost('virsh', 'domblklist', vm.identity);
  const inactive = await onHost('virsh', 'domblklist', '--inactive', vm.identity);
  for (const path of expected) for (const text of [listed, inactive]) expect(text).toContain(path);
  const [own] = await rows<{ id: DatastoreId }>(
    em(),
    'select datastore_id as id from vm where id = ?',
    [id],
  );
  expect(own?.id).toBe(datastoreId);
}

/** Writes many times a second, with pauses: a guest without them takes a CPU of the machine for itself. */
const COUNT =
  "(n=0; while :; do n=$((n+1)); printf '%08d' $n | dd of=/dev/vdb bs=8 conv=notrunc 2>/dev/null; sync; usleep 50000; done) & true";

/** How far the guest has counted, as its disk says. */
async function counted(): Promise<number> {
  await using shell = await GuestShell.open(product.app.services, await record(writer));
  const said = await shell.run('dd if=/dev/vdb bs=8 count=1 iflag=direct 2>/dev/null; echo');
  return Number(/\d{8}/.exec(said)?.[0]);
}

describe('a VM that runs', () => {
  it('goes on writing while its disks are moved, and all of it is there', async () => {
    {
      await using shell = await GuestShell.open(product.app.services, await record(writer));
      await shell.run(COUNT);
    }
    const before = await counted();
    const choice = await alice.ask(
      'query ($id: ID!) { diskMoveChoice(id: $id) { sizeGiB live obstacle candidates { accepted datastore { id } reasons { rule } } } }',
      { id: writer },
    );
    expect(choice.diskMoveChoice).toMatchObject({ sizeGiB: 2, live: true, obstacle: null });
    expect(choice.diskMoveChoice.candidates).toMatchObject([
      { accepted: true, datastore: { id: second } },
      { accepted: false, datastore: { id: first }, reasons: [{ rule: 'here' }] },
    ]);
    expect(await move(writer, second)).toMatchObject({
      status: 'SUCCEEDED',
      message: 'Moved the disks of writer to second successfully',
    });
    await expectAt(writer, second);
    expect(await counted()).toBeGreaterThan(before);
    const vm = await record(writer);
    const [root, data] = vm.disks;
    const info = await onHost('qemu-img', 'info', '-U', root?.path ?? '');
    expect(info).not.toContain('backing file');
    await onHost('qemu-io', '-U', '-r', '-c', 'read -P 7 1M 63M', data?.path ?? '').then((said) =>
      expect(said).not.toContain('Pattern verification failed'),
    );
    const history = await rows(
      em(),
      "select attribute, `from`, `to` from vm_event where vm_id = ? and `to` = 'second' order by attribute",
      [writer],
    );
    expect(history).toEqual([
      { attribute: 'disk vda', from: 'lab', to: 'second' },
      { attribute: 'disk vdb', from: 'lab', to: 'second' },
    ]);
  });

  it('stays where it is when that is cancelled while it is copied', async () => {
    const { identity } = await record(writer);
    const id = await request({ id: writer, datastoreId: first, bandwidthMiBps: 1 });
    expect(await refused({ id: writer, datastoreId: first })).toMatchObject({ code: 'CONFLICT' });
    await waitFor('its data to be copied', async () =>
      (await onHost('virsh', 'dumpxml', identity)).includes(`file='/mnt/datastore/vm_extra_disks`),
    );
    await product.request(alice, 'cancelTask', id);
    expect(await alice.finish(id)).toMatchObject({ status: 'CANCELLED', leftovers: [] });
    await expectAt(writer, second);
    const before = await counted();
    await waitFor('the guest to go on', async () => (await counted()) > before);
  });

  it('goes on where it is when the other datastore fills up meanwhile', async () => {
    await onHost('mkdir', '-p', '/mnt/filling');
    await onHost('mount', '-t', 'tmpfs', '-o', 'size=120m', 'tmpfs', '/mnt/filling');
    const filling = newId('ds');
    const sql = "insert into datastore (id, name, path) values (?, 'filling', '/mnt/filling')";
    await run(em(), sql, [filling]);
    // As soon as the root disk is being copied; the disk of data comes after it.
    const fill =
      'for i in $(seq 999); do test -d "$1/vm_images" && break; sleep 0.02; done; dd if=/dev/zero "of=$1/other" bs=1M || true';
    const filled = onHost('sh', '-c', fill, 'sh', '/mnt/filling');
    const task = await move(writer, filling);
    await filled;
    expect(task).toMatchObject({ status: 'FAILED', error: { code: 'NO_CAPACITY' } });
    expect(task.message).toContain('The datastore filling is full on host host1');
    await expectAt(writer, second);
    expect(await onHost('find', '/mnt/filling', '-type', 'f')).toBe('/mnt/filling/other\n');
    const before = await counted();
    await waitFor('the guest to go on', async () => (await counted()) > before);
    await onHost('umount', '/mnt/filling');
    await run(em(), 'delete from datastore where id = ?', [filling]);
  });

  it('whose memory is saved goes on from it with its moved disks', async () => {
    const { identity } = await record(writer);
    await onHost('virsh', 'managedsave', identity);
    await product.untilStatus(writer, 'SHUTDOWN');
    expect(await move(writer, first)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await product.act(alice, 'startVm', writer)).toMatchObject({ status: 'SUCCEEDED' });
    await expectAt(writer, first);
    const before = await counted();
    expect(before).toBeGreaterThan(0);
    await waitFor('the guest to go on', async () => (await counted()) > before);
  });

  it('is left alone while it has snapshots, and told why; off, it takes them along', async () => {
    await snapshot(writer, 'counting');
    const why = await refused({ id: writer, datastoreId: second });
    expect(why).toMatchObject({ code: 'CONFLICT' });
    expect(why.message).toContain('runs and has a snapshot (counting)');
    expect(await product.act(alice, 'destroyVm', writer)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await move(writer, second)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await revert(writer, 'counting')).toMatchObject({ status: 'SUCCEEDED' });
    await product.untilStatus(writer, 'RUNNING');
    await expectAt(writer, second);
    const before = await counted();
    await waitFor('the guest to go on', async () => (await counted()) > before);
  });
});

describe('a VM that is off', () => {
  const data = async () => (await record(still)).disks[1]?.path ?? '';
  const fill = async (byte: number) =>
    onHost('qemu-io', '-c', `write -P ${byte} 0 64k`, await data());
  const expectFilled = async (byte: number) =>
    expect(await onHost('qemu-io', '-r', '-c', `read -P ${byte} 0 64k`, await data())).toMatch(
      /^read 65536/,
    );

  it('takes two snapshots along, and goes back to each', async () => {
    await fill(1);
    await snapshot(still, 'one');
    await fill(2);
    await snapshot(still, 'two');
    await fill(3);
    expect(await move(still, second)).toMatchObject({ status: 'SUCCEEDED' });
    await expectAt(still, second);
    await expectFilled(3);
    for (const [name, byte] of [
      ['one', 1],
      ['two', 2],
    ] as const) {
      expect(await revert(still, name)).toMatchObject({ status: 'SUCCEEDED' });
      await expectFilled(byte);
    }
    await expectAt(still, second);
  });

  it('stays where it is when the other datastore turns out to be full', async () => {
    const tiny = newId('ds');
    await onHost('mkdir', '-p', '/mnt/tiny');
    await onHost('mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', '/mnt/tiny');
    const sql = "insert into datastore (id, name, path) values (?, 'tiny', '/mnt/tiny')";
    await run(em(), sql, [tiny]);
    const task = await move(still, tiny);
    expect(task).toMatchObject({ status: 'FAILED', error: { code: 'NO_CAPACITY' } });
    expect(task.message).toContain('tiny has');
    await expectAt(still, second);
    expect(await onHost('ls', '-A', '/mnt/tiny')).toBe('');
    expect(await rows(em(), 'select 1 from disk where moving_to_id is not null')).toEqual([]);
    await onHost('umount', '/mnt/tiny');
    expect(await refused({ id: still, datastoreId: tiny })).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [{ path: 'datastoreId', message: expect.stringContaining('does not have tiny') }],
    });
    await run(em(), 'delete from datastore where id = ?', [tiny]);
  });

  it('is not moved on bad input, by the wrong people, or without room', async () => {
    const tasks = () => rows(em(), "select id from task where type = 'MOVE_DISKS'");
    const before = await tasks();
    const ask = { id: still, datastoreId: first };
    const field = (path: string) => ({ code: 'BAD_USER_INPUT', fields: [{ path }] });
    expect(await refused({ ...ask, datastoreId: second })).toMatchObject(field('datastoreId'));
    expect(await refused({ ...ask, datastoreId: 'ds_none' })).toMatchObject(field('datastoreId'));
    const [foreign] = (await record(writer)).disks;
    expect(await refused({ ...ask, diskIds: [foreign?.id] })).toMatchObject(field('diskIds'));
    expect(await refused({ ...ask, diskIds: [] })).toMatchObject({ code: 'BAD_USER_INPUT' });
    const mallory = await product.user('mallory');
    expect(await refused(ask, mallory)).toMatchObject({ code: 'NOT_FOUND' });
    await run(em(), 'update vm set locked = true where id = ?', [still]);
    expect(await refused(ask)).toMatchObject({ code: 'FORBIDDEN' });
    await run(em(), 'update vm set locked = false where id = ?', [still]);
    const full =
      'update datastore set capacity_gib = 10, used_gib = 9, reserve_gib = 0 where id = ?';
    await run(em(), full, [first]);
    const none = await refused(ask);
    expect(none).toMatchObject({ code: 'NO_CAPACITY' });
    expect(none.message).toContain('1 GiB free above its reserve, 2 GiB wanted');
    expect(await tasks()).toEqual(before);
    expect(await rows(em(), 'select 1 from disk where moving_to_id is not null')).toEqual([]);
  });

  it('reserves its space there until it has moved', async () => {
    const roomy =
      'update datastore set capacity_gib = 4, used_gib = 0, reserve_gib = 0 where id = ?';
    await run(em(), roomy, [first]);
    await run(em(), "update constant set value = '1' where name = 'diskOvercommitRatio'");
    const promised = async () => {
      const { datastores } = await product.admin.ask(
        '{ datastores { id promisedGiB occupiedBy } }',
      );
      return datastores.find((each: { id: string }) => each.id === first);
    };
    expect(await promised()).toEqual({ id: first, promisedGiB: 0, occupiedBy: '1 template' });
    const id = await request({ id: still, datastoreId: first });
    expect((await promised()).promisedGiB).toBe(2);
    expect(await alice.finish(id)).toMatchObject({ status: 'SUCCEEDED' });
    expect((await promised()).promisedGiB).toBe(2);
    await expectAt(still, first);
  });
});

describe('emptying a datastore', { timeout: 120_000 }, () => {
  const PLAN = `query ($id: ID!, $to: ID) { emptyingPlan(id: $id, targetId: $to) {
    steps { name live targets sizeGiB target { name } reasons } rest { what } } }`;
  const EMPTY = 'mutation ($i: EmptyDatastoreInput!) { emptyDatastore(input: $i) { id } }';
  const EDIT = 'mutation ($i: EditDatastoreInput!) { editDatastore(input: $i) { id } }';
  const planOf = async (id: DatastoreId) =>
    (await product.admin.ask(PLAN, { id, to: null })).emptyingPlan;
  const empty = async (id: DatastoreId) => {
    const { emptyDatastore } = await product.admin.ask(EMPTY, { i: { id } });
    return product.admin.finish(emptyDatastore.id);
  };
  const stores = async () => {
    const query = '{ datastores { id closed occupiedBy emptying { status } } }';
    const { datastores } = await product.admin.ask(query);
    return new Map(datastores.map((each: { id: string }) => [each.id, each]));
  };

  it('is planned first; when nothing can move nothing is changed, and why is told', async () => {
    await run(em(), 'update datastore set capacity_gib = 100, used_gib = 1');
    const { steps, rest } = await planOf(second);
    expect(rest).toEqual([]);
    expect(steps).toMatchObject([
      { name: 'writer', live: true, targets: ['vda', 'vdb'], sizeGiB: 2, target: null },
    ]);
    expect(steps[0].reasons).toEqual([expect.stringContaining('runs and has a snapshot')]);
    const hopeless = await product.admin.refused(EMPTY, { i: { id: second } });
    expect(hopeless).toMatchObject({ code: 'CONFLICT' });
    expect(hopeless.message).toContain('writer: writer runs and has a snapshot (counting)');
    expect((await stores()).get(second)).toMatchObject({ closed: false, emptying: null });
    const refusal = (i: Record<string, unknown>, client = product.admin) =>
      client.refused(EMPTY, { i });
    expect(await refusal({ id: second }, alice)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal({ id: 'ds_none' })).toMatchObject({ code: 'NOT_FOUND' });
    const itself = { id: second, targetId: second };
    expect(await refusal(itself)).toMatchObject({ fields: [{ path: 'targetId' }] });
  });

  it('moves what can be moved, names the rest, and takes nothing new', async () => {
    const { rest } = await planOf(first);
    expect(rest).toEqual([{ what: expect.stringMatching(/^Template /) }]);
    const task = await empty(first);
    expect(task).toMatchObject({ status: 'SUCCEEDED' });
    expect(task.message).toMatch(/^The disks of 1 VM moved; on lab stays: Template /);
    await expectAt(still, second);
    expect((await stores()).get(first)).toMatchObject({
      ...{ closed: true, occupiedBy: '1 template', emptying: { status: 'SUCCEEDED' } },
    });
    const create = 'mutation ($i: CreateVmInput!) { createVm(input: $i) { id } }';
    const late = { name: 'late', templateId: await product.templateId() };
    expect(await alice.refused(create, { i: late })).toMatchObject({
      code: 'NO_CAPACITY',
      message: expect.stringContaining('lab: takes nothing new'),
    });
    expect(await refused({ id: still, datastoreId: first })).toMatchObject({ code: 'NO_CAPACITY' });
    await product.admin.ask(EDIT, { i: { id: first, closed: false } });
  });

  it('ends with nothing on it, so that it can be removed', async () => {
    const [held] = await rows<{ id: string }>(
      em(),
      'select id from snapshot where vm_id = ? order by created_at',
      [writer],
    );
    await product.act(alice, 'deleteSnapshot', held?.id ?? '');
    expect(await empty(second)).toMatchObject({
      status: 'SUCCEEDED',
      message: 'second is empty: the disks of 2 VMs moved. It can be removed.',
    });
    await expectAt(writer, first);
    await expectAt(still, first);
    const before = await counted();
    await waitFor('the guest to go on', async () => (await counted()) > before);
    expect(await empty(second)).toMatchObject({
      message: 'second is empty and takes nothing new.',
    });
    const remove = 'mutation ($i: RemoveDatastoreInput!) { removeDatastore(input: $i) { name } }';
    const { removeDatastore } = await product.admin.ask(remove, { i: { id: second } });
    expect(removeDatastore).toEqual({ name: 'second' });
  });
});
