import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphqlClient } from '../../test/graphql-client.ts';
import { Product } from '../../test/product.ts';
import { createTestRedis, type TestRedis } from '../../test/redis.ts';
import { ServerProcess } from '../../test/server-process.ts';
import { waitFor } from '../../test/wait-for.ts';
import { rows, run } from '../platform/db.ts';
import { createVmTask } from './create-vm.task.ts';

let redis: TestRedis;
let product: Product;
let alice: GraphqlClient;

beforeAll(async () => {
  redis = await createTestRedis();
  const env = { BAADAL_ROLES: 'api,collector', BAADAL_REDIS_URL: redis.url };
  product = await Product.start({ name: 'cv', env });
  alice = await product.user('alice');
  await product.em().execute('create table kill_at (boundary varchar(40) not null)');
});
afterAll(async () => {
  await product?.[Symbol.asyncDispose]();
  await redis?.stop();
});

const startWorker = () =>
  ServerProcess.start({ ...product.env, BAADAL_ROLES: 'worker' }, 'vm-worker');

/** Asks for a VM without waiting for it. */
async function ask(name: string, more = {}): Promise<{ taskId: string; vmId: string }> {
  const { createVm } = await alice.ask(
    'mutation ($i: CreateVmInput!) { createVm(input: $i) { id vm { id } } }',
    { i: { name, templateId: await product.templateId(), ...more } },
  );
  return { taskId: createVm.id, vmId: createVm.vm.id };
}

/** Everything that a VM takes up anywhere. */
async function held() {
  const em = product.em();
  const [vms, ips, disks] = await Promise.all([
    rows(em, 'select id from vm'),
    rows(em, 'select id from private_ip where vm_id is not null'),
    rows(em, 'select id from disk'),
  ]);
  return { vms: vms.length, ips: ips.length, disks: disks.length, ...(await product.leftovers()) };
}
const NOTHING = { vms: 0, ips: 0, disks: 0, domains: [], files: [] };

/** Fails unless the VM is there, whole and once. */
async function expectWhole(vmId: string, extraDisks: 0 | 1 = 0): Promise<void> {
  const { vm } = await alice.ask(
    'query ($id: ID!) { vm(id: $id) { identity status privateIp host { name } } }',
    { id: vmId },
  );
  expect(vm.status).toBe('RUNNING');
  expect(vm.privateIp).toMatch(/^10\./);
  expect(await held()).toEqual({
    ...{ vms: 1, ips: 1, disks: 1 + extraDisks, domains: [vm.identity] },
    files: [
      ...(extraDisks ? [`/mnt/datastore/vm_extra_disks/${vm.identity}_disk1.qcow2`] : []),
      `/mnt/datastore/vm_images/${vm.identity}.qcow2`,
    ],
  });
  const [row] = await rows<{ uuid: string }>(product.em(), 'select uuid from vm where id = ?', [
    vmId,
  ]);
  const info = await product.onHost(vm.host.name, 'virsh', 'dominfo', vm.identity);
  expect(info).toContain(row?.uuid);
  expect(info).toMatch(/State: +running/);
}

describe('createVm that is cancelled before a worker has taken it', () => {
  it('leaves nothing: neither row nor address nor name', async () => {
    const { taskId, vmId } = await ask('early');
    expect(await held()).toMatchObject({ vms: 1, ips: 1, disks: 1 });
    await product.request(alice, 'cancelTask', taskId);
    await using _worker = await startWorker();
    expect(await alice.finish(taskId)).toMatchObject({ status: 'CANCELLED', leftovers: [] });
    expect(await held()).toEqual(NOTHING);
    const seen = await alice.refused('query ($id: ID!) { vm(id: $id) { id } }', { id: vmId });
    expect(seen.code).toBe('NOT_FOUND');
  });
});

describe('createVm whose worker is killed', () => {
  const steps = createVmTask.steps.map((step) => step.name);
  let over = false;
  let keeping: Promise<void>[] = [];
  const workers = new Set<ServerProcess>();

  /** Two workers, each followed by another when it was killed. */
  beforeAll(async () => {
    const first = await Promise.all([startWorker(), startWorker()]);
    keeping = first.map(async (worker) => {
      for (let current = worker; ; current = await startWorker()) {
        workers.add(current);
        // Started while all were being stopped.
        if (over) await current.stop();
        await current.ended();
        workers.delete(current);
        if (over) return;
      }
    });
  });
  afterAll(async () => {
    over = true;
    // One that is being started may come later than this.
    while (workers.size > 0) await Promise.all([...workers].map((worker) => worker.stop()));
    await Promise.all(keeping);
  });

  async function killedAt(boundary: string, name: string) {
    await waitFor('two workers', () => workers.size === 2);
    await run(product.em(), 'insert into kill_at values (?)', [boundary]);
    const asked = await ask(name, { extraDiskGiB: 1 });
    const task = await alice.finish(asked.taskId);
    await waitFor(
      'the kill',
      async () => (await rows(product.em(), 'select * from kill_at')).length === 0,
    );
    return { ...asked, task };
  }

  const forward = steps.flatMap((step) => [`BEGUN ${step}`, `DONE ${step}`]);
  it.each(forward)('at %s ends in a whole VM', async (boundary) => {
    const { task, vmId } = await killedAt(boundary, 'whole');
    const message = 'VM is installed successfully. Attached extra disk successfully.';
    expect(task).toMatchObject({ status: 'SUCCEEDED', message });
    await expectWhole(vmId, 1);
    expect(await product.act(alice, 'deleteVm', vmId)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await held()).toEqual(NOTHING);
  });

  const undoable = createVmTask.steps.filter((step) => step.undo).map((step) => step.name);
  const backward = [
    `FAILED ${steps.at(-1)}`,
    ...undoable.toReversed().map((step) => `UNDONE ${step}`),
  ];
  it.each(backward)('at %s of its undoing ends in nothing', async (boundary) => {
    const { task } = await killedAt(boundary, 'fails');
    expect(task).toMatchObject({ status: 'FAILED', leftovers: [] });
    expect(await held()).toEqual(NOTHING);
  });
});

describe('createVm that is retried', () => {
  let worker: ServerProcess;
  const TEMPLATES = '/mnt/datastore/vm_templates';
  const template = { name: '' };
  const hide = () =>
    product.onHost('host1', 'mv', `${TEMPLATES}/${template.name}`, `${TEMPLATES}/hidden`);
  const show = () =>
    product.onHost('host1', 'mv', `${TEMPLATES}/hidden`, `${TEMPLATES}/${template.name}`);
  beforeAll(async () => {
    worker = await startWorker();
    const files = (await product.onHost('host1', 'ls', TEMPLATES)).split('\n');
    template.name = files.find((file) => file.endsWith('.qcow2')) ?? '';
  });
  afterAll(() => worker.stop());

  const retry = async (taskId: string) => {
    await product.request(alice, 'retryTask', taskId);
    return alice.finish(taskId);
  };

  it('allocates anew, as often as it fails, and ends in a whole VM', async () => {
    await hide();
    try {
      const { taskId } = await ask('again');
      expect(await alice.finish(taskId)).toMatchObject({ status: 'FAILED', leftovers: [] });
      expect(await held()).toEqual(NOTHING);
      expect(await retry(taskId)).toMatchObject({ status: 'FAILED', leftovers: [] });
      expect(await held()).toEqual(NOTHING);
      await show();
      const task = await retry(taskId);
      expect(task).toMatchObject({ status: 'SUCCEEDED', error: null });
      await expectWhole(task.vm.id);
      await product.act(alice, 'deleteVm', task.vm.id);
    } finally {
      await show().catch(() => undefined);
    }
  });

  it('goes to another host when the first has been closed meanwhile', async () => {
    await hide();
    const { taskId } = await ask('moved');
    const host = 'query ($id: ID!) { task(id: $id) { host { id name } } }';
    const { task: failed } = await product.admin.ask(host, { id: taskId });
    expect(await alice.finish(taskId)).toMatchObject({ status: 'FAILED' });
    await show();
    const close = (on: boolean) =>
      product.admin.ask(
        'mutation ($i: SetHostMaintenanceInput!) { setHostMaintenance(input: $i) { id } }',
        { i: { id: failed.host.id, on } },
      );
    await close(true);
    const task = await retry(taskId);
    expect(task).toMatchObject({ status: 'SUCCEEDED' });
    const { task: moved } = await product.admin.ask(host, { id: taskId });
    expect(moved.host.name).not.toBe(failed.host.name);
    await expectWhole(task.vm.id);
    await close(false);
    await product.act(alice, 'deleteVm', task.vm.id);
  });

  it('says so when its name was taken meanwhile, and leaves the other VM alone', async () => {
    await hide();
    const { taskId } = await ask('taken');
    expect(await alice.finish(taskId)).toMatchObject({ status: 'FAILED' });
    await show();
    const other = await product.createVm(alice, { name: 'taken' });
    expect(other.status).toBe('SUCCEEDED');
    expect(await retry(taskId)).toMatchObject({
      status: 'FAILED',
      leftovers: [],
      error: { code: 'CONFLICT' },
      message: 'There is a VM named taken already. Choose another name.',
    });
    await expectWhole(other.vmId);
    await product.act(alice, 'deleteVm', other.vmId);
    expect(await held()).toEqual(NOTHING);
  });
});
