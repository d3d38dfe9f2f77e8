import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../test/database-setup.ts';
import type { GraphqlClient } from '../test/graphql-client.ts';
import { Product } from '../test/product.ts';
import { createTestRedis, type TestRedis } from '../test/redis.ts';
import { waitFor } from '../test/wait-for.ts';
import { rows } from './platform/db.ts';

let server: TestServer;
let redis: TestRedis;
let product: Product;
let alice: GraphqlClient;
/** Tasks wait here once their disk is made. */
const gate = { opens: Promise.resolve(), waiting: 0 };

beforeAll(async () => {
  server = await startTestServer();
  redis = await createTestRedis();
  product = await Product.start({
    ...{ name: 'sa', databaseServer: server.url, env: { BAADAL_REDIS_URL: redis.url } },
    engine: {
      leaseMs: 4_000,
      hooks: {
        afterStepWrite: async (_task, step, phase) => {
          if (phase !== 'DONE' || step !== 'make disk') return;
          gate.waiting++;
          await gate.opens;
        },
      },
    },
  });
  alice = await product.user('alice');
});
afterAll(async () => {
  await alice?.[Symbol.asyncDispose]();
  await product?.[Symbol.asyncDispose]();
  await redis?.stop();
  await server?.stop();
});

async function ask(name: string, start = false) {
  const { createVm } = await alice.ask(
    'mutation ($i: CreateVmInput!) { createVm(input: $i) { id vm { id } } }',
    { i: { name, templateId: await product.templateId(), start } },
  );
  return { taskId: createVm.id as string, vmId: createVm.vm.id as string };
}

async function readiness() {
  const response = await fetch(`${product.url}/readyz`);
  const body = (await response.json()) as { status: string; database: string; redis: string };
  return { httpStatus: response.status, ...body };
}

/** Follows a task to its end by one subscription, which stands when this resolves. */
async function follow(taskId: string): Promise<{ readonly end: Promise<string> }> {
  const query = 'subscription ($id: ID!) { taskUpdated(id: $id) { status } }';
  const states = alice.subscribe(query, { id: taskId });
  let { status } = (await states.next()).value.data.taskUpdated;
  const rest = async () => {
    for await (const { data } of states) status = data.taskUpdated.status;
    return status;
  };
  return { end: rest() };
}

/** Every VM with its address, domain and file, and nothing beside. */
async function expectEachOnce(names: readonly string[]): Promise<void> {
  const vms = await rows<{ name: string; identity: string }>(
    product.em(),
    'select name, identity from vm order by name',
  );
  expect(vms.map(({ name }) => name)).toEqual(names.toSorted());
  const ips = await rows(product.em(), 'select id from private_ip where vm_id is not null');
  expect(ips).toHaveLength(names.length);
  const { domains, files } = await product.leftovers();
  const identities = vms.map(({ identity }) => identity).toSorted();
  expect(domains.toSorted()).toEqual(identities);
  expect(files).toHaveLength(names.length);
}

describe('MariaDB that is killed and started again', () => {
  it('costs no task; the API says 503 meanwhile and recovers by itself', async () => {
    const followed = await ask('followed');
    await alice.finish(followed.taskId);
    const vm = alice.subscribe('subscription ($id: ID) { vmUpdated(id: $id) { status } }', {
      id: followed.vmId,
    });
    expect((await vm.next()).value.data.vmUpdated.status).toBe('SHUTDOWN');
    const log = alice.subscribe('subscription { tasksUpdated { id status } }');
    const names = Array.from({ length: 6 }, (_, i) => `made-${i}`);
    const asked = [];
    const go = Promise.withResolvers<void>();
    Object.assign(gate, { opens: go.promise, waiting: 0 });
    for (const name of names) asked.push(await ask(name));
    const followers = await Promise.all(asked.map(({ taskId }) => follow(taskId)));
    await log.next();
    await waitFor('tasks to be in the middle', () => gate.waiting >= 4);
    await server.kill();
    go.resolve();

    const query = await alice.send('{ vms { totalCount } }');
    expect(query.httpStatus).toBe(503);
    expect(query.errors.map((error) => error.extensions['code'])).toEqual(['UNAVAILABLE']);
    const mutation = await alice.send(
      'mutation ($i: CreateVmInput!) { createVm(input: $i) { id } }',
      { i: { name: 'lost', templateId: 'tpl_x' } },
    );
    expect(mutation.httpStatus).toBe(503);
    const login = await alice.send('mutation ($i: LoginInput!) { login(input: $i) { id } }', {
      i: { username: 'alice', password: 'a long password' },
    });
    expect(login.httpStatus).toBe(503);
    expect(login.errors[0]?.extensions['code']).toBe('UNAVAILABLE');
    expect(await readiness()).toMatchObject({ httpStatus: 503, database: 'away' });
    expect((await fetch(`${product.url}/healthz`)).status).toBe(200);

    server.start();
    await waitFor('the API', async () => (await readiness()).httpStatus === 200, 60_000);
    await waitFor(
      'a query',
      async () => (await alice.send('{ vms { totalCount } }')).httpStatus === 200,
    );
    for (const { end } of followers) expect(await end).toBe('SUCCEEDED');
    await expectEachOnce(['followed', ...names]);
    // Subscriptions that stood before go on.
    const started = await product.act(alice, 'startVm', followed.vmId);
    expect(started).toMatchObject({ status: 'SUCCEEDED' });
    let status = 'SHUTDOWN';
    while (status !== 'RUNNING') status = (await vm.next()).value.data.vmUpdated.status;
    await vm.return?.();
    await log.return?.();
    for (const { vmId } of [...asked, followed]) await product.act(alice, 'deleteVm', vmId);
    await expectEachOnce([]);
  });
});

describe('Redis that is killed and started again', () => {
  it('costs one process nothing', async () => {
    const before = await ask('before');
    await redis.kill();
    await waitFor('the loss to show', async () => (await readiness()).redis === 'away');
    expect(await readiness()).toMatchObject({ httpStatus: 200, status: 'degraded' });
    expect(await alice.finish(before.taskId)).toMatchObject({ status: 'SUCCEEDED' });
    const without = await ask('without');
    expect(await alice.finish(without.taskId)).toMatchObject({ status: 'SUCCEEDED' });
    await redis.start();
    await waitFor('Redis', async () => (await readiness()).redis === 'ok');
    const after = await ask('after');
    expect(await alice.finish(after.taskId)).toMatchObject({ status: 'SUCCEEDED' });
    await expectEachOnce(['before', 'without', 'after']);
    for (const { vmId } of [before, without, after]) await product.act(alice, 'deleteVm', vmId);
  });
});
