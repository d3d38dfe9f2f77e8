import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import type { Product } from '../../test/product.ts';
import { describeTask, type TaskSubject } from '../../test/task-harness.ts';
import { makeVm, productWithoutWorker } from '../../test/task-product.ts';
import { rows, run, transaction } from '../platform/db.ts';
import type { DatastoreId, OrganisationId, SecurityDomainId, UserId } from '../platform/ids.ts';
import { newId, type TemplateId, type UploadId, type VmId } from '../platform/ids.ts';
import type { TaskDefinition } from '../task/task-definition.ts';
import { addTemplateTask } from '../template/add-template.task.ts';
import { insertAddedTemplate } from '../template/added-template.ts';
import { deleteUploadTask } from '../upload/delete-upload.task.ts';
import { allocateVm } from './allocate-vm.ts';
import { changeMediaTask } from './change-media.task.ts';
import { createVmFromImageTask } from './create-vm-from-image.task.ts';
import { defineDomain } from './define-domain.ts';
import { flattenDiskTask } from './flatten-disk.task.ts';
import { requireVmRecord } from './vm-record.ts';

type InputOf<Task> = Task extends TaskDefinition<infer Input> ? Input : never;

let product: Product;
let base: {
  datastoreId: DatastoreId;
  ownerId: UserId;
  organisationId: OrganisationId;
  securityDomainId: SecurityDomainId;
};
const ROOT = '/mnt/datastore';
const MICRO = `${ROOT}/vm_templates/micro.qcow2`;
const onHost = (...argv: string[]) => product.onHost('host1', ...argv);
const services = () => product.app.services;

beforeAll(async () => {
  product = await productWithoutWorker('xt');
  const [found] = await rows<typeof base>(
    product.em(),
    `select d.id as datastoreId, u.id as ownerId, u.organisation_id as organisationId,
            s.id as securityDomainId
       from datastore d, user u, security_domain s where u.username = 'admin' limit 1`,
  );
  if (!found) throw new Error('no rows to begin with');
  base = found;
}, 120_000);
afterAll(() => product?.[Symbol.asyncDispose]());

/** Puts an upload that has arrived there. */
async function addUpload(): Promise<{ uploadId: UploadId; file: string }> {
  const uploadId = newId('upl');
  const file = `vm_templates/${uploadId}.upload`;
  await onHost('cp', MICRO, `${ROOT}/${file}`);
  await run(
    product.em(),
    `insert into upload (id, owner_id, file_name, format, size_bytes, received_bytes, datastore_id,
                         created_at, updated_at)
     values (?, ?, 'a.qcow2', 'QCOW2', 1, 1, ?, utc_timestamp(3), utc_timestamp(3))`,
    [uploadId, base.ownerId, base.datastoreId],
  );
  return { uploadId, file };
}
const uploads = () =>
  rows<{ id: string; task_id: string | null }>(product.em(), 'select id, task_id from upload');
const present = async (pattern: string) =>
  (await onHost('find', `${ROOT}/vm_templates`, '-name', pattern)).split('\n').filter(Boolean);

describe('templates of uploads', () => {
  afterEach(async () => {
    await run(product.em(), 'delete from upload');
    await run(product.em(), "delete from template where name = 'Added'");
    await onHost('find', `${ROOT}/vm_templates`, '-name', 'added-*', '-delete');
    await onHost('find', `${ROOT}/vm_templates`, '-name', '*.upload', '-delete');
  });

  describeTask(
    addTemplateTask,
    (): TaskSubject<InputOf<typeof addTemplateTask>> => ({
      services: services(),
      definition: addTemplateTask,
      prepare: async () => {
        const { uploadId, file } = await addUpload();
        const templateId = newId('tpl');
        const input: InputOf<typeof addTemplateTask> = {
          ...{ templateId, name: 'Added', ownerId: null, public: true, description: null },
          ...{ os: 'Test', version: null, arch: 'x86_64', datastoreId: base.datastoreId },
          ...{ format: 'QCOW2', file: 'vm_templates/added-x.qcow2', uploadId, uploaded: file },
          ...{ sha256: null, diskGiB: null, diskMode: 'OVERLAY', cloudInit: false },
          ...{ minRamMiB: 64, defaultRamMiB: 64, defaultVcpus: 1 },
        };
        await transaction(product.em(), (em) => insertAddedTemplate(em, input));
        return { input };
      },
      expectDone: async () => {
        const made = await rows(product.em(), "select state from template where name = 'Added'");
        expect(made).toEqual([{ state: 'READY' }]);
        expect(await present('added-*')).toEqual([`${ROOT}/vm_templates/added-x.qcow2`]);
        expect(await uploads()).toEqual([]);
        expect(await present('*.upload')).toEqual([]);
      },
      // The upload is what it was; or it is gone with all that came of it.
      expectNothingLeft: async () => {
        expect(await rows(product.em(), "select id from template where name = 'Added'")).toEqual(
          [],
        );
        expect(await present('added-*')).toEqual([]);
        const left = await uploads();
        expect((await present('*.upload')).length).toBe(left.length);
        for (const { task_id } of left) expect(task_id).toBeNull();
      },
    }),
  );

  describeTask(
    deleteUploadTask,
    (): TaskSubject<InputOf<typeof deleteUploadTask>> => ({
      services: services(),
      definition: deleteUploadTask,
      prepare: async () => {
        const { uploadId, file } = await addUpload();
        return { input: { uploadId, file: `${ROOT}/${file}` } };
      },
      expectDone: async () => {
        expect(await uploads()).toEqual([]);
        expect(await present('*.upload')).toEqual([]);
      },
      // It can be removed again.
      expectNothingLeft: async () => {
        for (const { task_id } of await uploads()) expect(task_id).toBeNull();
      },
    }),
  );
});

describe('VMs and their images', () => {
  const image = `${ROOT}/vm_images/left.qcow2`;

  describe('launching one', () => {
    afterEach(async () => {
      for (const name of (await product.leftovers()).domains) {
        await onHost('virsh', 'destroy', name).catch(() => undefined);
        await onHost('virsh', 'undefine', name);
      }
      await onHost('rm', '-f', image);
      await run(product.em(), 'update private_ip set vm_id = null');
      await run(product.em(), 'delete from vm');
    });
    describeTask(
      createVmFromImageTask,
      (): TaskSubject<InputOf<typeof createVmFromImageTask>> => ({
        services: services(),
        definition: createVmFromImageTask,
        prepare: async () => {
          const over = ['-b', MICRO, '-F', 'qcow2', image];
          await onHost('qemu-img', 'create', '-q', '-f', 'qcow2', ...over);
          const spec = {
            ...{ vmId: newId('vm'), diskId: newId('disk'), uuid: randomUUID(), name: 'left' },
            ...{ ...base, requesterId: base.ownerId, templateId: null, hostId: null },
            ...{ vcpus: 1, ramMiB: 96, diskGiB: 1, purpose: null, identity: 'left' },
            rootDisk: 'EXISTING' as const,
          };
          await transaction(product.em(), (em) => allocateVm(em, spec));
          return { input: { spec, start: true }, vmId: spec.vmId };
        },
        expectDone: async ({ spec }) => {
          const vm = await requireVmRecord(product.em(), spec.vmId);
          expect(vm).toMatchObject({ identity: 'left', status: 'RUNNING' });
          expect(vm.boot?.kernel).toContain('micro.vmlinuz');
        },
        expectNothingLeft: async () => {
          expect(await product.leftovers()).toEqual({ domains: [], files: [image] });
          expect(await rows(product.em(), 'select id from vm')).toEqual([]);
        },
      }),
    );
  });

  describe('changing one', () => {
    let vmId: VmId;
    let path = '';
    let discId: TemplateId;
    beforeAll(async () => {
      vmId = await makeVm(product, { name: 'there', start: false });
      const vm = await requireVmRecord(product.em(), vmId);
      path = vm.disks[0]?.path ?? '';
      discId = newId('tpl');
      await onHost('truncate', '-s', '1M', `${ROOT}/vm_templates/disc.iso`);
      await run(
        product.em(),
        `insert into template (id, name, os, arch, disk_gib, format, datastore_id, file, cloud_init,
                               min_ram_mib, default_ram_mib, default_vcpus, position, active, created_at)
         values (?, 'Disc', 'Test', 'x86_64', 1, 'ISO', ?, 'vm_templates/disc.iso', 0, 64, 64, 1, 9, 1,
                 utc_timestamp(3))`,
        [discId, base.datastoreId],
      );
    });
    const backing = async () =>
      JSON.parse(await onHost('qemu-img', 'info', '-U', '--output=json', path))['backing-filename'];

    describeTask(
      flattenDiskTask,
      (): TaskSubject<InputOf<typeof flattenDiskTask>> => ({
        services: services(),
        definition: flattenDiskTask,
        prepare: async () => {
          await onHost('qemu-img', 'create', '-q', '-f', 'qcow2', '-b', MICRO, '-F', 'qcow2', path);
          await run(product.em(), 'update disk set flat = 0 where vm_id = ?', [vmId]);
          const vm = await requireVmRecord(product.em(), vmId);
          const [disk] = vm.disks;
          if (!disk) throw new Error('no disk');
          return { input: { vmId, diskId: disk.id, target: disk.target }, vmId };
        },
        expectDone: async () => {
          expect(await backing()).toBeUndefined();
          expect(await rows(product.em(), 'select flat from disk')).toEqual([{ flat: 1 }]);
        },
        // There is nothing to undo: the disk is whole, a layer or not, and never said to be none while it is.
        expectNothingLeft: async () => {
          await onHost('qemu-img', 'check', '-q', path);
          const [disk] = await rows<{ flat: number }>(product.em(), 'select flat from disk');
          if (disk?.flat) expect(await backing()).toBeUndefined();
        },
      }),
    );

    const inDrive = async () => {
      const { identity } = await requireVmRecord(product.em(), vmId);
      const [vm] = await rows<{ disc: string | null }>(
        product.em(),
        'select media_template_id as disc from vm where id = ?',
        [vmId],
      );
      const defined = (await onHost('virsh', 'dumpxml', identity)).includes('disc.iso');
      return { row: vm?.disc ?? null, defined };
    };
    describeTask(
      changeMediaTask,
      (): TaskSubject<InputOf<typeof changeMediaTask>> => ({
        services: services(),
        definition: changeMediaTask,
        prepare: async () => {
          await run(product.em(), 'update vm set media_template_id = null where id = ?', [vmId]);
          const vm = await requireVmRecord(product.em(), vmId);
          await defineDomain(services(), vm, AbortSignal.timeout(10_000));
          return { input: { vmId, name: 'there', templateId: discId, disc: 'Disc' }, vmId };
        },
        expectDone: async () => expect(await inDrive()).toEqual({ row: discId, defined: true }),
        expectNothingLeft: async () => {
          expect(await inDrive()).toEqual({ row: null, defined: false });
        },
      }),
    );
  });
});
