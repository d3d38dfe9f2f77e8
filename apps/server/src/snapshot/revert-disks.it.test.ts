import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Product } from '../../test/product.ts';
import { makeVm, productWithoutWorker, withWorker } from '../../test/task-product.ts';
import type { VmId } from '../platform/ids.ts';
import { TASK_DEFINITIONS } from '../tasks.ts';
import { parseDomainDisks } from '../vm/domain-disks.ts';
import { requireVmRecord } from '../vm/vm-record.ts';
import { revertToSnapshotTask } from './revert-to-snapshot.task.ts';

/** Two VMs that are off, so that nothing but our rows keeps one volume from both. */
let product: Product;
let one: VmId;
let two: VmId;

beforeAll(async () => {
  product = await productWithoutWorker('rd');
  one = await makeVm(product, { name: 'one', start: false });
  two = await makeVm(product, { name: 'two', start: false });
}, 180_000);
afterAll(() => product?.[Symbol.asyncDispose]());

const ATTACH = 'mutation ($i: AttachDiskInput!) { attachDisk(input: $i) { id } }';

/** Runs work while a worker is there, with what happens right after a step of a revert. */
async function whileReverting<T>(
  after: { readonly step: string; readonly act: () => Promise<void> },
  work: () => Promise<T>,
): Promise<T> {
  const steps = revertToSnapshotTask.steps.map((step) =>
    step.name !== after.step
      ? step
      : {
          ...step,
          do: async (ctx: Parameters<typeof step.do>[0]) => {
            const result = await step.do(ctx);
            await after.act();
            return result;
          },
        },
  );
  const changed = { ...revertToSnapshotTask, steps };
  const definitions = TASK_DEFINITIONS.map((each) => (each.type === changed.type ? changed : each));
  return withWorker(product, work, definitions);
}

async function done(document: string, i: Record<string, unknown>) {
  const [task] = Object.values(await product.admin.ask(document, { i })) as [{ id: string }];
  return product.admin.finish(task.id);
}

/** A volume of the first VM that is in a snapshot of it, and was detached and kept since. */
async function keptVolume(name: string): Promise<{ diskId: string; snapshotId: string }> {
  await done(ATTACH, { vmId: one, sizeGiB: 1 });
  await done('mutation ($i: CreateSnapshotInput!) { createSnapshot(input: $i) { id } }', {
    ...{ vmId: one, name },
  });
  const query = '{ vm(id: $id) { disks { id root } snapshots { id name } } }';
  const { vm } = await product.admin.ask(`query ($id: ID!) ${query}`, { id: one });
  const diskId = vm.disks.find((disk: { root: boolean }) => !disk.root).id;
  const snapshot = vm.snapshots.find((each: { name: string }) => each.name === name);
  await done('mutation ($i: DetachDiskInput!) { detachDisk(input: $i) { id } }', { id: diskId });
  return { diskId, snapshotId: snapshot.id };
}

const revert = (id: string) =>
  done('mutation ($i: RevertToSnapshotInput!) { revertToSnapshot(input: $i) { id } }', { id });

/** The extra disks that a VM's rows and its definition have. */
async function extras(vmId: VmId): Promise<{ rows: string[]; defined: string[] }> {
  const vm = await requireVmRecord(product.em(), vmId);
  const xml = await product.onHost('host1', 'virsh', 'dumpxml', vm.identity);
  const extra = (disks: readonly { target: string; path: string }[]) =>
    disks.flatMap(({ target, path }) => (target === 'vda' ? [] : [path]));
  return { rows: extra(vm.disks), defined: extra(parseDomainDisks(xml)) };
}
const both = async () => [await extras(one), await extras(two)];
const pathOf = async (diskId: string) => {
  const { detachedDisks } = await product.admin.ask('{ detachedDisks { id path } }');
  return detachedDisks.find((disk: { id: string }) => disk.id === diskId)?.path;
};
const HAS = (...paths: string[]) => ({ rows: paths, defined: paths });

describe('a kept volume that the snapshot has', () => {
  it('which another VM got since the check is the other’s, and the VM stays what it is', async () => {
    let attaching = '';
    let path = '';
    const reverted = await whileReverting(
      {
        step: 'check',
        act: async () => {
          const { detachedDisks } = await product.admin.ask('{ detachedDisks { id path } }');
          path = detachedDisks[0].path;
          const i = { vmId: two, diskId: detachedDisks[0].id };
          attaching = (await product.admin.ask(ATTACH, { i })).attachDisk.id;
        },
      },
      async () => {
        const { snapshotId } = await keptVolume('first');
        const task = await revert(snapshotId);
        expect(await product.admin.finish(attaching)).toMatchObject({ status: 'SUCCEEDED' });
        return task;
      },
    );
    expect(reverted).toMatchObject({
      status: 'FAILED',
      message: expect.stringContaining("is another VM's now"),
      leftovers: [],
    });
    expect(await both()).toEqual([HAS(), HAS(path)]);
    const id = (await requireVmRecord(product.em(), two)).disks.find((d) => d.path === path)?.id;
    await withWorker(product, () =>
      done('mutation ($i: DetachDiskInput!) { detachDisk(input: $i) { id } }', { id }),
    );
  });

  it('is kept again when libvirt does not go back', async () => {
    const forget = async () => {
      const { identity } = await requireVmRecord(product.em(), one);
      const names = await product.onHost('host1', 'virsh', 'snapshot-list', identity, '--name');
      for (const name of names.split('\n').filter(Boolean))
        await product.onHost('host1', 'virsh', 'snapshot-delete', identity, name, '--metadata');
    };
    await whileReverting({ step: 'check', act: forget }, async () => {
      const { diskId, snapshotId } = await keptVolume('second');
      const path = await pathOf(diskId);
      expect(await revert(snapshotId)).toMatchObject({
        status: 'FAILED',
        message: expect.stringContaining('libvirt does not know this snapshot'),
        leftovers: [],
      });
      expect(await pathOf(diskId)).toBe(path);
      expect(await both()).toEqual([HAS(), HAS()]);
    });
  });

  it('is nobody else’s while the VM goes back to it', async () => {
    let kept = { diskId: '', snapshotId: '' };
    let path = '';
    let refused: unknown;
    await whileReverting(
      {
        step: 'revert',
        act: async () => {
          refused = await product.admin.refused(ATTACH, {
            i: { vmId: two, diskId: kept.diskId },
          });
        },
      },
      async () => {
        kept = await keptVolume('third');
        path = await pathOf(kept.diskId);
        expect(await revert(kept.snapshotId)).toMatchObject({ status: 'SUCCEEDED' });
      },
    );
    expect(refused).toMatchObject({ code: 'CONFLICT' });
    expect(await both()).toEqual([HAS(path), HAS()]);
  });
});
