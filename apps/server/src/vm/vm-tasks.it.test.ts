import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { Product } from '../../test/product.ts';
import { describeTask, type TaskSubject } from '../../test/task-harness.ts';
import { ask, QUICK, reached } from '../../test/task-world.ts';
import { waitFor } from '../../test/wait-for.ts';
import { rows, run, transaction } from '../platform/db.ts';
import { newId, type VmId } from '../platform/ids.ts';
import { TaskEngine } from '../task/engine.ts';
import type { TaskDefinition } from '../task/task-definition.ts';
import { TASK_DEFINITIONS } from '../tasks.ts';
import { allocateVm, type VmSpec } from './allocate-vm.ts';
import { createVmTask } from './create-vm.task.ts';
import { deleteVmTask } from './delete-vm.task.ts';
import {
  destroyVmTask,
  rebootVmTask,
  resumeVmTask,
  shutdownVmTask,
  startVmTask,
  suspendVmTask,
} from './power-vm.task.ts';
import { requireVmRecord } from './vm-record.ts';

let product: Product;
let letGuestsBoot: () => Promise<unknown>;

beforeAll(async () => {
  const env = { BAADAL_ROLES: 'api,collector' };
  product = await Product.start({ name: 'vt', hosts: 1, env });
  letGuestsBoot = await product.leaveGuestsOut();
});
afterAll(() => product?.[Symbol.asyncDispose]());

type CreateVm = typeof createVmTask extends TaskDefinition<infer Input> ? Input : never;
type PowerVm = typeof startVmTask extends TaskDefinition<infer Input> ? Input : never;

const services = () => product.app.services;
const virsh = (...argv: string[]) => product.onHost('host1', 'virsh', ...argv);

/** What the mutation makes of its input. */
async function specOf(name: string): Promise<VmSpec> {
  const [found] = await rows<Omit<VmSpec, 'vmId'>>(
    product.em(),
    `select u.id as ownerId, u.id as requesterId, u.organisation_id as organisationId,
            t.id as templateId, t.datastore_id as datastoreId, t.disk_gib as diskGiB,
            t.default_vcpus as vcpus, t.default_ram_mib as ramMiB, s.id as securityDomainId
       from user u, template t, security_domain s where u.username = 'admin' limit 1`,
  );
  if (!found) throw new Error('no template or security domain');
  const ids = { vmId: newId('vm'), diskId: newId('disk'), uuid: randomUUID() };
  return { ...found, ...ids, name, hostId: null, purpose: null };
}

/** Reserves a VM as its mutation does. */
async function reserve(): Promise<CreateVm> {
  const spec = await specOf('tested');
  await transaction(product.em(), (em) => allocateVm(em, spec));
  return { spec, start: true };
}

/** Reserves one with an extra disk. */
async function reserveWithDisk(): Promise<CreateVm> {
  const spec = await specOf('tested');
  const extraDisk = {
    ...{ vmId: spec.vmId, diskId: newId('disk'), sizeGiB: 1, datastoreId: null },
    ...{ kept: false, field: 'extraDiskGiB' },
  };
  await transaction(product.em(), (em) => allocateVm(em, { ...spec, extraDisk }));
  return { spec: { ...spec, extraDisk }, start: true };
}

/** Makes a VM by the real task, with a worker of its own. */
async function makeVm(): Promise<PowerVm> {
  const input = await reserve();
  const engine = new TaskEngine({
    ...{ services: services(), definitions: TASK_DEFINITIONS, concurrency: 1 },
    ...{ processName: 'maker', pollMs: QUICK.pollMs },
  });
  engine.start();
  try {
    const { vmId, name } = input.spec;
    const id = await ask(services(), { type: 'CREATE_VM', input, title: 'made', vmId });
    expect(await reached(services(), id)).toMatchObject({ status: 'SUCCEEDED' });
    return { vmId, name };
  } finally {
    await engine.stop({ graceMs: 1_000 });
  }
}

const ARCHIVE = '/mnt/datastore/vm_archive';

/** Files of deleted VMs. */
async function archived(): Promise<string[]> {
  const found = await product.onHost('host1', 'find', ARCHIVE, '-type', 'f').catch(() => '');
  return found.split('\n').filter(Boolean);
}

/** Removes every VM past the product. */
async function removeAll(): Promise<void> {
  const { domains, files } = await product.leftovers();
  for (const name of domains) {
    await virsh('destroy', name).catch(() => undefined);
    await virsh('undefine', '--snapshots-metadata', name);
  }
  if (files.length > 0) await product.onHost('host1', 'rm', '-f', ...files);
  await product.onHost('host1', 'rm', '-rf', ARCHIVE);
  await run(product.em(), 'delete from archived_vm');
  await run(product.em(), 'update private_ip set vm_id = null');
  await run(product.em(), 'delete from vm');
}

async function expectNothing(): Promise<void> {
  const em = product.em();
  expect(await product.leftovers()).toEqual({ domains: [], files: [] });
  expect(await rows(em, 'select id from vm union all select id from disk')).toEqual([]);
  expect(await rows(em, 'select id from private_ip where vm_id is not null')).toEqual([]);
}

/** Fails unless row, address, domain and disk are there, each once. */
async function expectWhole(vmId: VmId, state: string): Promise<void> {
  const vm = await requireVmRecord(product.em(), vmId);
  expect(vm.ip?.address).toMatch(/^10\./);
  expect(await product.leftovers()).toEqual({
    domains: [vm.identity],
    files: vm.disks.map((disk) => disk.path).toSorted(),
  });
  expect((await virsh('domstate', vm.identity)).trim()).toBe(state);
}

describe('making a VM', () => {
  afterEach(removeAll);
  describeTask(
    createVmTask,
    (): TaskSubject<CreateVm> => ({
      services: services(),
      definition: createVmTask,
      prepare: async () => {
        const input = await reserveWithDisk();
        return { input, vmId: input.spec.vmId };
      },
      expectDone: async ({ spec }) => {
        await expectWhole(spec.vmId, 'running');
        const vm = await requireVmRecord(product.em(), spec.vmId);
        expect(vm).toMatchObject({ status: 'RUNNING', desiredStatus: 'RUNNING' });
        expect(vm.disks.map(({ target }) => target)).toEqual(['vda', 'vdb']);
      },
      expectNothingLeft: expectNothing,
    }),
  );
});

describe('deleting a VM', () => {
  afterEach(removeAll);
  describeTask(
    deleteVmTask,
    (): TaskSubject<PowerVm> => ({
      services: services(),
      definition: deleteVmTask,
      prepare: async () => {
        const input = await makeVm();
        return { input, vmId: input.vmId };
      },
      expectDone: async ({ vmId }) => {
        await expectNothing();
        const [kept] = await rows<{ identity: string; state: string }>(
          product.em(),
          'select identity, state from archived_vm where id = ?',
          [vmId],
        );
        expect(kept?.state).toBe('KEPT');
        expect(await archived()).toEqual([`${ARCHIVE}/${kept?.identity}/${kept?.identity}.qcow2`]);
      },
      // What failed to be deleted keeps its row, disk and address, and can be deleted again.
      expectNothingLeft: async ({ vmId }) => {
        const [held] = await rows(product.em(), 'select id from private_ip where vm_id = ?', [
          vmId,
        ]);
        const [row] = await rows<{ id: VmId; desired: string }>(
          product.em(),
          'select id, desired_status as desired from vm where id = ?',
          [vmId],
        );
        const { domains, files } = await product.leftovers();
        expect(Boolean(held)).toBe(Boolean(row));
        // Off and to run would start it with the next boot of its host.
        const running = (await product.onHost('host1', 'virsh', 'list', '--name')).trim() !== '';
        expect(row?.desired ?? 'SHUTDOWN').toBe(running ? 'RUNNING' : 'SHUTDOWN');
        expect(domains.length).toBe(row ? 1 : 0);
        expect(files.length).toBe(row ? 1 : 0);
        expect((await archived()).length).toBe(row ? 0 : 1);
      },
    }),
  );
});

/** Brings the VM's domain into a state, past the product. */
async function bring(identity: string, state: 'running' | 'shut off' | 'paused'): Promise<void> {
  const now = (await virsh('domstate', identity)).trim();
  if (now === state) return;
  if (now === 'paused') await virsh('resume', identity);
  if (now === 'shut off') await virsh('start', identity);
  if (state === 'paused') await virsh('suspend', identity);
  if (state === 'shut off') await virsh('destroy', identity);
}

/** A snapshot with the memory of a guest that hears what it is asked. */
const BOOTED = 'booted';

interface PowerCase {
  readonly definition: TaskDefinition<PowerVm>;
  readonly from: 'running' | 'shut off' | 'paused';
  readonly to: 'running' | 'shut off' | 'paused';
}

const STATUS = { running: 'RUNNING', 'shut off': 'SHUTDOWN', paused: 'SUSPENDED' } as const;

function describePower(cases: readonly PowerCase[], booted: boolean): void {
  let vm: PowerVm;
  let identity = '';
  let address = '';
  beforeAll(async () => {
    if (booted) await letGuestsBoot();
    vm = await makeVm();
    const { identity: name, ip } = await requireVmRecord(product.em(), vm.vmId);
    [identity, address] = [name, ip?.address ?? ''];
    if (!booted) return;
    await waitFor('the guest to have booted', answers);
    await virsh('snapshot-create-as', identity, BOOTED);
  });
  const answers = () =>
    product.onHost('gateway', 'busybox', 'ping', '-c', '1', '-W', '1', address).then(
      () => true,
      () => false,
    );
  afterAll(removeAll);

  for (const { definition, from, to } of cases)
    describeTask(
      definition,
      (): TaskSubject<PowerVm> => ({
        services: services(),
        definition,
        prepare: async () => {
          // Back to where it was is quicker than one more boot.
          if (booted) await virsh('snapshot-revert', identity, BOOTED, '--running');
          else await bring(identity, from);
          return { input: vm, vmId: vm.vmId };
        },
        expectDone: async ({ vmId }) => {
          await expectWhole(vmId, to);
          const status = STATUS[to];
          const { status: now, desiredStatus } = await requireVmRecord(product.em(), vmId);
          expect(now).toBe(status);
          // A VM that is suspended is to be there after its host's restart, suspended or not.
          expect(desiredStatus).toBe(status);
        },
        // There is nothing to undo: the VM is whole, before or after what was asked.
        expectNothingLeft: async ({ vmId }) => {
          const { identity: name } = await requireVmRecord(product.em(), vmId);
          const state = (await virsh('domstate', name)).trim();
          expect(Object.keys(STATUS)).toContain(state);
          await expectWhole(vmId, state);
        },
      }),
    );
}

describe('a VM that is there', () => {
  describePower(
    [
      { definition: startVmTask, from: 'shut off', to: 'running' },
      { definition: destroyVmTask, from: 'running', to: 'shut off' },
      { definition: suspendVmTask, from: 'running', to: 'paused' },
      { definition: resumeVmTask, from: 'paused', to: 'running' },
    ],
    false,
  );
});

// A guest hears of a shutdown once it has booted.
describe('a VM whose guest has booted', () => {
  describePower(
    [
      { definition: shutdownVmTask, from: 'running', to: 'shut off' },
      { definition: rebootVmTask, from: 'running', to: 'running' },
    ],
    true,
  );
});
