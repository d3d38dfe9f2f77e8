import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freezeHost } from '../../test/freeze-host.ts';
import type { GraphqlClient } from '../../test/graphql-client.ts';
import { Product } from '../../test/product.ts';
import { waitFor } from '../../test/wait-for.ts';
import { rows } from '../platform/db.ts';

let product: Product;
let admin: GraphqlClient;
/** Tasks of one VM wait here once a step is done. */
const gate = { step: '', hostId: '', held: false, opens: Promise.resolve() };
const ids = new Map<string, string>();

beforeAll(async () => {
  product = await Product.start({
    name: 'vf',
    engine: {
      // A host that is gone is given up after a few seconds instead of a minute.
      retry: { tries: 4, undoTries: 2, firstMs: 100, maxMs: 500 },
      hooks: {
        afterStepWrite: async ({ id }, step, phase) => {
          if (phase !== 'DONE' || step !== gate.step || (await hostOf(id)) !== gate.hostId) return;
          gate.held = true;
          await gate.opens;
        },
      },
    },
  });
  ({ admin } = product);
  const { hosts } = await admin.ask('{ hosts { id name } }');
  for (const { id, name } of hosts) ids.set(name, id);
});
afterAll(() => product?.[Symbol.asyncDispose]());

async function hostOf(taskId: string): Promise<string | undefined> {
  const sql = 'select host_id as id from task where id = ?';
  return (await rows<{ id: string }>(product.em(), sql, [taskId]))[0]?.id;
}

/** Holds the next task of a host after one of its steps. */
function holdAfter(step: string, host: string) {
  const go = Promise.withResolvers<void>();
  Object.assign(gate, { step, hostId: ids.get(host), held: false, opens: go.promise });
  return {
    reached: waitFor('the task to come there', () => gate.held),
    release: () => {
      gate.step = '';
      go.resolve();
    },
  };
}

async function ask(name: string, host: string, start = true) {
  const { createVm } = await admin.ask(
    'mutation ($i: CreateVmInput!) { createVm(input: $i) { id vm { id } } }',
    { i: { name, templateId: await product.templateId(), hostId: ids.get(host), start } },
  );
  return { taskId: createVm.id as string, vmId: createVm.vm.id as string };
}

async function make(name: string, host: string, start = true) {
  const asked = await ask(name, host, start);
  return { ...asked, task: await admin.finish(asked.taskId) };
}

const retry = async (taskId: string) => {
  await product.request(admin, 'retryTask', taskId);
  return admin.finish(taskId);
};

/** Everything that VMs take up anywhere. */
async function held() {
  const em = product.em();
  const vms = await rows(em, 'select id from vm');
  const ips = await rows(em, 'select id from private_ip where vm_id is not null');
  return { vms: vms.length, ips: ips.length, ...(await product.leftovers()) };
}
const NOTHING = { vms: 0, ips: 0, domains: [], files: [] };

const untilHost = (name: string, status: string) =>
  waitFor(
    `${name} to be ${status}`,
    async () => {
      const { hosts } = await admin.ask('{ hosts { name status } }');
      return hosts.some(
        (h: { name: string; status: string }) => h.name === name && h.status === status,
      );
    },
    40_000,
  );

async function powerOff(name: string): Promise<void> {
  await product.lab.powerOff(name);
  product.forgetOutside(name);
}

async function powerOn(name: string): Promise<void> {
  await product.lab.powerOn(name);
  await untilHost(name, 'UP');
}

describe('a datastore that is full', () => {
  const IMAGES = '/mnt/datastore/vm_images';

  it('fails the task in words that name it and the remedy, and leaves nothing', async () => {
    await product.onHost('host1', 'mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', IMAGES);
    try {
      const { task, taskId } = await make('full', 'host1');
      const { datastores } = await admin.ask('{ datastores { name } }');
      expect(task).toMatchObject({
        status: 'FAILED',
        leftovers: [],
        error: { code: 'NO_CAPACITY' },
        message: `The datastore ${datastores[0].name} is full on host host1. Delete VMs that are no longer needed or enlarge it, then retry.`,
      });
      expect(await product.onHost('host1', 'find', IMAGES, '-type', 'f')).toBe('');
      expect(await held()).toEqual(NOTHING);
      await product.onHost('host1', 'umount', IMAGES);
      const again = await retry(taskId);
      expect(again).toMatchObject({ status: 'SUCCEEDED' });
      await product.act(admin, 'deleteVm', again.vm.id);
    } finally {
      await product.onHost('host1', 'umount', IMAGES).catch(() => undefined);
    }
    expect(await held()).toEqual(NOTHING);
  });
});

describe('a host whose power fails', () => {
  it('in the middle of createVm: the VM is made once it is back', async () => {
    const hold = holdAfter('make disk', 'host1');
    const { taskId, vmId } = await ask('cut', 'host1');
    await hold.reached;
    await powerOff('host1');
    hold.release();
    const log = admin.subscribe('subscription ($id: ID!) { taskUpdated(id: $id) { status } }', {
      id: taskId,
    });
    for (let status = ''; status !== 'RETRYING'; )
      status = (await log.next()).value.data.taskUpdated.status;
    await log.return?.();
    await powerOn('host1');
    const ended = await admin.finish(taskId);
    // It was back in time, or what is left is undone and made anew by one retry.
    const task = ended.status === 'SUCCEEDED' ? ended : await retry(taskId);
    expect(task).toMatchObject({ status: 'SUCCEEDED', leftovers: [] });
    expect(await held()).toMatchObject({ vms: 1, ips: 1, domains: [expect.any(String)] });
    await product.act(admin, 'deleteVm', vmId);
    expect(await held()).toEqual(NOTHING);
  });

  it('for good: the task names what is left, other hosts go on, a retry makes it whole', async () => {
    const hold = holdAfter('define domain', 'host1');
    const { taskId, vmId } = await ask('stranded', 'host1');
    await hold.reached;
    await powerOff('host1');
    hold.release();
    const elsewhere = await make('elsewhere', 'host2', false);
    expect(elsewhere.task).toMatchObject({ status: 'SUCCEEDED' });
    const stranded = await admin.finish(taskId);
    expect(stranded).toMatchObject({
      status: 'PARTIAL',
      error: { code: 'HOST_UNREACHABLE' },
      message: expect.stringContaining('host1'),
    });
    expect(stranded.leftovers).toEqual([
      'its running domain',
      'its domain',
      'its disk file',
      'its row and address',
    ]);
    await powerOn('host1');
    const task = await retry(taskId);
    expect(task).toMatchObject({ status: 'SUCCEEDED', leftovers: [] });
    await product.act(admin, 'deleteVm', vmId);
    await product.act(admin, 'deleteVm', elsewhere.vmId);
    expect(await held()).toEqual(NOTHING);
  });

  it('leaves a VM whole that cannot be deleted now, and lets it be deleted later', async () => {
    const { vmId, task } = await make('kept', 'host1', false);
    expect(task.status).toBe('SUCCEEDED');
    await powerOff('host1');
    const removal = await product.request(admin, 'deleteVm', vmId);
    expect(await admin.finish(removal)).toMatchObject({
      status: 'FAILED',
      error: { code: 'HOST_UNREACHABLE' },
      leftovers: [],
    });
    const { vm } = await admin.ask('query ($id: ID!) { vm(id: $id) { name privateIp } }', {
      id: vmId,
    });
    expect(vm).toMatchObject({ name: 'kept', privateIp: expect.stringMatching(/^10\./) });
    await powerOn('host1');
    expect(await held()).toMatchObject({ vms: 1, ips: 1, domains: [expect.any(String)] });
    expect(await retry(removal)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await held()).toEqual(NOTHING);
  });
});

describe('a host that hangs', () => {
  it('holds up no query and no task of another host', async () => {
    const stuck = await make('stuck', 'host1', false);
    const free = await make('free', 'host2', false);
    const frozen = await freezeHost(product.lab, 'host1');
    let ended = false;
    try {
      const start = await product.request(admin, 'startVm', stuck.vmId);
      const end = admin.finish(start).then((task) => {
        ended = true;
        return task;
      });
      await waitFor('it to be tried', async () => {
        const sql = "select 1 from task where id = ? and status <> 'PENDING'";
        return (await rows(product.em(), sql, [start])).length > 0;
      });
      for (const action of ['startVm', 'destroyVm', 'startVm'])
        expect(await product.act(admin, action, free.vmId)).toMatchObject({ status: 'SUCCEEDED' });
      const { vms, tasks, hosts } = await admin.ask(
        '{ vms { nodes { name host { name } } } tasks { nodes { id } } hosts { name } }',
      );
      expect(vms.nodes).toHaveLength(2);
      expect(tasks.nodes.length).toBeGreaterThan(0);
      expect(hosts).toHaveLength(2);
      // All that happened while the frozen host's task waits for an answer.
      expect(ended).toBe(false);
      expect((await make('new', 'host2', false)).task).toMatchObject({ status: 'SUCCEEDED' });
      await untilHost('host1', 'UNREACHABLE');
      await product.untilStatus(stuck.vmId, 'UNKNOWN');
      expect(await end).toMatchObject({ status: 'FAILED', error: { code: 'HOST_UNREACHABLE' } });
    } finally {
      frozen.thaw();
    }
    await untilHost('host1', 'UP');
    await product.untilStatus(stuck.vmId, 'SHUTDOWN');
    const { vms } = await admin.ask('{ vms { nodes { id } } }');
    for (const { id } of vms.nodes)
      expect(await product.act(admin, 'deleteVm', id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await held()).toEqual(NOTHING);
  });
});
