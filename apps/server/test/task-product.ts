import type { VmId } from '../src/platform/ids.ts';
import { TaskEngine } from '../src/task/engine.ts';
import type { AnyTaskDefinition } from '../src/task/task-definition.ts';
import { TASK_DEFINITIONS } from '../src/tasks.ts';
import { Product } from './product.ts';
import { QUICK } from './task-world.ts';

/** Starts a product without a worker, for tests that bring workers of their own. */
export function productWithoutWorker(name: string): Promise<Product> {
  return Product.start({ name, hosts: 1, env: { BAADAL_ROLES: 'api,collector' } });
}

/**
 * Runs what is asked for with a worker that knows every kind of task, and ends it.
 * @param definitions the tasks as they are, unless a test has changed some
 */
export async function withWorker<T>(
  product: Product,
  work: () => Promise<T>,
  definitions: readonly AnyTaskDefinition[] = TASK_DEFINITIONS,
): Promise<T> {
  const { services } = product.app;
  const engine = new TaskEngine({
    ...{ services, definitions, concurrency: 2 },
    ...{ processName: 'maker', pollMs: QUICK.pollMs },
  });
  engine.start();
  try {
    return await work();
  } finally {
    await engine.stop({ graceMs: 1_000 });
  }
}

/** Makes a VM of the admin's by the real task. */
export async function makeVm(product: Product, input: Record<string, unknown>): Promise<VmId> {
  const { status, vmId, message } = await withWorker(product, () =>
    product.createVm(product.admin, input),
  );
  if (status !== 'SUCCEEDED') throw new Error(`the VM was not made: ${message}`);
  return vmId as VmId;
}
