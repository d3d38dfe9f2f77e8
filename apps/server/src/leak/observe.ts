import type { Services } from '../services.ts';
import type { SeenHost, TaskFacts, World } from './leak-world.ts';
import { observeDatastore } from './observe-datastores.ts';
import { observeHost } from './observe-hosts.ts';
import { readRecords, readTasks } from './observe-rows.ts';
import { observeSnapshots } from './observe-snapshots.ts';

/** Hosts and datastores asked at once. */
const AT_ONCE = 16;

/**
 * Looks once at database, hosts and datastores. A host or datastore that cannot be asked is
 * recorded as such, and is no error.
 */
export async function observeWorld(
  services: Pick<Services, 'em' | 'hosts' | 'log'>,
): Promise<World> {
  const em = services.em();
  const before = await readTasks(em);
  const records = await readRecords(em);
  const hosts = await eachOf(records.hosts, (host) => observeHost(services, host));
  const asked = hosts.filter((host: SeenHost) => host.domains !== null);
  const datastores = await eachOf(records.datastores, (datastore) =>
    observeDatastore(services, datastore, { hosts: asked, claims: records.claims }),
  );
  const { vms, claims, oldTickets } = records;
  const snapshots = await observeSnapshots(services, records.snapshots, { hosts, vms });
  const tasks = together(before, await readTasks(em));
  return { hosts, datastores, vms, claims, snapshots, oldTickets, tasks };
}

/** Tasks that ended while we looked are taken as they were: their objects were in flight. */
function together(before: readonly TaskFacts[], after: readonly TaskFacts[]): TaskFacts[] {
  const now = new Set(after.map(({ id }) => id));
  return [...before.filter(({ id }) => !now.has(id)), ...after];
}

async function eachOf<Of, Result>(
  list: readonly Of[],
  work: (one: Of) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = list.entries();
  const lane = async () => {
    for (const [index, one] of queue) results[index] = await work(one);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, list.length) }, lane));
  return results;
}
