import { AlertWatch } from '../alert/alert-watch.ts';
import { rows } from '../platform/db.ts';
import type { HostId } from '../platform/ids.ts';
import type { Services } from '../services.ts';
import type { NetworkHost } from './network-hosts.ts';

/**
 * Holds each host's number of links that are much worse than their own history against the alert
 * rules; either end of such a link counts it.
 */
export async function watchLinks(
  services: Pick<Services, 'em' | 'events' | 'log' | 'config'>,
  hosts: readonly NetworkHost[],
  at: Date,
): Promise<void> {
  const pairs = await rows<{ a: HostId; b: HostId }>(
    services.em(),
    `select distinct least(source_id, target_id) as a, greatest(source_id, target_id) as b
       from host_link where degraded_since is not null`,
  );
  const counts = new Map<HostId, number>();
  for (const id of pairs.flatMap(({ a, b }) => [a, b])) counts.set(id, (counts.get(id) ?? 0) + 1);
  const watch = new AlertWatch(services);
  try {
    for (const { id, name } of hosts)
      await watch.observe({ kind: 'HOST', id, name }, { degradedLinks: counts.get(id) ?? 0 }, at);
  } finally {
    watch.close();
  }
}
