import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectWholeOn } from '../../test/moved-vm.ts';
import { Product } from '../../test/product.ts';
import { describeTask, startEngine, type TaskSubject } from '../../test/task-harness.ts';
import { ask, QUICK, reached } from '../../test/task-world.ts';
import { rows, run } from '../platform/db.ts';
import type { HostId, VmId } from '../platform/ids.ts';
import { TaskEngine } from '../task/engine.ts';
import type { TaskDefinition } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { TASK_DEFINITIONS } from '../tasks.ts';
import { requireVmRecord } from '../vm/vm-record.ts';
import { clearMigrationTask } from './clear-migration.task.ts';
import { accessHosts } from './daemon-access.ts';
import { migrateVmTask } from './migrate-vm.task.ts';
import { setUpMigrationTask } from './set-up-migration.task.ts';

type Input<Task> = Task extends TaskDefinition<infer I> ? I : never;

let product: Product;
let vmId = '' as VmId;

const services = () => product.app.services;

beforeAll(async () => {
  product = await Product.start({ name: 'mt', hosts: 2, env: { BAADAL_ROLES: 'api,collector' } });
  const engine = new TaskEngine({
    ...{ services: services(), definitions: TASK_DEFINITIONS, concurrency: 1 },
    ...{ processName: 'maker', pollMs: QUICK.pollMs },
  });
  engine.start();
  const { admin } = product;
  vmId = (await product.createVm(admin, { name: 'still', start: false })).vmId as VmId;
  for (const name of ['first', 'second']) {
    const query = 'mutation ($i: CreateSnapshotInput!) { createSnapshot(input: $i) { id } }';
    const { createSnapshot } = await admin.ask(query, { i: { vmId, name, requirePing: false } });
    expect(await admin.finish(createSnapshot.id)).toMatchObject({ status: 'SUCCEEDED' });
  }
  await engine.stop({ graceMs: 1_000 });
}, 120_000);
afterAll(() => product?.[Symbol.asyncDispose]());
beforeEach(() => run(product.em(), 'delete from task'));

const nameOf = async (id: HostId) =>
  (await rows<{ name: string }>(product.em(), 'select name from host where id = ?', [id]))[0]
    ?.name ?? '';

describe('moving a VM that is off, with two snapshots', () => {
  async function prepare() {
    const { hostId: fromId, name } = await requireVmRecord(product.em(), vmId);
    const hosts = await rows<{ id: HostId }>(product.em(), 'select id from host');
    const toId = hosts.find(({ id }) => id !== fromId)?.id ?? fromId;
    const limits = { live: null, bandwidthMiBps: null, maxDowntimeMs: null };
    const input = { vmId, name, fromId, toId, chosen: true, story: [], ...limits };
    return { input, vmId, hostId: fromId };
  }

  it('undone late, leaves it where a respawn brought it up meanwhile', async () => {
    const task = await prepare();
    const { toId } = task.input;
    const steps = migrateVmTask.steps.map((step) => {
      if (step.name !== 'record') return step;
      const respawned = async () => {
        await run(product.em(), 'update vm set host_id = ? where id = ?', [toId, vmId]);
        throw new FatalTaskError('its host was lost');
      };
      return { ...step, do: respawned };
    });
    startEngine(services(), [{ ...migrateVmTask, steps }]);
    const id = await ask(services(), { ...task, type: 'MIGRATE_VM', title: 'test' });
    expect(await reached(services(), id)).toMatchObject({ status: 'FAILED', leftovers: [] });
    await expectWholeOn(product, vmId, await nameOf(toId), false);
  });

  it('has it started there, when it went off with its host and nobody has seen that', async () => {
    const task = await prepare();
    const set = 'update vm set status = ?, desired_status = ? where id = ?';
    await run(product.em(), set, ['RUNNING', 'RUNNING', vmId]);
    startEngine(services(), [migrateVmTask]);
    const id = await ask(services(), { ...task, type: 'MIGRATE_VM', title: 'test' });
    expect(await reached(services(), id)).toMatchObject({ status: 'SUCCEEDED' });
    const sql = 'select type, host_id as hostId from task where lane = ? and id <> ?';
    expect(await rows(product.em(), sql, [vmId, id])).toEqual([
      { type: 'START_VM', hostId: task.input.toId },
    ]);
    await run(product.em(), set, ['SHUTDOWN', 'SHUTDOWN', vmId]);
  });

  describeTask(
    migrateVmTask,
    (): TaskSubject<Input<typeof migrateVmTask>> => ({
      services: services(),
      definition: migrateVmTask,
      prepare,
      expectDone: async ({ toId }) => expectWholeOn(product, vmId, await nameOf(toId), false),
      expectNothingLeft: async ({ fromId }) =>
        expectWholeOn(product, vmId, await nameOf(fromId), false),
    }),
  );
});

/** What a host has for migrations: the key's directory, the configuration, marked lines. */
async function found(host: string) {
  const count = (...argv: string[]) =>
    product.onHost(host, ...argv).then((said) => said.trim().split('\n').filter(Boolean).length);
  return {
    key: await count('sh', '-c', 'ls /etc/baadal/migration/id_ed25519 2>/dev/null || :'),
    config: await count(
      'sh',
      '-c',
      'ls /etc/ssh/ssh_config.d/baadal-migration.conf 2>/dev/null || :',
    ),
    lines: await count('sh', '-c', 'grep baadal-migration: /root/.ssh/authorized_keys || :'),
    others: await count('sh', '-c', 'grep -v baadal-migration: /root/.ssh/authorized_keys || :'),
  };
}

describe('the access of hosts to each other', () => {
  let hostId = '' as HostId;
  let lines = 0;
  beforeAll(async () => {
    lines = (await found('host1')).others;
  });
  const NONE = { key: 0, config: 0, lines: 0 };

  async function consented(on: boolean): Promise<void> {
    const [host] = await rows<{ id: HostId }>(
      product.em(),
      "select id from host where name = 'host1'",
    );
    hostId = host?.id ?? hostId;
    await run(product.em(), 'delete from host_migration where host_id = ?', [hostId]);
    if (on)
      await run(
        product.em(),
        `insert into host_migration (host_id, reached, consented_at)
         values (?, '[]', utc_timestamp(3))`,
        [hostId],
      );
  }

  describeTask(setUpMigrationTask, () => ({
    services: services(),
    definition: setUpMigrationTask,
    prepare: async () => {
      await consented(true);
      // Hosts that the inventory names are written to when they are needed first.
      const sql = 'update host_migration set public_key = null, host_key = null';
      await run(product.em(), sql);
      return { input: { hostId, hostName: 'host1', fresh: true }, hostId };
    },
    expectDone: async () => {
      expect(await found('host1')).toEqual({ key: 1, config: 1, lines: 1, others: lines });
      expect((await found('host2')).lines).toBe(1);
      const [own] = (await accessHosts(product.em())).filter(({ id }) => id === hostId);
      expect(own).toMatchObject({ hostKey: expect.stringMatching(/^ssh-ed25519 /) });
      const [row] = await rows<{ reached: string }>(
        product.em(),
        'select cast(reached as char) as reached from host_migration where host_id = ?',
        [hostId],
      );
      expect(JSON.parse(row?.reached ?? '')).toMatchObject([{ fault: null }]);
    },
    expectNothingLeft: async () => {
      expect(await found('host1')).toEqual({ ...NONE, others: lines });
      expect((await accessHosts(product.em())).map(({ name }) => name)).toEqual(['host2']);
    },
  }));

  describeTask(clearMigrationTask, () => ({
    services: services(),
    definition: clearMigrationTask,
    prepare: async () => {
      await consented(false);
      const host = product.lab.inventory.hosts[0];
      if (!host) throw new Error('no host');
      const { address, sshPort, sshUser, hostKeyFingerprint } = host;
      return { input: { hostName: 'host1', address, sshPort, sshUser, hostKeyFingerprint } };
    },
    expectDone: async () => {
      expect(await found('host1')).toEqual({ ...NONE, others: lines });
      expect(await found('host2')).toMatchObject({ key: 1, lines: 0 });
    },
    // There is nothing to undo: what was taken away stays so.
    expectNothingLeft: async () => {
      expect((await found('host2')).key).toBe(1);
    },
  }));
});
