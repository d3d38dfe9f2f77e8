import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { Product } from '../../test/product.ts';
import { describeTask, type TaskSubject } from '../../test/task-harness.ts';
import { QUICK } from '../../test/task-world.ts';
import { rows, run, transaction } from '../platform/db.ts';
import { newId, type TaskId, type VmId } from '../platform/ids.ts';
import { TaskEngine } from '../task/engine.ts';
import type { TaskDefinition } from '../task/task-definition.ts';
import { TASK_DEFINITIONS } from '../tasks.ts';
import { requireVmRecord, type VmRecord } from '../vm/vm-record.ts';
import { allocateClone, type CloneSpec } from './allocate-clone.ts';
import { cloneVmTask } from './clone-vm.task.ts';
import { makeCloneTask } from './make-clone.task.ts';

type CloneVm = typeof cloneVmTask extends TaskDefinition<infer Input> ? Input : never;
type MakeClone = typeof makeCloneTask extends TaskDefinition<infer Input> ? Input : never;

let product: Product;
let source: VmRecord;

const services = () => product.app.services;
const virsh = (...argv: string[]) => product.onHost('host1', 'virsh', ...argv);

beforeAll(async () => {
  product = await Product.start({ name: 'ct', hosts: 1, env: { BAADAL_ROLES: 'api,collector' } });
  await product.leaveGuestsOut();
  const maker = new TaskEngine({
    ...{ services: services(), definitions: TASK_DEFINITIONS, concurrency: 1 },
    ...{ processName: 'maker', pollMs: QUICK.pollMs },
  });
  maker.start();
  const made = await product.createVm(product.admin, { name: 'parent' });
  await maker.stop({ graceMs: 1_000 });
  source = await requireVmRecord(product.em(), made.vmId as VmId);
}, 120_000);
afterAll(() => product?.[Symbol.asyncDispose]());

/** Fails unless the parent runs on its own files and nothing of ours is beside them. */
async function expectParentWhole(): Promise<void> {
  expect((await virsh('domstate', source.identity)).trim()).toBe('running');
  for (const which of ['--details', '--inactive']) {
    const disks = await virsh('domblklist', source.identity, which);
    expect(disks).toContain(source.disks[0]?.path);
    expect(disks).not.toContain('held');
  }
  const layers = await product.onHost('host1', 'find', '/mnt/datastore', '-name', '*.held.qcow2');
  expect(layers.trim()).toBe('');
}

describe('holding a running parent', () => {
  const subject = (): TaskSubject<CloneVm> => ({
    services: services(),
    definition: cloneVmTask,
    prepare: async () => {
      await run(product.em(), 'delete from task');
      return { input: { vmId: source.id, name: source.name }, vmId: source.id };
    },
    expectDone: expectParentWhole,
    expectNothingLeft: expectParentWhole,
  });
  describeTask(cloneVmTask, subject);
});

describe('making one clone', () => {
  /** A group that holds the parent's disks still, for ever. */
  async function holdingGroup(): Promise<TaskId> {
    const em = product.em();
    const id = newId('task');
    await run(
      em,
      `insert into task (id, type, lane, held_lane, priority, status, title, input, progress, attempt,
         epoch, run_at, lease_until, waiting_for, step_index, cancel_requested, undoing, restart,
         leftovers, created_at)
       values (?, 'CLONE_VM', ?, ?, 20, 'RUNNING', 'group', '{}', 0, 1, 1, utc_timestamp(3),
         utc_timestamp(3) + interval 1 hour, '', 1, 0, 0, 0, '[]', utc_timestamp(3))`,
      [id, id, id],
    );
    const template = '/mnt/datastore/vm_templates/micro.qcow2';
    const found = { backings: { vda: { file: template, format: 'qcow2' } } };
    for (const [position, name, status] of [
      [10, 'hold disks', 'DONE'],
      [11, 'release disks', 'PENDING'],
    ])
      await run(
        em,
        `insert into task_step (task_seq, position, name, status, tries, result)
         select seq, ?, ?, ?, 0, ? from task where id = ?`,
        [position, name, status, JSON.stringify(found), id],
      );
    return id;
  }

  async function reserve(): Promise<MakeClone> {
    const em = product.em();
    const [found] = await rows<Omit<CloneSpec['vm'], 'vmId'>>(
      em,
      `select owner_id as ownerId, owner_id as requesterId, organisation_id as organisationId,
              template_id as templateId, datastore_id as datastoreId, disk_gib as diskGiB, vcpus,
              ram_mib as ramMiB, security_domain_id as securityDomainId from vm where id = ?`,
      [source.id],
    );
    if (!found) throw new Error('no source');
    const ids = { vmId: newId('vm'), diskId: newId('disk'), uuid: randomUUID() };
    const vm = { ...found, ...ids, name: 'clone', hostId: null, purpose: null };
    const spec: CloneSpec = { vm, sourceId: source.id, extraDisks: [] };
    await transaction(em, (tx) => allocateClone(tx, spec));
    return { spec, start: true };
  }

  beforeAll(async () => {
    // At rest, as below the layer of a group.
    await virsh('destroy', source.identity);
  });
  afterEach(async () => {
    for (const name of (await product.leftovers()).domains) {
      if (name === source.identity) continue;
      await virsh('destroy', name).catch(() => undefined);
      await virsh('undefine', name);
    }
    const files = (await product.leftovers()).files.filter((f) => f !== source.disks[0]?.path);
    if (files.length > 0) await product.onHost('host1', 'rm', '-f', ...files);
    await run(product.em(), 'update private_ip set vm_id = null where vm_id <> ?', [source.id]);
    await run(product.em(), 'delete from vm where id <> ?', [source.id]);
  });

  const subject = (): TaskSubject<MakeClone> => ({
    services: services(),
    definition: makeCloneTask,
    prepare: async () => {
      await run(product.em(), 'delete from task');
      const parentId = await holdingGroup();
      const input = await reserve();
      return { input, vmId: input.spec.vm.vmId, parentId };
    },
    expectDone: async ({ spec }) => {
      const vm = await requireVmRecord(product.em(), spec.vm.vmId);
      const { domains, files } = await product.leftovers();
      expect(domains.toSorted()).toEqual([source.identity, vm.identity].toSorted());
      expect(files.toSorted()).toEqual(
        [...source.disks, ...vm.disks].map((disk) => disk.path).toSorted(),
      );
      expect((await virsh('domstate', vm.identity)).trim()).toBe('running');
      expect(vm).toMatchObject({ status: 'RUNNING', desiredStatus: 'RUNNING' });
      expect(vm.ip?.address).toMatch(/^10\./);
      expect(vm.ip?.mac).not.toBe(source.ip?.mac);
    },
    expectNothingLeft: async () => {
      const { domains, files } = await product.leftovers();
      expect(domains).toEqual([source.identity]);
      expect(files).toEqual([source.disks[0]?.path]);
      const held = await rows(product.em(), 'select id from private_ip where vm_id is not null');
      expect(held).toHaveLength(1);
      expect(await rows(product.em(), 'select id from vm')).toEqual([{ id: source.id }]);
    },
  });
  describeTask(makeCloneTask, subject);
});
