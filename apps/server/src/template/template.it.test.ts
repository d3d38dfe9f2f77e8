import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphqlClient } from '../../test/graphql-client.ts';
import { Product } from '../../test/product.ts';
import { waitFor } from '../../test/wait-for.ts';
import { rows, run, transaction } from '../platform/db.ts';
import { readInventory } from '../seed/inventory.ts';
import { seedInventory } from '../seed/seed.ts';

let product: Product;
let alice: GraphqlClient;
let bob: GraphqlClient;

beforeAll(async () => {
  product = await Product.start({ name: 'tp', hosts: 1 });
  [alice, bob] = [await product.user('alice'), await product.user('bob')];
}, 120_000);
afterAll(() => product?.[Symbol.asyncDispose]());

const SAVE = 'mutation ($i: SaveVmAsTemplateInput!) { saveVmAsTemplate(input: $i) { id } }';
const EDIT = 'mutation ($i: EditTemplateInput!) { editTemplate(input: $i) { id active public } }';
const ADD = 'mutation ($i: AddTemplateInput!) { addTemplate(input: $i) { id } }';
const DELETE = 'mutation ($i: DeleteTemplateInput!) { deleteTemplate(input: $i) { id } }';
const CREATE = 'mutation ($i: CreateVmInput!) { createVm(input: $i) { id vm { id } } }';

const names = async (client: GraphqlClient, scope = ''): Promise<string[]> =>
  (await client.ask(`{ templates${scope} { name } }`)).templates.map(
    (template: { name: string }) => template.name,
  );
const onDatastore = (...argv: string[]) => product.onHost('host1', ...argv);
const templateFiles = async () =>
  (await onDatastore('ls', '/mnt/datastore/vm_templates')).split('\n').filter(Boolean);

/** What is in the seed of a VM, with the parts that cloud-init decodes. */
async function seedOf(identity: string): Promise<string> {
  const file = `/mnt/datastore/vm_images/${identity}-seed.iso`;
  const image = Buffer.from(await onDatastore('base64', '-w0', file), 'base64').toString();
  const parts = image.matchAll(/base64\n\n([\w+/=\n]+)\n--/g);
  return [image, ...[...parts].map(([, part = '']) => Buffer.from(part, 'base64'))].join('\n');
}

/** @returns the identity of a clone that is off */
async function cloneOf(id: string, name: string): Promise<string> {
  const { cloneVm } = await alice.ask(
    'mutation ($i: CloneVmInput!) { cloneVm(input: $i) { id children { vm { identity } } } }',
    { i: { id, namePrefix: name, start: false } },
  );
  expect((await alice.finish(cloneVm.id)).status).toBe('SUCCEEDED');
  return cloneVm.children[0].vm.identity;
}

async function save(client: GraphqlClient, input: Record<string, unknown>) {
  return client.finish((await client.ask(SAVE, { i: input })).saveVmAsTemplate.id);
}

async function templateNamed(name: string) {
  const query = `{ templates(retired: true, everyone: true) { id name os diskGiB format state
    public sizeBytes minRamMiB owner { username } deleteBlocker vmCount editable } }`;
  const { templates } = await product.admin.ask(query);
  return templates.find((template: { name: string }) => template.name === name);
}

describe('a template made of a VM', () => {
  let vmId = '';
  let before: string[] = [];
  beforeAll(async () => {
    before = await templateFiles();
    ({ vmId } = await product.createVm(alice, { name: 'source', start: false }));
  });

  it('is refused of a VM that is not off, of somebody else, and by a name that means a path', async () => {
    const i = { vmId, name: 'Mine' };
    expect(await bob.refused(SAVE, { i })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await alice.refused(SAVE, { i: { ...i, name: '../x' } })).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [{ path: 'name', message: expect.stringContaining('letters, digits') }],
    });
    await product.act(alice, 'startVm', vmId);
    expect(await alice.refused(SAVE, { i })).toMatchObject({
      code: 'CONFLICT',
      message: 'source: Not possible while it is running.',
    });
    await product.act(alice, 'destroyVm', vmId);
  });

  it('is private to its owner, boots, and depends on nothing', async () => {
    const task = await save(alice, { vmId, name: 'Lab 3 (private)' });
    expect(task).toMatchObject({
      status: 'SUCCEEDED',
      message: 'Template Lab 3 (private) is saved successfully',
    });
    expect(await names(alice)).toContain('Lab 3 (private)');
    expect(await names(bob)).not.toContain('Lab 3 (private)');
    expect(await names(product.admin)).not.toContain('Lab 3 (private)');
    const made = await templateNamed('Lab 3 (private)');
    expect(made).toMatchObject({ state: 'READY', owner: { username: 'alice' }, format: 'QCOW2' });
    expect(Number(made.sizeBytes)).toBeGreaterThan(0);

    const added = (await templateFiles()).filter((file) => !before.includes(file));
    expect(added.map((file) => file.replace(/^.*\./, '')).sort()).toEqual([
      'initrd',
      'kernel',
      'qcow2',
    ]);
    const image = added.find((file) => file.endsWith('.qcow2')) ?? '';
    const info = JSON.parse(
      await onDatastore(
        'qemu-img',
        'info',
        '--output=json',
        `/mnt/datastore/vm_templates/${image}`,
      ),
    );
    expect(info['backing-filename']).toBeUndefined();

    const { vmId: second, status } = await product.createVm(alice, {
      name: 'second',
      templateId: made.id,
    });
    expect(status).toBe('SUCCEEDED');
    const refused = await bob.refused(CREATE, { i: { name: 'third', templateId: made.id } });
    const unknown = await bob.refused(CREATE, { i: { name: 'third', templateId: 'tpl_none' } });
    expect(refused.code).toBe('BAD_USER_INPUT');
    expect({ ...refused, requestId: '' }).toEqual({ ...unknown, requestId: '' });
    expect(await bob.refused(EDIT, { i: { id: made.id, name: 'x' } })).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await alice.refused(DELETE, { i: { id: made.id } })).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining(
        'is needed by 1 VM: second of alice. Retire it instead, or remove them first.',
      ),
    });
    await product.act(alice, 'deleteVm', second);
    // It can still be had back.
    expect(await alice.refused(DELETE, { i: { id: made.id } })).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('second (deleted) of alice'),
    });
    await product.act(alice, 'purgeVm', second);
  });

  it('keeps its name to itself: a second of that name is refused, at once and by a retry', async () => {
    const i = { vmId, name: 'Lab 3 (private)' };
    expect(await alice.refused(SAVE, { i })).toMatchObject({
      code: 'CONFLICT',
      fields: [{ path: 'name', message: expect.stringContaining('already') }],
    });
  });

  it('is offered to everybody, retired and deleted, its files too', async () => {
    const { id } = await templateNamed('Lab 3 (private)');
    const changes = bob.subscribe('subscription { templateChanged }');
    const heard = changes.next();
    await new Promise((resolve) => setTimeout(resolve, 200));
    await alice.ask(EDIT, { i: { id, public: true } });
    expect((await heard).value.data).toEqual({ templateChanged: id });
    await changes.return?.();
    expect(await names(bob)).toContain('Lab 3 (private)');
    expect(await bob.refused(EDIT, { i: { id, active: false } })).toMatchObject({
      code: 'FORBIDDEN',
    });
    await alice.ask(EDIT, { i: { id, active: false } });
    expect(await names(bob, '(retired: true)')).not.toContain('Lab 3 (private)');
    expect(await names(alice, '(retired: true)')).toContain('Lab 3 (private)');
    const gone = await alice.finish((await alice.ask(DELETE, { i: { id } })).deleteTemplate.id);
    expect(gone.status).toBe('SUCCEEDED');
    expect(await templateFiles()).toEqual(before);
  });

  it('is not deleted below a VM that is being asked for at the same moment', async () => {
    expect(await save(alice, { vmId, name: 'Contended' })).toMatchObject({ status: 'SUCCEEDED' });
    const { id } = await templateNamed('Contended');
    const waiting = async () => {
      const sql =
        "select count(*) as n from information_schema.innodb_trx where trx_state = 'LOCK WAIT'";
      return Number((await rows<{ n: number }>(product.em(), sql))[0]?.n);
    };
    const asked = await transaction(product.em(), async (em) => {
      // The VM waits for its place on a host, when its template is to go.
      await rows(em, 'select id from host for update');
      const creating = alice.send(CREATE, { i: { name: 'third', templateId: id, start: false } });
      await waitFor('the VM to wait for its place', async () => (await waiting()) > 0);
      let answered = false;
      const deleting = alice.send(DELETE, { i: { id } }).finally(() => {
        answered = true;
      });
      await waitFor(
        'the deletion to wait, or its answer',
        async () => answered || (await waiting()) > 1,
      );
      return [creating, deleting] as const;
    });
    const [created, deleted] = await Promise.all(asked);
    expect(created.errors).toEqual([]);
    expect(deleted.errors[0]?.message).toContain('Contended is needed by 1 VM: third of alice');
    expect(await alice.finish(created.data.createVm.id)).toMatchObject({ status: 'SUCCEEDED' });
    await product.act(alice, 'deleteVm', created.data.createVm.vm.id);
    await product.act(alice, 'purgeVm', created.data.createVm.vm.id);
    await alice.finish((await alice.ask(DELETE, { i: { id } })).deleteTemplate.id);
  });

  it('may be kept from being offered by who is no faculty', async () => {
    const set = (value: string) =>
      product.admin.ask('mutation ($i: SetConstantInput!) { setConstant(input: $i) { name } }', {
        i: { name: 'usersPublishTemplates', value },
      });
    await set('0');
    expect(await alice.refused(SAVE, { i: { vmId, name: 'Pub', public: true } })).toMatchObject({
      code: 'FORBIDDEN',
    });
    await set('1');
  });

  it('leaves nothing when its disk cannot be copied', async () => {
    const [disk] = await rows<{ path: string }>(
      product.em(),
      'select path from disk where vm_id = ?',
      [vmId],
    );
    const file = `/mnt/datastore/${disk?.path}`;
    await onDatastore('mv', file, `${file}.away`);
    expect(await save(alice, { vmId, name: 'Broken' })).toMatchObject({
      status: 'FAILED',
      message: expect.stringContaining('disk is missing'),
      leftovers: [],
    });
    await onDatastore('mv', `${file}.away`, file);
    expect(await templateFiles()).toEqual(before);
    expect(await templateNamed('Broken')).toBeUndefined();
  });
});

describe('a template made of a snapshot', () => {
  const SNAPSHOT = 'mutation ($i: CreateSnapshotInput!) { createSnapshot(input: $i) { id } }';
  const snapshotOf = async (vmId: string): Promise<string> => {
    const i = { vmId, name: 'then', memory: false, requirePing: false };
    const { createSnapshot } = await alice.ask(SNAPSHOT, { i });
    expect(await alice.finish(createSnapshot.id)).toMatchObject({ status: 'SUCCEEDED' });
    const query = 'query ($id: ID!) { vm(id: $id) { snapshots { id } } }';
    return (await alice.ask(query, { id: vmId })).vm.snapshots[0].id;
  };

  it('has the disk as it was then, while the VM runs on', async () => {
    const { vmId } = await product.createVm(alice, { name: 'snapped', start: false });
    const other = await product.createVm(alice, { name: 'other', start: false });
    const [disk] = await rows<{ path: string }>(
      product.em(),
      "select concat(d.path, '/', k.path) as path from disk k join datastore d on d.id = k.datastore_id where k.vm_id = ?",
      [vmId],
    );
    const file = disk?.path ?? '';
    const write = (byte: string) =>
      onDatastore('qemu-io', '-f', 'qcow2', '-c', `write -P ${byte} 1M 64k`, file);
    await write('0x11');
    const snapshotId = await snapshotOf(vmId);
    await write('0x22');
    const i = { vmId, name: 'Then', snapshotId };
    const foreign = { ...i, vmId: other.vmId };
    expect(await alice.refused(SAVE, { i: foreign })).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [{ path: 'snapshotId' }],
    });
    await product.act(alice, 'startVm', vmId);
    expect(await save(alice, i)).toMatchObject({ status: 'SUCCEEDED' });
    const made = await templateNamed('Then');
    const [image] = await rows<{ path: string }>(
      product.em(),
      "select concat(d.path, '/', t.file) as path from template t join datastore d on d.id = t.datastore_id where t.id = ?",
      [made.id],
    );
    const read = ['-f', 'qcow2', '-c', 'read -v 1M 16', image?.path ?? ''];
    expect(await onDatastore('qemu-io', '-r', ...read)).toContain('11 11 11 11');
    for (const id of [vmId, other.vmId]) await product.act(alice, 'deleteVm', id);
    await alice.finish((await alice.ask(DELETE, { i: { id: made.id } })).deleteTemplate.id);
  });
});

describe('the root disk of a new VM', () => {
  const infoOf = async (vmId: string) => {
    const [disk] = await rows<{ path: string; flat: number }>(
      product.em(),
      "select concat(d.path, '/', k.path) as path, k.flat from disk k join datastore d on d.id = k.datastore_id where k.vm_id = ?",
      [vmId],
    );
    const argv = ['qemu-img', 'info', '-U', '--output=json', disk?.path ?? ''];
    return { flat: disk?.flat, ...JSON.parse(await onDatastore(...argv)) };
  };

  it('is a copy where the template says so, or on another datastore', async () => {
    const templateId = await product.templateId();
    await product.admin.ask(EDIT, { i: { id: templateId, diskMode: 'COPY' } });
    const copied = await product.createVm(alice, { name: 'copied', diskGiB: 2 });
    await product.admin.ask(EDIT, { i: { id: templateId, diskMode: 'OVERLAY' } });
    expect(copied.status).toBe('SUCCEEDED');
    const info = await infoOf(copied.vmId);
    expect(info).toMatchObject({ flat: 1, format: 'qcow2', 'virtual-size': 2 * 1024 ** 3 });
    expect(info['backing-filename']).toBeUndefined();

    await onDatastore('mkdir', '-p', '/mnt/datastore/second/vm_images');
    await run(
      product.em(),
      "insert into datastore (id, name, path) values ('ds_second', 'second', '/mnt/datastore/second')",
    );
    const moved = await product.createVm(alice, { name: 'moved', datastoreId: 'ds_second' });
    expect(moved.status).toBe('SUCCEEDED');
    expect(await onDatastore('ls', '/mnt/datastore/second/vm_images')).toContain('moved.qcow2');
    for (const { vmId } of [copied, moved]) await product.act(alice, 'deleteVm', vmId);
    expect(await onDatastore('ls', '/mnt/datastore/second/vm_images')).toBe('');
  });

  it('is not smaller than the template, nor beyond what is allowed', async () => {
    const i = { name: 'small', templateId: await product.templateId() };
    expect(await alice.refused(CREATE, { i: { ...i, diskGiB: 0 } })).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [{ path: 'diskGiB' }],
    });
    expect(await alice.refused(CREATE, { i: { ...i, diskGiB: 1_000_000 } })).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [{ path: 'diskGiB', message: expect.stringContaining('at most') }],
    });
  });

  it('is made smaller again by an edit of the template, down to the image', async () => {
    const given = async (id: string, diskGiB: number) => {
      await product.admin.ask(EDIT, { i: { id, diskGiB } });
      const { templates } = await product.admin.ask('{ templates { id diskGiB } }');
      return templates.find((template: { id: string }) => template.id === id)?.diskGiB;
    };
    const refusal = (image: number) => ({
      code: 'BAD_USER_INPUT',
      fields: [
        { path: 'diskGiB', message: `The image is a disk of ${image} GiB; VMs cannot have less.` },
      ],
    });
    const file = '/mnt/datastore/vm_templates/two.qcow2';
    await onDatastore('qemu-img', 'create', '-q', '-f', 'qcow2', file, '2G');
    const { datastores } = await product.admin.ask('{ datastores { id name } }');
    const datastoreId = datastores.find(({ name }: { name: string }) => name !== 'second').id;
    const i = { name: 'Two', datastoreId, file: 'two.qcow2', diskGiB: 5 };
    const { addTemplate } = await product.admin.ask(ADD, { i });
    expect(await product.admin.finish(addTemplate.id)).toMatchObject({ status: 'SUCCEEDED' });
    const { id, diskGiB } = await templateNamed('Two');
    expect(diskGiB).toBe(5);
    for (const size of [3, 7, 2]) expect(await given(id, size)).toBe(size);
    const less = { i: { id, diskGiB: 1 } };
    expect(await product.admin.refused(EDIT, less)).toMatchObject(refusal(2));

    // That of a VM is what its disk was.
    const { vmId } = await product.createVm(alice, { name: 'larger', start: false, diskGiB: 2 });
    await save(alice, { vmId, name: 'Larger', public: true });
    const saved = await templateNamed('Larger');
    for (const size of [4, 2]) expect(await given(saved.id, size)).toBe(size);
    const smaller = { i: { id: saved.id, diskGiB: 1 } };
    expect(await product.admin.refused(EDIT, smaller)).toMatchObject(refusal(2));
    // That of the inventory is what the inventory says.
    const micro = await product.templateId();
    expect(await given(micro, 2)).toBe(2);
    // What was set outlives a start of the server.
    const { config, secrets } = product.app.services;
    const inventory = await readInventory(config.inventoryFile ?? '');
    await seedInventory(product.em(), inventory, secrets);
    const { templates } = await product.admin.ask('{ templates { id diskGiB } }');
    expect(templates).toContainEqual({ id: micro, diskGiB: 2 });
    expect(await given(micro, 1)).toBe(1);
    await product.act(alice, 'deleteVm', vmId);
  });

  it('nor can the template ask for more, when it is added or edited', async () => {
    const tooMuch = {
      code: 'BAD_USER_INPUT',
      fields: [{ path: 'diskGiB', message: 'A disk has at most 2048 GiB.' }],
    };
    const i = { id: await product.templateId(), diskGiB: 2_049 };
    expect(await product.admin.refused(EDIT, { i })).toMatchObject(tooMuch);
    const { datastores } = await product.admin.ask('{ datastores { id } }');
    const added = { name: 'Huge', datastoreId: datastores[0].id, file: 'x.qcow2', diskGiB: 2_049 };
    expect(await product.admin.refused(ADD, { i: added })).toMatchObject(tooMuch);
  });
});

describe('cloud-init', () => {
  const key =
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ9H6pFkn9tsqU5GfbrlRkFT1pkt9H5sYt0dB2tZrj4X alice@desk';

  it('is refused with reasons: a template without it, keys and data that are none', async () => {
    const templateId = await product.templateId();
    const i = { name: 'told', templateId, sshKey: key, userData: '#!/bin/sh\n' };
    expect(await alice.refused(CREATE, { i })).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [
        { path: 'sshKey', message: expect.stringContaining('has no cloud-init') },
        { path: 'userData', message: expect.stringContaining('has no cloud-init') },
      ],
    });
    await product.admin.ask(EDIT, { i: { id: templateId, cloudInit: true } });
    const bad = { ...i, sshKey: 'hello', userData: '#cloud-config\na: [' };
    expect(await alice.refused(CREATE, { i: bad })).toMatchObject({
      fields: [
        { path: 'sshKey', message: expect.stringContaining('not a public SSH key') },
        { path: 'userData', message: expect.stringContaining('not valid YAML') },
      ],
    });
    await product.admin.ask(EDIT, { i: { id: templateId, cloudInit: false } });
  });

  it('gives the guest a seed, which goes with the VM', async () => {
    const templateId = await product.templateId();
    await product.admin.ask(EDIT, { i: { id: templateId, cloudInit: true } });
    const userData = '#cloud-config\nruncmd:\n  - [echo, "ä secret"]\n';
    const made = await product.createVm(alice, { name: 'Told_1', sshKey: key, userData });
    await product.admin.ask(EDIT, { i: { id: templateId, cloudInit: false } });
    expect(made.status).toBe('SUCCEEDED');
    const { vm } = await alice.ask('query ($id: ID!) { vm(id: $id) { identity sshAccount } }', {
      id: made.vmId,
    });
    expect(vm.sshAccount).toBe('alice');
    const seed = `/mnt/datastore/vm_images/${vm.identity}-seed.iso`;
    expect(await onDatastore('stat', '-c', '%a', seed)).toBe('600\n');
    expect(await onDatastore('blkid', '-o', 'value', '-s', 'LABEL', seed)).toBe('cidata\n');
    const told = await seedOf(vm.identity);
    expect(told).toContain(userData);
    expect(told).toContain('local-hostname: told-1');
    expect(told).toContain(key);
    const domain = await onDatastore('virsh', 'dumpxml', vm.identity);
    expect(domain).toMatch(
      new RegExp(`<source file='${seed}'[\\s\\S]*?<target dev='sdz' bus='scsi'/>\\s*<readonly/>`),
    );
    await product.act(alice, 'deleteVm', made.vmId);
    expect((await product.leftovers()).domains).not.toContain(vm.identity);
    expect(await onDatastore('find', path.dirname(seed), '-name', '*-seed.iso')).toBe('');
    await product.act(alice, 'undeleteVm', made.vmId);
    expect(await onDatastore('stat', '-c', '%a', seed)).toBe('600\n');
    await product.act(alice, 'deleteVm', made.vmId);
    await product.act(alice, 'purgeVm', made.vmId);
    expect(await onDatastore('find', '/mnt/datastore', '-name', '*-seed.iso')).toBe('');
    const [kept] = await rows<{ n: number }>(
      product.em(),
      "select count(*) as n from task_event where message like '%secret%'",
    );
    expect(Number(kept?.n)).toBe(0);
  });

  it('tells a clone what its parent did not hear yet, and only who it is once that ran', async () => {
    const templateId = await product.templateId();
    await product.admin.ask(EDIT, { i: { id: templateId, cloudInit: true } });
    const userData = '#cloud-config\nruncmd:\n  - [echo, mine]\n';
    const spec = { name: 'parent', sshKey: key, userData, start: false };
    const parent = (await product.createVm(alice, spec)).vmId;
    await product.admin.ask(EDIT, { i: { id: templateId, cloudInit: false } });
    const unheard = await seedOf(await cloneOf(parent, 'first'));
    for (const text of [userData, key, 'name: alice', 'local-hostname: first'])
      expect(unheard).toContain(text);
    await product.act(alice, 'startVm', parent);
    await product.act(alice, 'destroyVm', parent);
    const heard = await seedOf(await cloneOf(parent, 'second'));
    expect(heard).toContain('local-hostname: second');
    for (const text of [userData, key, 'name: alice']) expect(heard).not.toContain(text);
  });
});
