import { type Em, rows } from '../platform/db.ts';
import type { HostId, VmId } from '../platform/ids.ts';
import { TIMEOUTS } from '../platform/timeouts.ts';
import type { Services } from '../services.ts';
import type { DiskType } from './disk.type.ts';

/** The disks of a VM, the root disk first. */
export async function loadDisks(em: Em, vmId: VmId): Promise<DiskType[]> {
  const disks = await rows<Omit<DiskType, 'root'> & { root: number }>(
    em,
    `select k.id, k.target, concat(d.path, '/', k.path) as path, k.size_gib as sizeGiB, k.root,
            k.datastore_id as datastoreId, v.host_id as hostId
       from disk k join datastore d on d.id = k.datastore_id join vm v on v.id = k.vm_id
      where k.vm_id = ? order by k.root desc, k.target`,
    [vmId],
  );
  return disks.map((disk) => ({ ...disk, root: Boolean(disk.root) }));
}

/** Whether a disk's file is there, and how much it takes. */
export interface DiskPresence {
  readonly present: boolean;
  readonly usedBytes: bigint | null;
}

/**
 * Looks at a disk's file, now: through the VM's host, or another one when that is away, since all
 * mount the datastore. One of the few reads that go to a host while a page waits, hence its short
 * deadline. A file that no host can be asked about counts as not seen.
 */
export async function lookAtDisk(services: Services, disk: DiskType): Promise<DiskPresence> {
  const hosts = await rows<{ id: HostId }>(
    services.em(),
    "select id from host where status = 'UP' order by id = ? desc limit 2",
    [disk.hostId],
  );
  for (const { id } of hosts) {
    const seen = await lookThrough(services, id, disk.path).catch(() => null);
    if (seen) return seen;
  }
  return { present: false, usedBytes: null };
}

async function lookThrough(
  services: Services,
  hostId: HostId,
  path: string,
): Promise<DiskPresence> {
  const ssh = await services.hosts.ssh(hostId);
  const stat = await ssh.exec(['stat', '-c', '%b %B', '--', path], {
    timeoutMs: TIMEOUTS.interactiveCallMs,
  });
  const [blocks, blockSize] = stat.stdout.trim().split(' ').map(Number);
  if (stat.code !== 0 || blocks === undefined || blockSize === undefined)
    return { present: false, usedBytes: null };
  return { present: true, usedBytes: BigInt(blocks * blockSize) };
}
