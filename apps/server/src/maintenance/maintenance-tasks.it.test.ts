import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Product } from '../../test/product.ts';
import { describeTask, startEngine, type TaskSubject } from '../../test/task-harness.ts';
import { makeVm, productWithoutWorker } from '../../test/task-product.ts';
import { ask, QUICK, reached } from '../../test/task-world.ts';
import { rows, run } from '../platform/db.ts';
import { type HostId, newId, type VmId } from '../platform/ids.ts';
import { registerTasks, type TaskDefinition } from '../task/task-definition.ts';
import { TASK_DEFINITIONS } from '../tasks.ts';
import { requireVmRecord, type VmRecord } from '../vm/vm-record.ts';
import { bootHostsTask } from './boot.task.ts';
import { keepVmTask } from './keep-vm.task.ts';
import type { KeepMethod } from './maintenance-enums.ts';
import { restoreVmTask } from './restore-vm.task.ts';
import { shutDownCloudTask } from './shut-down.task.ts';

type Input<Task> = Task extends TaskDefinition<infer I> ? I : never;
type Keep = Input<typeof keepVmTask>;
type Restore = Input<typeof restoreVmTask>;
type Shut = Input<typeof shutDownCloudTask>;
type Boot = Input<typeof bootHostsTask>;

let product: Product;
let vm: VmRecord;

const services = () => product.app.services;
const virsh = (...argv: string[]) => product.onHost('host1', 'virsh', ...argv);
const state = async () => (await virsh('domstate', vm.identity)).trim();
const kept = () => rows(product.em(), 'select was, method, off from kept_vm');
const snapshots = async () => (await virsh('snapshot-list', vm.identity, '--name')).trim();
const saved = async () => (await virsh('dominfo', vm.identity)).match(/Managed save:\s*(\w+)/)?.[1];

beforeAll(async () => {
  product = await productWithoutWorker('mk');
  await product.leaveGuestsOut();
  const vmId: VmId = await makeVm(product, { name: 'kept' });
  vm = await requireVmRecord(product.em(), vmId);
}, 120_000);
afterAll(() => product?.[Symbol.asyncDispose]());

/** It runs, and nothing is known of any maintenance. */
async function reset(): Promise<void> {
  const em = product.em();
  await run(em, 'delete from task');
  await run(em, 'delete from kept_vm');
  await run(em, 'delete from shut_host');
  await run(em, 'delete from snapshot');
  await run(em, 'update host set maintenance = false');
  await run(em, "update cloud_state set state = 'OPEN'");
  for (const name of (await snapshots()).split('\n').filter(Boolean))
    await virsh('snapshot-delete', vm.identity, name);
  if ((await state()) !== 'running') {
    await virsh('destroy', vm.identity).catch(() => undefined);
    await virsh('managedsave-remove', vm.identity).catch(() => undefined);
    await virsh('start', vm.identity);
  }
  await run(
    em,
    "update vm set status = 'RUNNING', desired_status = 'RUNNING', status_reason = null where id = ?",
    [vm.id],
  );
}

function keepInput(method: KeepMethod): Keep {
  const snapshotId = method === 'SNAPSHOT' ? newId('snap') : null;
  return { vmId: vm.id, name: vm.name, method, snapshotId };
}

async function expectRunning(): Promise<void> {
  expect(await state()).toBe('running');
  expect(await saved()).toBe('no');
  expect(await snapshots()).toBe('');
  expect(await kept()).toEqual([]);
  expect(await requireVmRecord(product.em(), vm.id)).toMatchObject({ status: 'RUNNING' });
}

/** Off, its memory where the method has it. */
async function expectKept({ method, snapshotId }: Keep): Promise<void> {
  expect(await state()).toBe('shut off');
  expect(await saved()).toBe(method === 'SNAPSHOT' ? 'no' : 'yes');
  expect(await snapshots()).toBe(snapshotId ?? '');
  expect(await kept()).toEqual([{ was: 'RUNNING', method, off: 1 }]);
  const { status, desiredStatus } = await requireVmRecord(product.em(), vm.id);
  expect({ status, desiredStatus }).toEqual({ status: 'SHUTDOWN', desiredStatus: 'RUNNING' });
}

describe.each(['MANAGED_SAVE', 'SNAPSHOT'] as const)('stopping a VM by %s', (method) => {
  describeTask(
    keepVmTask,
    (): TaskSubject<Keep> => ({
      services: services(),
      definition: keepVmTask,
      prepare: async () => {
        await reset();
        return { input: keepInput(method), vmId: vm.id };
      },
      expectDone: expectKept,
      expectNothingLeft: expectRunning,
    }),
  );
});

describe('bringing a VM back', () => {
  describeTask(
    restoreVmTask,
    (): TaskSubject<Restore> => ({
      services: services(),
      definition: restoreVmTask,
      prepare: async () => {
        await reset();
        await virsh('managedsave', vm.identity);
        await run(product.em(), "update vm set status = 'SHUTDOWN' where id = ?", [vm.id]);
        await run(
          product.em(),
          `insert into kept_vm (vm_id, host_id, was, method, snapshot_id, off, task_id, since)
           values (?, ?, 'RUNNING', 'MANAGED_SAVE', null, true, 'task_none', utc_timestamp(3))`,
          [vm.id, vm.hostId],
        );
        return { input: { vmId: vm.id, name: vm.name }, vmId: vm.id };
      },
      expectDone: expectRunning,
      // Either its memory is there still, or it went on from it.
      expectNothingLeft: async () => {
        expect([await state(), await saved()]).toEqual(
          (await state()) === 'running' ? ['running', 'no'] : ['shut off', 'yes'],
        );
      },
    }),
  );
});

describe('a VM that does not come back from its kept memory', () => {
  const restore = async (cold: boolean) => {
    registerTasks(TASK_DEFINITIONS);
    startEngine(services(), TASK_DEFINITIONS, { retry: { ...QUICK.retry, tries: 1 } });
    const input = { vmId: vm.id, name: vm.name, cold };
    return reached(
      services(),
      await ask(services(), { type: 'RESTORE_VM', input, title: 'test', vmId: vm.id }),
    );
  };

  it('stays kept, and starts from its disk once that is given up', async () => {
    await reset();
    await virsh('managedsave', vm.identity);
    // As a disk does that lost a sector.
    const file = `/var/lib/libvirt/qemu/save/${vm.identity}.save`;
    await product.onHost('host1', 'truncate', '-s', '20000', file);
    await run(product.em(), "update vm set status = 'SHUTDOWN' where id = ?", [vm.id]);
    await run(
      product.em(),
      `insert into kept_vm (vm_id, host_id, was, method, snapshot_id, off, task_id, since)
       values (?, ?, 'RUNNING', 'MANAGED_SAVE', null, true, 'task_none', utc_timestamp(3))`,
      [vm.id, vm.hostId],
    );
    expect(await restore(false)).toMatchObject({ status: 'FAILED' });
    expect(await kept()).toHaveLength(1);
    expect([await state(), await saved()]).toEqual(['shut off', 'yes']);

    expect(await restore(true)).toMatchObject({
      ...{ status: 'SUCCEEDED', message: 'The kept memory of kept is given up' },
    });
    await expectRunning();
    const told = "select `to` from vm_event where attribute = 'memory'";
    expect(await rows(product.em(), told)).toEqual([{ to: 'given up' }]);
  });
});

const hosts = () => [{ id: vm.hostId as HostId, name: vm.hostName }];
const cloud = async () =>
  (await rows<{ state: string }>(product.em(), 'select state from cloud_state'))[0]?.state;
const shut = () => rows(product.em(), 'select host_id from shut_host');
const maintained = async () =>
  (await rows<{ on: number }>(product.em(), 'select maintenance as `on` from host'))[0]?.on;

describe('the group that shuts the cloud down', () => {
  describeTask(
    shutDownCloudTask,
    (): TaskSubject<Shut> => ({
      services: services(),
      definition: shutDownCloudTask,
      prepare: async () => {
        await reset();
        const method = 'MANAGED_SAVE' as const;
        return { input: { hosts: hosts(), powerOff: false, method, atOnce: 4 }, lane: 'cloud' };
      },
      afterChildren: ['keep memory', 'switch hosts off', 'hosts are off'],
      expectDone: async () => {
        expect(await cloud()).toBe('CLOSED');
        expect(await shut()).toHaveLength(1);
        expect(await maintained()).toBe(1);
        const children = await rows(product.em(), "select 1 from task where type = 'KEEP_VM'");
        expect(children).toHaveLength(1);
      },
      expectNothingLeft: async () => {
        expect(await cloud()).toBe('OPEN');
        expect(await shut()).toEqual([]);
        expect(await maintained()).toBe(0);
      },
    }),
  );
});

describe('the group that boots hosts', () => {
  describeTask(
    bootHostsTask,
    (): TaskSubject<Boot> => ({
      services: services(),
      definition: bootHostsTask,
      prepare: async () => {
        await reset();
        await run(
          product.em(),
          "insert into shut_host (host_id, maintenance, task_id, since) values (?, false, 'task_none', utc_timestamp(3))",
          [vm.hostId],
        );
        await run(product.em(), 'update host set maintenance = true');
        return { input: { hosts: hosts(), atOnce: 4 }, lane: 'cloud' };
      },
      expectDone: async () => {
        expect(await shut()).toEqual([]);
        expect(await maintained()).toBe(0);
      },
      // What is up is up: a host is shut until it is opened, and can be booted again.
      expectNothingLeft: async () => expect((await shut()).length).toBe(await maintained()),
    }),
  );
});
