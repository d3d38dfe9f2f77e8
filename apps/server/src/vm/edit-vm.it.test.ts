import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphqlClient } from '../../test/graphql-client.ts';
import { Product } from '../../test/product.ts';
import { describeTask, type TaskSubject } from '../../test/task-harness.ts';
import { waitFor } from '../../test/wait-for.ts';
import { run, transaction } from '../platform/db.ts';
import type { VmId } from '../platform/ids.ts';
import { TaskEngine } from '../task/engine.ts';
import type { TaskDefinition } from '../task/task-definition.ts';
import { TASK_DEFINITIONS } from '../tasks.ts';
import { editVmTask } from './edit-vm.task.ts';
import { sweepExpired } from './expiry-sweep.ts';
import { applyChanges, type VmChange } from './vm-changes.ts';
import { requireVmRecord } from './vm-record.ts';

const EDIT = 'mutation ($i: EditVmInput!) { editVm(input: $i) { id } }';

let product: Product;
let alice: GraphqlClient;
let vmId = '';
let identity = '';

beforeAll(async () => {
  const env = { BAADAL_ROLES: 'api,collector' };
  product = await Product.start({ name: 'ed', hosts: 1, env });
  alice = await product.user('alice');
}, 120_000);
afterAll(() => product?.[Symbol.asyncDispose]());

const virsh = (...argv: string[]) => product.onHost('host1', 'virsh', ...argv);
const vmOf = async (client = alice) =>
  (
    await client.ask(
      `query ($id: ID!) { vm(id: $id) { name status vcpus ramMiB maxVcpus maxRamMiB purpose expiresAt expiresSoon
        locked bootOrder pendingChanges { attribute from to } actions { action allowed reason }
        events { nodes { attribute from to actor { username } task { id } } } } }`,
      { id: vmId },
    )
  ).vm;
const edit = async (changes: Record<string, unknown>, client = alice) =>
  client.finish((await client.ask(EDIT, { i: { id: vmId, ...changes } })).editVm.id);
const liveOf = async () => {
  const stats = await virsh('domstats', '--vcpu', '--balloon', identity);
  const read = (key: string) => Number(new RegExp(`${key}=(\\d+)`).exec(stats)?.[1]);
  return { vcpus: read('vcpu.current'), ramMiB: read('balloon.current') / 1024 };
};

describe('an edit', () => {
  let engine: TaskEngine;
  beforeAll(async () => {
    engine = new TaskEngine({
      ...{ services: product.app.services, definitions: TASK_DEFINITIONS },
      ...{ concurrency: 4, processName: 'worker' },
    });
    engine.start();
    ({ vmId } = await product.createVm(alice, { name: 'web', ramMiB: 128 }));
    ({ identity } = await requireVmRecord(product.em(), vmId as VmId));
    const { ip } = await requireVmRecord(product.em(), vmId as VmId);
    await waitFor('the guest to have booted', () =>
      product.onHost('gateway', 'busybox', 'ping', '-c', '1', '-W', '1', ip?.address ?? '').then(
        () => true,
        () => false,
      ),
    );
  }, 60_000);
  afterAll(() => engine.stop({ graceMs: 1_000 }));

  it('gives a running VM vCPUs and RAM at once, within its maximum', async () => {
    expect(await vmOf()).toMatchObject({ vcpus: 1, maxVcpus: 4, ramMiB: 128, maxRamMiB: 256 });
    expect(await edit({ vcpus: 2, ramMiB: 192 })).toMatchObject({
      status: 'SUCCEEDED',
      message: 'Edited vcpus successfully. Edited ram successfully.',
    });
    const vm = await vmOf();
    expect(vm).toMatchObject({ vcpus: 2, ramMiB: 192, pendingChanges: [] });
    expect(await liveOf()).toEqual({ vcpus: 2, ramMiB: 192 });
    expect(vm.events.nodes.slice(0, 2)).toMatchObject([
      { attribute: 'ramMiB', from: '128', to: '192', actor: { username: 'alice' } },
      { attribute: 'vcpus', from: '1', to: '2', task: { id: expect.any(String) } },
    ]);
    expect(await edit({ ramMiB: 128 })).toMatchObject({ message: 'Edited ram successfully.' });
    expect(await liveOf()).toEqual({ vcpus: 2, ramMiB: 128 });
  }, 60_000);

  it('keeps what cannot be done at once for the next start, whoever starts it', async () => {
    await edit({ vcpus: 1, ramMiB: 384 });
    const vm = await vmOf();
    expect(vm).toMatchObject({ vcpus: 1, ramMiB: 384, maxRamMiB: 768 });
    expect(vm.pendingChanges).toEqual([
      { attribute: 'vcpus', from: '2', to: '1' },
      { attribute: 'ramMiB', from: '128', to: '384' },
    ]);
    expect(await liveOf()).toEqual({ vcpus: 2, ramMiB: 128 });
    // Past the product, faster than it can look in between.
    await virsh('destroy', identity);
    await virsh('start', identity);
    await waitFor('nothing to be pending', async () => (await vmOf()).pendingChanges.length === 0);
    await waitFor('the guest to have its memory', async () => {
      const live = await liveOf();
      return live.vcpus === 1 && live.ramMiB === 384;
    });
  }, 60_000);

  it('renames, describes and orders without the host', async () => {
    const changes = { name: 'shop', purpose: ' selling ', bootOrder: ['NETWORK', 'DISK'] };
    expect((await edit(changes)).message).toBe(
      'Edited name successfully. Edited purpose successfully. Edited boot order successfully.',
    );
    expect(await vmOf()).toMatchObject({ ...changes, purpose: 'selling' });
    expect((await requireVmRecord(product.em(), vmId as VmId)).identity).toBe(identity);
    expect((await edit({ name: 'web', purpose: null, bootOrder: ['DISK'] })).status).toBe(
      'SUCCEEDED',
    );
    expect(await vmOf()).toMatchObject({ name: 'web', purpose: null });
  });

  it('locks a VM against everybody but an admin', async () => {
    expect(await alice.refused(EDIT, { i: { id: vmId, locked: true } })).toMatchObject({
      code: 'FORBIDDEN',
      message: 'web: Only an admin may do this.',
    });
    expect(await edit({ locked: true }, product.admin)).toMatchObject({
      message: 'Edited lock successfully.',
    });
    const vm = await vmOf();
    expect(vm.locked).toBe(true);
    const may = vm.actions.filter((each: { allowed: boolean }) => each.allowed);
    expect(may).toEqual([]);
    for (const [field, input] of [
      ['editVm', { purpose: 'x' }],
      ['shutdownVm', {}],
      ['deleteVm', {}],
    ] as const) {
      const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
      const query = `mutation ($i: ${type}!) { ${field}(input: $i) { id } }`;
      expect(await alice.refused(query, { i: { id: vmId, ...input } })).toMatchObject({
        code: 'FORBIDDEN',
        message: 'web: An admin has locked this VM.',
      });
    }
    expect(await product.act(product.admin, 'suspendVm', vmId)).toMatchObject({
      status: 'SUCCEEDED',
    });
    expect(await product.act(product.admin, 'resumeVm', vmId)).toMatchObject({
      status: 'SUCCEEDED',
    });
    await edit({ locked: false }, product.admin);
  }, 30_000);

  it('warns of an expiry, and shuts the VM down then if it is to', async () => {
    await edit({ expiresAt: new Date(Date.now() + 86_400_000).toISOString() });
    expect(await vmOf()).toMatchObject({ expiresSoon: true });
    const expiring =
      '{ vms(filter: { expiring: true }, orderBy: { field: EXPIRES_AT }) { totalCount } }';
    expect((await alice.ask(expiring)).vms.totalCount).toBe(1);
    const set = 'mutation ($i: SetConstantInput!) { setConstant(input: $i) { value } }';
    await product.admin.ask(set, { i: { name: 'shutDownExpiredVms', value: '1' } });
    await run(product.em(), 'update vm set expires_at = utc_timestamp(3) where id = ?', [vmId]);
    expect(await sweepExpired(product.app.services)).toBe(1);
    expect(await sweepExpired(product.app.services)).toBe(0);
    await product.untilStatus(vmId, 'SHUTDOWN');
    const vm = await vmOf();
    expect(vm.events.nodes.map((e: { attribute: string }) => e.attribute)).toContain('expired');
    // It may be started all the same, and is then left alone.
    expect(await product.act(alice, 'startVm', vmId)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await sweepExpired(product.app.services)).toBe(0);
    await edit({ expiresAt: null });
    expect(await vmOf()).toMatchObject({ expiresAt: null, expiresSoon: false });
  }, 60_000);

  const refusals = [
    ['vcpus', { vcpus: 0 }],
    ['vcpus', { vcpus: 1_000_000_000 }],
    ['ramMiB', { ramMiB: 95 }],
    ['ramMiB', { ramMiB: 2_000_000_000 }],
    ['name', { name: 'a/b' }],
    ['expiresAt', { expiresAt: '2020-01-01T00:00:00Z' }],
    ['publicIp', { publicIp: true }],
    ['securityDomainId', { securityDomainId: 'sd_other' }],
    ['bootOrder', { bootOrder: [] }],
    ['id', {}],
  ] as const;
  it.each(refusals)('names the field %s of %j, and changes nothing', async (path, wrong) => {
    const before = await vmOf();
    const error = await alice.refused(EDIT, { i: { id: vmId, ...wrong } });
    expect(error).toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ path }] });
    expect(await vmOf()).toEqual(before);
  });

  it('refuses what the host cannot hold, a name that is taken, and a VM being deleted', async () => {
    expect(await alice.refused(EDIT, { i: { id: vmId, ramMiB: 65_000 } })).toMatchObject({
      code: 'NO_CAPACITY',
      reasons: [expect.stringMatching(/^host1: .*RAM free/)],
    });
    const other = await product.createVm(alice, { name: 'other', start: false });
    expect(await alice.refused(EDIT, { i: { id: vmId, name: 'other' } })).toMatchObject({
      code: 'CONFLICT',
      fields: [{ path: 'name' }],
    });
    const stranger = await product.user('mallory');
    expect((await stranger.refused(EDIT, { i: { id: vmId, vcpus: 2 } })).code).toBe('NOT_FOUND');
    const removal = await product.request(alice, 'deleteVm', other.vmId);
    const late = await alice.send(EDIT, { i: { id: other.vmId, purpose: 'late' } });
    expect(['CONFLICT', 'NOT_FOUND']).toContain(late.errors[0]?.extensions['code']);
    await alice.finish(removal);
  }, 30_000);

  it('leaves a suspended VM suspended while its libvirtd is restarted', async () => {
    await product.act(alice, 'suspendVm', vmId);
    const stop = 'pkill -TERM -x libvirtd; while pgrep -x libvirtd; do :; done';
    await product.onHost('host1', 'sh', '-c', stop);
    await product.onHost('host1', 'libvirtd', '-d');
    expect(await product.act(alice, 'resumeVm', vmId)).toMatchObject({
      message: 'web is resumed successfully',
    });
    expect((await virsh('domstate', identity)).trim()).toBe('running');
    // Where the daemon is away for long, its VMs are UNKNOWN for a moment.
    const known = (await vmOf()).events.nodes.filter(
      ({ from, to }: { from: string; to: string }) => from !== 'UNKNOWN' && to !== 'UNKNOWN',
    );
    expect(known.slice(0, 2)).toMatchObject([
      { from: 'SUSPENDED', to: 'RUNNING' },
      { from: 'RUNNING', to: 'SUSPENDED' },
    ]);
  }, 60_000);
});

type EditVm = typeof editVmTask extends TaskDefinition<infer Input> ? Input : never;

describe('the task', () => {
  const changes: VmChange[] = [
    { attribute: 'vcpus', from: 1, to: 2 },
    { attribute: 'purpose', from: null, to: 'tested' },
  ];
  describeTask(
    editVmTask,
    (): TaskSubject<EditVm> => ({
      services: product.app.services,
      definition: editVmTask,
      prepare: async () => {
        // From a definition and rows of one vCPU, running.
        const past = 'update vm set vcpus = 1, purpose = null, active_vcpus = null where id = ?';
        await run(product.em(), past, [vmId]);
        await virsh('destroy', identity).catch(() => undefined);
        await virsh('setvcpus', identity, '1', '--config');
        await virsh('start', identity);
        await product.untilStatus(vmId, 'RUNNING');
        await transaction(product.em(), (em) => applyChanges(em, vmId as VmId, changes));
        const input = { vmId: vmId as VmId, name: 'web', changes, edited: ['vcpus', 'purpose'] };
        return { input: input as EditVm, vmId: vmId as VmId };
      },
      expectDone: async () => {
        expect(await vmOf()).toMatchObject({ vcpus: 2, purpose: 'tested', pendingChanges: [] });
        expect((await liveOf()).vcpus).toBe(2);
        expect(await virsh('dumpxml', identity, '--inactive')).toContain("current='2'");
      },
      // The rows and the definition are as before; a vCPU that runs already is told as pending.
      expectNothingLeft: async () => {
        const vm = await vmOf();
        expect(vm).toMatchObject({ vcpus: 1, purpose: null });
        expect(await virsh('dumpxml', identity, '--inactive')).toContain("current='1'");
        const { vcpus } = await liveOf();
        const pending = vcpus === 1 ? [] : [{ attribute: 'vcpus', from: '2', to: '1' }];
        expect(vm.pendingChanges).toEqual(pending);
      },
    }),
  );
});
