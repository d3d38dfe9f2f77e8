import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Product } from '../../test/product.ts';
import { describeTask, startEngine, type TaskSubject } from '../../test/task-harness.ts';
import { makeVm } from '../../test/task-product.ts';
import { ask, logOf, QUICK, reached } from '../../test/task-world.ts';
import { waitFor } from '../../test/wait-for.ts';
import { rows, run, transaction } from '../platform/db.ts';
import { type HostId, newId, type TaskId, type VmId } from '../platform/ids.ts';
import { TaskEngine } from '../task/engine.ts';
import { registerTasks, type TaskDefinition } from '../task/task-definition.ts';
import { TASK_DEFINITIONS } from '../tasks.ts';
import { requireVmRecord } from '../vm/vm-record.ts';
import { leaveHost } from './leave-host.ts';
import { respawnHostTask } from './respawn-host.task.ts';
import { respawnVmTask } from './respawn-vm.task.ts';

type Input<Task> = Task extends TaskDefinition<infer I> ? I : never;
type RespawnVm = Input<typeof respawnVmTask>;
type RespawnHost = Input<typeof respawnHostTask>;

let product: Product;
let vmId: VmId;
let identity = '';
let file = '';
let snapshot = '';
const hosts = { up: '' as HostId, down: '' as HostId };

const services = () => product.app.services;
const virsh = (...argv: string[]) => product.onHost('host1', 'virsh', ...argv);

/** A snapshot with memory, by the real task. */
async function takeSnapshot(): Promise<string> {
  const engine = new TaskEngine({
    ...{ services: services(), definitions: TASK_DEFINITIONS, concurrency: 1 },
    ...{ processName: 'maker', pollMs: QUICK.pollMs },
  });
  engine.start();
  const query = 'mutation ($i: CreateSnapshotInput!) { createSnapshot(input: $i) { id } }';
  const i = { vmId, name: 'wanted', requirePing: false };
  const done = await product.admin.finish(
    (await product.admin.ask(query, { i })).createSnapshot.id,
  );
  expect(done).toMatchObject({ status: 'SUCCEEDED' });
  await engine.stop({ graceMs: 1_000 });
  const [row] = await rows<{ id: string }>(product.em(), 'select id from snapshot');
  return row?.id ?? '';
}

/** A disk of its VMs that is in use speaks for its being alive. */
async function untilDown(): Promise<void> {
  await waitFor(
    'host2 to be down',
    async () => {
      const sql = 'select status from host where id = ?';
      const [host] = await rows<{ status: string }>(product.em(), sql, [hosts.down]);
      return host?.status === 'DOWN';
    },
    60_000,
  );
}

beforeAll(async () => {
  product = await Product.start({ name: 'rt', hosts: 2, env: { BAADAL_ROLES: 'api,collector' } });
  await product.leaveGuestsOut();
  await setConstant('hostDownAfterSeconds', '5');
  const found = await rows<{ id: HostId }>(product.em(), 'select id from host order by name');
  hosts.up = found[0]?.id ?? hosts.up;
  hosts.down = found[1]?.id ?? hosts.down;
  // Its snapshot is of a larger size than what it has since: see `reset`.
  vmId = await makeVm(product, { name: 'tested', hostId: hosts.down, vcpus: 2 });
  const vm = await requireVmRecord(product.em(), vmId);
  [identity, file] = [vm.identity, vm.disks[0]?.path ?? ''];
  snapshot = await takeSnapshot();
  await product.lab.powerOff('host2');
  await untilDown();
}, 180_000);
afterAll(() => product?.[Symbol.asyncDispose]());

const domains = async () => (await virsh('list', '--all', '--name')).split('\n').filter(Boolean);

async function snapshotsInFile(): Promise<string[]> {
  const info = await product.onHost('host1', 'qemu-img', 'info', '-U', '--output=json', file);
  return (JSON.parse(info).snapshots ?? []).map(({ name }: { name: string }) => name);
}

/** The VM is host2's again, which went down under it. */
async function reset(): Promise<void> {
  const em = product.em();
  if ((await domains()).includes(identity)) {
    await virsh('destroy', identity).catch(() => undefined);
    await virsh('undefine', identity, '--snapshots-metadata');
  }
  for (const name of await snapshotsInFile())
    if (name !== snapshot) await product.onHost('host1', 'qemu-img', 'snapshot', '-d', name, file);
  await run(em, 'delete from snapshot where id <> ?', [snapshot]);
  await run(em, 'update snapshot set current = true, parent_id = null');
  await run(em, 'delete from task');
  await run(em, 'delete from stale_domain');
  await run(
    em,
    `update vm set host_id = ?, status = 'UNKNOWN', desired_status = 'RUNNING', vcpus = 1,
       active_vcpus = null where id = ?`,
    [hosts.down, vmId],
  );
  await run(em, 'delete from vm_event');
}

const stale = () => rows(product.em(), 'select vm_id as vmId, host_id as hostId from stale_domain');

function respawnInput(): RespawnVm {
  const [from, fromName] = [hosts.down, 'host2'];
  return { vmId, name: 'tested', from, fromName, start: true, keepId: newId('snap') };
}

async function expectNothingLeft(): Promise<void> {
  expect(await domains()).toEqual([]);
  expect(await snapshotsInFile()).toEqual([snapshot]);
  expect(await rows(product.em(), 'select id from snapshot')).toEqual([{ id: snapshot }]);
  expect(await stale()).toEqual([]);
  const { hostId, vcpus } = await requireVmRecord(product.em(), vmId);
  expect({ hostId, vcpus }).toEqual({ hostId: hosts.down, vcpus: 1 });
}

async function setConstant(name: string, value: string): Promise<void> {
  await run(
    product.em(),
    `insert into constant (name, value, updated_at) values (?, ?, utc_timestamp(3))
     on duplicate key update value = values(value)`,
    [name, value],
  );
}

describe('respawning one VM', () => {
  describeTask(
    respawnVmTask,
    (): TaskSubject<RespawnVm> => ({
      services: services(),
      definition: respawnVmTask,
      prepare: async () => {
        await reset();
        return { input: respawnInput(), vmId };
      },
      expectDone: async ({ keepId }) => {
        expect((await virsh('domstate', identity)).trim()).toBe('running');
        const vm = await requireVmRecord(product.em(), vmId);
        expect(vm).toMatchObject({ hostId: hosts.up, status: 'RUNNING', desiredStatus: 'RUNNING' });
        expect(vm.vcpus).toBe(2);
        const sizes = "select `from`, `to` from vm_event where attribute = 'vcpus'";
        expect(await rows(product.em(), sizes)).toEqual([{ from: '1', to: '2' }]);
        expect((await snapshotsInFile()).toSorted()).toEqual([snapshot, keepId].toSorted());
        expect((await virsh('snapshot-current', '--name', identity)).trim()).toBe(snapshot);
        expect(await stale()).toEqual([{ vmId, hostId: hosts.down }]);
      },
      expectNothingLeft,
    }),
  );

  it('starts from its disk where there is no room for the size of its snapshot', async () => {
    await reset();
    await setConstant('cpuOvercommitRatio', '1');
    await run(product.em(), 'update host set cpus = 1');
    registerTasks(TASK_DEFINITIONS);
    startEngine(services(), TASK_DEFINITIONS);
    const task = { type: 'RESPAWN_VM', input: respawnInput(), title: 'test', vmId } as const;
    const id = await ask(services(), task);
    expect(await reached(services(), id)).toMatchObject({
      ...{ status: 'SUCCEEDED', message: 'tested runs on host1 from its disk' },
    });
    const log = (await logOf(services(), id)).join('\n');
    expect(log).toMatch(/No host has room for the 2 vCPUs and \d+ MiB of its newest snapshot/);
    expect(log).toMatch(/Not taken back to its snapshot wanted: host1 has no room for the 2 vCPUs/);
    expect(await requireVmRecord(product.em(), vmId)).toMatchObject({
      ...{ hostId: hosts.up, status: 'RUNNING', vcpus: 1 },
    });
    expect((await virsh('domstate', identity)).trim()).toBe('running');
    expect(await snapshotsInFile()).toEqual([snapshot]);
    await setConstant('cpuOvercommitRatio', '8');
  });

  it('is refused while anything has its disk open, and then it is its old host’s', async () => {
    await reset();
    // Placed by its group: else the disk that is in use would speak for host2's being alive.
    const place = { vmId, from: hosts.down, fromName: 'host2', goesBack: true };
    const by = { actorId: null, taskId: 'task_group' as TaskId };
    await transaction(product.em(), (em) => leaveHost(em, place, by));
    await product.onHost(
      'host1',
      ...['sh', '-c', `qemu-io -f qcow2 -c 'sleep 8000' ${file} >/dev/null 2>&1 & sleep 1`],
    );
    registerTasks(TASK_DEFINITIONS);
    startEngine(services(), TASK_DEFINITIONS);
    const task = { type: 'RESPAWN_VM', input: respawnInput(), title: 'test', vmId } as const;
    const state = await reached(services(), await ask(services(), task));
    expect(state).toMatchObject({ status: 'FAILED', errorCode: 'CONFLICT' });
    expect(state.errorMessage).toMatch(
      /tested still runs.*in use. It is not started a second time/,
    );
    await waitFor('the disk to be free', () =>
      product.onHost('host1', 'qemu-img', 'info', file).then(
        () => true,
        () => false,
      ),
    );
    await expectNothingLeft();
    await untilDown();
  });
});

describe('finding places for the VMs of a host', () => {
  const children = () => rows(product.em(), "select id from task where type = 'RESPAWN_VM'");
  describeTask(
    respawnHostTask,
    (): TaskSubject<RespawnHost> => ({
      services: services(),
      definition: respawnHostTask,
      prepare: async () => {
        await reset();
        const host = { hostId: hosts.down, hostName: 'host2' };
        const input = { ...host, confirmed: false, reverts: true, atOnce: 4 };
        return { input, hostId: hosts.down };
      },
      expectDone: async () => {
        expect(await children()).toHaveLength(1);
        expect((await requireVmRecord(product.em(), vmId)).hostId).toBe(hosts.up);
        expect(await stale()).toEqual([{ vmId, hostId: hosts.down }]);
      },
      afterChildren: ['respawn VMs'],
      // What a child has brought up stays where it is.
      expectNothingLeft: async () => {
        const done = await rows(
          product.em(),
          "select id from task where type = 'RESPAWN_VM' and status = 'SUCCEEDED'",
        );
        if (done.length === 0) await expectNothingLeft();
        else expect((await requireVmRecord(product.em(), vmId)).hostId).toBe(hosts.up);
      },
    }),
  );
});

describe('VMs whose memory is kept on the host', () => {
  const kept = () => rows(product.em(), 'select vm_id as vmId from kept_vm');
  async function respawn(giveUpKept: boolean) {
    registerTasks(TASK_DEFINITIONS);
    startEngine(services(), TASK_DEFINITIONS);
    const host = { hostId: hosts.down, hostName: 'host2' };
    const input = { ...host, confirmed: false, giveUpKept, reverts: true, atOnce: 4 };
    return reached(
      services(),
      await ask(services(), {
        ...{ type: 'RESPAWN_HOST', input, title: 'test', hostId: hosts.down },
      }),
    );
  }

  it('are left alone until that is given up; then they start from their disks', async () => {
    await reset();
    await run(
      product.em(),
      `insert into kept_vm (vm_id, host_id, was, method, snapshot_id, off, task_id, since)
       values (?, ?, 'RUNNING', 'MANAGED_SAVE', null, true, 'task_none', utc_timestamp(3))`,
      [vmId, hosts.down],
    );
    await run(product.em(), "update vm set status = 'SHUTDOWN' where id = ?", [vmId]);
    expect(await respawn(false)).toMatchObject({ message: '0 of 0 VMs of host2 are respawned' });
    expect(await kept()).toEqual([{ vmId }]);
    expect(await stale()).toEqual([]);

    // One whose respawn fails is kept as before.
    await setConstant('hostRamReserveMiB', '1000000');
    expect(await respawn(true)).toMatchObject({ message: '0 of 1 VMs of host2 are respawned' });
    expect(await kept()).toEqual([{ vmId }]);
    await setConstant('hostRamReserveMiB', '512');

    expect(await respawn(true)).toMatchObject({ message: '1 of 1 VMs of host2 are respawned' });
    expect(await kept()).toEqual([]);
    expect((await virsh('domstate', identity)).trim()).toBe('running');
    // Its disk, not an older state of it: somebody wanted it to go on where it was.
    expect(await snapshotsInFile()).toEqual([snapshot]);
    const told = "select `from`, `to` from vm_event where attribute = 'memory'";
    expect(await rows(product.em(), told)).toEqual([{ from: 'kept on host2', to: 'given up' }]);
  });
});
