import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphqlClient } from '../test/graphql-client.ts';
import { Product } from '../test/product.ts';
import { createTestRedis, type TestRedis } from '../test/redis.ts';
import { ServerProcess } from '../test/server-process.ts';
import { waitFor } from '../test/wait-for.ts';
import { rows } from './platform/db.ts';

/**
 * Two API processes and two workers that collect too, on one database and a real Redis. The test's
 * own process serves an API as well, which only helps it.
 */
let redis: TestRedis;
let product: Product;
let others: ServerProcess[] = [];
let workers: ServerProcess[] = [];
let here: GraphqlClient;
let there: GraphqlClient;

const WORKER = { BAADAL_ROLES: 'worker,collector', BAADAL_WORKER_CONCURRENCY: '2' };

beforeAll(async () => {
  redis = await createTestRedis();
  product = await Product.start({
    name: 'pr',
    env: { BAADAL_ROLES: 'api', BAADAL_REDIS_URL: redis.url },
    alongside: async (env) => {
      others = await Promise.all([
        ServerProcess.start(env),
        ServerProcess.start(env),
        ServerProcess.start({ ...env, ...WORKER }),
        ServerProcess.start({ ...env, ...WORKER }),
      ]);
      workers = others.slice(2);
    },
  });
  here = await product.adminAt(others[0]?.url ?? '');
  there = await product.adminAt(others[1]?.url ?? '');
});
afterAll(async () => {
  await here?.[Symbol.asyncDispose]();
  await there?.[Symbol.asyncDispose]();
  await Promise.all(others.map((process) => process.stop()));
  await product?.[Symbol.asyncDispose]();
  await redis?.stop();
});

async function ask(client: GraphqlClient, name: string) {
  const { createVm } = await client.ask(
    'mutation ($i: CreateVmInput!) { createVm(input: $i) { id vm { id } } }',
    { i: { name, templateId: await product.templateId(), start: false } },
  );
  return { taskId: createVm.id as string, vmId: createVm.vm.id as string };
}

async function waitForSuccess(taskId: string): Promise<void> {
  await waitFor('the task to end', async () => {
    const sql = "select 1 from task where id = ? and status = 'SUCCEEDED'";
    return (await rows(product.em(), sql, [taskId])).length > 0;
  });
}

/** The processes that run tasks now, by the owner that a running task names. */
async function pidsAtWork(): Promise<number[]> {
  const sql = 'select distinct owner from task where owner is not null';
  const tasks = await rows<{ owner: string }>(product.em(), sql);
  return tasks.map(({ owner }) => Number(owner.split('#')[0]?.split(':').at(-1)));
}

/** VMs, addresses and files must agree, whatever happened to processes. */
async function expectNothingTwice(): Promise<void> {
  const em = product.em();
  const vms = await rows<{ identity: string }>(em, 'select identity from vm order by identity');
  const ips = await rows(em, 'select id from private_ip where vm_id is not null');
  expect(ips).toHaveLength(vms.length);
  const { domains, files } = await product.leftovers();
  const names = vms.map(({ identity }) => identity);
  expect(domains.toSorted()).toEqual(names.toSorted());
  expect(files.toSorted()).toEqual(
    names.map((name) => `/mnt/datastore/vm_images/${name}.qcow2`).toSorted(),
  );
}

describe('several processes on one Redis', () => {
  it('shows at one API what was asked at another', async () => {
    const changes = there.subscribe('subscription { vmUpdated { id name status } }');
    const first = changes.next();
    // The subscription stands once something comes back on the same socket.
    await there.finish((await ask(here, 'early')).taskId);
    expect((await first).value.data.vmUpdated.name).toBe('early');
    const { taskId, vmId } = await ask(here, 'seen');
    let seen = { id: '', status: '' };
    while (seen.id !== vmId || seen.status !== 'SHUTDOWN')
      seen = (await changes.next()).value.data.vmUpdated;
    await changes.return?.();
    expect(await there.finish(taskId)).toMatchObject({ status: 'SUCCEEDED' });
    await expectNothingTwice();
  });

  it('shares the tasks among the workers', async () => {
    // More at once than one worker takes; an owner is seen only while the task runs.
    const asking = Promise.all(
      Array.from({ length: 8 }, (_, i) => ask(i % 2 ? here : there, `shared-${i}`)),
    );
    const idle = new Set(workers.map(({ pid }) => pid));
    await waitFor('every worker to run one', async () => {
      for (const pid of await pidsAtWork()) idle.delete(pid);
      return idle.size === 0;
    });
    for (const { taskId } of await asking) await waitForSuccess(taskId);
    await expectNothingTwice();
  });

  it('loses nothing when Redis is killed and comes back', async () => {
    const { taskId } = await ask(here, 'followed');
    await there.finish(taskId);
    const watched = await ask(here, 'watched');
    await there.finish(watched.taskId);
    const vm = there.subscribe('subscription ($id: ID) { vmUpdated(id: $id) { status } }', {
      id: watched.vmId,
    });
    expect((await vm.next()).value.data.vmUpdated.status).toBe('SHUTDOWN');

    await redis.kill();
    await waitFor('the loss to be seen', async () => {
      const ready = await fetch(`${there.url}/readyz`);
      const { redis: state } = (await ready.json()) as { redis: string };
      return ready.status === 200 && state === 'away';
    });
    // The other process cannot tell ours of what happens now.
    const started = await product.request(here, 'startVm', watched.vmId);
    await waitForSuccess(started);
    const removed = await product.request(here, 'deleteVm', (await ask(here, 'brief')).vmId);
    await waitForSuccess(removed);
    await redis.start();
    expect((await vm.next()).value.data.vmUpdated.status).toBe('RUNNING');
    await vm.return?.();
    const again = await ask(here, 'after');
    expect(await there.finish(again.taskId)).toMatchObject({ status: 'SUCCEEDED' });
    await product.act(here, 'destroyVm', watched.vmId);
    await expectNothingTwice();
  });

  it('finishes elsewhere what a killed worker had begun', async () => {
    const asked: { taskId: string }[] = [];
    const [victim, heir] = workers;
    await waitFor('the victim to work', async () => {
      asked.push(await ask(here, `orphan-${asked.length}`));
      const sql = "select 1 from task where owner like ? and status = 'RUNNING'";
      return (await rows(product.em(), sql, [`%:${victim?.pid}#%`])).length > 0;
    });
    await victim?.kill();
    for (const { taskId } of asked)
      expect(await there.finish(taskId)).toMatchObject({ status: 'SUCCEEDED' });
    await expectNothingTwice();
    // Its hosts are followed by the other collector.
    await waitFor(
      'the hosts to change hands',
      async () => {
        const sql = 'select collector from host';
        const hosts = await rows<{ collector: string | null }>(product.em(), sql);
        return hosts.every(({ collector }) => collector?.endsWith(`:${heir?.pid}`));
      },
      30_000,
    );
  });

  it('ends cleanly when asked to', async () => {
    expect(await workers[1]?.stop()).toBe('0');
    expect(await others[0]?.stop()).toBe('0');
  });
});
