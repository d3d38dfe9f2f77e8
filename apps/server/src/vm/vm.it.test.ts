import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphqlClient } from '../../test/graphql-client.ts';
import { Product } from '../../test/product.ts';

let product: Product;
let alice: GraphqlClient;
let bob: GraphqlClient;

beforeAll(async () => {
  product = await Product.start({ name: 'vm' });
  [alice, bob] = [await product.user('alice'), await product.user('bob')];
});
afterAll(() => product?.[Symbol.asyncDispose]());

const act = async (client: GraphqlClient, mutation: string, id: string) => {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const answer = await client.ask(`mutation ($i: ${type}!) { ${mutation}(input: $i) { id } }`, {
    i: { id },
  });
  return client.finish(answer[mutation].id);
};

/** What is told of a VM's states, oldest first. */
async function historyOf(id: string): Promise<readonly string[]> {
  interface Line {
    readonly attribute: string;
    readonly from: string;
    readonly to: string;
    readonly actor: { readonly username: string } | null;
  }
  const { vm } = await alice.ask(
    'query ($id: ID!) { vm(id: $id) { events { nodes { attribute from to actor { username } } } } }',
    { id },
  );
  return vm.events.nodes
    .map(({ attribute, from, to, actor }: Line) => {
      const what = attribute === 'status' ? `${from}>${to}` : attribute;
      return `${what} by ${actor?.username ?? 'nobody'}`;
    })
    .reverse();
}

describe('the life of a VM', () => {
  it('is made, stopped, started, suspended, resumed, rebooted, destroyed and deleted', async () => {
    const made = await product.createVm(alice, { name: 'web' });
    expect(made).toMatchObject({
      status: 'SUCCEEDED',
      progress: 100,
      message: 'VM is installed successfully',
    });
    const { vm } = await alice.ask(
      `query ($id: ID!) { vm(id: $id) { name identity status privateIp mac host { name } disks { present sizeGiB path root }
        actions { action allowed reason } events { nodes { attribute from to actor { username } task { id } } } } }`,
      { id: made.vmId },
    );
    expect(vm).toMatchObject({ name: 'web', identity: 'Baadal_alice_web', status: 'RUNNING' });
    expect(vm.disks).toMatchObject([{ present: true, root: true }]);
    expect(vm.privateIp).toMatch(/^10\./);
    expect(vm.events.nodes.map((e: { attribute: string }) => e.attribute)).toContain('created');
    expect(await product.onHost(vm.host.name, 'virsh', 'domstate', vm.identity)).toContain(
      'running',
    );

    expect(await act(alice, 'suspendVm', made.vmId)).toMatchObject({
      message: 'web is suspend successfully',
    });
    expect(await product.onHost(vm.host.name, 'virsh', 'domstate', vm.identity)).toContain(
      'paused',
    );
    expect(await act(alice, 'resumeVm', made.vmId)).toMatchObject({
      message: 'web is resumed successfully',
    });
    expect(await act(alice, 'rebootVm', made.vmId)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await act(alice, 'shutdownVm', made.vmId)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await product.onHost(vm.host.name, 'virsh', 'domstate', vm.identity)).toContain(
      'shut off',
    );
    expect(await act(alice, 'startVm', made.vmId)).toMatchObject({
      message: 'web is started successfully',
    });
    expect(await act(alice, 'destroyVm', made.vmId)).toMatchObject({
      message: 'web is destroyed successfully',
    });
    expect(await historyOf(made.vmId)).toEqual([
      'created by alice',
      ...['IN_QUEUE>RUNNING by alice', 'RUNNING>SUSPENDED by alice', 'SUSPENDED>RUNNING by alice'],
      ...['RUNNING>SHUTDOWN by alice', 'SHUTDOWN>RUNNING by alice', 'RUNNING>SHUTDOWN by alice'],
    ]);
    expect(await act(alice, 'deleteVm', made.vmId)).toMatchObject({
      message: 'web is deleted successfully',
    });
    expect(
      await alice.refused('query ($id: ID!) { vm(id: $id) { id } }', { id: made.vmId }),
    ).toMatchObject({ code: 'NOT_FOUND' });
    expect(await product.leftovers()).toEqual({ domains: [], files: [] });
  });

  it('shows what somebody does by virsh', async () => {
    const made = await product.createVm(alice, { name: 'outside' });
    const { vm } = await alice.ask('query ($id: ID!) { vm(id: $id) { identity host { name } } }', {
      id: made.vmId,
    });
    const changes = alice.subscribe(
      'subscription ($id: ID) { vmUpdated(id: $id) { status statusReason } }',
      { id: made.vmId },
    );
    expect((await changes.next()).value.data.vmUpdated.status).toBe('RUNNING');
    await product.onHost(vm.host.name, 'virsh', 'destroy', vm.identity);
    let seen: { status: string } = { status: 'RUNNING' };
    while (seen.status === 'RUNNING') seen = (await changes.next()).value.data.vmUpdated;
    expect(seen.status).toBe('SHUTDOWN');
    await changes.return?.();
    await act(alice, 'deleteVm', made.vmId);
  });
});

describe('bad input', () => {
  const create = 'mutation ($i: CreateVmInput!) { createVm(input: $i) { id vm { id } } }';
  const cases = [
    ['name', { name: '' }],
    ['name', { name: '../../etc/passwd' }],
    ['name', { name: 'x'.repeat(31) }],
    ['vcpus', { vcpus: 0 }],
    ['vcpus', { vcpus: 1_000_000_000 }],
    ['ramMiB', { ramMiB: 1 }],
    ['ramMiB', { ramMiB: 2_000_000_000 }],
    ['templateId', { templateId: 'tpl_nonsense' }],
    ['securityDomainId', { securityDomainId: 'sd_nonsense' }],
    ['datastoreId', { datastoreId: 'ds_nonsense' }],
  ] as const;

  it.each(cases)('names the field %s of %j', async (path, wrong) => {
    const input = { name: 'ok', templateId: await product.templateId(), ...wrong };
    const error = await alice.refused(create, { i: input });
    expect(error.code).toBe('BAD_USER_INPUT');
    expect(
      (error as unknown as { fields: { path: string }[] }).fields.map((f) => f.path),
    ).toContain(path);
  });

  it('refuses a name that the owner has already, but not one of somebody else', async () => {
    const first = await product.createVm(alice, { name: 'twin', start: false });
    const again = { name: 'twin', templateId: await product.templateId() };
    expect((await alice.refused(create, { i: again })).code).toBe('CONFLICT');
    const others = await product.createVm(bob, { name: 'twin', start: false });
    expect(others.status).toBe('SUCCEEDED');
    await act(alice, 'deleteVm', first.vmId);
    await act(bob, 'deleteVm', others.vmId);
  });

  it('says why no host has room, and reserves nothing', async () => {
    const { capacity: before } = await product.admin.ask('{ capacity { reservedRamMiB } }');
    const error = await alice.refused(create, {
      i: { name: 'huge', templateId: await product.templateId(), ramMiB: 65_000 },
    });
    expect(error.code).toBe('NO_CAPACITY');
    expect((error as unknown as { reasons: string[] }).reasons.join()).toMatch(/host1: .*RAM free/);
    const { capacity: after } = await product.admin.ask('{ capacity { reservedRamMiB } }');
    expect(after).toEqual(before);
  });

  it('does not tell a stranger that a VM exists', async () => {
    const made = await product.createVm(alice, { name: 'private', start: false });
    for (const id of [made.vmId, 'vm_nonsense']) {
      expect((await bob.refused('query ($id: ID!) { vm(id: $id) { id } }', { id })).code).toBe(
        'NOT_FOUND',
      );
      expect(
        (
          await bob.refused('mutation ($i: StartVmInput!) { startVm(input: $i) { id } }', {
            i: { id },
          })
        ).code,
      ).toBe('NOT_FOUND');
      expect(
        (
          await bob.refused('mutation ($i: OpenConsoleInput!) { openConsole(input: $i) { url } }', {
            i: { vmId: id, kind: 'VNC' },
          })
        ).code,
      ).toBe('NOT_FOUND');
    }
    const { vms } = await bob.ask('{ vms { totalCount } }');
    expect(vms.totalCount).toBe(0);
    await act(alice, 'deleteVm', made.vmId);
  });

  it('lets only an admin choose host and owner', async () => {
    const input = { name: 'mine', templateId: await product.templateId() };
    expect((await alice.refused(create, { i: { ...input, hostId: 'host_x' } })).code).toBe(
      'FORBIDDEN',
    );
    expect((await alice.refused(create, { i: { ...input, ownerId: 'user_x' } })).code).toBe(
      'FORBIDDEN',
    );
    expect((await product.admin.refused(create, { i: { ...input, hostId: 'host_x' } })).code).toBe(
      'BAD_USER_INPUT',
    );
  });

  it('refuses what the state does not allow', async () => {
    const made = await product.createVm(alice, { name: 'off', start: false });
    const error = await alice.refused(
      'mutation ($i: ShutdownVmInput!) { shutdownVm(input: $i) { id } }',
      { i: { id: made.vmId } },
    );
    expect(error).toMatchObject({
      code: 'CONFLICT',
      message: 'off: Not possible while it is off.',
    });
    await act(alice, 'deleteVm', made.vmId);
  });

  it('returns the first result again when the VM’s state would refuse a second one by then', async () => {
    const { vmId } = await product.createVm(alice, { name: 'again', start: false });
    const save =
      'mutation ($i: SaveVmAsTemplateInput!) { saveVmAsTemplate(input: $i) { id status } }';
    const input = { i: { vmId, name: 'again', clientMutationId: 'again-1' } };
    const { saveVmAsTemplate: first } = await alice.ask(save, input);
    await alice.finish(first.id);
    await act(alice, 'startVm', vmId);
    const { saveVmAsTemplate: second } = await alice.ask(save, input);
    expect(second).toEqual({ id: first.id, status: 'SUCCEEDED' });
    await act(alice, 'deleteVm', vmId);
    const { templates } = await alice.ask('{ templates { id name } }');
    const saved = templates.find(({ name }: { name: string }) => name === 'again');
    await act(alice, 'deleteTemplate', saved.id);
  });

  it('returns the first result for the same clientMutationId', async () => {
    const input = {
      name: 'once',
      templateId: await product.templateId(),
      start: false,
      clientMutationId: 'a1',
    };
    const [one, two] = await Promise.all([
      alice.ask(create, { i: input }),
      alice.ask(create, { i: input }),
    ]);
    expect(two.createVm.id).toBe(one.createVm.id);
    expect(
      (
        await alice.refused('mutation ($i: DeleteVmInput!) { deleteVm(input: $i) { id } }', {
          i: { id: one.createVm.vm.id, clientMutationId: 'a1' },
        })
      ).code,
    ).toBe('CONFLICT');
    await alice.finish(one.createVm.id);
    await act(alice, 'deleteVm', one.createVm.vm.id);
  });
});

describe('faults', () => {
  it('fails with words when the image of the template is missing, and leaves nothing', async () => {
    const file = '/mnt/datastore/vm_templates';
    const name = (await product.onHost('host1', 'ls', file))
      .split('\n')
      .find((f) => f.endsWith('.qcow2'));
    await product.onHost('host1', 'mv', `${file}/${name}`, `${file}/hidden`);
    try {
      const made = await product.createVm(alice, { name: 'noimage' });
      expect(made).toMatchObject({ status: 'FAILED' });
      expect(made.message).toMatch(/image of the template .* is missing/);
    } finally {
      await product.onHost('host1', 'mv', `${file}/hidden`, `${file}/${name}`);
    }
    expect((await alice.ask('{ vms { totalCount } }')).vms.totalCount).toBe(0);
    expect(await product.leftovers()).toEqual({ domains: [], files: [] });
  });
});
