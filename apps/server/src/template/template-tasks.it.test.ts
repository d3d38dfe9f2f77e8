import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import type { Product } from '../../test/product.ts';
import { describeTask, type TaskSubject } from '../../test/task-harness.ts';
import { makeVm, productWithoutWorker } from '../../test/task-product.ts';
import { rows, run, transaction } from '../platform/db.ts';
import { newId, type UserId, type VmId } from '../platform/ids.ts';
import type { TaskDefinition } from '../task/task-definition.ts';
import { deleteTemplateTask } from './delete-template.task.ts';
import { saveVmAsTemplateTask } from './save-vm-as-template.task.ts';
import { insertTemplate } from './template-rows.ts';

type Save = typeof saveVmAsTemplateTask extends TaskDefinition<infer Input> ? Input : never;
type Delete = typeof deleteTemplateTask extends TaskDefinition<infer Input> ? Input : never;

let product: Product;
let vmId: VmId;
let before: string[];

beforeAll(async () => {
  product = await productWithoutWorker('tt');
  before = await files();
  vmId = await makeVm(product, { name: 'source', start: false });
}, 120_000);
afterAll(() => product?.[Symbol.asyncDispose]());
afterEach(async () => {
  await run(product.em(), 'delete from template where owner_id is not null');
  const left = (await files()).filter((file) => !before.includes(file));
  if (left.length > 0) await product.onHost('host1', 'rm', '-f', ...left);
});

async function files(): Promise<string[]> {
  const found = await product.onHost('host1', 'find', '/mnt/datastore/vm_templates', '-type', 'f');
  return found.split('\n').filter(Boolean).sort();
}
const made = () =>
  rows<{ state: string; active: number; file: string }>(
    product.em(),
    `select t.state, t.active, concat(d.path, '/', t.file) as file
       from template t join datastore d on d.id = t.datastore_id where t.owner_id is not null`,
  );

/** Reserves a template as its mutation does. */
async function reserve(): Promise<Save> {
  const em = product.em();
  const [admin] = await rows<{ id: UserId }>(em, "select id from user where username = 'admin'");
  if (!admin) throw new Error('no admin');
  const input: Save = {
    ...{ templateId: newId('tpl'), vmId, name: 'Saved', ownerId: admin.id },
    ...{ public: false, description: null, snapshotId: null },
  };
  await transaction(em, (inner) => insertTemplate(inner, input));
  return input;
}

describe('saving a VM as a template', () => {
  describeTask(
    saveVmAsTemplateTask,
    (): TaskSubject<Save> => ({
      services: product.app.services,
      definition: saveVmAsTemplateTask,
      prepare: async () => ({ input: await reserve(), vmId }),
      expectDone: async () => {
        const [template, ...others] = await made();
        expect(others).toEqual([]);
        expect(template).toMatchObject({ state: 'READY', active: 1 });
        const added = (await files()).filter((file) => !before.includes(file));
        expect(added).toContain(template?.file);
        expect(added.length).toBe(3);
      },
      expectNothingLeft: async () => {
        expect(await made()).toEqual([]);
        expect(await files()).toEqual(before);
      },
    }),
  );
});

describe('deleting a template', () => {
  describeTask(
    deleteTemplateTask,
    (): TaskSubject<Delete> => ({
      services: product.app.services,
      definition: deleteTemplateTask,
      prepare: async () => {
        const { templateId, name } = await reserve();
        const [template] = await made();
        await product.onHost('host1', 'cp', before[0] ?? '', template?.file ?? '');
        await run(product.em(), "update template set state = 'READY', active = 0 where id = ?", [
          templateId,
        ]);
        return { input: { templateId, name, wasActive: true } };
      },
      expectDone: async () => {
        expect(await made()).toEqual([]);
        expect(await files()).toEqual(before);
      },
      // What could not be deleted is offered again with its image; or it is retired without one.
      expectNothingLeft: async () => {
        for (const template of await made())
          expect((await files()).includes(template.file)).toBe(template.active === 1);
      },
    }),
  );
});
