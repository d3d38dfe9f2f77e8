import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { Product } from '../../test/product.ts';
import { describeTask, type TaskSubject } from '../../test/task-harness.ts';
import { productWithoutWorker } from '../../test/task-product.ts';
import { rows, run } from '../platform/db.ts';
import type { HostId } from '../platform/ids.ts';
import type { TaskDefinition } from '../task/task-definition.ts';
import { evacuateHostTask } from './evacuate-host.task.ts';

type EvacuateHost = typeof evacuateHostTask extends TaskDefinition<infer Input> ? Input : never;

let product: Product;
let host: { readonly id: HostId; readonly name: string };

beforeAll(async () => {
  product = await productWithoutWorker('rt');
  const [found] = await rows<typeof host>(product.em(), 'select id, name from host');
  if (!found) throw new Error('no host');
  host = found;
}, 120_000);
afterAll(() => product?.[Symbol.asyncDispose]());

async function isClosed(): Promise<boolean> {
  const [row] = await rows<{ maintenance: number }>(
    product.em(),
    'select maintenance from host where id = ?',
    [host.id],
  );
  return row?.maintenance === 1;
}

describe('an empty host', () => {
  const subject = (): TaskSubject<EvacuateHost> => ({
    services: product.app.services,
    definition: evacuateHostTask,
    prepare: async () => {
      await run(product.em(), 'delete from task');
      await run(product.em(), 'update host set maintenance = true');
      return {
        input: { hostId: host.id, hostName: host.name, wasClosed: false, atOnce: 2, stay: [] },
        hostId: host.id,
      };
    },
    expectDone: async () => expect(await isClosed()).toBe(true),
    expectNothingLeft: async () => expect(await isClosed()).toBe(false),
  });
  describeTask(evacuateHostTask, subject);
});
