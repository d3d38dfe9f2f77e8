import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphqlClient } from '../../test/graphql-client.ts';
import { expectWholeOn, untilAnswers, watchForTwo } from '../../test/moved-vm.ts';
import { Product } from '../../test/product.ts';
import { createTestRedis, type TestRedis } from '../../test/redis.ts';
import { ServerProcess } from '../../test/server-process.ts';
import { waitFor } from '../../test/wait-for.ts';
import { rows } from '../platform/db.ts';
import type { VmId } from '../platform/ids.ts';
import { requireVmRecord } from '../vm/vm-record.ts';

let redis: TestRedis;
let product: Product;
let admin: GraphqlClient;
let vmId = '' as VmId;
/** The process that works, which a test may kill; everything else is in this one. */
let worker: ServerProcess;

const startWorker = () => ServerProcess.start({ ...product.env, BAADAL_ROLES: 'worker' });

beforeAll(async () => {
  redis = await createTestRedis();
  const env = { BAADAL_ROLES: 'api,collector', BAADAL_REDIS_URL: redis.url };
  product = await Product.start({ name: 'mf', env });
  ({ admin } = product);
  worker = await startWorker();
  vmId = (await product.createVm(admin, { name: 'traveller' })).vmId as VmId;
  const query = 'mutation ($i: CreateSnapshotInput!) { createSnapshot(input: $i) { id } }';
  for (const memory of [false, true]) {
    const i = { vmId, name: memory ? 'memory' : 'disks', memory, requirePing: false };
    const { createSnapshot } = await admin.ask(query, { i });
    expect(await admin.finish(createSnapshot.id)).toMatchObject({ status: 'SUCCEEDED' });
  }
}, 180_000);
afterAll(async () => {
  await worker?.stop();
  await product?.[Symbol.asyncDispose]();
  await redis?.stop();
});

const record = () => requireVmRecord(product.em(), vmId);
const other = (host: string) => (host === 'host1' ? 'host2' : 'host1');

/** Asks for a migration that takes some seconds, and waits until memory is being copied. */
async function midway(bandwidthMiBps = 12) {
  const { hostName: from, identity } = await record();
  await untilAnswers(product, vmId);
  const watch = watchForTwo(product, identity);
  const { migrateVm } = await admin.ask(
    'mutation ($i: MigrateVmInput!) { migrateVm(input: $i) { id } }',
    { i: { id: vmId, bandwidthMiBps } },
  );
  const taskId = migrateVm.id as string;
  await waitFor('memory on its way', async () => {
    const { task } = await admin.ask(
      'query ($id: ID!) { task(id: $id) { status message progressText } }',
      { id: taskId },
    );
    if (task.status === 'FAILED') throw new Error(task.message);
    return task.progressText;
  });
  return { from, to: other(from), taskId, watch };
}

/** Waits for the end, and fails unless the VM is whole on one of the two. @returns where */
async function ended({ taskId, watch }: Awaited<ReturnType<typeof midway>>) {
  const task = await admin.finish(taskId);
  await watch.stop();
  const { hostName } = await record();
  return { task, hostName };
}

const onHost = (host: string, ...argv: string[]) => product.onHost(host, ...argv);
const STOP = 'pkill -KILL -x libvirtd; while pgrep -x libvirtd; do :; done; exec libvirtd -d';

const untilHost = (name: string, status: string) =>
  waitFor(
    `${name} to be ${status}`,
    async () => {
      const found = await rows(product.em(), 'select 1 from host where name = ? and status = ?', [
        ...[name, status],
      ]);
      return found.length > 0;
    },
    60_000,
  );

async function powerCut(name: string): Promise<void> {
  await product.lab.powerOff(name);
  product.forgetOutside(name);
}

describe('while memory is copied', { timeout: 120_000 }, () => {
  it('the worker is killed: another one goes on with it', async () => {
    const way = await midway();
    await worker.kill();
    worker = await startWorker();
    const { task, hostName } = await ended(way);
    expect(task).toMatchObject({ status: 'SUCCEEDED' });
    expect(hostName).toBe(way.to);
    await expectWholeOn(product, vmId, way.to, true);
  });

  it.each(['from', 'to'] as const)('libvirtd is killed on the host it goes %s', async (end) => {
    const way = await midway();
    await onHost(way[end], 'sh', '-c', STOP);
    const { task, hostName } = await ended(way);
    // Either it begins anew, or it is undone: whole all the same.
    expect(['SUCCEEDED', 'FAILED']).toContain(task.status);
    await expectWholeOn(product, vmId, hostName, true);
    await untilAnswers(product, vmId);
  });

  it('its destination loses power: it runs on where it was', async () => {
    const way = await midway(2);
    await powerCut(way.to);
    // The guest does not wait for anybody to notice.
    await untilAnswers(product, vmId);
    await waitFor(
      'somebody to notice',
      async () => {
        const { task } = await admin.ask('query ($id: ID!) { task(id: $id) { status } }', {
          id: way.taskId,
        });
        return task.status !== 'RUNNING';
      },
      60_000,
    );
    await product.lab.powerOn(way.to);
    await untilHost(way.to, 'UP');
    const { task, hostName } = await ended(way);
    // What its hosts need of each other is written anew where the boot took it away.
    expect(task).toMatchObject({
      status: 'SUCCEEDED',
      message: 'traveller is migrated successfully',
    });
    expect(hostName).toBe(way.to);
    await expectWholeOn(product, vmId, hostName, true);
  });

  it('its origin loses power: it is off there, with its snapshots, once that is back', async () => {
    const way = await midway(2);
    await powerCut(way.from);
    await untilHost(way.from, 'UNREACHABLE').catch(() => untilHost(way.from, 'DOWN'));
    await product.lab.powerOn(way.from);
    await untilHost(way.from, 'UP');
    const { task, hostName } = await ended(way);
    expect(task.status).toBe('FAILED');
    expect(hostName).toBe(way.from);
    await waitFor('it to be started again', async () => {
      const { vm } = await admin.ask('query ($id: ID!) { vm(id: $id) { status } }', { id: vmId });
      return vm.status === 'RUNNING';
    });
    await expectWholeOn(product, vmId, way.from, true);
  });
});

describe('what the destination cannot take', { timeout: 120_000 }, () => {
  it('the definitions of snapshots, since its disk is full: it is moved back', async () => {
    const { hostName } = await record();
    const full = '/var/lib/libvirt/qemu/snapshot';
    await onHost(other(hostName), 'mount', '-t', 'tmpfs', '-o', 'size=4k', 'tmpfs', full);
    try {
      const { migrateVm } = await admin.ask(
        'mutation ($i: MigrateVmInput!) { migrateVm(input: $i) { id } }',
        { i: { id: vmId } },
      );
      const task = await admin.finish(migrateVm.id);
      expect(task).toMatchObject({ status: 'FAILED', leftovers: [] });
      expect(task.message).toContain(other(hostName));
      await expectWholeOn(product, vmId, hostName, true);
    } finally {
      await onHost(other(hostName), 'umount', full);
    }
  });

  it('a host whose key is another one: nothing is moved, in words', async () => {
    const { hostName } = await record();
    const to = other(hostName);
    // Who is connected stays so; whoever comes next is offered the new key.
    const key = '/etc/ssh/ssh_host_ed25519_key';
    const reload = 'pkill -HUP -o -x sshd';
    const change = `cp -p ${key} /root/right && ssh-keygen -q -t ed25519 -N '' -f /root/wrong && cat /root/wrong >${key} && ${reload}`;
    await onHost(to, 'sh', '-c', change);
    try {
      const { migrateVm } = await admin.ask(
        'mutation ($i: MigrateVmInput!) { migrateVm(input: $i) { id } }',
        { i: { id: vmId } },
      );
      expect(await admin.finish(migrateVm.id)).toMatchObject({
        status: 'FAILED',
        message: expect.stringContaining(
          `${to} offers ${hostName} another host key than the pinned one.`,
        ),
      });
      await expectWholeOn(product, vmId, hostName, true);
    } finally {
      await onHost(to, 'sh', '-c', `cat /root/right >${key} && ${reload}`);
    }
  });
});
