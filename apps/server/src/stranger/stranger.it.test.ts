import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Product } from '../../test/product.ts';
import { addHost } from '../../test/rows.ts';
import { describeTask, startEngine, type TaskSubject } from '../../test/task-harness.ts';
import { waitFor } from '../../test/wait-for.ts';
import { rows, run } from '../platform/db.ts';
import { type HostId, newId, type UserId } from '../platform/ids.ts';
import { registerTasks, type TaskDefinition } from '../task/task-definition.ts';
import { TASK_DEFINITIONS } from '../tasks.ts';
import { requireVmRecord } from '../vm/vm-record.ts';
import { adoptDomainTask } from './adopt-domain.task.ts';

const UUID = '6d2f36a8-0a55-4a5e-9d3e-2f0a8a3f0001';
const DIRECTORY = '/mnt/datastore/by-hand';
const DISK = `${DIRECTORY}/stray.qcow2`;

let product: Product;
let hostId: HostId;
let ownerId: UserId;
let mac: string;

const services = () => product.app.services;
const onHost = (...argv: string[]) => product.onHost('host1', ...argv);
const virsh = (...argv: string[]) => onHost('virsh', ...argv);

beforeAll(async () => {
  product = await Product.start({ name: 'st', hosts: 1, env: { BAADAL_ROLES: 'api,collector' } });
  const [first] = await rows<{ host: HostId; owner: UserId; mac: string }>(
    product.em(),
    `select h.id as host, u.id as owner, p.mac from host h, user u, private_ip p
      where u.username = 'admin' order by p.number desc limit 1`,
  );
  if (!first) throw new Error('no host');
  ({ host: hostId, owner: ownerId, mac } = first);
  await onHost('mkdir', '-p', DIRECTORY);
}, 120_000);
afterAll(() => product?.[Symbol.asyncDispose]());
afterEach(async () => {
  for (const name of (await virsh('list', '--all', '--name')).split('\n').filter(Boolean)) {
    await virsh('destroy', name).catch(() => undefined);
    await virsh('undefine', name).catch(() => undefined);
  }
  await run(product.em(), 'update private_ip set vm_id = null');
  await run(product.em(), 'delete from vm');
});

/** Makes and starts a domain as somebody does who knows nothing of Baadal. */
async function makeStray(options: { readonly transient?: boolean } = {}): Promise<void> {
  await onHost('qemu-img', 'create', '-q', '-f', 'qcow2', DISK, '1G');
  const xml = `<domain type='qemu'><name>stray</name><uuid>${UUID}</uuid>
    <memory unit='MiB'>64</memory><vcpu>2</vcpu>
    <os><type arch='x86_64' machine='q35'>hvm</type></os>
    <devices>
      <disk type='file' device='disk'><driver name='qemu' type='qcow2'/>
        <source file='${DISK}'/><target dev='vda' bus='virtio'/></disk>
      <interface type='bridge'><mac address='${mac}'/><source bridge='br-int'/>
        <vlan><tag id='101'/></vlan><virtualport type='openvswitch'/></interface>
      <graphics type='vnc' autoport='yes' listen='127.0.0.1'/>
    </devices></domain>`;
  await onHost('sh', '-c', 'printf %s "$1" > /tmp/stray.xml', 'sh', xml);
  if (options.transient) await virsh('create', '/tmp/stray.xml');
  else {
    await virsh('define', '/tmp/stray.xml');
    await virsh('autostart', 'stray');
    await virsh('start', 'stray');
  }
}

const qemuPid = async () => (await onHost('cat', '/run/libvirt/qemu/stray.pid')).trim();
const untilListed = () =>
  waitFor(
    'the collector to find the stranger',
    async () => {
      const { host } = await product.admin.ask(
        'query ($id: ID!) { host(id: $id) { strangers { uuid } } }',
        { id: hostId },
      );
      return host.strangers.length === 1;
    },
    60_000,
  );

type Adopt = typeof adoptDomainTask extends TaskDefinition<infer Input> ? Input : never;
let pid = '';

describe('adopting', () => {
  describeTask(
    adoptDomainTask,
    (): TaskSubject<Adopt> => ({
      services: services(),
      definition: adoptDomainTask,
      prepare: async () => {
        await makeStray({ transient: true });
        pid = await qemuPid();
        const vmId = newId('vm');
        const input = {
          vmId,
          hostId,
          hostName: 'host1',
          uuid: UUID,
          name: 'kept',
          ownerId,
          purpose: null,
        };
        return { input, vmId, hostId };
      },
      expectDone: async ({ vmId }) => {
        const vm = await requireVmRecord(product.em(), vmId);
        expect(vm).toMatchObject({
          identity: 'stray',
          name: 'kept',
          vcpus: 2,
          ramMiB: 64,
          status: 'RUNNING',
        });
        expect(vm.disks).toMatchObject([{ target: 'vda', path: DISK, root: true, sizeGiB: 1 }]);
        expect(vm.ip?.mac).toBe(mac);
        expect(vm.vncPort).toBe(5900);
        expect(await qemuPid()).toBe(pid);
        expect(await virsh('dominfo', 'stray')).toMatch(
          /Persistent: +yes[\s\S]*Autostart: +disable/,
        );
      },
      expectNothingLeft: async () => {
        expect(await rows(product.em(), 'select id from vm union all select id from disk')).toEqual(
          [],
        );
        expect(
          await rows(product.em(), 'select 1 from private_ip where vm_id is not null'),
        ).toEqual([]);
        expect(await qemuPid()).toBe(pid);
        expect(await virsh('dominfo', 'stray')).toMatch(/State: +running[\s\S]*Persistent: +no/);
      },
    }),
  );
});

const ADOPT = 'mutation ($i: AdoptDomainInput!) { adoptDomain(input: $i) { id } }';

describe('by the API', () => {
  it('adopts what the collector listed; the VM then obeys', async () => {
    registerTasks(TASK_DEFINITIONS);
    startEngine(services(), TASK_DEFINITIONS);
    await makeStray();
    await untilListed();
    const i = { hostId, uuid: UUID, ownerId, name: 'kept' };
    const refused = await product.admin.refused(ADOPT, { i: { ...i, name: 'no name' } });
    expect(refused.code).toBe('BAD_USER_INPUT');
    expect((await product.admin.refused(ADOPT, { i: { ...i, ownerId: 'user_x' } })).code).toBe(
      'BAD_USER_INPUT',
    );
    const other = UUID.replace(/1$/, '2');
    expect((await product.admin.refused(ADOPT, { i: { ...i, uuid: other } })).code).toBe(
      'NOT_FOUND',
    );
    const { adoptDomain } = await product.admin.ask(ADOPT, { i });
    const task = await product.admin.finish(adoptDomain.id);
    expect(task).toMatchObject({ status: 'SUCCEEDED', message: 'kept is adopted successfully' });
    const { vms, host } = await product.admin.ask(
      'query ($id: ID!) { vms { nodes { id name status } } host(id: $id) { strangers { uuid } } }',
      { id: hostId },
    );
    expect(vms.nodes).toMatchObject([{ name: 'kept', status: 'RUNNING' }]);
    expect(host.strangers).toEqual([]);
    expect(await product.act(product.admin, 'destroyVm', vms.nodes[0].id)).toMatchObject({
      status: 'SUCCEEDED',
    });
    expect((await product.admin.refused(ADOPT, { i })).code).toBe('NOT_FOUND');
  });

  it('says why a domain cannot become a VM', async () => {
    registerTasks(TASK_DEFINITIONS);
    startEngine(services(), TASK_DEFINITIONS);
    await makeStray();
    await virsh('destroy', 'stray');
    await onHost(
      'sh',
      '-c',
      'virsh dumpxml stray | sed s/qcow2/raw/ > /tmp/raw.xml; virsh define /tmp/raw.xml',
    );
    await untilListed();
    const i = { hostId, uuid: UUID, ownerId, name: 'kept' };
    const { adoptDomain } = await product.admin.ask(ADOPT, { i });
    const failed = await product.admin.finish(adoptDomain.id);
    expect(failed).toMatchObject({ status: 'FAILED' });
    expect(failed.message).toMatch(/format raw: convert it/);
    await using user = await product.user('asha');
    expect((await user.refused(ADOPT, { i })).code).toBe('FORBIDDEN');
    const away = await addHost(product.em(), { name: 'away' });
    const elsewhere = await product.admin.refused(ADOPT, { i: { ...i, hostId: away } });
    expect(elsewhere.code).toBe('HOST_UNREACHABLE');
  });
});
