import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphqlClient } from '../../test/graphql-client.ts';
import { Product } from '../../test/product.ts';
import { holdDisks, releaseDisks } from '../clone/hold-disks.ts';
import { rows } from '../platform/db.ts';
import type { VmId } from '../platform/ids.ts';
import { requireVmRecord } from './vm-record.ts';

let product: Product;
let admin: GraphqlClient;
let datastoreId = '';
const IMAGES = '/mnt/datastore/vm_images';
const TEMPLATES = '/mnt/datastore/vm_templates';
const BELOW = '/mnt/datastore/vm_extra_disks/below.qcow2';

beforeAll(async () => {
  product = await Product.start({ name: 'xi', hosts: 1 });
  admin = product.admin;
  datastoreId = (await admin.ask('{ datastores { id } }')).datastores[0].id;
}, 120_000);
afterAll(() => product?.[Symbol.asyncDispose]());

const onHost = (...argv: string[]) => product.onHost('host1', ...argv);
const CREATE = `mutation ($i: CreateVmFromExistingImageInput!) {
  createVmFromExistingImage(input: $i) { id vm { id } } }`;
const ADD = 'mutation ($i: AddTemplateInput!) { addTemplate(input: $i) { id } }';
const ask = async (identity: string, input: Record<string, unknown> = {}) => {
  const i = { name: 'again', identity, datastoreId, ramMiB: 96, ...input };
  const { createVmFromExistingImage: task } = await admin.ask(CREATE, { i });
  return { ...(await admin.finish(task.id)), vmId: task.vm.id as string };
};
const unused = async () =>
  (
    await admin.ask('query ($id: ID!) { unusedImages(datastoreId: $id) { identity usedBytes } }', {
      id: datastoreId,
    })
  ).unusedImages;

describe('a VM from an image that is still there', () => {
  it('boots what its template boots, is listed no more, and takes the image along when it goes', async () => {
    const micro = `${TEMPLATES}/micro.qcow2`;
    await onHost(
      'qemu-img',
      'create',
      '-q',
      '-f',
      'qcow2',
      '-b',
      micro,
      '-F',
      'qcow2',
      `${IMAGES}/Old_ann_web.qcow2`,
    );
    expect(await unused()).toMatchObject([{ identity: 'Old_ann_web' }]);
    // What it is a layer over counts, or that could be deleted: not what an admin says.
    await onHost('qemu-img', 'create', '-q', '-f', 'qcow2', `${TEMPLATES}/other.qcow2`, '1G');
    const other = { name: 'Other', file: 'other.qcow2', datastoreId, format: 'QCOW2' };
    const { addTemplate } = await admin.ask(ADD, { i: other });
    expect(await admin.finish(addTemplate.id)).toMatchObject({ status: 'SUCCEEDED' });
    const { templates } = await admin.ask('{ templates { id name } }');
    const templateId = templates.find(({ name }: { name: string }) => name === 'Other').id;
    const made = await ask('Old_ann_web', { templateId });
    expect(made).toMatchObject({ status: 'SUCCEEDED', message: 'VM is installed successfully' });
    const { vm } = await admin.ask(
      `query ($id: ID!) { vm(id: $id) { identity status diskGiB template { id }
        disks { path present flat } } }`,
      { id: made.vmId },
    );
    expect(vm).toMatchObject({
      ...{ identity: 'Old_ann_web', status: 'RUNNING', diskGiB: 1 },
      template: { id: await product.templateId() },
      disks: [{ path: `${IMAGES}/Old_ann_web.qcow2`, present: true, flat: false }],
    });
    expect(await onHost('virsh', 'dumpxml', 'Old_ann_web')).toContain('<kernel>');
    expect(await unused()).toEqual([]);
    const i = { name: 'twice', identity: 'Old_ann_web', datastoreId };
    expect(await admin.refused(CREATE, { i })).toMatchObject({
      code: 'CONFLICT',
      fields: [{ path: 'identity', message: expect.stringContaining('the disk of the VM again') }],
    });
    await product.act(admin, 'deleteVm', made.vmId);
    expect(await onHost('ls', IMAGES)).toBe('');
  });

  it('is refused by a path, of who is no admin, and with faults in its fields', async () => {
    const bob = await product.user('bob');
    const i = { name: 'x', identity: 'x', datastoreId };
    expect(await bob.refused(CREATE, { i })).toMatchObject({ code: 'FORBIDDEN' });
    for (const identity of ['../x', '/etc/shadow', 'a/b', ''])
      expect(await admin.refused(CREATE, { i: { ...i, identity } })).toMatchObject({
        code: 'BAD_USER_INPUT',
        fields: [{ path: 'identity' }],
      });
    expect(
      await admin.refused(CREATE, { i: { ...i, datastoreId: 'ds_x', vcpus: 99 } }),
    ).toMatchObject({ fields: [{ path: 'datastoreId' }, { path: 'vcpus' }] });
  });

  it.each([
    ['is missing', [], 'There is no file', 'NOT_FOUND'],
    [
      'is a layer over a file of the host',
      ['-b', '/etc/shadow', '-F', 'raw'],
      'outside the datastores',
      'BAD_USER_INPUT',
    ],
    [
      'is a layer over nothing',
      ['-b', '/mnt/datastore/vm_templates/gone', '-F', 'raw'],
      'which is missing',
      'NOT_FOUND',
    ],
    [
      'is a layer over what may change or go, as the disk of a VM',
      ['-b', BELOW, '-F', 'qcow2'],
      'which is no template',
      'CONFLICT',
    ],
  ])('leaves nothing but the image when that %s', async (_what, options, words, code) => {
    const file = `${IMAGES}/bad.qcow2`;
    const make = (...argv: string[]) =>
      onHost('qemu-img', 'create', '-q', '-f', 'qcow2', '-u', ...argv, '1G');
    if (options.includes(BELOW)) await make(BELOW);
    if (options.length > 0) await make(...options, file);
    expect(await ask('bad')).toMatchObject({
      ...{ status: 'FAILED', leftovers: [], error: { code } },
      message: expect.stringContaining(words),
    });
    expect(await onHost('ls', IMAGES)).toBe(options.length > 0 ? 'bad.qcow2\n' : '');
    expect(await rows(product.em(), 'select id from vm')).toEqual([]);
    await onHost('rm', '-f', file, BELOW);
  });
});

describe('a disk that is held still for a copy', () => {
  it('has a layer that is no image to launch a VM from', async () => {
    const { vmId } = await product.createVm(admin, { name: 'held' });
    const vm = await requireVmRecord(product.em(), vmId as VmId);
    await holdDisks(product.app.services, vm, AbortSignal.timeout(20_000));
    try {
      const layer = `${vm.identity}.held`;
      expect(await onHost('ls', IMAGES)).toContain(`${layer}.qcow2`);
      expect(await unused()).toEqual([]);
      const i = { name: 'stolen', identity: layer, datastoreId };
      expect(await admin.refused(CREATE, { i })).toMatchObject({
        code: 'CONFLICT',
        fields: [{ path: 'identity', message: expect.stringContaining('the VM held') }],
      });
    } finally {
      await releaseDisks(product.app.services, vm, AbortSignal.timeout(20_000));
    }
    await product.act(admin, 'destroyVm', vmId);
    await product.act(admin, 'deleteVm', vmId);
  });
});

describe('a disk that is flattened', () => {
  const FLATTEN = 'mutation ($i: FlattenDiskInput!) { flattenDisk(input: $i) { id } }';
  const diskOf = async (vmId: string) =>
    (await admin.ask('query ($id: ID!) { vm(id: $id) { disks { id path flat } } }', { id: vmId }))
      .vm.disks[0];
  const backing = async (file: string) =>
    JSON.parse(await onHost('qemu-img', 'info', '-U', '--output=json', file))['backing-filename'];

  it.each([true, false])('stands alone afterwards (running: %s)', async (start) => {
    const { vmId } = await product.createVm(admin, { name: `flat-${start}`, start });
    const disk = await diskOf(vmId);
    expect(disk.flat).toBe(false);
    expect(await backing(disk.path)).toContain('micro.qcow2');
    const bob = await product.user(`bob-${start}`);
    expect(await bob.refused(FLATTEN, { i: { id: disk.id } })).toMatchObject({ code: 'NOT_FOUND' });
    const { flattenDisk } = await admin.ask(FLATTEN, { i: { id: disk.id } });
    expect(await admin.finish(flattenDisk.id)).toMatchObject({
      status: 'SUCCEEDED',
      message: 'Disk vda is flattened successfully',
    });
    expect(await backing(disk.path)).toBeUndefined();
    expect((await diskOf(vmId)).flat).toBe(true);
    expect(await admin.refused(FLATTEN, { i: { id: disk.id } })).toMatchObject({
      code: 'CONFLICT',
      message: 'The disk vda stands alone already.',
    });
    await product.act(admin, 'deleteVm', vmId);
  });
});
