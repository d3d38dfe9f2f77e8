import { rows, run } from '../src/platform/db.ts';
import { type DatastoreId, newId } from '../src/platform/ids.ts';
import type { Product } from './product.ts';
import { waitFor } from './wait-for.ts';

/** Where a host has the datastore that it alone sees. */
export const pathOfHost = (host: string): string => `/mnt/of-${host}`;

/**
 * Gives each of two hosts a datastore that the other does not see, `of-host1` and `of-host2`, and
 * waits until that is known.
 */
export async function addHostDatastores(
  product: Product,
): Promise<ReadonlyMap<string, DatastoreId>> {
  const stores = new Map<string, DatastoreId>();
  for (const host of ['host1', 'host2']) {
    const path = pathOfHost(host);
    await product.onHost(host, 'mkdir', '-p', `/var/tmp${path}/vm_images`, path);
    await product.onHost(host, 'mount', '--bind', `/var/tmp${path}`, path);
    const id = newId('ds');
    stores.set(host, id);
    const sql = 'insert into datastore (id, name, path) values (?, ?, ?)';
    await run(product.em(), sql, [id, `of-${host}`, path]);
  }
  await waitFor('each host to be known not to see the other’s', async () => {
    const found = await rows<{ missing: string | null }>(
      product.em(),
      'select missing_datastores as missing from host order by name',
    );
    const [first, second] = found;
    return first?.missing === stores.get('host2') && second?.missing === stores.get('host1');
  });
  return stores;
}
