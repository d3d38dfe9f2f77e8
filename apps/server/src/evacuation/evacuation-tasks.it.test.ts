import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { Product } from '../../test/product.ts';
import { describeTask, type TaskSubject } from '../../test/task-harness.ts';
import { productWithoutWorker } from '../../test/task-product.ts';
import { rows, run } from '../platform/db.ts';
import type { HostId } from '../platform/ids.ts';
import type { TaskDefinition } from '../task/task-definition.ts';
import { balanceHostsTask } from './balance-hosts.task.ts';
import { evacuateHostTask } from './evacuate-host.task.ts';
import { returnVmsTask } from './return-vms.task.ts';

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

/** Groups whose whole work are their children: with none they change nothing. */
describe('groups without work of their own', () => {
  const nothing = async () => {
    expect(await isClosed()).toBe(false);
    expect(await rows(product.em(), 'select 1 from vm_migration')).toEqual([]);
  };
  const fresh = async () => {
    await run(product.em(), 'delete from task');
    await run(product.em(), 'update host set maintenance = false');
  };
  describeTask(returnVmsTask, () => ({
    ...{ services: product.app.services, definition: returnVmsTask },
    ...{ expectDone: nothing, expectNothingLeft: nothing },
    prepare: async () => {
      await fresh();
      const stay = [{ name: 'web', reason: 'It is busy.' }];
      const input = { hostId: host.id, hostName: host.name, atOnce: 2, stay };
      return { input, hostId: host.id };
    },
  }));
  describeTask(balanceHostsTask, () => ({
    ...{ services: product.app.services, definition: balanceHostsTask },
    ...{ expectDone: nothing, expectNothingLeft: nothing },
    prepare: async () => {
      await fresh();
      return { input: { atOnce: 2 }, lane: 'balance' };
    },
  }));
});
