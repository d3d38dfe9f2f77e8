import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphqlClient } from '../../test/graphql-client.ts';
import { GuestShell } from '../../test/guest-shell.ts';
import { Product } from '../../test/product.ts';
import { waitFor } from '../../test/wait-for.ts';
import type { VmId } from '../platform/ids.ts';
import { requireVmRecord } from '../vm/vm-record.ts';

let product: Product;
let admin: GraphqlClient;
let vmId = '' as VmId;

beforeAll(async () => {
  product = await Product.start({ name: 'mi', hosts: 2 });
  admin = product.admin;
  vmId = (await product.createVm(admin, { name: 'traveller' })).vmId as VmId;
}, 180_000);
afterAll(() => product?.[Symbol.asyncDispose]());

const MIGRATE = 'mutation ($i: MigrateVmInput!) { migrateVm(input: $i) { id } }';

async function migrate(input: Record<string, unknown> = {}) {
  const { migrateVm } = await admin.ask(MIGRATE, { i: { id: vmId, ...input } });
  return admin.finish(migrateVm.id);
}

const record = () => requireVmRecord(product.em(), vmId);

async function act(mutation: string, input: Record<string, unknown>) {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const query = `mutation ($i: ${type}!) { ${mutation}(input: $i) { id } }`;
  const task = await admin.finish((await admin.ask(query, { i: input }))[mutation].id);
  expect(task).toMatchObject({ status: 'SUCCEEDED' });
}

async function view() {
  const { vm } = await admin.ask(
    `query ($id: ID!) { vm(id: $id) { status host { id name } snapshots { id name current memory parent { name } }
       events { nodes { attribute from to } } } }`,
    { id: vmId },
  );
  return vm;
}

/** Where the domain is defined, and where it has a QEMU, by libvirt and by the processes. */
async function whereabouts() {
  const { identity } = await record();
  const hosts = ['host1', 'host2'];
  const lists = (...flags: string[]) =>
    Promise.all(hosts.map((host) => product.onHost(host, 'virsh', 'list', '--name', ...flags)));
  const having = (found: string[]) =>
    hosts.filter((_, i) => found[i]?.split('\n').includes(identity));
  const processes = await Promise.all(
    hosts.map((host) =>
      product.onHost(host, 'pgrep', '-fc', `guest=${identity},`).catch(() => '0'),
    ),
  );
  return {
    defined: having(await lists('--all')),
    up: having(await lists()),
    processes: hosts.filter((_, i) => Number(processes[i]) > 0),
  };
}

/** Fails unless the VM is on that host alone, and libvirt and the disks have all of its snapshots. */
async function expectWholeOn(host: string, up = true): Promise<void> {
  const seen = await view();
  expect(seen.host.name).toBe(host);
  const here = up ? [host] : [];
  expect(await whereabouts()).toEqual({ defined: [host], up: here, processes: here });
  const { identity, disks } = await record();
  const ids = seen.snapshots.map((s: { id: string }) => s.id).sort();
  const listed = await product.onHost(host, 'virsh', 'snapshot-list', identity, '--name');
  expect(listed.split('\n').filter(Boolean).sort()).toEqual(ids);
  const info = await product.onHost(host, 'qemu-img', 'snapshot', '-U', '-l', disks[0]?.path ?? '');
  for (const id of ids) expect(info).toContain(id);
  const current = seen.snapshots.find((s: { current: boolean }) => s.current);
  if (current)
    expect(
      (await product.onHost(host, 'virsh', 'snapshot-current', identity, '--name')).trim(),
    ).toBe(current.id);
}

describe('a VM that runs, with two snapshots', () => {
  it('moves without a break, counting on, and goes back to a snapshot there', async () => {
    const source = (await record()).hostName;
    const target = source === 'host1' ? 'host2' : 'host1';
    await waitFor('the guest to answer', async () => {
      const { ip } = await record();
      return product.onHost('gateway', 'ping', '-c', '1', '-W', '1', ip?.address ?? '').then(
        () => true,
        () => false,
      );
    });
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
    const task = await migrate();
    expect(task).toMatchObject({
      status: 'SUCCEEDED',
      message: 'traveller is migrated successfully',
    });
    await expectWholeOn(target);
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
    await expectWholeOn(target);
    await using again = await GuestShell.open(product.app.services, await record());
    expect(await again.run('cat /root/mark')).toBe('before');
  });
});
