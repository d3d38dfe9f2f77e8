import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import type { Product } from '../../test/product.ts';
import { describeTask, type TaskSubject } from '../../test/task-harness.ts';
import { productWithoutWorker, withWorker } from '../../test/task-product.ts';
import { ask, reached } from '../../test/task-world.ts';
import { waitFor } from '../../test/wait-for.ts';
import { rows, run, transaction } from '../platform/db.ts';
import { newId, type SnapshotId, type VmId } from '../platform/ids.ts';
import type { TaskDefinition } from '../task/task-definition.ts';
import { requireVmRecord } from '../vm/vm-record.ts';
import { createSnapshotTask } from './create-snapshot.task.ts';
import { deleteSnapshotTask } from './delete-snapshot.task.ts';
import { revertToSnapshotTask } from './revert-to-snapshot.task.ts';
import { reserveSnapshot } from './snapshot-record.ts';

let product: Product;
let vmId = '' as VmId;
let identity = '';
let file = '';

const services = () => product.app.services;
const virsh = (...argv: string[]) => product.onHost('host1', 'virsh', ...argv);

type Input<Task> = Task extends TaskDefinition<infer I> ? I : never;
type Create = Input<typeof createSnapshotTask>;
type OnSnapshot = Input<typeof revertToSnapshotTask>;

beforeAll(async () => {
  product = await productWithoutWorker('st');
  const made = await withWorker(product, () => product.createVm(product.admin, { name: 'tested' }));
  vmId = made.vmId as VmId;
  const vm = await requireVmRecord(product.em(), vmId);
  [identity, file] = [vm.identity, vm.disks[0]?.path ?? ''];
  const ping = ['ping', '-c', '1', '-W', '1', vm.ip?.address ?? ''];
  await waitFor('the guest to answer', () =>
    product.onHost('gateway', ...ping).then(
      () => true,
      () => false,
    ),
  );
}, 120_000);
afterAll(() => product?.[Symbol.asyncDispose]());

/** Reserves a snapshot as its mutation does. */
async function reserve(): Promise<Create> {
  const input: Create = {
    ...{ snapshotId: newId('snap'), vmId, name: 'tested', description: null },
    ...{ type: 'USER', memory: null, requirePing: true },
  };
  await transaction(product.em(), (em) => reserveSnapshot(em, { ...input, createdBy: null }));
  return input;
}

/** Takes a snapshot by the real task. */
async function make(): Promise<OnSnapshot> {
  const input = await reserve();
  await withWorker(product, async () => {
    const id = await ask(services(), { type: 'CREATE_SNAPSHOT', input, title: 'made', vmId });
    expect(await reached(services(), id)).toMatchObject({ status: 'SUCCEEDED' });
  });
  return { snapshotId: input.snapshotId, vmId, name: input.name };
}

/** Snapshots as libvirt, the file and the rows know them. */
async function everywhere() {
  const [listed, info, known] = await Promise.all([
    virsh('snapshot-list', identity, '--name'),
    product.onHost('host1', 'qemu-img', 'info', '-U', '--output=json', file),
    rows<{ id: SnapshotId }>(product.em(), 'select id from snapshot order by id'),
  ]);
  const held: { name: string }[] = JSON.parse(info).snapshots ?? [];
  return {
    libvirt: listed.split('\n').filter(Boolean).sort(),
    file: held.map(({ name }) => name).sort(),
    rows: known.map(({ id }) => id),
  };
}
const only = (...ids: readonly SnapshotId[]) => ({ libvirt: ids, file: ids, rows: ids });

/** Removes every snapshot past the product. */
async function removeAll(): Promise<void> {
  for (const name of (await everywhere()).libvirt) await virsh('snapshot-delete', identity, name);
  await run(product.em(), 'delete from snapshot');
}

async function expectState(state: string, status: string): Promise<void> {
  expect((await virsh('domstate', identity)).trim()).toBe(state);
  expect((await requireVmRecord(product.em(), vmId)).status).toBe(status);
}

describe('taking a snapshot', () => {
  afterEach(removeAll);
  describeTask(
    createSnapshotTask,
    (): TaskSubject<Create> => ({
      services: services(),
      definition: createSnapshotTask,
      prepare: async () => ({ input: await reserve(), vmId }),
      expectDone: async ({ snapshotId }) => {
        expect(await everywhere()).toEqual(only(snapshotId));
        const [row] = await rows(product.em(), 'select state, current, memory from snapshot');
        expect(row).toEqual({ state: 'READY', current: 1, memory: 1 });
      },
      expectNothingLeft: async () => expect(await everywhere()).toEqual(only()),
    }),
  );
});

describe('going back to a snapshot', () => {
  let made: OnSnapshot;
  beforeAll(async () => {
    made = await make();
  });
  afterAll(removeAll);
  describeTask(
    revertToSnapshotTask,
    (): TaskSubject<OnSnapshot> => ({
      services: services(),
      definition: revertToSnapshotTask,
      prepare: async () => {
        await run(product.em(), 'update snapshot set current = false');
        return { input: made, vmId };
      },
      expectDone: async ({ snapshotId }) => {
        await expectState('running', 'RUNNING');
        expect(await rows(product.em(), 'select id from snapshot where current')).toEqual([
          { id: snapshotId },
        ]);
      },
      // What was lost is lost; the VM is whole, and the rows say what it is.
      expectNothingLeft: async ({ snapshotId }) => {
        await expectState('running', 'RUNNING');
        expect(await everywhere()).toEqual(only(snapshotId));
      },
    }),
  );
});

describe('deleting a snapshot', () => {
  afterEach(removeAll);
  describeTask(
    deleteSnapshotTask,
    (): TaskSubject<OnSnapshot> => ({
      services: services(),
      definition: deleteSnapshotTask,
      prepare: async () => ({ input: await make(), vmId }),
      expectDone: async () => expect(await everywhere()).toEqual(only()),
      // What failed to be deleted keeps its row, and can be deleted again.
      expectNothingLeft: async ({ snapshotId }) => {
        const left = await rows(product.em(), 'select id, state from snapshot');
        expect(left.length === 0 || left).toEqual(
          left.length === 0 || [{ id: snapshotId, state: 'READY' }],
        );
        const { libvirt, file: held } = await everywhere();
        expect(held).toEqual(libvirt);
      },
    }),
  );
});
