import { afterAll, beforeAll, beforeEach, describe, expect } from 'vitest';
import { Product } from '../../test/product.ts';
import { describeTask, type TaskSubject } from '../../test/task-harness.ts';
import { QUICK } from '../../test/task-world.ts';
import { waitFor } from '../../test/wait-for.ts';
import { rows, run, transaction } from '../platform/db.ts';
import { type DiskId, newId, type UserId, type VmId } from '../platform/ids.ts';
import { TaskEngine } from '../task/engine.ts';
import type { TaskDefinition } from '../task/task-definition.ts';
import { TASK_DEFINITIONS } from '../tasks.ts';
import { parseDomainDisks } from '../vm/domain-disks.ts';
import { requireVmRecord } from '../vm/vm-record.ts';
import { attachDiskTask } from './attach-disk.task.ts';
import { deleteDiskTask } from './delete-disk.task.ts';
import { detachDiskTask } from './detach-disk.task.ts';
import { allocateExtraDisk, findDisk } from './extra-disks.ts';
import { resizeDiskTask } from './resize-disk.task.ts';

/** The rules of every task, tried on the disks of a guest that runs. */
type InputOf<T> = T extends TaskDefinition<infer Input> ? Input : never;
type Attach = InputOf<typeof attachDiskTask>;
type Detach = InputOf<typeof detachDiskTask>;
type Resize = InputOf<typeof resizeDiskTask>;
type Delete = InputOf<typeof deleteDiskTask>;

let product: Product;
let vmId: VmId;
let identity = '';

beforeAll(async () => {
  product = await Product.start({ name: 'dt', hosts: 1, env: { BAADAL_ROLES: 'api,collector' } });
  const engine = new TaskEngine({
    ...{ services: services(), definitions: TASK_DEFINITIONS, concurrency: 1 },
    ...{ processName: 'maker', pollMs: QUICK.pollMs },
  });
  engine.start();
  const made = await product.createVm(product.admin, { name: 'tested' });
  await engine.stop({ graceMs: 1_000 });
  expect(made.status).toBe('SUCCEEDED');
  vmId = made.vmId as VmId;
  const vm = await requireVmRecord(em(), vmId);
  identity = vm.identity;
  // A guest hears of a disk that is to go once it has booted.
  const ping = ['busybox', 'ping', '-c', '1', '-W', '1', vm.ip?.address ?? ''];
  const answers = () =>
    product.onHost('gateway', ...ping).then(
      () => true,
      () => false,
    );
  await waitFor('the guest to have booted', answers, 90_000);
}, 180_000);
afterAll(() => product?.[Symbol.asyncDispose]());

const em = () => product.em();
const services = () => product.app.services;
const virsh = (...argv: string[]) => product.onHost('host1', 'virsh', ...argv);
const EXTRA = '/mnt/datastore/vm_extra_disks';

/** Targets of the disks that the guest has, and those of its definition. */
async function targets() {
  const [live, config] = await Promise.all([
    virsh('dumpxml', identity),
    virsh('dumpxml', '--inactive', identity),
  ]);
  const of = (xml: string) => parseDomainDisks(xml).map(({ target }) => target);
  return { live: of(live), config: of(config) };
}
const BARE = { live: ['vda'], config: ['vda'] };
const TWO = { live: ['vda', 'vdb'], config: ['vda', 'vdb'] };

const files = async () => (await product.onHost('host1', 'ls', EXTRA)).split('\n').filter(Boolean);
const history = () =>
  rows<{ attribute: string }>(
    em(),
    "select attribute, `from`, `to` from vm_event where vm_id = ? and attribute like 'disk%'",
    [vmId],
  );

/** Takes every extra disk away, past the product. */
async function clear(): Promise<void> {
  for (const target of (await targets()).config.filter((each) => each !== 'vda'))
    await virsh('detach-disk', identity, target, '--config');
  for (const target of (await targets()).live.filter((each) => each !== 'vda')) {
    await virsh('detach-disk', identity, target, '--live');
    await waitFor('the disk to go', async () => !(await targets()).live.includes(target));
  }
  await product.onHost('host1', 'find', EXTRA, '-type', 'f', '-delete');
  await run(em(), 'delete from disk where not root');
  await run(em(), "delete from vm_event where attribute like 'disk%'");
}
beforeEach(clear);

const specOf = (diskId: DiskId, kept = false) => ({
  ...{ vmId, diskId, sizeGiB: 1, datastoreId: null, kept, field: 'sizeGiB' },
});

/** Attaches a disk past the tasks. */
async function giveDisk(): Promise<{ diskId: DiskId; path: string }> {
  const diskId = newId('disk');
  await transaction(em(), (tx) => allocateExtraDisk(tx, specOf(diskId)));
  await run(em(), 'update disk set attached = true where id = ?', [diskId]);
  const path = (await findDisk(em(), diskId))?.path ?? '';
  await product.onHost('host1', 'qemu-img', 'create', '-q', '-f', 'qcow2', path, '1G');
  const how = ['--driver', 'qemu', '--subdriver', 'qcow2', '--alias', 'ua-vdb'];
  await virsh('attach-disk', identity, path, 'vdb', '--live', '--config', ...how);
  return { diskId, path };
}

/** Keeps a volume of nobody's VM past the tasks. */
async function keepVolume(): Promise<{ diskId: DiskId; ownerId: UserId }> {
  const diskId = newId('disk');
  await transaction(em(), (tx) => allocateExtraDisk(tx, specOf(diskId)));
  const [vm] = await rows<{ ownerId: UserId }>(em(), 'select owner_id as ownerId from vm');
  const sql = `update disk set vm_id = null, target = null, owner_id = ?, kept_from = 'old',
    kept_at = utc_timestamp(3) where id = ?`;
  await run(em(), sql, [vm?.ownerId, diskId]);
  const path = (await findDisk(em(), diskId))?.path ?? '';
  await product.onHost('host1', 'qemu-img', 'create', '-q', '-f', 'qcow2', path, '1G');
  return { diskId, ownerId: vm?.ownerId as UserId };
}

describe('attaching a new disk', () => {
  describeTask(
    attachDiskTask,
    (): TaskSubject<Attach> => ({
      services: services(),
      definition: attachDiskTask,
      prepare: async () => {
        const spec = specOf(newId('disk'));
        await transaction(em(), (tx) => allocateExtraDisk(tx, spec));
        return { input: { spec }, vmId };
      },
      expectDone: async ({ spec }) => {
        expect(await targets()).toEqual(TWO);
        expect(await files()).toEqual([`${identity}_disk1.qcow2`]);
        expect(await findDisk(em(), spec.diskId)).toMatchObject({ target: 'vdb', attached: true });
        expect(await history()).toMatchObject([{ attribute: 'disk vdb', to: '1 GiB on lab' }]);
      },
      expectNothingLeft: async ({ spec }) => {
        expect(await targets()).toEqual(BARE);
        expect(await files()).toEqual([]);
        expect(await findDisk(em(), spec.diskId)).toBeNull();
        expect(await history()).toEqual([]);
      },
    }),
  );
});

describe('detaching a disk whose volume goes', () => {
  describeTask(
    detachDiskTask,
    (): TaskSubject<Detach> => ({
      services: services(),
      definition: detachDiskTask,
      prepare: async () => {
        const { diskId } = await giveDisk();
        const input = { vmId, name: 'tested', diskId, target: 'vdb', keepVolume: false };
        return { input, vmId };
      },
      expectDone: async ({ diskId }) => {
        expect(await targets()).toEqual(BARE);
        expect(await files()).toEqual([]);
        expect(await findDisk(em(), diskId)).toBeNull();
        expect(await history()).toMatchObject([{ attribute: 'disk vdb', from: '1 GiB on lab' }]);
      },
      // The disk is attached as before, unless its volume was removed already.
      expectNothingLeft: async ({ diskId }) => {
        const disk = await findDisk(em(), diskId);
        if (disk) expect(disk).toMatchObject({ vmId, target: 'vdb', attached: true });
        expect(await targets()).toEqual(disk ? TWO : BARE);
        expect(await files()).toHaveLength(disk ? 1 : 0);
        expect(await history()).toHaveLength(disk ? 0 : 1);
      },
    }),
  );
});

describe('enlarging a disk', () => {
  const sizeOf = async (path: string) =>
    JSON.parse(await product.onHost('host1', 'qemu-img', 'info', '-U', '--output=json', path))[
      'virtual-size'
    ];
  let path = '';
  describeTask(
    resizeDiskTask,
    (): TaskSubject<Resize> => ({
      services: services(),
      definition: resizeDiskTask,
      prepare: async () => {
        const given = await giveDisk();
        path = given.path;
        const input = { vmId, name: 'tested', diskId: given.diskId, target: 'vdb', sizeGiB: 3 };
        return { input, vmId };
      },
      expectDone: async ({ diskId }) => {
        expect(await sizeOf(path)).toBe(3 * 1024 ** 3);
        expect(await findDisk(em(), diskId)).toMatchObject({ sizeGiB: 3 });
        expect(await history()).toMatchObject([{ from: '1 GiB', to: '3 GiB' }]);
      },
      // An image is never cut: it may be larger than its row says, and a retry finds it so.
      expectNothingLeft: async ({ diskId }) => {
        expect(await targets()).toEqual(TWO);
        const sizeGiB = (await findDisk(em(), diskId))?.sizeGiB;
        expect(await history()).toHaveLength(sizeGiB === 3 ? 1 : 0);
        expect([1, 3]).toContain(sizeGiB);
      },
    }),
  );
});

describe('deleting a kept volume', () => {
  describeTask(
    deleteDiskTask,
    (): TaskSubject<Delete> => ({
      services: services(),
      definition: deleteDiskTask,
      prepare: async () => ({ input: { ...(await keepVolume()), volume: 'disk1.qcow2' } }),
      expectDone: async ({ diskId }) => {
        expect(await findDisk(em(), diskId)).toBeNull();
        expect(await files()).toEqual([]);
      },
      expectNothingLeft: async ({ diskId, ownerId }) => {
        const disk = await findDisk(em(), diskId);
        if (disk) expect(disk).toMatchObject({ vmId: null, ownerId });
        expect(await files()).toHaveLength(disk ? 1 : 0);
      },
    }),
  );
});
