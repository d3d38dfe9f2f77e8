import { rows } from '../src/platform/db.ts';
import type { DatastoreId, HostId } from '../src/platform/ids.ts';
import type { Product } from './product.ts';

/** Where each host has the datastore that it alone sees: at the same path as the other. */
export const LOCAL = '/mnt/local';

/** Mounts a host's own directory there, as its boot would. */
export async function mountLocal(product: Product, host: string): Promise<void> {
  const source = `/var/tmp/of-${host}`;
  await product.onHost(host, 'mkdir', '-p', `${source}/vm_images`, LOCAL);
  await product.onHost(host, 'mount', '--bind', source, LOCAL);
}

/** Gives each of two hosts a datastore that is local to it, `of-host1` and `of-host2`. */
export async function addHostDatastores(
  product: Product,
): Promise<ReadonlyMap<string, DatastoreId>> {
  const stores = new Map<string, DatastoreId>();
  const em = product.em();
  const hosts = await rows<{ id: HostId; name: string }>(em, 'select id, name from host');
  for (const { id, name } of hosts.filter((host) => /^host[12]$/.test(host.name))) {
    await mountLocal(product, name);
    const { addDatastore } = await product.admin.ask(
      'mutation ($i: AddDatastoreInput!) { addDatastore(input: $i) { id } }',
      { i: { name: `of-${name}`, path: LOCAL, hostIds: [id] } },
    );
    stores.set(name, addDatastore.id);
  }
  return stores;
}
