import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { labUp } from '@baadal/lab';
import { SshPool } from '@baadal/ssh';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Product } from '../../test/product.ts';
import { waitFor } from '../../test/wait-for.ts';
import { rows } from '../platform/db.ts';

let product: Product;
let third: { name: string; address: string; hostKeyFingerprint: string };

beforeAll(async () => {
  product = await Product.start({ name: 'ha', hosts: 2 });
  // A machine that the product was not told of.
  const { name, stateDir } = { name: product.lab.inventory.name, stateDir: product.lab.stateDir };
  const cacheDir = path.join(product.dir, '..', 'cache');
  const lab = await labUp({ name, stateDir, cacheDir, hosts: 3 });
  third = lab.inventory.hosts[2] as typeof third;
}, 120_000);
afterAll(() => product?.[Symbol.asyncDispose]());

const ADD = `mutation ($i: AddHostInput!) { addHost(input: $i) {
  id name status cpus cpuModel ramMiB kvm mac type bridge
  hardware { hostname os nics { name mac speedMbps up } disks { name sizeBytes } switch { kind bridges } clockSkewMs } } }`;
const PROBE = `mutation ($i: ProbeHostInput!) { probeHost(input: $i) {
  fingerprint accepted bridge checks { name ok required text remedy } facts { cpus ramMiB hardware { hostname } } } }`;
const EDIT = 'mutation ($i: EditHostInput!) { editHost(input: $i) { id name rack slot address } }';
const REMOVE =
  'mutation ($i: RemoveHostInput!) { removeHost(input: $i) { id name address lastSeenAt } }';

const inputOf = (more: Record<string, unknown> = {}) => ({
  name: third.name,
  address: third.address,
  ...more,
});
const add = (more: Record<string, unknown> = {}) =>
  product.admin.ask(ADD, { i: inputOf({ hostKeyFingerprint: third.hostKeyFingerprint, ...more }) });
const hostId = async (name: string) =>
  (await rows<{ id: string }>(product.em(), 'select id from host where name = ?', [name]))[0]?.id;

const fieldsOf = (refusal: object) =>
  (refusal as { readonly fields?: { readonly path: string; readonly message: string }[] }).fields ??
  [];

/** Runs a command on the third machine, which the product may not know. */
async function onThird(...argv: string[]): Promise<string> {
  const privateKey = await readFile(product.lab.inventory.sshKeyFile);
  await using pool = new SshPool();
  const { address: host, hostKeyFingerprint } = third;
  const target = { host, port: 22, user: 'root', hostKeyFingerprint, privateKey };
  return await pool.machine(target).run(argv);
}

describe('adding a host', () => {
  it('tells the fingerprint first, and refuses a wrong one', async () => {
    const offered = await product.admin.refused(ADD, { i: inputOf() });
    expect(offered).toMatchObject({ code: 'CONFLICT', fingerprint: third.hostKeyFingerprint });
    const wrong = `SHA256:${'A'.repeat(43)}`;
    const refused = await product.admin.refused(ADD, { i: inputOf({ hostKeyFingerprint: wrong }) });
    expect(refused).toMatchObject({ code: 'CONFLICT', fingerprint: third.hostKeyFingerprint });
    const { probeHost } = await product.admin.ask(PROBE, { i: { address: third.address } });
    expect(probeHost).toMatchObject({
      fingerprint: third.hostKeyFingerprint,
      checks: [],
      accepted: false,
    });
  });

  it('lists what is missing with its remedy, and takes it when it is mended', async () => {
    const i = { address: third.address, hostKeyFingerprint: third.hostKeyFingerprint };
    const { probeHost } = await product.admin.ask(PROBE, { i });
    expect(probeHost).toMatchObject({ accepted: true, bridge: 'br-int' });
    expect(probeHost.facts.hardware.hostname).toBe(third.name);
    const datastore = probeHost.checks.find((c: { name: string }) => c.name === 'datastore lab');
    expect(datastore).toMatchObject({ ok: true });
    expect(datastore.text).toMatch(/same as on host[12]$/);
    expect(probeHost.checks.find((c: { name: string }) => c.name === 'kvm')).toMatchObject({
      ok: false,
      required: false,
    });
    const { probeHost: other } = await product.admin.ask(PROBE, { i: { ...i, bridge: 'br-none' } });
    expect(other.accepted).toBe(false);
    expect(other.checks.find((c: { name: string }) => c.name === 'switch').remedy).toMatch(
      /add-br br-none/,
    );
    const refused = await product.admin.refused(ADD, {
      i: inputOf({ hostKeyFingerprint: third.hostKeyFingerprint, bridge: 'br-none' }),
    });
    expect(refused.code).toBe('BAD_USER_INPUT');
  });

  it('refuses an address where nothing answers, in words', async () => {
    const base = third.address.split('.').slice(0, 3).join('.');
    const { code } = await product.admin.refused(ADD, { i: inputOf({ address: `${base}.200` }) });
    expect(code).toBe('HOST_UNREACHABLE');
    const bad = await product.admin.refused(ADD, { i: inputOf({ address: 'root@x', name: '-' }) });
    expect(
      fieldsOf(bad)
        .map((field) => field.path)
        .sort(),
    ).toEqual(['address', 'name']);
  });

  it('makes it a host that is up, once', async () => {
    const { addHost } = await add({ clientMutationId: 'third', rack: 'A', slot: 3 });
    expect(addHost).toMatchObject({ name: third.name, status: 'UP', bridge: 'br-int', kvm: false });
    expect(addHost.cpus).toBeGreaterThan(0);
    expect(addHost.hardware.nics.map((nic: { name: string }) => nic.name)).toEqual([
      'eth0',
      'eth1',
    ]);
    expect(addHost.hardware.switch).toMatchObject({ kind: 'OPEN_VSWITCH' });
    expect((await add({ clientMutationId: 'third' })).addHost.id).toBe(addHost.id);
    await waitFor('its collector to follow it', async () => {
      const sql = 'select 1 from host where id = ? and collector is not null and disk_gib > 0';
      return (await rows(product.em(), sql, [addHost.id])).length === 1;
    });
  });

  it('refuses the same name, address and machine', async () => {
    const same = { hostKeyFingerprint: third.hostKeyFingerprint };
    expect((await product.admin.refused(ADD, { i: inputOf(same) })).code).toBe('CONFLICT');
    const renamed = await product.admin.refused(ADD, { i: inputOf({ ...same, name: 'another' }) });
    expect(fieldsOf(renamed)[0]?.path).toBe('address');
  });

  it('knows the machine under another address', async () => {
    const address = third.address.replace(/\d+$/, '77');
    await onThird('ip', 'addr', 'add', `${address}/24`, 'dev', 'eth0');
    const i = { name: 'alias', address, hostKeyFingerprint: third.hostKeyFingerprint };
    const refused = await product.admin.refused(ADD, { i });
    expect(refused.code).toBe('CONFLICT');
    expect(fieldsOf(refused)[0]?.message).toMatch(new RegExp(`is the host ${third.name} already`));
  });
});

describe('a host that was added', () => {
  it('is edited; another address must lead to the same machine', async () => {
    const id = await hostId(third.name);
    const { editHost } = await product.admin.ask(EDIT, { i: { id, rack: 'B', slot: 7 } });
    expect(editHost).toMatchObject({ rack: 'B', slot: 7 });
    const second = product.lab.inventory.hosts[1];
    const taken = await product.admin.refused(EDIT, { i: { id, address: second?.address } });
    expect(taken.code).toBe('CONFLICT');
    const moved = third.address.replace(/\d+$/, '77');
    expect((await product.admin.ask(EDIT, { i: { id, address: moved } })).editHost.address).toBe(
      moved,
    );
    await waitFor('it to be reached there', async () => {
      const { host } = await product.admin.ask(
        'query ($id: ID!) { host(id: $id) { status events { attribute to } } }',
        { id },
      );
      const changed = host.events.some(
        (e: { attribute: string; to: string }) => e.attribute === 'address' && e.to === moved,
      );
      return host.status === 'UP' && changed;
    });
  });

  it('is removed only when it is empty', async () => {
    const id = await hostId(third.name);
    const made = await product.createVm(product.admin, { name: 'held', hostId: id, start: false });
    const refused = await product.admin.refused(REMOVE, { i: { id } });
    expect(refused.code).toBe('CONFLICT');
    await product.act(product.admin, 'deleteVm', made.vmId);
    const again = { i: { id, clientMutationId: 'gone' } };
    const { removeHost } = await product.admin.ask(REMOVE, again);
    expect(removeHost.name).toBe(third.name);
    expect(await hostId(third.name)).toBeUndefined();
    // Whoever lost the answer asks once more, and gets the same one.
    expect((await product.admin.ask(REMOVE, again)).removeHost).toEqual(removeHost);
    expect((await product.admin.refused(REMOVE, { i: { id } })).code).toBe('NOT_FOUND');
    // Nothing of ours is left in its way: it can be added again.
    const { addHost } = await add();
    expect(addHost.status).toBe('UP');
  });

  it('is not for ordinary users', async () => {
    await using user = await product.user('asha');
    for (const [query, i] of [
      [ADD, inputOf()],
      [PROBE, { address: third.address }],
      [EDIT, { id: 'x' }],
      [REMOVE, { id: 'x' }],
    ] as const)
      expect((await user.refused(query, { i })).code).toBe('FORBIDDEN');
  });
});
