import { type Em, rows } from '../platform/db.ts';
import type { HostId } from '../platform/ids.ts';

/** A host as far as the network between hosts is concerned. */
export type NetworkHost = {
  readonly id: HostId;
  readonly name: string;
  readonly address: string;
};

/** Hosts that answer, by name: all, or those asked for. */
export async function hostsToMeasure(
  em: Em,
  ids: readonly HostId[] | null,
): Promise<readonly NetworkHost[]> {
  const only = ids === null ? '' : 'and id in (?)';
  if (ids?.length === 0) return [];
  return rows<NetworkHost>(
    em,
    `select id, name, address from host where status = 'UP' ${only} order by name`,
    ids === null ? [] : [ids],
  );
}
