import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphqlClient } from '../../test/graphql-client.ts';
import { GuestShell } from '../../test/guest-shell.ts';
import { expectWholeOn, untilAnswers, watchForTwo } from '../../test/moved-vm.ts';
import { Product } from '../../test/product.ts';
import { waitFor } from '../../test/wait-for.ts';
import { rows, run } from '../platform/db.ts';
import type { VmId } from '../platform/ids.ts';
import { requireVmRecord } from '../vm/vm-record.ts';
import { requireCpu } from './check-ends.ts';
import { guestCpuOf } from './guest-cpu.ts';

let product: Product;
let admin: GraphqlClient;
let vmId = '' as VmId;

beforeAll(async () => {
  product = await Product.start({ name: 'mi', hosts: 2 });
  admin = product.admin;
  vmId = (await product.createVm(admin, { name: 'traveller' })).vmId as VmId;
}, 180_000);
afterAll(() => product?.[Symbol.asyncDispose]());

interface Named {
  readonly name: string;
}

const MIGRATE = 'mutation ($i: MigrateVmInput!) { migrateVm(input: $i) { id } }';

async function migrate(input: Record<string, unknown> = {}) {
  const { migrateVm } = await admin.ask(MIGRATE, { i: { id: vmId, ...input } });
  return admin.finish(migrateVm.id);
}

const refusal = (input: Record<string, unknown>, by = admin) =>
  by.refused(MIGRATE, { i: { id: vmId, ...input } });

const record = () => requireVmRecord(product.em(), vmId);

async function act(mutation: string, input: Record<string, unknown>) {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const query = `mutation ($i: ${type}!) { ${mutation}(input: $i) { id } }`;
  const task = await admin.finish((await admin.ask(query, { i: input }))[mutation].id);
  expect(task).toMatchObject({ status: 'SUCCEEDED' });
}

async function view() {
  const { vm } = await admin.ask(
    `query ($id: ID!) { vm(id: $id) { status statusReason host { id name } snapshots { id name current memory }
       events { nodes { attribute from to } } } }`,
    { id: vmId },
  );
  return vm;
}

const other = (host: string) => (host === 'host1' ? 'host2' : 'host1');
const expectWhole = (host: string, up = true) => expectWholeOn(product, vmId, host, up);

describe('a VM that runs, with two snapshots', () => {
  it('moves without a break, counting on, and goes back to a snapshot there', async () => {
    const source = (await record()).hostName;
    const target = other(source);
    await untilAnswers(product, vmId);
    {
      await using shell = await GuestShell.open(product.app.services, await record());
      await shell.run('echo before > /root/mark; sync');
    }
    await act('createSnapshot', { vmId, name: 'disks', memory: false });
    await act('createSnapshot', { vmId, name: 'memory', memory: true });
    {
      await using shell = await GuestShell.open(product.app.services, await record());
      await shell.run('echo after > /root/mark; sync');
      await shell.run(
        '{ (n=0; while :; do n=$((n+1)); echo $n > /root/next; mv /root/next /root/count; sync; sleep 0.1; done) > /dev/null 2>&1 & }',
      );
    }
    const watch = watchForTwo(product, (await record()).identity);
    const task = await migrate();
    await watch.stop();
    expect(task).toMatchObject({
      status: 'SUCCEEDED',
      message: 'traveller is migrated successfully',
    });
    await expectWhole(target);
    await using shell = await GuestShell.open(product.app.services, await record());
    const first = Number(await shell.run('cat /root/count'));
    expect(first).toBeGreaterThan(0);
    expect(await shell.run('cat /root/mark')).toBe('after');
    await waitFor(
      'the guest to count on',
      async () => Number(await shell.run('cat /root/count')) > first,
    );
    const { snapshots } = await view();
    await act('revertToSnapshot', {
      id: snapshots.find((s: { name: string }) => s.name === 'memory').id,
    });
    await expectWhole(target);
    await using again = await GuestShell.open(product.app.services, await record());
    expect(await again.run('cat /root/mark')).toBe('before');
  });
});

describe('how it moves', () => {
  it('suspended, and stays so, there and back', async () => {
    const { hostName } = await record();
    await act('suspendVm', { id: vmId });
    const { statusReason } = await view();
    expect(statusReason).toBe('suspended on request');
    for (const host of [other(hostName), hostName]) {
      expect(await migrate()).toMatchObject({ status: 'SUCCEEDED' });
      expect(await view()).toMatchObject({
        status: 'SUSPENDED',
        statusReason,
        host: { name: host },
      });
    }
    await expectWhole(hostName);
  });

  it('suspended, with disks that can be worked on there before it runs', async () => {
    const { hostName } = await record();
    const [first] = (await view()).snapshots;
    await act('attachDisk', { vmId, sizeGiB: 1 });
    expect(await migrate()).toMatchObject({ status: 'SUCCEEDED' });
    const disks = async () => (await record()).disks;
    const extra = (await disks()).find(({ target }) => target === 'vdb');
    await act('resizeDisk', { id: extra?.id, sizeGiB: 2 });
    await act('deleteSnapshot', { id: first.id });
    for (const memory of [true, false]) {
      await act('createSnapshot', { vmId, name: 'still', memory, requirePing: false });
      const { snapshots } = await view();
      await act('deleteSnapshot', { id: snapshots.find((s: Named) => s.name === 'still').id });
    }
    await act('cloneVm', { id: vmId, count: 1, start: false, namePrefix: 'copy' });
    expect(await view()).toMatchObject({ status: 'SUSPENDED', host: { name: other(hostName) } });
    await act('resumeVm', { id: vmId });
    await expectWhole(other(hostName));
    await untilAnswers(product, vmId);
    await act('suspendVm', { id: vmId });
    expect(await migrate()).toMatchObject({ status: 'SUCCEEDED' });
    await act('resumeVm', { id: vmId });
    await untilAnswers(product, vmId);
    await expectWhole(hostName);
  });

  it('standing still, and back, as the history tells', async () => {
    const { hostName } = await record();
    expect(await migrate({ live: false })).toMatchObject({ status: 'SUCCEEDED' });
    await expectWhole(other(hostName));
    const { events, status } = await view();
    expect(status).toBe('RUNNING');
    const moves = events.nodes.filter((e: { attribute: string }) => e.attribute === 'host');
    expect(moves[0]).toMatchObject({ from: hostName, to: other(hostName) });
    // Its way there and back, and no state that it only passed through.
    const states = events.nodes.filter((e: { attribute: string }) => e.attribute === 'status');
    expect(states.map((e: { to: string }) => e.to)).not.toContain('SHUTDOWN');
  });

  it('slowly, telling how far it is, until it is cancelled', async () => {
    const { hostName, identity } = await record();
    const watch = watchForTwo(product, identity);
    const { migrateVm } = await admin.ask(MIGRATE, { i: { id: vmId, bandwidthMiBps: 1 } });
    const query = 'query ($id: ID!) { task(id: $id) { status progressText cancellable } }';
    const words = /^\d+ of \d+ MiB of memory, \d+ MiB\/s, [\d.]+ (s|min|h) left$/;
    await waitFor('bytes, rate and time', async () => {
      const { task } = await admin.ask(query, { id: migrateVm.id });
      return task.cancellable && words.test(task.progressText);
    });
    expect(await refusal({})).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/on its way to host\d already/),
    });
    await product.request(admin, 'cancelTask', migrateVm.id);
    expect(await admin.finish(migrateVm.id)).toMatchObject({ status: 'CANCELLED' });
    await watch.stop();
    await expectWhole(hostName);
    await untilAnswers(product, vmId);
  });

  it('suspended, and brought back from its saved memory', async () => {
    const { hostId, hostName } = await record();
    await act('suspendVm', { id: vmId });
    await act('shutdownHosts', { ids: [hostId], method: 'MANAGED_SAVE' });
    await act('bootHosts', { ids: [hostId] });
    expect(await migrate()).toMatchObject({ status: 'SUCCEEDED' });
    expect(await view()).toMatchObject({ status: 'SUSPENDED', host: { name: other(hostName) } });
    await expectWhole(other(hostName));
  });

  it('off', async () => {
    await act('destroyVm', { id: vmId });
    const { hostName } = await record();
    expect(await refusal({ live: true })).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [{ path: 'live' }],
    });
    expect(await migrate()).toMatchObject({ status: 'SUCCEEDED' });
    await expectWhole(other(hostName), false);
    await act('startVm', { id: vmId });
    await expectWhole(other(hostName));
  });
});

describe('the CPU of the destination', () => {
  it('is asked for what the guest runs on, and names what it lacks', async () => {
    const vm = await record();
    const xml = await product.onHost(vm.hostName, 'virsh', 'dumpxml', vm.identity);
    const lines: string[] = [];
    const ctx = {
      ...{ services: product.app.services, signal: AbortSignal.timeout(60_000) },
      log: (_: string, line: string) => void lines.push(line),
    };
    const cpu = guestCpuOf(xml);
    if (!cpu) throw new Error('no CPU');
    await requireCpu(ctx, vm, cpu);
    // QEMU does not translate this one.
    const more = "<feature policy='require' name='x2apic'/></cpu>";
    const other = { ...cpu, xml: cpu.xml.replace('</cpu>', more) };
    await expect(requireCpu(ctx, vm, other)).rejects.toThrow(
      new RegExp(`^${vm.hostName} lacks what the VM runs on: .*x2apic.*Move it to another host`),
    );
    expect(lines).toEqual([]);
  });
});

describe('what is refused before a task exists', () => {
  const set = (sql: string, ...params: unknown[]) => run(product.em(), sql, params);

  it('names what is in the way, and the remedy', async () => {
    const { hosts } = await admin.ask('{ hosts { id name } }');
    const idOf = (name: string) => hosts.find((h: { name: string }) => h.name === name).id;
    const { hostName } = await record();
    const there = idOf(other(hostName));
    expect(await refusal({ hostId: idOf(hostName) })).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: `traveller is on ${hostName} already. Choose another host.`,
    });
    expect(await refusal({ hostId: 'host_nowhere' })).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await refusal({ bandwidthMiBps: 0 })).toMatchObject({ code: 'BAD_USER_INPUT' });
    await set('update host set maintenance = true where id = ?', there);
    expect(await refusal({ hostId: there })).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('is in maintenance. Choose a host that is up.'),
    });
    expect(await refusal({})).toMatchObject({ code: 'NO_CAPACITY' });
    await set('update host set maintenance = false where id = ?', there);
    const [consent] = await rows(product.em(), 'select * from host_migration where host_id = ?', [
      there,
    ]);
    await set('delete from host_migration where host_id = ?', there);
    expect(await refusal({ hostId: there })).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('Set migration up on the page of both hosts'),
    });
    const {
      public_key: key,
      host_key: hostKey,
      consented_at: at,
    } = consent as Record<string, unknown>;
    await set(
      `insert into host_migration (host_id, public_key, host_key, reached, consented_at)
       values (?, ?, ?, '[]', ?)`,
      ...[there, key, hostKey, at],
    );
    await set(
      'update host set missing_datastores = (select id from datastore limit 1) where id = ?',
      there,
    );
    expect(await refusal({ hostId: there })).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('Mount the datastore there'),
    });
    await set('update host set missing_datastores = null where id = ?', there);
  });

  it('to those who may not', async () => {
    const bob = await product.user('bob');
    expect(await refusal({}, bob)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal({ id: 'vm_none' })).toMatchObject({ code: 'NOT_FOUND' });
  });
});
