import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphqlClient } from '../../test/graphql-client.ts';
import {
  arrived,
  makeIso,
  makeQcow2,
  sendPiece,
  sha256,
  upload,
  writeInto,
} from '../../test/image-files.ts';
import { Product } from '../../test/product.ts';
import { waitFor } from '../../test/wait-for.ts';
import { rows, run } from '../platform/db.ts';
import { uploadSweepJob } from './upload-sweep.ts';

let product: Product;
let admin: GraphqlClient;
let dir = '';

beforeAll(async () => {
  product = await Product.start({ name: 'ul', hosts: 1 });
  admin = product.admin;
  dir = await mkdtemp(path.join(tmpdir(), 'images-'));
}, 120_000);
afterAll(async () => {
  await product?.[Symbol.asyncDispose]();
  await rm(dir, { recursive: true, force: true });
});

const CREATE = 'mutation ($i: CreateUploadInput!) { createUpload(input: $i) { id url } }';
const ADD = 'mutation ($i: AddTemplateInput!) { addTemplate(input: $i) { id } }';
const LIST = '{ uploads { id fileName sizeBytes receivedBytes } }';
const onHost = (...argv: string[]) => product.onHost('host1', ...argv);
const filesOf = async () => (await onHost('ls', '/mnt/datastore/vm_templates')).split('\n');

const begin = async (client: GraphqlClient, input: Record<string, unknown>) =>
  (await client.ask(CREATE, { i: { fileName: 'a.qcow2', format: 'QCOW2', ...input } }))
    .createUpload;
const add = async (input: Record<string, unknown>) =>
  admin.finish((await admin.ask(ADD, { i: input })).addTemplate.id);
const remove = async (id: string) => admin.finish(await product.request(admin, 'deleteUpload', id));

describe('an upload', () => {
  it('goes on after a cut, byte for byte, and becomes a template that VMs are made from', async () => {
    const file = await makeQcow2(dir, 'good.qcow2');
    await writeInto(file);
    const body = await readFile(file);
    const digest = await sha256(file);
    const { id, url } = await begin(admin, { sizeBytes: body.length, sha256: digest });
    expect(await arrived(admin, url)).toBe(0);
    await cut(url, body, 2_500_000);
    const offset = await arrived(admin, url);
    expect(offset).toBeLessThanOrEqual(2_500_000);
    const { uploads } = await admin.ask(LIST);
    expect(uploads).toMatchObject([{ id, sizeBytes: String(body.length) }]);

    const wrong = await sendPiece(admin, url, offset + 1, body.subarray(offset + 1));
    expect(wrong).toEqual({ status: 409, offset, code: 'CONFLICT' });
    expect(await admin.refused(ADD, { i: { name: 'Early', uploadId: id } })).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('has not arrived as a whole'),
    });
    const half = Math.floor((offset + body.length) / 2);
    expect(await sendPiece(admin, url, offset, body.subarray(offset, half))).toMatchObject({
      status: 204,
      offset: half,
    });
    expect(await sendPiece(admin, url, half, body.subarray(half))).toMatchObject({
      status: 204,
      offset: body.length,
    });

    const task = await add({ name: 'Sent', uploadId: id, os: 'Debian', minRamMiB: 64 });
    expect(task).toMatchObject({ status: 'SUCCEEDED' });
    const { templates } = await admin.ask(
      '{ templates { id name sha256 sizeBytes diskGiB format public owner { id } } }',
    );
    const sent = templates.find((template: { name: string }) => template.name === 'Sent');
    expect(sent).toMatchObject({
      ...{ sha256: digest, sizeBytes: String(body.length), diskGiB: 1, format: 'QCOW2' },
      ...{ public: true, owner: null },
    });
    expect((await admin.ask(LIST)).uploads).toEqual([]);
    expect((await filesOf()).filter((name) => name.endsWith('.upload'))).toEqual([]);
    const made = await product.createVm(admin, { name: 'of-sent', templateId: sent.id });
    expect(made.status).toBe('SUCCEEDED');
    await product.act(admin, 'deleteVm', made.vmId);
  });

  /** Sends the beginning of a piece, and goes away. */
  async function cut(url: string, body: Buffer, bytes: number): Promise<void> {
    const sending = request(`${product.url}${url}`, {
      method: 'PATCH',
      headers: { ...admin.headers, 'upload-offset': '0', 'content-length': body.length },
    });
    sending.on('error', () => undefined);
    sending.write(body.subarray(0, bytes));
    await waitFor('some of it to arrive', async () => {
      const size = await onHost('sh', '-c', 'cat /mnt/datastore/vm_templates/*.upload | wc -c');
      return Number(size) > 0;
    });
    sending.destroy();
    await waitFor('the cut to be noticed', async () => {
      const held = await rows(product.em(), 'select 1 from upload where writer is not null');
      return held.length === 0;
    });
  }

  it('is refused of who may not send, by what it says, and when more comes than was said', async () => {
    const bob = await product.user('bob');
    const i = { fileName: 'a.qcow2', sizeBytes: 10, format: 'QCOW2' };
    expect(await bob.refused(CREATE, { i })).toMatchObject({ code: 'FORBIDDEN' });
    const faults: [Record<string, unknown>, string][] = [
      [{ sizeBytes: 0 }, 'sizeBytes'],
      [{ sizeBytes: -1 }, 'sizeBytes'],
      [{ sizeBytes: '99999999999999' }, 'sizeBytes'],
      [{ fileName: '../a.qcow2' }, 'fileName'],
      [{ sha256: 'abc' }, 'sha256'],
      [{ datastoreId: 'ds_none' }, 'datastoreId'],
    ];
    for (const [wrong, field] of faults)
      expect(await admin.refused(CREATE, { i: { ...i, ...wrong } })).toMatchObject({
        code: 'BAD_USER_INPUT',
        fields: [{ path: field }],
      });
    const { id, url } = await begin(admin, { sizeBytes: 10 });
    expect((await sendPiece(bob, url, 0, Buffer.alloc(10))).status).toBe(403);
    expect((await sendPiece(admin, '/uploads/upl_none', 0, Buffer.alloc(1))).status).toBe(404);
    expect((await sendPiece(admin, url, 0, Buffer.alloc(11))).status).toBe(400);
    expect((await sendPiece(admin, url, 'x', Buffer.alloc(1))).status).toBe(400);
    expect((await fetch(`${product.url}${url}`, { method: 'PATCH' })).status).toBe(401);
    expect(await arrived(admin, url)).toBe(0);
    expect((await remove(id)).status).toBe('SUCCEEDED');
  });

  it('says so when others fill the datastore meanwhile, and goes on once there is room', async () => {
    const TEMPLATES = '/mnt/datastore/vm_templates';
    await onHost('mount', '-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', TEMPLATES);
    try {
      const body = Buffer.alloc(5_000_000, 7);
      const { id, url } = await begin(admin, { format: 'RAW', sizeBytes: body.length });
      const answered = Promise.withResolvers<number | undefined>();
      const sending = request(`${product.url}${url}`, {
        method: 'PATCH',
        headers: { ...admin.headers, 'upload-offset': '0', 'content-length': body.length },
      });
      sending.on('response', ({ statusCode }) => answered.resolve(statusCode));
      sending.on('error', answered.reject);
      sending.write(body.subarray(0, 2_500_000));
      await waitFor('some of it to arrive', async () => {
        const size = await onHost('sh', '-c', `cat ${TEMPLATES}/*.upload | wc -c`);
        return Number(size) > 0;
      });
      await onHost('sh', '-c', `cat /dev/zero > ${TEMPLATES}/filler || true`);
      sending.end(body.subarray(2_500_000));
      expect(await answered.promise).toBe(507);
      await onHost('rm', `${TEMPLATES}/filler`);
      const offset = await arrived(admin, url);
      const rest = await sendPiece(admin, url, offset, body.subarray(offset));
      expect(rest).toMatchObject({ status: 204, offset: body.length });
      expect((await remove(id)).status).toBe('SUCCEEDED');
    } finally {
      await onHost('umount', TEMPLATES);
    }
  });

  it('needs room above the reserve of an open datastore, however many ask at once', async () => {
    const EDIT = 'mutation ($i: EditDatastoreInput!) { editDatastore(input: $i) { id } }';
    const { datastores } = await admin.ask('{ datastores { id name capacityGiB usedGiB } }');
    const [{ id, name, capacityGiB, usedGiB }] = datastores;
    const i = { fileName: 'a.qcow2', format: 'QCOW2', sizeBytes: String(6 * 1024 ** 3) };
    // Some 10 GiB are left above it, whatever else is written on this machine meanwhile.
    await admin.ask(EDIT, { i: { id, reserveGiB: capacityGiB - usedGiB - 10 } });
    const asked = await Promise.all([1, 2, 3].map(() => admin.send(CREATE, { i })));
    const [made, ...others] = asked.filter(({ errors }) => errors.length === 0);
    expect(others).toEqual([]);
    for (const { errors } of asked.filter((each) => each.errors.length > 0))
      expect(errors[0]?.extensions).toMatchObject({
        code: 'BAD_USER_INPUT',
        fields: [{ path: 'sizeBytes', message: expect.stringContaining('above its reserve') }],
      });
    expect((await remove(made?.data.createUpload.id)).status).toBe('SUCCEEDED');
    await admin.ask(EDIT, { i: { id, reserveGiB: null, closed: true } });
    expect(await admin.refused(CREATE, { i: { ...i, datastoreId: id } })).toMatchObject({
      fields: [{ path: 'datastoreId', message: `${name} takes nothing new. Choose another.` }],
    });
    await admin.ask(EDIT, { i: { id, closed: false } });
  });

  it('may be sent by faculty where an admin lets them, and is theirs alone', async () => {
    const carol = await product.user('carol');
    await run(
      product.em(),
      `update user set roles = '["USER","FACULTY"]' where username = 'carol'`,
    );
    const allowed = async () => (await carol.ask('{ uploadsAllowed }')).uploadsAllowed;
    expect(await allowed()).toBe(false);
    await product.admin.ask(
      'mutation ($i: SetConstantInput!) { setConstant(input: $i) { name } }',
      {
        i: { name: 'facultyUploadsTemplates', value: '1' },
      },
    );
    expect(await allowed()).toBe(true);
    const { id, url } = await begin(carol, { sizeBytes: 10 });
    const dave = await product.user('dave');
    expect((await sendPiece(dave, url, 0, Buffer.alloc(10))).status).toBe(403);
    expect((await dave.ask(LIST)).uploads).toEqual([]);
    expect(
      await carol.refused(ADD, { i: { name: 'X', datastoreId: 'd', file: 'x' } }),
    ).toMatchObject({ code: 'FORBIDDEN' });
    expect((await remove(id)).status).toBe('SUCCEEDED');
  });

  it('that nobody goes on with is removed after a while', async () => {
    const { id, url } = await begin(admin, { sizeBytes: 10 });
    await sendPiece(admin, url, 0, Buffer.alloc(5));
    await run(product.em(), 'update upload set updated_at = utc_timestamp(3) - interval 3 day');
    await uploadSweepJob.run(product.app.services);
    await waitFor('the upload to be gone', async () => {
      const left = await rows(product.em(), 'select 1 from upload where id = ?', [id]);
      return left.length === 0;
    });
    expect((await filesOf()).filter((name) => name.endsWith('.upload'))).toEqual([]);
  });
});

describe('the command line', () => {
  const cli = path.join(import.meta.dirname, '../../../cli/src/main.ts');

  it('uploads an image, goes on with one that was begun, and retires and deletes the template', async () => {
    const { createApiToken } = await admin.ask(
      'mutation ($i: CreateApiTokenInput!) { createApiToken(input: $i) { token } }',
      { i: { name: 'cli', scopes: ['READ', 'WRITE'] } },
    );
    const env = { ...process.env, HOME: dir, BAADAL_URL: product.url };
    const baadal = async (...argv: string[]) =>
      promisify(execFile)(process.execPath, [cli, ...argv], {
        env: { ...env, BAADAL_TOKEN: createApiToken.token },
      });
    const file = await makeQcow2(dir, 'by-cli.qcow2');
    await writeInto(file);
    const body = await readFile(file);
    const begun = await begin(admin, { fileName: 'by-cli.qcow2', sizeBytes: body.length });
    await sendPiece(admin, begun.url, 0, body.subarray(0, 1_000_000));
    const names = ['--name', 'By CLI', '--min-ram', '64', '--sha256', await sha256(file)];
    const sent = await baadal('template', 'upload', file, ...names, '--watch');
    expect(sent.stderr).toContain(
      'Going on with by-cli.qcow2, of which 1000000 bytes have arrived',
    );
    expect(sent.stdout).toContain('Template By CLI is added successfully');
    expect((await baadal('template', 'list')).stdout).toMatch(/By CLI .* USABLE/);
    await baadal('template', 'edit', 'By CLI', '--disk-mode', 'copy', '--private');
    await baadal('template', 'retire', 'By CLI');
    expect((await baadal('template', 'list')).stdout).not.toContain('By CLI');
    expect((await baadal('template', 'list', '--all')).stdout).toMatch(/By CLI .* RETIRED/);
    const gone = await baadal('template', 'delete', 'By CLI', '--watch');
    expect(gone.stdout).toContain('Template By CLI is deleted successfully');
  });
});

describe('an image that is no good', () => {
  const refusedAs = async (file: string, words: string, input: Record<string, unknown> = {}) => {
    const uploadId = await upload(admin, file, input);
    const task = await add({ name: 'Bad', uploadId });
    expect(task).toMatchObject({ status: 'FAILED', leftovers: [] });
    expect(task.message).toContain(words);
    const { templates } = await admin.ask('{ templates(retired: true, everyone: true) { name } }');
    expect(templates.map((template: { name: string }) => template.name)).not.toContain('Bad');
    // It is listed, and goes when it is told to.
    expect((await admin.ask(LIST)).uploads).toMatchObject([{ id: uploadId }]);
    expect((await remove(uploadId)).status).toBe('SUCCEEDED');
  };

  it('is refused: other bytes than announced', async () => {
    const file = await makeQcow2(dir, 'other.qcow2');
    await refusedAs(file, 'is not what was announced', { sha256: 'a'.repeat(64) });
  });

  it('is refused: cut short or damaged', async () => {
    const file = await makeQcow2(dir, 'short.qcow2');
    await writeInto(file);
    await truncate(file, 1_500_000);
    await refusedAs(file, 'damaged or cut short');
    const junk = path.join(dir, 'junk.qcow2');
    await writeFile(junk, Buffer.alloc(700_000, 7));
    await refusedAs(junk, 'not a qcow2 image');
  });

  it('is refused: reads files of the host through its backing file', async () => {
    const evil = await makeQcow2(dir, 'evil.qcow2', ['-u', '-b', '/etc/shadow', '-F', 'raw']);
    await refusedAs(evil, 'is a layer over another file (/etc/shadow)');
    const spec = 'json:{"driver":"file","filename":"/etc/shadow"}';
    const json = await makeQcow2(dir, 'json.qcow2', ['-u', '-b', spec, '-F', 'raw']);
    await refusedAs(json, 'is a layer over another file');
  });

  it('is refused: keeps its data in a file of the host', async () => {
    const data = path.join(dir, 'data.raw');
    const file = await makeQcow2(dir, 'ext.qcow2', ['-o', `data_file=${data},data_file_raw=on`]);
    await refusedAs(file, 'keeps its data in another file');
  });

  it('is refused: another format than was said', async () => {
    const file = await makeQcow2(dir, 'said.raw');
    await refusedAs(file, 'is a qcow2 image, not a raw one', { format: 'RAW' });
    await refusedAs(file, 'not an ISO image', { format: 'ISO' });
    const iso = await makeIso(dir, 'short.iso');
    await truncate(iso, 50_000);
    await refusedAs(iso, 'cut short', { format: 'ISO' });
  });

  it('is refused: a disk beyond reason', async () => {
    const file = path.join(dir, 'huge.qcow2');
    await writeFile(file, await readFile(await makeQcow2(dir, 'base.qcow2')));
    await promisify(execFile)('qemu-img', ['resize', '-q', '-f', 'qcow2', file, '3T']);
    await refusedAs(file, 'at most 2048 GiB');
  });

  it('is refused: a file by a path, one that is not there, one that is taken', async () => {
    const { datastores } = await admin.ask('{ datastores { id } }');
    const i = { name: 'Lying', datastoreId: datastores[0].id };
    for (const file of ['../vm_images/x.qcow2', '/etc/shadow', 'a/b'])
      expect(await admin.refused(ADD, { i: { ...i, file } })).toMatchObject({
        code: 'BAD_USER_INPUT',
        fields: [{ path: 'file' }],
      });
    expect(await admin.refused(ADD, { i: { ...i, file: 'micro.qcow2' } })).toMatchObject({
      fields: [{ path: 'file', message: expect.stringContaining('belongs to the template') }],
    });
    expect(await add({ ...i, file: 'nothing.qcow2' })).toMatchObject({
      status: 'FAILED',
      error: { code: 'NOT_FOUND' },
    });
    await onHost(
      'cp',
      '/mnt/datastore/vm_templates/micro.qcow2',
      '/mnt/datastore/vm_templates/lying.qcow2',
    );
    const unsaid = { minRamMiB: null, defaultRamMiB: null, defaultVcpus: null, diskGiB: null };
    expect(await add({ ...i, ...unsaid, file: 'lying.qcow2' })).toMatchObject({
      status: 'SUCCEEDED',
    });
  });
});

describe('a VM that is installed from a disc', () => {
  it('has an empty disk and a drive, whose disc can be ejected and inserted again', async () => {
    const uploadId = await upload(admin, await makeIso(dir, 'disc.iso'), { format: 'ISO' });
    expect((await add({ name: 'Disc', uploadId, diskGiB: 3, minRamMiB: 64 })).status).toBe(
      'SUCCEEDED',
    );
    const { templates } = await admin.ask('{ templates { id name diskGiB format } }');
    const disc = templates.find((template: { name: string }) => template.name === 'Disc');
    expect(disc).toMatchObject({ diskGiB: 3, format: 'ISO' });
    const made = await product.createVm(admin, {
      ...{ name: 'installed', templateId: disc.id, diskGiB: 2, ramMiB: 128 },
    });
    expect(made.status).toBe('SUCCEEDED');
    const query = `query ($id: ID!) { vm(id: $id) { identity diskGiB status
      drive { disc { name } } disks { path sizeGiB flat } } }`;
    const look = async () => (await admin.ask(query, { id: made.vmId })).vm;
    const { identity, ...vm } = await look();
    expect(vm).toMatchObject({
      ...{ status: 'RUNNING', diskGiB: 2, drive: { disc: { name: 'Disc' } } },
      disks: [{ sizeGiB: 2, flat: true }],
    });
    const live = () => onHost('virsh', 'dumpxml', identity);
    const kept = () => onHost('virsh', 'dumpxml', '--inactive', identity);
    expect(await kept()).toMatch(/<boot dev='cdrom'\/>\s*<boot dev='hd'\/>/);
    expect(await live()).toMatch(/device='cdrom'>[\s\S]*?<source file='[^']*disc-[^']*\.iso'/);

    const eject = 'mutation ($i: EjectMediaInput!) { ejectMedia(input: $i) { id } }';
    const bob = await product.user('eve');
    expect(await bob.refused(eject, { i: { id: made.vmId } })).toMatchObject({ code: 'NOT_FOUND' });
    expect((await product.act(admin, 'ejectMedia', made.vmId)).status).toBe('SUCCEEDED');
    expect((await look()).drive).toEqual({ disc: null });
    expect(await live()).not.toContain('.iso');
    expect(await kept()).not.toMatch(/boot dev='cdrom'/);

    const insert = 'mutation ($i: InsertMediaInput!) { insertMedia(input: $i) { id } }';
    const i = { id: made.vmId, templateId: await product.templateId() };
    expect(await admin.refused(insert, { i })).toMatchObject({
      fields: [{ path: 'templateId', message: expect.stringContaining('no such ISO') }],
    });
    const task = await admin.ask(insert, { i: { ...i, templateId: disc.id } });
    expect(await admin.finish(task.insertMedia.id)).toMatchObject({
      status: 'SUCCEEDED',
      message: 'installed: Disc is inserted successfully',
    });
    expect(await live()).toContain('.iso');
    const deleting = 'mutation ($i: DeleteTemplateInput!) { deleteTemplate(input: $i) { id } }';
    expect(await admin.refused(deleting, { i: { id: disc.id } })).toMatchObject({
      message: expect.stringContaining('installed of admin'),
    });
    await product.act(admin, 'deleteVm', made.vmId);
  });
});
