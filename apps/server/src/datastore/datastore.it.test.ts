import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphqlClient } from '../../test/graphql-client.ts';
import { Product } from '../../test/product.ts';
import { waitFor } from '../../test/wait-for.ts';
import { previewPlacement } from '../placement/placement.service.ts';
import { rows, run } from '../platform/db.ts';
import type { DatastoreId } from '../platform/ids.ts';

/** Datastores as an admin meets them; a second one is a directory of the first, mounted again. */
let product: Product;
let alice: GraphqlClient;
const SECOND = '/mnt/second';

beforeAll(async () => {
  product = await Product.start({ name: 'ds', hosts: 2 });
  alice = await product.user('alice');
  await product.onHost('host1', 'mkdir', '-p', '/mnt/datastore/second');
}, 120_000);
afterAll(() => product?.[Symbol.asyncDispose]());

async function mountSecond(host: string, source = '/mnt/datastore/second'): Promise<void> {
  await product.onHost(host, 'mkdir', '-p', SECOND, source);
  await product.onHost(host, 'mount', '--bind', source, SECOND);
}
const FIELDS = `id name path mountAddress capacityGiB usedGiB reserveGiB reserveIsDefault promisedGiB
  promiseLimitGiB vmCount diskCount keptDiskCount templateCount occupiedBy`;
const upper = (name: string) => `${name[0]?.toUpperCase()}${name.slice(1)}`;
const mutation = (name: string, result: string) =>
  `mutation ($i: ${upper(name)}Input!) { ${name}(input: $i) { ${result} } }`;
const ask = async (name: string, input: Record<string, unknown>) =>
  (await product.admin.ask(mutation(name, FIELDS), { i: input }))[name];
const refused = (name: string, input: Record<string, unknown>, client = product.admin) =>
  client.refused(mutation(name, 'id'), { i: input });
const list = async () => (await product.admin.ask(`{ datastores { ${FIELDS} } }`)).datastores;
const choice = async (sizeGiB: number, client = alice) =>
  (
    await client.ask(
      `query ($s: Int!) { datastoreChoice(sizeGiB: $s) { chosen { name } candidates {
        accepted freeAfterGiB datastore { name } reasons { rule ok text } } } }`,
      { s: sizeGiB },
    )
  ).datastoreChoice;

describe('adding a datastore', () => {
  it('is refused where nothing is mounted, told host by host, and leaves no file', async () => {
    await mountSecond('host1');
    const checks = '{ datastoreChecks(path: "/mnt/second") { host reached ok text } }';
    expect((await product.admin.ask(checks)).datastoreChecks).toEqual([
      { host: 'host1', reached: true, ok: true, text: 'mounted, writable and shared' },
      { host: 'host2', reached: true, ok: false, text: 'there is no directory /mnt/second' },
    ]);
    const none = '{ datastoreChecks(path: "/mnt/second", hostIds: []) { host } }';
    expect(await product.admin.refused(none)).toMatchObject({ fields: [{ path: 'hostIds' }] });
    expect(await refused('addDatastore', { name: 'second', path: SECOND })).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [{ path: 'path', message: expect.stringContaining('host2: there is no directory') }],
      hosts: [
        { host: 'host1', ok: true },
        { host: 'host2', ok: false },
      ],
    });
    expect(await product.onHost('host1', 'ls', '-A', SECOND)).toBe('');
  });

  it('is refused where hosts do not see the same storage, or cannot write it', async () => {
    await mountSecond('host2', '/var/tmp/other');
    expect((await refused('addDatastore', { name: 'second', path: SECOND })).message).toContain(
      'not the same storage',
    );
    await product.onHost('host2', 'umount', SECOND);
    await mountSecond('host2');
    await product.onHost('host2', 'mount', '-o', 'remount,ro,bind', SECOND);
    expect((await refused('addDatastore', { name: 'second', path: SECOND })).message).toContain(
      'host2: it cannot be written',
    );
    await product.onHost('host2', 'mount', '-o', 'remount,rw,bind', SECOND);
    expect(await product.onHost('host1', 'ls', '-A', SECOND)).toBe('');
  });

  it.each([
    'relative',
    '/mnt/../etc',
    '/',
    '/mnt/data store',
    '/mnt/datastore',
    '/mnt/datastore/second',
    '/mnt',
  ])('refuses the path %s', async (path) => {
    expect(await refused('addDatastore', { name: 'x', path })).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [{ path: 'path' }],
    });
  });

  it('takes what all hosts have mounted, with its size; an admin alone may', async () => {
    const seen = product.admin.subscribe('subscription { datastoreUpdated { name } }');
    const first = seen.next();
    const added = await ask('addDatastore', { name: 'second', path: SECOND, reserveGiB: 1 });
    expect(added).toMatchObject({
      ...{ name: 'second', reserveGiB: 1, reserveIsDefault: false, occupiedBy: null },
      ...{ vmCount: 0, diskCount: 0, promisedGiB: 0 },
    });
    expect(added.capacityGiB).toBeGreaterThan(0);
    expect((await first).value.data.datastoreUpdated.name).toMatch(/second|lab/);
    await seen.return?.();
    expect(await refused('addDatastore', { name: 'third', path: SECOND })).toMatchObject({
      fields: [{ path: 'path' }],
    });
    for (const [name, input] of [
      ['addDatastore', { name: 'x', path: '/mnt/x' }],
      ['editDatastore', { id: added.id, name: 'x' }],
      ['removeDatastore', { id: added.id }],
    ] as const)
      expect(await refused(name, input, alice)).toMatchObject({ code: 'FORBIDDEN' });
    const checks = await alice.refused('{ datastoreChecks(path: "/mnt/second") { ok } }');
    expect(checks.code).toBe('FORBIDDEN');
  });
});

type Named = { readonly datastore: { readonly name: string } };

describe('a datastore that not every host has', () => {
  const LOCAL = '/mnt/own';
  const hostIds = new Map<string, string>();
  const ids = (...names: string[]) => names.map((name) => hostIds.get(name) ?? '');
  const whose = async (name: string) => {
    const query = '{ datastores { name everyHost hosts { sees host { name } } } }';
    const { datastores } = await product.admin.ask(query);
    return datastores.find((each: { name: string }) => each.name === name);
  };
  const mount = async (host: string, source: string) => {
    await product.onHost(host, 'mkdir', '-p', LOCAL, source);
    await product.onHost(host, 'mount', '--bind', source, LOCAL);
  };
  let own = '';

  beforeAll(async () => {
    const { hosts } = await product.admin.ask('{ hosts { id name } }');
    for (const { id, name } of hosts) hostIds.set(name, id);
    await mount('host1', '/mnt/datastore/shared');
  });

  it('is tried on its hosts alone; others are told whether they see the same', async () => {
    const check = `query ($ids: [ID!]) { datastoreChecks(path: "${LOCAL}", hostIds: $ids) {
      host claimed shares reached ok text } }`;
    const { datastoreChecks } = await product.admin.ask(check, { ids: ids('host1') });
    expect(datastoreChecks).toEqual([
      {
        ...{ host: 'host1', claimed: true, shares: false, reached: true, ok: true },
        text: 'mounted and writable, as a place of its own',
      },
      {
        ...{ host: 'host2', claimed: false, shares: false, reached: true, ok: true },
        text: 'does not see it',
      },
    ]);
    const shared = { name: 'own1', path: LOCAL, hostIds: ids('host1', 'host2') };
    expect((await refused('addDatastore', shared)).message).toContain('host2: there is no');
    expect(await refused('addDatastore', { ...shared, hostIds: ['host_no'] })).toMatchObject({
      fields: [{ path: 'hostIds' }],
    });
    own = (await ask('addDatastore', { ...shared, hostIds: ids('host1') })).id;
    expect(await whose('own1')).toMatchObject({
      everyHost: false,
      hosts: [{ host: { name: 'host1' } }],
    });
  });

  it('keeps its path from no other host, unless that sees the same storage there', async () => {
    const input = { name: 'own2', path: LOCAL, hostIds: ids('host2') };
    await mount('host2', '/mnt/datastore/shared');
    expect((await refused('addDatastore', input)).message).toContain(
      'the same storage as the datastore own1 on host1',
    );
    await product.onHost('host2', 'umount', LOCAL);
    await mount('host2', '/var/tmp/own');
    expect(await ask('addDatastore', input)).toMatchObject({ name: 'own2' });
    const again = { ...input, name: 'own3' };
    expect((await refused('addDatastore', again)).message).toContain('own2 is at');
    expect((await refused('addDatastore', { name: 'x', path: LOCAL })).message).toContain('is at');
    await waitFor('both to be seen', async () => {
      const found = [await whose('own1'), await whose('own2')];
      return found.every(({ hosts }) => hosts.length === 1 && hosts[0].sees === true);
    });
    await waitFor('the host to miss nothing', async () => {
      const query = 'query ($id: ID!) { host(id: $id) { health { datastores { ok } } } }';
      const { host } = await product.admin.ask(query, { id: hostIds.get('host1') });
      return host.health.datastores?.ok === true;
    });
  });

  it('holds the VMs on it to its hosts', async () => {
    const judged = async (datastoreId: string) => {
      const size = { vcpus: 1, ramMiB: 64 };
      const found = await previewPlacement(product.em(), {
        ...size,
        datastoreId: datastoreId as DatastoreId,
      });
      return Object.fromEntries(found.map((each) => [each.host.name, each.accepted]));
    };
    expect(await judged(own)).toEqual({ host1: true, host2: false });
    const made = await product.createVm(alice, { name: 'bound', datastoreId: own, start: false });
    expect(made).toMatchObject({ status: 'SUCCEEDED' });
    const { vm } = await product.admin.ask('query ($id: ID!) { vm(id: $id) { host { name } } }', {
      id: made.vmId,
    });
    expect(vm.host.name).toBe('host1');
    const other = (await list()).find((each: { name: string }) => each.name === 'own2');
    const attach = { vmId: made.vmId, sizeGiB: 1, datastoreId: other.id };
    expect(await refused('attachDisk', attach, alice)).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [{ path: 'datastoreId', message: expect.stringContaining('host1 does not see it') }],
    });
    const { datastoreChoice } = await alice.ask(
      `query ($id: ID!) { datastoreChoice(sizeGiB: 1, vmId: $id) {
         candidates { accepted datastore { name } reasons { rule ok } } } }`,
      { id: made.vmId },
    );
    expect(
      datastoreChoice.candidates.find((each: Named) => each.datastore.name === 'own2'),
    ).toMatchObject({ accepted: false, reasons: [{ rule: 'host', ok: false }, {}, {}, {}] });
    const { evacuationPlan } = await product.admin.ask(
      'query ($id: ID!) { evacuationPlan(id: $id) { name target { name } reasons } }',
      { id: hostIds.get('host1') },
    );
    expect(evacuationPlan).toMatchObject([
      {
        ...{ name: 'bound', target: null },
        reasons: [expect.stringContaining('Its disks on own1, '), expect.stringContaining('see')],
      },
    ]);
    const hosts = `{ datastores { hosts { host { name } } } }`;
    expect((await alice.refused(hosts)).code).toBe('FORBIDDEN');
  });

  it('changes hands when nothing on it is needed there, and is clean when it goes', async () => {
    await product.onHost('host2', 'umount', LOCAL);
    const other = (await list()).find((each: { name: string }) => each.name === 'own2');
    expect(await refused('removeHost', { id: hostIds.get('host2') })).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('own2 is on host2 alone'),
    });
    await ask('removeDatastore', { id: other.id });
    await mount('host2', '/mnt/datastore/shared');
    await ask('editDatastore', { id: own, everyHost: true });
    expect(await whose('own1')).toMatchObject({ everyHost: true, hosts: [{}, {}] });
    expect(await refused('editDatastore', { id: own, hostIds: ids('host2') })).toMatchObject({
      code: 'CONFLICT',
      fields: [{ path: 'hostIds', message: expect.stringContaining('bound on host1') }],
    });
    const [bound] = await rows<{ id: string }>(product.em(), 'select id from vm');
    await product.act(alice, 'deleteVm', bound?.id ?? '');
    await product.act(product.admin, 'purgeVm', bound?.id ?? '');
    expect(await product.onHost('host1', 'find', LOCAL, '-type', 'f')).toBe('');
    await ask('removeDatastore', { id: own });
    for (const host of ['host1', 'host2']) await product.onHost(host, 'umount', LOCAL);
  });
});

describe('editing a datastore', () => {
  it('changes what is given; a reserve may be its own or that of the constant', async () => {
    const { id } = (await list()).find((each: { name: string }) => each.name === 'second');
    const renamed = await ask('editDatastore', { id, name: 'slow', mountAddress: 'filer:/slow' });
    expect(renamed).toMatchObject({ name: 'slow', mountAddress: 'filer:/slow', reserveGiB: 1 });
    expect(await ask('editDatastore', { id, reserveGiB: null })).toMatchObject({
      ...{ name: 'slow', reserveGiB: 5, reserveIsDefault: true },
    });
    expect(await refused('editDatastore', { id, reserveGiB: -1 })).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [{ path: 'reserveGiB' }],
    });
    expect(await refused('editDatastore', { id, name: 'lab' })).toMatchObject({
      code: 'CONFLICT',
      fields: [{ path: 'name' }],
    });
    expect(await refused('editDatastore', { id: 'ds_x' })).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('room', () => {
  const setUse = (name: string, capacity: number, used: number) =>
    run(
      product.em(),
      `update datastore set capacity_gib = ?, used_gib = ?,
              checked_at = utc_timestamp(3) + interval 1 day where name = ?`,
      [capacity, used, name],
    );

  it('is chosen by free space, with the reasons shown', async () => {
    await setUse('lab', 100, 60);
    await setUse('slow', 100, 30);
    expect(await choice(10)).toMatchObject({
      chosen: { name: 'slow' },
      candidates: [
        { accepted: true, freeAfterGiB: 55, datastore: { name: 'slow' } },
        { accepted: true, freeAfterGiB: 25, datastore: { name: 'lab' } },
      ],
    });
    expect((await choice(90)).candidates[0].reasons).toContainEqual({
      rule: 'free',
      ok: false,
      text: '65 GiB free above its reserve, 90 GiB wanted',
    });
    expect(await alice.refused('{ datastoreChoice(sizeGiB: 0) { chosen { id } } }')).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });

  it('decides where an extra disk lies, unless one is named; what lies there keeps it', async () => {
    const { vmId, status } = await product.createVm(alice, { name: 'web', start: false });
    expect(status).toBe('SUCCEEDED');
    const attach = mutation('attachDisk', 'id');
    const { attachDisk } = await alice.ask(attach, { i: { vmId, sizeGiB: 2 } });
    expect(await alice.finish(attachDisk.id)).toMatchObject({ status: 'SUCCEEDED' });
    const query =
      'query ($id: ID!) { vm(id: $id) { disks { target path datastore { id name } } } }';
    const { vm } = await alice.ask(query, { id: vmId });
    const [, extra] = vm.disks;
    expect(extra.path).toMatch(/^\/mnt\/second\/vm_extra_disks\//);
    const slow = (await list()).find((each: { name: string }) => each.name === 'slow');
    expect(slow).toMatchObject({ diskCount: 1, promisedGiB: 2, occupiedBy: '1 disk' });
    expect(await refused('removeDatastore', { id: slow.id })).toMatchObject({
      code: 'CONFLICT',
      message:
        'slow cannot be removed while there is something on it: 1 disk. Delete or move that first.',
    });
    await setUse('slow', 100, 96);
    const named = await alice.refused(attach, {
      i: { vmId, sizeGiB: 1, datastoreId: slow.id },
    });
    expect(named).toMatchObject({
      code: 'NO_CAPACITY',
      reasons: [expect.stringMatching(/^slow: /)],
    });
    await product.act(alice, 'deleteVm', vmId);
  });

  it('above the reserve is wanted for a new VM, too', async () => {
    await setUse('lab', 100, 95);
    const input = { name: 'late', templateId: await product.templateId() };
    expect(await refused('createVm', input, alice)).toMatchObject({
      code: 'NO_CAPACITY',
      message: expect.stringContaining('lab: 0 GiB free above its reserve'),
    });
    await setUse('lab', 100, 10);
    await setUse('slow', 100, 97);
    expect(await refused('createVm', { ...input, extraDiskGiB: 90 }, alice)).toMatchObject({
      code: 'NO_CAPACITY',
    });
    const { vms } = await product.admin.ask('{ vms { totalCount } }');
    expect(vms.totalCount).toBe(0);
  });
});

describe('removing a datastore', () => {
  it('forgets an empty one, and no other', async () => {
    const [lab, slow] = await list();
    expect(lab.occupiedBy).toMatch(/template/);
    expect(await refused('removeDatastore', { id: lab.id })).toMatchObject({ code: 'CONFLICT' });
    // A deleted VM can be had back for a while, its disks with it.
    expect(slow.occupiedBy).toBe('1 deleted VM');
    const { deletedVms } = await product.admin.ask('{ deletedVms { nodes { id } } }');
    await product.act(product.admin, 'purgeVm', deletedVms.nodes[0].id);
    expect(await ask('removeDatastore', { id: slow.id })).toMatchObject({ name: 'slow' });
    await waitFor('one datastore', async () => (await list()).length === 1);
    expect(await refused('removeDatastore', { id: slow.id })).toMatchObject({ code: 'NOT_FOUND' });
  });
});
