import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { labStatus } from '@baadal/lab';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { killGuests } from '../../test/freeze-host.ts';
import { Product } from '../../test/product.ts';
import { waitFor } from '../../test/wait-for.ts';
import { rows } from '../platform/db.ts';
import type { VmId } from '../platform/ids.ts';
import { requireVmRecord } from '../vm/vm-record.ts';

const runFile = promisify(execFile);
const RESPAWN = 'mutation ($i: RespawnVmsInput!) { respawnVms(input: $i) { id } }';

let product: Product;
const ids = new Map<string, string>();
const vms = new Map<string, VmId>();

const hostId = (name: string) => ids.get(name) ?? '';
const vmId = (name: string) => vms.get(name) as VmId;
const hostOf = async (name: string) =>
  (
    await product.admin.ask(
      'query ($id: ID!) { host(id: $id) { status statusReason power { state } events { attribute from to reason } } }',
      { id: hostId(name) },
    )
  ).host;
const hostIs = (name: string, status: string) =>
  waitFor(`${name} to be ${status}`, async () => (await hostOf(name)).status === status, 90_000);
const setConstant = (name: string, value: number) =>
  product.admin.ask('mutation ($i: SetConstantInput!) { setConstant(input: $i) { name } }', {
    i: { name, value: String(value) },
  });

async function make(name: string, input: Record<string, unknown>): Promise<void> {
  const made = await product.createVm(product.admin, { name, ...input });
  expect(made).toMatchObject({ status: 'SUCCEEDED' });
  vms.set(name, made.vmId as VmId);
}

/** On which hosts that are on a VM's domain is, and whether it runs there; asked past the product. */
async function whereIs(name: string): Promise<Record<string, string>> {
  const { identity } = await requireVmRecord(product.em(), vmId(name));
  const machines = (await labStatus({ stateDir: product.lab.stateDir }))?.machines ?? [];
  const found: Record<string, string> = {};
  for (const host of machines.filter((m) => m.role === 'host' && m.power === 'on')) {
    const all = await product.onHost(host.name, 'virsh', 'list', '--all', '--name');
    if (!all.split('\n').includes(identity)) continue;
    found[host.name] = (await product.onHost(host.name, 'virsh', 'domstate', identity)).trim();
  }
  return found;
}

/** Cuts a host's network and kills its guests: silent, without locks, and yet with power. */
async function hang(name: string): Promise<void> {
  const machines = (await labStatus({ stateDir: product.lab.stateDir }))?.machines ?? [];
  const pid = String(machines.find((machine) => machine.name === name)?.pid);
  for (const chain of ['INPUT', 'OUTPUT'])
    await runFile('nsenter', ['-t', pid, '-n', 'iptables', '-w', '-I', chain, '-j', 'DROP']);
  await killGuests(product.lab, name);
}

async function snapshot(name: string, title: string): Promise<void> {
  const query = 'mutation ($i: CreateSnapshotInput!) { createSnapshot(input: $i) { id } }';
  const i = { vmId: vmId(name), name: title, requirePing: false };
  const task = (await product.admin.ask(query, { i })).createSnapshot.id;
  expect(await product.admin.finish(task)).toMatchObject({ status: 'SUCCEEDED' });
}

beforeAll(async () => {
  product = await Product.start({ name: 'rs', hosts: 3 });
  const { hosts } = await product.admin.ask('{ hosts { id name } }');
  for (const { id, name } of hosts) ids.set(name, id);
  await setConstant('respawnAutomatic', 0);
  await setConstant('hostDownAfterSeconds', 5);
  const i = { name: 'apart', policy: 'APART' };
  const { createVmGroup } = await product.admin.ask(
    'mutation ($i: CreateVmGroupInput!) { createVmGroup(input: $i) { id } }',
    { i },
  );
  const apart = { groupId: createVmGroup.id };
  await Promise.all([
    make('first', { hostId: hostId('host1'), ...apart }),
    make('second', { hostId: hostId('host2'), ...apart }),
    make('kept', { hostId: hostId('host2') }),
    make('bound', { hostId: hostId('host2'), start: false }),
  ]);
  const bind = 'mutation ($i: SetHostAffinityInput!) { setHostAffinity(input: $i) { id } }';
  const bound = { vmId: vmId('bound'), hostId: hostId('host2'), kind: 'REQUIRED' };
  await product.admin.ask(bind, { i: bound });
  await snapshot('kept', 'before the exam');
}, 180_000);
afterAll(() => product?.[Symbol.asyncDispose]());

describe('the VMs of a host that is down', { timeout: 240_000 }, () => {
  it('are not respawned while it is not down, nor by just anybody', async () => {
    const refused = await product.admin.refused(RESPAWN, { i: { hostId: hostId('host2') } });
    expect(refused).toMatchObject({ code: 'CONFLICT' });
    expect(refused.message).toMatch(/host2 is up, not down.*Its VMs may run/);
    const unknown = await product.admin.refused(RESPAWN, { i: { hostId: 'host_none' } });
    expect(unknown.code).toBe('NOT_FOUND');
    await using user = await product.user('asha');
    const other = await user.refused(RESPAWN, { i: { hostId: hostId('host2') } });
    expect(other.code).toBe('FORBIDDEN');
  });

  it('need somebody’s word where there is no BMC', async () => {
    product.forgetOutside('host2');
    await product.lab.powerOff('host2');
    await hostIs('host2', 'DOWN');
    const power = 'mutation ($i: SetHostPowerInput!) { setHostPower(input: $i) { id } }';
    await product.admin.ask(power, { i: { id: hostId('host2'), method: 'NONE' } });
    const refused = await product.admin.refused(RESPAWN, { i: { hostId: hostId('host2') } });
    expect(refused).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path: 'confirmed' }] });
    const { respawnPlan } = await product.admin.ask(
      'query ($id: ID!) { respawnPlan(hostId: $id) { obstacle fencing reverts vms { name act snapshot } } }',
      { id: hostId('host2') },
    );
    expect(respawnPlan).toMatchObject({ obstacle: null, fencing: 'CONFIRMATION', reverts: true });
    expect(respawnPlan.vms).toHaveLength(3);
    expect(respawnPlan.vms).toContainEqual({
      ...{ name: 'kept', act: 'START', snapshot: 'before the exam' },
    });
    expect(respawnPlan.vms[2]).toMatchObject({ name: 'bound', act: 'MOVE' });
  });

  it('run on other hosts then, apart from whom they are to be apart; what found no room is told', async () => {
    const i = { hostId: hostId('host2'), confirmed: true };
    const task = (await product.admin.ask(RESPAWN, { i })).respawnVms.id;
    const again = await product.admin.refused(RESPAWN, { i });
    expect(again.message).toMatch(/being respawned already/);
    const done = await product.admin.finish(task);
    expect(done).toMatchObject({ status: 'PARTIAL', message: '2 of 3 VMs of host2 are respawned' });
    expect(JSON.stringify(done)).toMatch(/Respawn VM bound of host2 failed: No host has room/);
    expect(await whereIs('second')).toEqual({ host3: 'running' });
    expect(Object.values(await whereIs('kept'))).toEqual(['running']);
    expect(await whereIs('bound')).toEqual({});
    const { vm } = await product.admin.ask(
      `query ($id: ID!) { vm(id: $id) { status host { name } snapshots { name type current }
         events(first: 20) { nodes { attribute from to } } } }`,
      { id: vmId('kept') },
    );
    expect(vm).toMatchObject({ status: 'RUNNING' });
    expect(vm.snapshots).toContainEqual({ name: 'before the exam', type: 'USER', current: true });
    expect(vm.snapshots).toContainEqual({
      ...{ name: 'Before respawn from host2', type: 'SYSTEM', current: false },
    });
    expect(vm.events.nodes).toContainEqual({
      ...{ attribute: 'host', from: 'host2', to: vm.host.name },
    });
    const lines = await rows<{ message: string }>(
      product.em(),
      "select e.message from task_event e join task t on t.seq = e.task_seq where t.id = ? and e.step = 'fence'",
      [task],
    );
    expect(lines.map(({ message }) => message)).toEqual([
      'Not fenced: admin confirmed that host2 is without power.',
    ]);
  });

  it('are removed from the host when it comes back, before anything starts there', async () => {
    const before = await product.onHost('host1', 'ls', '/mnt/datastore/vm_images');
    await product.lab.powerOn('host2');
    await hostIs('host2', 'UP');
    expect(await whereIs('second')).toEqual({ host3: 'running' });
    expect(Object.keys(await whereIs('kept'))).not.toContain('host2');
    expect(await whereIs('bound')).toEqual({ host2: 'shut off' });
    expect(await product.onHost('host1', 'ls', '/mnt/datastore/vm_images')).toBe(before);
    const { events, strangers } = { strangers: [], ...(await hostOf('host2')) };
    expect(strangers).toEqual([]);
    expect(events).toContainEqual(
      expect.objectContaining({ attribute: 'stale domains', to: null }),
    );
    expect(await rows(product.em(), 'select 1 from stale_domain')).toEqual([]);
  });

  it('are respawned without being asked once its BMC has cut the power of a host that hangs', async () => {
    await setConstant('respawnAfterSeconds', 0);
    await setConstant('respawnAutomatic', 1);
    product.forgetOutside('host3');
    await hang('host3');
    const task = await waitFor(
      'the VMs of host3 to be respawned',
      async () => {
        const [found] = await rows<{ id: string; status: string }>(
          product.em(),
          "select id, status from task where type = 'RESPAWN_HOST' and host_id = ? and status in ('SUCCEEDED', 'PARTIAL', 'FAILED')",
          [hostId('host3')],
        );
        return found;
      },
      120_000,
    );
    expect(task.status).toBe('SUCCEEDED');
    const machines = (await labStatus({ stateDir: product.lab.stateDir }))?.machines ?? [];
    expect(machines.find(({ name }) => name === 'host3')?.power).toBe('off');
    expect((await hostOf('host3')).power.state).toBe('OFF');
    const lines = await rows<{ message: string }>(
      product.em(),
      "select e.message from task_event e join task t on t.seq = e.task_seq where t.id = ? and e.step = 'fence'",
      [task.id],
    );
    expect(lines[0]?.message).toMatch(
      /^Fenced: the BMC .* says at .* that the power is off; it had power until then\.$/,
    );
    expect(await whereIs('second')).toEqual({ host2: 'running' });
    for (const name of vms.keys()) expect(Object.keys(await whereIs(name))).toHaveLength(1);
  });
});
