import { run } from '../src/platform/db.ts';
import { type DatastoreId, newId } from '../src/platform/ids.ts';
import type { Product } from './product.ts';

/** Where hosts have it. */
export const SECOND = '/mnt/second';

/**
 * Gives a product a second datastore, `second`: a directory of the first, mounted again.
 * @param hosts the names of those that mount it
 */
export async function addSecondDatastore(
  product: Product,
  hosts: readonly string[] = ['host1'],
): Promise<DatastoreId> {
  const source = '/mnt/datastore/second';
  for (const host of hosts) {
    await product.onHost(host, 'mkdir', '-p', source, SECOND);
    await product.onHost(host, 'mount', '--bind', source, SECOND);
  }
  const id = newId('ds');
  await run(product.em(), "insert into datastore (id, name, path) values (?, 'second', ?)", [
    id,
    SECOND,
  ]);
  return id;
}
