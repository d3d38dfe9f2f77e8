import type { VmId } from '../platform/ids.ts';
import type { Services } from '../services.ts';
import { readTags } from '../snapshot/disk-snapshots.ts';
import type { SeenHost, SnapshotFacts, VmFacts } from './leak-world.ts';
import type { SnapshotRow } from './observe-rows.ts';

const READ_MS = 15_000;

/**
 * Which snapshots are there. Those that libvirt does not list may be in the image all the same (a
 * domain that was defined anew is told of them when they are next used): only for these, the first
 * disk is asked. What cannot be asked counts as there.
 */
export async function observeSnapshots(
  services: Pick<Services, 'hosts' | 'log'>,
  rows: readonly SnapshotRow[],
  seen: { readonly hosts: readonly SeenHost[]; readonly vms: readonly VmFacts[] },
): Promise<SnapshotFacts[]> {
  const facts: SnapshotFacts[] = [];
  for (const [vmId, own] of Map.groupBy(rows, (row) => row.vmId)) {
    const listed = listedOf(vmId, seen);
    const unlisted = listed === null ? [] : own.filter(({ id }) => !listed.has(id));
    const held = unlisted.length > 0 ? await heldTags(services, unlisted, seen) : null;
    for (const { id, name, state } of own)
      facts.push({
        ...{ id, name, vmId, state },
        there: listed === null || listed.has(id) || held === null || held.has(id),
      });
  }
  return facts;
}

/** What libvirt lists of a VM; null when its host was not asked, or has no such domain. */
function listedOf(
  vmId: VmId,
  { hosts, vms }: { readonly hosts: readonly SeenHost[]; readonly vms: readonly VmFacts[] },
): ReadonlySet<string> | null {
  const vm = vms.find(({ id }) => id === vmId);
  const home = hosts.find(({ id }) => id === vm?.hostId);
  const domain = home?.domains?.find(({ uuid }) => uuid === vm?.uuid);
  return domain ? new Set(domain.snapshots) : null;
}

/** Names of the snapshots in the VM's first disk; null when it cannot be read. */
async function heldTags(
  services: Pick<Services, 'hosts' | 'log'>,
  [snapshot]: readonly SnapshotRow[],
  { vms }: { readonly vms: readonly VmFacts[] },
): Promise<ReadonlySet<string> | null> {
  const hostId = vms.find(({ id }) => id === snapshot?.vmId)?.hostId;
  if (!hostId || !snapshot?.disk) return null;
  try {
    const ssh = await services.hosts.ssh(hostId);
    const [tags] = await readTags(ssh, [snapshot.disk], AbortSignal.timeout(READ_MS));
    return tags ? new Set(tags.keys()) : null;
  } catch (err) {
    services.log.debug({ hostId, vmId: snapshot.vmId, err }, 'snapshots could not be checked');
    return null;
  }
}
