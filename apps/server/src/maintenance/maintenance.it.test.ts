import { labStatus } from '@baadal/lab';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphqlClient } from '../../test/graphql-client.ts';
import { GuestShell } from '../../test/guest-shell.ts';
import { Product } from '../../test/product.ts';
import { createTestRedis, type TestRedis } from '../../test/redis.ts';
import { ServerProcess } from '../../test/server-process.ts';
import { waitFor } from '../../test/wait-for.ts';
import { rows, run } from '../platform/db.ts';
import type { VmId } from '../platform/ids.ts';
import { requireVmRecord } from '../vm/vm-record.ts';

const SHUT_CLOUD = 'mutation ($i: ShutdownCloudInput!) { shutdownCloud(input: $i) { id } }';
const SHUT_HOSTS = 'mutation ($i: ShutdownHostsInput!) { shutdownHosts(input: $i) { id } }';
const BOOT_CLOUD = 'mutation ($i: BootCloudInput!) { bootCloud(input: $i) { id } }';
const BOOT_HOSTS = 'mutation ($i: BootHostsInput!) { bootHosts(input: $i) { id } }';
const GIVE_UP = 'mutation ($i: GiveUpKeptMemoryInput!) { giveUpKeptMemory(input: $i) { id } }';
const CANCEL = 'mutation ($i: CancelTaskInput!) { cancelTask(input: $i) { id } }';

/** This process has an API alone, to look past the controller that is killed. */
let product: Product;
let redis: TestRedis;
/** API, worker and collector in one process, as `npm start` has them. */
let controller: ServerProcess;
let asha: GraphqlClient;
const ids = new Map<string, string>();
const vms = new Map<string, VmId>();

const hostId = (name: string) => ids.get(name) ?? '';
const vmId = (name: string) => vms.get(name) as VmId;
const record = (name: string) => requireVmRecord(product.em(), vmId(name));
const kept = () => rows(product.em(), 'select vm_id from kept_vm');
const cloudState = async () => (await product.admin.ask('{ cloud { state } }')).cloud.state;

async function make(name: string, input: Record<string, unknown>): Promise<void> {
  const made = await product.createVm(product.admin, { name, ...input });
  expect(made).toMatchObject({ status: 'SUCCEEDED' });
  vms.set(name, made.vmId as VmId);
}

const setConstant = (name: string, value: number) =>
  product.admin.ask('mutation ($i: SetConstantInput!) { setConstant(input: $i) { name } }', {
    i: { name, value: String(value) },
  });

async function power(name: string): Promise<string | undefined> {
  const machines = (await labStatus({ stateDir: product.lab.stateDir }))?.machines ?? [];
  return machines.find((machine) => machine.name === name)?.power;
}

async function domstate(name: string): Promise<string> {
  const { hostName, identity } = await record(name);
  return (await product.onHost(hostName, 'virsh', 'domstate', identity)).trim();
}

/** What of a VM is in its memory alone: a variable of the shell on its serial line. */
async function inMemory(name: string, write?: string): Promise<string> {
  await using shell = await GuestShell.open(product.app.services, await record(name));
  return await shell.run(write ? `KEPT=${write}; echo $KEPT` : 'echo $KEPT');
}

/** Asks the controller itself. @returns the task's id */
async function askController(mutation: string, i: object): Promise<string> {
  await using admin = await product.adminAt(controller.url);
  const answer: Record<string, { id: string }> = await admin.ask(mutation, { i });
  return Object.values(answer)[0]?.id ?? '';
}

/** Ends the whole controller as a power cut would: nobody serves, works or collects until the next. */
async function killController(): Promise<void> {
  await controller.kill();
  await expect(fetch(`${controller.url}/readyz`)).rejects.toThrow();
}

async function startController(): Promise<void> {
  controller = await ServerProcess.start({ ...product.env, BAADAL_ROLES: 'api,worker,collector' });
}

/** Kinds of a group's children by how far they have come. */
async function childrenOf(task: string): Promise<Record<string, number>> {
  const found = await rows<{ what: string; n: number }>(
    product.em(),
    `select concat(type, ' ', status) as what, count(*) as n from task where parent_id = ? group by what`,
    [task],
  );
  return Object.fromEntries(found.map(({ what, n }) => [what, Number(n)]));
}

/** A task that waits for ever, as an edit of the VM would that is still to come. */
async function keepBusy(name: string): Promise<void> {
  await run(
    product.em(),
    `insert into task (id, type, lane, priority, status, title, input, progress, vm_id, attempt, epoch,
       run_at, step_index, cancel_requested, undoing, restart, leftovers, created_at)
     values ('task_waits', 'EDIT_VM', ?, 20, 'PENDING', 'Edit VM busy', '{}', 0, ?, 1, 0,
       '9999-01-01', 0, 0, 0, 0, '[]', utc_timestamp(3))`,
    [vmId(name), vmId(name)],
  );
}

beforeAll(async () => {
  redis = await createTestRedis();
  product = await Product.start({
    ...{ name: 'mt', hosts: 2 },
    env: { BAADAL_ROLES: 'api', BAADAL_REDIS_URL: redis.url },
    alongside: async (env) => {
      controller = await ServerProcess.start({ ...env, BAADAL_ROLES: 'api,worker,collector' });
    },
  });
  const { hosts } = await product.admin.ask('{ hosts { id name } }');
  for (const { id, name } of hosts) ids.set(name, id);
  asha = await product.user('asha');
  await Promise.all([
    make('run', { hostId: hostId('host1') }),
    make('still', { hostId: hostId('host1') }),
    make('off', { hostId: hostId('host1'), start: false }),
    make('busy', { hostId: hostId('host2') }),
    make('far', { hostId: hostId('host2') }),
  ]);
  expect(await product.act(product.admin, 'suspendVm', vmId('still'))).toMatchObject({
    status: 'SUCCEEDED',
  });
  await keepBusy('busy');
  const ip = (await record('run')).ip?.address ?? '';
  await waitFor('the guest to answer', () =>
    product.onHost('gateway', 'ping', '-c', '1', '-W', '1', ip).then(
      () => true,
      () => false,
    ),
  );
  expect(await inMemory('run', 'alive')).toBe('alive');
}, 180_000);
afterAll(async () => {
  await controller?.stop();
  await asha?.[Symbol.asyncDispose]();
  await product?.[Symbol.asyncDispose]();
  await redis?.stop();
});

describe('the shutdown of the cloud', { timeout: 300_000 }, () => {
  it('is an admin’s, of hosts that there are', async () => {
    for (const [mutation, i] of [
      [SHUT_CLOUD, {}],
      [SHUT_HOSTS, { ids: [hostId('host1')] }],
      [BOOT_CLOUD, {}],
      [BOOT_HOSTS, { ids: [hostId('host1')] }],
    ] as const)
      expect((await asha.refused(mutation, { i })).code).toBe('FORBIDDEN');
    expect((await asha.refused('{ maintenance { leftAlone { name } } }')).code).toBe('FORBIDDEN');
    const { admin } = product;
    for (const wrong of [[], ['host_none']])
      expect((await admin.refused(SHUT_HOSTS, { i: { ids: wrong } })).code).toBe('BAD_USER_INPUT');
    const open = await admin.refused(BOOT_HOSTS, { i: { ids: [hostId('host1')] } });
    expect(open).toMatchObject({ code: 'CONFLICT', message: 'Not shut down: host1.' });
    expect((await admin.refused(BOOT_CLOUD, { i: {} })).code).toBe('CONFLICT');
    const { shutdownPlan } = await admin.ask(
      '{ shutdownPlan { hosts { name canSwitchOn } vms { name act reason } } }',
    );
    expect(shutdownPlan.hosts).toContainEqual({ name: 'host1', canSwitchOn: true });
    const plan = new Map(
      shutdownPlan.vms.map((vm: { name: string; act: string }) => [vm.name, vm.act]),
    );
    expect(Object.fromEntries(plan)).toEqual({
      ...{ run: 'KEEP', still: 'KEEP', far: 'KEEP', busy: 'LEAVE' },
    });
  });

  it('goes on when the whole controller is killed in the middle', async () => {
    await setConstant('maintenanceAtOnce', 1);
    const task = await askController(SHUT_CLOUD, { powerOff: true });
    const refused = await asha.refused(
      'mutation ($i: CreateVmInput!) { createVm(input: $i) { id } }',
      { i: { name: 'late', templateId: await product.templateId() } },
    );
    expect(refused.code).toBe('CONFLICT');
    expect(refused.message).toMatch(/The cloud is shut down for maintenance/);
    await waitFor('a VM to be touched', async () => (await kept()).length > 0, 60_000);
    await killController();
    expect(await cloudState()).toBe('CLOSING');
    expect((await childrenOf(task))['KEEP_VM PENDING']).toBeGreaterThan(0);
    await startController();
    const done = await product.admin.finish(task);
    expect(done.status).toMatch(/SUCCEEDED|PARTIAL/);
    expect(done.message).toMatch(/The memory of 3 VMs is kept, 1 of 2 hosts are off/);
    expect(done.message).toMatch(/Left alone: busy \(a task is at work on it: Edit VM busy\)/);
    expect(await cloudState()).toBe('CLOSED');
    expect([await power('host1'), await power('host2')]).toEqual(['off', 'on']);
    expect(await domstate('busy')).toBe('running');
    expect(await domstate('far')).toBe('shut off');
    expect(await kept()).toHaveLength(3);
  });

  it('leaves people signed in, with a clear word on what they cannot do', async () => {
    await using again = await product.client().login('asha', 'a long password');
    expect((await again.ask('{ viewer { username } cloud { state } }')).cloud.state).toBe('CLOSED');
    const { admin } = product;
    const start = 'mutation ($i: StartVmInput!) { startVm(input: $i) { id } }';
    const refused = await admin.refused(start, { i: { id: vmId('off') } });
    expect(refused).toMatchObject({ code: 'CONFLICT' });
    const { vm } = await admin.ask(
      'query ($id: ID!) { vm(id: $id) { status statusReason actions { action allowed reason } } }',
      { id: vmId('run') },
    );
    expect(vm).toMatchObject({
      ...{ status: 'SHUTDOWN', statusReason: 'its memory is kept for maintenance' },
    });
    expect(vm.actions.find((a: { action: string }) => a.action === 'START')).toMatchObject({
      allowed: false,
      reason: expect.stringMatching(/memory is kept for maintenance/),
    });
    expect((await admin.refused(SHUT_CLOUD, { i: {} })).message).toMatch(/shut down already/);
    const { maintenance } = await admin.ask(
      '{ maintenance { shutHosts { host { name } } keptVms { name was off } leftAlone { name } } }',
    );
    expect(maintenance.shutHosts).toHaveLength(2);
    expect(maintenance.keptVms).toContainEqual({ name: 'still', was: 'SUSPENDED', off: true });
    expect(maintenance.leftAlone).toEqual([{ name: 'busy' }]);
  });

  it('is taken back by a boot that is killed as well: everything is what it was, its memory too', async () => {
    product.forgetOutside('host1');
    const task = await askController(BOOT_CLOUD, {});
    await waitFor(
      'a VM to be brought back',
      async () => {
        const children = await childrenOf(task);
        return children['RESTORE_VM RUNNING'] || children['RESTORE_VM SUCCEEDED'];
      },
      90_000,
    );
    await killController();
    expect(await cloudState()).toBe('OPENING');
    expect((await kept()).length).toBeGreaterThan(0);
    await startController();
    const done = await product.admin.finish(task);
    expect(done).toMatchObject({ status: 'SUCCEEDED', message: '3 VMs are back' });
    expect(await cloudState()).toBe('OPEN');
    expect(await kept()).toEqual([]);
    const { hosts } = await product.admin.ask('{ hosts { name status maintenance } }');
    for (const host of hosts) expect(host).toMatchObject({ status: 'UP', maintenance: false });
    expect(await domstate('run')).toBe('running');
    expect(await domstate('still')).toBe('paused');
    expect(await domstate('off')).toBe('shut off');
    expect(await domstate('far')).toBe('running');
    expect(await record('still')).toMatchObject({
      status: 'SUSPENDED',
      desiredStatus: 'SUSPENDED',
    });
    expect(await inMemory('run')).toBe('alive');
  });

  it('of one host keeps memory in system snapshots on request, which are gone afterwards', async () => {
    const i = { ids: [hostId('host1')], method: 'SNAPSHOT' };
    const shut = (await product.admin.ask(SHUT_HOSTS, { i })).shutdownHosts.id;
    expect(await product.admin.finish(shut)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await domstate('run')).toBe('shut off');
    const types = 'select type from snapshot where vm_id = ?';
    expect(await rows(product.em(), types, [vmId('run')])).toEqual([{ type: 'SYSTEM' }]);
    const again = await product.admin.refused(SHUT_HOSTS, { i });
    expect(again).toMatchObject({ code: 'CONFLICT', message: 'Shut down already: host1.' });
    const boot = (await product.admin.ask(BOOT_HOSTS, { i: { ids: [hostId('host1')] } })).bootHosts;
    expect(await product.admin.finish(boot.id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await rows(product.em(), types, [vmId('run')])).toEqual([]);
    expect(await inMemory('run')).toBe('alive');
    expect(await domstate('still')).toBe('paused');
  });

  it('that is cancelled brings back what it had stopped', async () => {
    const task = (await product.admin.ask(SHUT_CLOUD, { i: {} })).shutdownCloud.id;
    await waitFor(
      'a VM to be off',
      async () => (await rows(product.em(), 'select 1 from kept_vm where off')).length > 0,
      60_000,
    );
    await product.admin.ask(CANCEL, { i: { id: task } });
    await product.admin.finish(task);
    await waitFor('the cloud to be open', async () => (await cloudState()) === 'OPEN', 90_000);
    expect(await kept()).toEqual([]);
    expect(await domstate('run')).toBe('running');
    expect(await domstate('far')).toBe('running');
    expect(await domstate('still')).toBe('paused');
    expect(await inMemory('run')).toBe('alive');
  });

  it('of a host that never comes back is given up by a respawn, its memory gone on from', async () => {
    const { admin } = product;
    await run(product.em(), "delete from task where id = 'task_waits'");
    expect(await product.act(admin, 'destroyVm', vmId('busy'))).toMatchObject({
      status: 'SUCCEEDED',
    });
    expect(await inMemory('far', 'deep')).toBe('deep');
    await setConstant('hostDownAfterSeconds', 5);
    const host = { hostId: hostId('host2') };
    const shut = { ids: [host.hostId], method: 'SNAPSHOT' };
    expect(await admin.finish(await askController(SHUT_HOSTS, shut))).toMatchObject({
      status: 'SUCCEEDED',
    });
    const notYet = await admin.refused(GIVE_UP, { i: { vmId: vmId('far') } });
    expect(notYet).toMatchObject({
      ...{ code: 'CONFLICT', message: 'host2 is shut down. Boot it first.' },
    });
    expect((await asha.refused(GIVE_UP, { i: { vmId: vmId('far') } })).code).toBe('FORBIDDEN');
    product.forgetOutside('host2');
    await product.lab.powerOff('host2');
    const down = 'query ($id: ID!) { host(id: $id) { status } }';
    await waitFor(
      'host2 to be down',
      async () => (await admin.ask(down, { id: host.hostId })).host.status === 'DOWN',
      90_000,
    );
    const away = await admin.refused(GIVE_UP, { i: { vmId: vmId('far') } });
    expect(away.message).toMatch(/host2 is not up.*respawn its VMs/);

    const moved =
      'query ($id: ID!, $g: Boolean!) { respawnPlan(hostId: $id, giveUpKept: $g) ' +
      '{ obstacle vms { name act kept keptIn } } }';
    const plan = async (g: boolean) => (await admin.ask(moved, { id: host.hostId, g })).respawnPlan;
    const before = await plan(false);
    expect(before.vms).toContainEqual(
      expect.objectContaining({ name: 'far', act: 'LEAVE', kept: true }),
    );
    expect((await plan(true)).vms).toContainEqual({
      ...{ name: 'far', act: 'START', kept: true, keptIn: expect.stringMatching(/^snap_/) },
    });
    const respawn = 'mutation ($i: RespawnVmsInput!) { respawnVms(input: $i) { id } }';
    const i = { ...host, confirmed: true, giveUpKept: true };
    const done = await admin.finish((await admin.ask(respawn, { i })).respawnVms.id);
    expect(done).toMatchObject({ status: 'SUCCEEDED' });
    expect((await record('far')).hostName).toBe('host1');
    expect(await domstate('far')).toBe('running');
    expect(await inMemory('far')).toBe('deep');
    expect(await kept()).toEqual([]);
    const types = 'select type from snapshot where vm_id = ?';
    expect(await rows(product.em(), types, [vmId('far')])).toEqual([]);
  });
});
