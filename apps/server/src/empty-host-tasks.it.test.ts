import { labStatus } from '@baadal/lab';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { Product } from '../test/product.ts';
import { describeTask, type TaskSubject } from '../test/task-harness.ts';
import { productWithoutWorker } from '../test/task-product.ts';
import { waitFor } from '../test/wait-for.ts';
import { emptyDatastoreTask } from './emptying/empty-datastore.task.ts';
import { balanceHostsTask } from './evacuation/balance-hosts.task.ts';
import { evacuateHostTask } from './evacuation/evacuate-host.task.ts';
import { returnVmsTask } from './evacuation/return-vms.task.ts';
import { powerOffHostTask, powerOnHostTask } from './host-power/power-host.task.ts';
import { rows, run } from './platform/db.ts';
import type { DatastoreId, HostId } from './platform/ids.ts';
import type { TaskDefinition } from './task/task-definition.ts';

/** Tasks about a host that has no VMs, and a datastore without disks, on one lab. */
type Input<Task> = Task extends TaskDefinition<infer I> ? I : never;
type EvacuateHost = Input<typeof evacuateHostTask>;
type PowerHost = Input<typeof powerOnHostTask>;

let product: Product;
let host: { readonly id: HostId; readonly name: string };

beforeAll(async () => {
  product = await productWithoutWorker('eh');
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

describe('an empty datastore', () => {
  const closed = async () => {
    const found = await rows<{ closed: number }>(product.em(), 'select closed from datastore');
    return found[0]?.closed === 1;
  };
  describeTask(emptyDatastoreTask, () => ({
    ...{ services: product.app.services, definition: emptyDatastoreTask },
    prepare: async () => {
      await run(product.em(), 'delete from task');
      await run(product.em(), 'update datastore set closed = true');
      const [lab] = await rows<{ id: DatastoreId }>(product.em(), 'select id from datastore');
      const datastoreId = lab?.id as DatastoreId;
      const stay = [{ name: 'Template x', reason: 'Delete it.' }];
      return {
        input: { datastoreId, name: 'lab', wasClosed: false, atOnce: 2, stay },
        lane: datastoreId,
      };
    },
    expectDone: async () => expect(await closed()).toBe(true),
    expectNothingLeft: async () => expect(await closed()).toBe(false),
  }));
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

describe('the power of an empty host', () => {
  const input = (): PowerHost => ({ hostId: host.id, hostName: host.name, byPolicy: false });

  /** As its row says. */
  const status = async () =>
    (await rows<{ status: string }>(product.em(), 'select status from host'))[0]?.status;
  /** As the lab says, past the product. */
  async function hasPower(): Promise<boolean> {
    const machines = (await labStatus({ stateDir: product.lab.stateDir }))?.machines ?? [];
    return machines.find(({ name }) => name === host.name)?.power === 'on';
  }
  const written = async () =>
    (
      await rows<{ state: string | null; offBy: string | null }>(
        product.em(),
        'select state, off_by as offBy from host_power',
      )
    )[0];
  const told = async () =>
    (
      await rows<{ to: string }>(
        product.em(),
        "select `to` from host_event where attribute = 'power' and task_id is not null",
      )
    ).map(({ to }) => to);

  /** The host has power or none, and the collector has seen it. */
  async function have(on: boolean): Promise<void> {
    if ((await hasPower()) !== on)
      await (on ? product.lab.powerOn(host.name) : product.lab.powerOff(host.name));
    await waitFor(
      `it to be ${on ? 'up' : 'missed'}`,
      async () => ((await status()) === 'UP') === on,
      90_000,
    );
    await run(product.em(), 'delete from task');
    await run(product.em(), "delete from host_event where attribute = 'power'");
    const by = on ? null : 'ADMIN';
    await run(product.em(), 'update host set maintenance = false');
    await run(product.em(), 'update host_power set off_by = ?, state = ?', [by, on ? 'ON' : 'OFF']);
  }

  describeTask(powerOffHostTask, () => ({
    ...{ services: product.app.services, definition: powerOffHostTask },
    prepare: async () => {
      await have(true);
      return { input: input(), hostId: host.id, lane: host.id };
    },
    expectDone: async () => {
      expect(await hasPower()).toBe(false);
      expect(await written()).toEqual({ state: 'OFF', offBy: 'ADMIN' });
      expect(await told()).toEqual(['OFF']);
      expect(await status()).not.toBe('UP');
    },
    // Power that is off stays off. What is closed is the host, and that is undone.
    expectNothingLeft: async () => expect((await written())?.offBy).toBeNull(),
  }));

  describeTask(powerOnHostTask, () => ({
    ...{ services: product.app.services, definition: powerOnHostTask },
    prepare: async () => {
      await have(false);
      return { input: input(), hostId: host.id, lane: host.id };
    },
    expectDone: async () => {
      expect(await hasPower()).toBe(true);
      expect(await status()).toBe('UP');
      expect(await written()).toEqual({ state: 'ON', offBy: null });
      expect(await told()).toEqual(['ON']);
    },
    // A host that has power keeps it, and is open once the collector sees it; else it is off as before.
    expectNothingLeft: async () => {
      const offBy = (await hasPower()) ? null : 'ADMIN';
      await waitFor(
        `it to be off by ${offBy}`,
        async () => (await written())?.offBy === offBy,
        60_000,
      );
    },
  }));
});
