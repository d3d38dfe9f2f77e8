import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphqlClient } from '../../test/graphql-client.ts';
import { Product } from '../../test/product.ts';
import { describeTask, type TaskSubject } from '../../test/task-harness.ts';
import { waitFor } from '../../test/wait-for.ts';
import { holdDisks } from '../clone/hold-disks.ts';
import { rows, run } from '../platform/db.ts';
import type { VmId } from '../platform/ids.ts';
import { TaskEngine } from '../task/engine.ts';
import { TASK_DEFINITIONS } from '../tasks.ts';
import { requireVmRecord } from '../vm/vm-record.ts';
import { leakId } from './leak-kind.ts';
import { repairLeakTask } from './repair-leak.task.ts';

const ROOT = '/mnt/datastore';
const STRAY = '11111111-2222-3333-4444-555555555555';
const REPORT = `{ leakReport { checkedAt checked { hosts domains datastores files vms }
  findings { id kind subject detail remedy repairable destructive loss vmId hostId taskId } } }`;

interface Found {
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  readonly detail: string;
  readonly repairable: boolean;
}

let product: Product;
let admin: GraphqlClient;
let engine: TaskEngine;
const vms = new Map<string, string>();

beforeAll(async () => {
  product = await Product.start({ name: 'lk', env: { BAADAL_ROLES: 'api,collector' } });
  ({ admin } = product);
});
afterAll(() => product?.[Symbol.asyncDispose]());

const host1 = (...argv: string[]) => product.onHost('host1', ...argv);
const host2 = (...argv: string[]) => product.onHost('host2', ...argv);
const datastoreId = async () =>
  (await rows<{ id: string }>(product.em(), 'select id from datastore'))[0]?.id ?? '';
const report = async (): Promise<readonly Found[]> => (await admin.ask(REPORT)).leakReport.findings;
const kinds = async () => (await report()).map(({ kind }) => kind);

async function repair(id: string) {
  const { repairLeak } = await admin.ask(
    'mutation ($i: RepairLeakInput!) { repairLeak(input: $i) { id } }',
    { i: { id } },
  );
  return admin.finish(repairLeak.id);
}

async function make(name: string, start: boolean): Promise<void> {
  const { hosts } = await admin.ask('{ hosts { id name } }');
  const hostId = hosts.find((h: { name: string }) => h.name === 'host1').id;
  const made = await product.createVm(admin, { name, start, hostId });
  expect(made).toMatchObject({ status: 'SUCCEEDED' });
  vms.set(name, made.vmId);
}

async function identity(name: string): Promise<string> {
  const sql = 'select identity from vm where id = ?';
  const [vm] = await rows<{ identity: string }>(product.em(), sql, [vms.get(name)]);
  return vm?.identity ?? '';
}

async function defineStray(): Promise<void> {
  const xml = `<domain type="qemu"><name>stray</name><uuid>${STRAY}</uuid><memory>16384</memory><os><type>hvm</type></os></domain>`;
  await host2('sh', '-c', `echo '${xml}' > /tmp/stray.xml && virsh define /tmp/stray.xml`);
}

describe('the leak check', () => {
  beforeAll(async () => {
    engine = new TaskEngine({
      ...{ services: product.app.services, definitions: TASK_DEFINITIONS },
      ...{ processName: 'test', concurrency: 4 },
    });
    engine.start();
    await Promise.all([make('on', true), make('off', false), make('lost', false)]);
  });
  afterAll(() => engine.stop({ graceMs: 5_000 }));

  it('finds nothing in a cloud that is whole', async () => {
    const { leakReport } = await admin.ask(REPORT);
    expect(leakReport.findings).toEqual([]);
    expect(leakReport.checked).toMatchObject({ hosts: 2, domains: 3, datastores: 1, vms: 3 });
    expect(leakReport.checked.files).toBeGreaterThanOrEqual(4);
  });

  it('finds what somebody changed behind its back, and repairs each with one click', async () => {
    await defineStray();
    await host1('sh', '-c', `echo lost > ${ROOT}/vm_images/nobody.qcow2`);
    const twin = await identity('off');
    const copied = await host1('virsh', 'dumpxml', '--inactive', twin);
    await product.onHost('host2', 'sh', '-c', `cat > /tmp/twin.xml <<'X'\n${copied}\nX`);
    await host2('virsh', 'define', '/tmp/twin.xml');
    await host1('virsh', 'undefine', await identity('lost'));
    await run(product.em(), "update vm set status = 'SUSPENDED' where id = ?", [vms.get('on')]);
    await run(
      product.em(),
      `insert into console_ticket (hash, vm_id, user_id, kind, credential, expires_at)
       values ('old', 'vm', 'user', 'VNC', 'session', utc_timestamp(3) - interval 2 hour)`,
    );
    const found = await report();
    expect(found.map(({ kind }) => kind)).toEqual([
      'CONSOLE_TICKETS',
      'DUPLICATE_DOMAIN',
      'MISSING_DOMAIN',
      'ORPHAN_DOMAIN',
      'ORPHAN_FILE',
      'WRONG_STATE',
    ]);
    for (const { id } of found) expect(await repair(id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await report()).toEqual([]);
    // Nothing unknown was deleted.
    expect(await host1('sh', '-c', `cat ${ROOT}/quarantine/*nobody*`)).toBe('lost\n');
    expect(await host2('virsh', 'list', '--all', '--name')).toBe('\n');
    expect((await host1('virsh', 'domstate', await identity('on'))).trim()).toBe('running');
    await product.untilStatus(vms.get('lost') ?? '', 'SHUTDOWN');
  });

  it('finds snapshots that virsh took, and those that virsh deleted', async () => {
    const vmId = vms.get('off');
    const name = await identity('off');
    await host1('virsh', 'snapshot-create-as', name, 'by-hand');
    const { createSnapshot } = await admin.ask(
      'mutation ($i: CreateSnapshotInput!) { createSnapshot(input: $i) { id } }',
      { i: { vmId, name: 'ours' } },
    );
    expect(await admin.finish(createSnapshot.id)).toMatchObject({ status: 'SUCCEEDED' });
    const sql = 'select id from snapshot where vm_id = ?';
    const [ours] = await rows<{ id: string }>(product.em(), sql, [vmId]);
    // libvirt forgets it, the disk does not: it is told of it when it is next used.
    await host1('virsh', 'snapshot-delete', name, ours?.id ?? '', '--metadata');
    const [unknown, ...others] = await report();
    expect([unknown?.kind, others]).toEqual(['UNKNOWN_SNAPSHOT', []]);
    expect(await repair(unknown?.id ?? '')).toMatchObject({ status: 'SUCCEEDED' });
    expect(await report()).toEqual([]);
    await host1('qemu-img', 'snapshot', '-d', ours?.id ?? '', `${ROOT}/vm_images/${name}.qcow2`);
    const [lost] = await report();
    expect(lost).toMatchObject({ kind: 'MISSING_SNAPSHOT', repairable: true });
    expect(await repair(lost?.id ?? '')).toMatchObject({ status: 'SUCCEEDED' });
    expect(await rows(product.em(), sql, [vmId])).toEqual([]);
    expect(await report()).toEqual([]);
  });

  it('does nothing about a finding that holds no more', async () => {
    const parts = [await datastoreId(), 'vm_images/gone.qcow2'];
    const task = await repair(leakId({ kind: 'ORPHAN_FILE', parts }));
    expect(task).toMatchObject({ status: 'SUCCEEDED', message: 'Nothing is wrong any more' });
  });

  it('writes where a VM is that was moved by hand', async () => {
    const name = await identity('off');
    const definition = await host1('virsh', 'dumpxml', '--inactive', name);
    await host2('sh', '-c', `cat > /tmp/moved.xml <<'X'\n${definition}\nX`);
    await host2('virsh', 'define', '/tmp/moved.xml');
    await host1('virsh', 'undefine', name);
    const [found] = await report();
    expect(found).toMatchObject({ kind: 'WRONG_HOST', repairable: true });
    expect(await repair(found?.id ?? '')).toMatchObject({ status: 'SUCCEEDED' });
    const query = 'query ($id: ID!) { vm(id: $id) { status host { name } } }';
    const { vm } = await admin.ask(query, { id: vms.get('off') });
    expect(vm).toEqual({ status: 'SHUTDOWN', host: { name: 'host2' } });
    expect(await report()).toEqual([]);
  });

  it('leaves what a person must decide to a person', async () => {
    const file = `${ROOT}/vm_images/${await identity('lost')}.qcow2`;
    await host1('mv', file, '/tmp/kept');
    const [found] = await report();
    expect(found).toMatchObject({ kind: 'MISSING_FILE', repairable: false });
    expect(await repair(found?.id ?? '')).toMatchObject({
      status: 'FAILED',
      message: expect.stringContaining('A person must decide now.'),
    });
    const mutation = 'mutation ($i: RepairLeakInput!) { repairLeak(input: $i) { id } }';
    const twice = leakId({ kind: 'USED_TWICE', parts: ['x'] });
    expect(await admin.refused(mutation, { i: { id: twice } })).toMatchObject({ code: 'CONFLICT' });
    await host1('mv', '/tmp/kept', file);
    expect(await report()).toEqual([]);
    expect(await admin.refused(mutation, { i: { id: 'leak_x' } })).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('takes an extra disk out of its VM whose file is gone', async () => {
    const { attachDisk } = await admin.ask(
      'mutation ($i: AttachDiskInput!) { attachDisk(input: $i) { id } }',
      { i: { vmId: vms.get('on'), sizeGiB: 1 } },
    );
    expect(await admin.finish(attachDisk.id)).toMatchObject({ status: 'SUCCEEDED' });
    const name = await identity('on');
    await host1('rm', `${ROOT}/vm_extra_disks/${name}_disk1.qcow2`);
    const [found] = await report();
    expect(found).toMatchObject({ kind: 'MISSING_FILE', repairable: true });
    expect(await repair(found?.id ?? '')).toMatchObject({ status: 'SUCCEEDED' });
    expect(await report()).toEqual([]);
    const query = 'query ($id: ID!) { vm(id: $id) { status disks { target } } }';
    const { vm } = await admin.ask(query, { id: vms.get('on') });
    expect(vm).toEqual({ status: 'RUNNING', disks: [{ target: 'vda' }] });
    expect(await host1('virsh', 'domblklist', name)).not.toContain('vdb');
  });

  it('finds a disk that was left held still for a copy, and merges what was written since', async () => {
    const vm = await requireVmRecord(product.em(), vms.get('on') as VmId);
    await holdDisks(product.app.services, vm, AbortSignal.timeout(20_000));
    expect(await report()).toMatchObject([{ kind: 'DISK_DIFFERS', repairable: true, vmId: vm.id }]);
    // Defined from its record, the VM would lose at its next start what it wrote since.
    const edit = 'mutation ($i: EditVmInput!) { editVm(input: $i) { id } }';
    const { editVm } = await admin.ask(edit, { i: { id: vm.id, ramMiB: vm.ramMiB + 16 } });
    expect(await admin.finish(editVm.id)).toMatchObject({
      status: 'FAILED',
      message: expect.stringMatching(/The disk vda of on is .*held\.qcow2 on host host1/),
    });
    const [found] = await report();
    expect(await repair(found?.id ?? '')).toMatchObject({ status: 'SUCCEEDED' });
    expect(await report()).toEqual([]);
    expect(await host1('virsh', 'domblklist', vm.identity)).not.toContain('held');
  });

  it('ends a task that no worker carries on, and frees its lane', async () => {
    await run(
      product.em(),
      `insert into task (id, type, lane, held_lane, priority, status, title, input, progress,
         attempt, owner, epoch, run_at, lease_until, step_index, cancel_requested, undoing, restart,
         leftovers, created_at)
       values ('task_dead', 'FROM_TOMORROW', 'x', 'x', 20, 'RUNNING', 'Unheard of', '{}', 0, 1,
         'gone', 1, utc_timestamp(3), utc_timestamp(3) - interval 5 minute, 0, 0, 0, 0, '[]',
         utc_timestamp(3))`,
    );
    const [found] = await report();
    expect(found).toMatchObject({ kind: 'TASK_STUCK', subject: 'Task "Unheard of"' });
    expect(await repair(found?.id ?? '')).toMatchObject({ status: 'SUCCEEDED' });
    expect(await kinds()).toEqual(['TASK_LEFTOVERS']);
    await run(product.em(), "delete from task where id = 'task_dead'");
  });

  it('deletes an orphan domain on request, but no domain of a VM', async () => {
    await defineStray();
    const [host] = await rows<{ id: string }>(
      product.em(),
      "select id from host where name = 'host2'",
    );
    const mutation =
      'mutation ($i: DeleteOrphanDomainInput!) { deleteOrphanDomain(input: $i) { id } }';
    const ask = { hostId: host?.id, uuid: STRAY };
    const { deleteOrphanDomain } = await admin.ask(mutation, { i: ask });
    expect(await admin.finish(deleteOrphanDomain.id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await report()).toEqual([]);
    const [vm] = await rows<{ uuid: string }>(product.em(), 'select uuid from vm limit 1');
    const refused = (change: object) => admin.refused(mutation, { i: { ...ask, ...change } });
    expect(await refused({ uuid: vm?.uuid })).toMatchObject({ code: 'CONFLICT' });
    expect(await refused({ uuid: 'x; rm' })).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await refused({ hostId: 'host_none' })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is for admins', async () => {
    await using ann = await product.user('ann');
    expect(await ann.refused(REPORT)).toMatchObject({ code: 'FORBIDDEN' });
    const mutation = 'mutation { repairLeak(input: { id: "leak_x" }) { id } }';
    expect(await ann.refused(mutation)).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('a repair', () => {
  const FILE = 'vm_images/tested.qcow2';
  const where = async () => {
    const found = await host1('sh', '-c', `cd ${ROOT}; ls -d ${FILE} quarantine/*tested* || true`);
    return found.trim().split('\n');
  };

  describeTask(
    repairLeakTask,
    (): TaskSubject<{ id: string }> => ({
      services: product.app.services,
      definition: repairLeakTask,
      prepare: async () => {
        await host1('sh', '-c', `cd ${ROOT}; rm -f quarantine/*; echo x > ${FILE}`);
        const parts = [await datastoreId(), FILE];
        return { input: { id: leakId({ kind: 'ORPHAN_FILE', parts }) } };
      },
      expectDone: async () => {
        const files = await where();
        expect(files).toEqual([expect.stringMatching(/^quarantine\/vm_images__tested/)]);
      },
      // It has nothing to undo: the file is where it was, or where it is to go, once.
      expectNothingLeft: async () => {
        const files = await where();
        expect(files).toHaveLength(1);
      },
    }),
  );
});

describe('a host without power', () => {
  it('is told as not checked, and its VMs raise no alarm', async () => {
    await product.lab.powerOff('host2');
    product.forgetOutside('host2');
    await waitFor('host2 to be lost', async () => {
      const { hosts } = await admin.ask('{ hosts { name status } }');
      return hosts.some(
        (h: { name: string; status: string }) => h.name === 'host2' && h.status === 'UNREACHABLE',
      );
    });
    expect(await kinds()).toEqual(['HOST_NOT_CHECKED']);
    await product.lab.powerOn('host2');
  });
});
