import {
  judgeHosts,
  type PlacementHost,
  type PlacementLimits,
  type PlacementRequest,
} from '../placement/placement.ts';

/** How clones would spread over the hosts. */
export interface Spread {
  /** How many have room; all of them, or fewer. */
  readonly fitting: number;
  /** By the hosts' names, those with none left out. */
  readonly hosts: readonly { readonly name: string; readonly count: number }[];
}

/** Places clones one after another, as their reservation would, but reserves nothing. */
export function spreadClones(
  hosts: readonly PlacementHost[],
  request: PlacementRequest,
  limits: PlacementLimits,
  count: number,
): Spread {
  let now = hosts;
  const counts = new Map<string, number>();
  let fitting = 0;
  for (; fitting < count; fitting++) {
    const [best] = judgeHosts(now, request, limits);
    if (!best?.accepted) break;
    const { id, name } = best.host;
    counts.set(name, (counts.get(name) ?? 0) + 1);
    now = now.map((host) =>
      host.id === id
        ? {
            ...host,
            reservedVcpus: Number(host.reservedVcpus) + request.vcpus,
            reservedRamMiB: Number(host.reservedRamMiB) + request.ramMiB,
          }
        : host,
    );
  }
  const spread = [...counts].map(([name, n]) => ({ name, count: n }));
  return { fitting, hosts: spread.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

/** One thing that clones take, before and after. */
export interface Need {
  readonly kind: 'ADDRESSES' | 'DATASTORE_MIB' | 'HOSTS';
  readonly needed: number;
  readonly free: number;
}

/** What is short, in words; null when there is enough. */
export function shortOf(need: Need): string | null {
  const { kind, needed, free } = need;
  if (needed <= free) return null;
  if (kind === 'ADDRESSES')
    return `The security domain has ${free} free private IPs, ${needed} are needed. Ask an admin for a larger pool.`;
  if (kind === 'HOSTS') return `The hosts have room for ${free} of ${needed} clones now.`;
  return `The datastore has ${free} MiB free, the copies need ${needed} MiB.`;
}
