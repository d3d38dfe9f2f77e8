import { isAdmin, requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { limitedHosts } from '../datastore/datastore-hosts.ts';
import { type Em, rows } from '../platform/db.ts';
import type { DatastoreId, HostId, VmId } from '../platform/ids.ts';
import { TIMEOUTS } from '../platform/timeouts.ts';
import type { Services } from '../services.ts';
import type { DetachedDisk, DiskType } from './disk.type.ts';

/** The disks that a VM has, the root disk first. */
export async function loadDisks(em: Em, vmId: VmId): Promise<DiskType[]> {
  const disks = await rows<Omit<DiskType, 'root' | 'flat'> & { root: number; flat: number }>(
    em,
    `select k.id, k.target, concat(d.path, '/', k.path) as path, k.size_gib as sizeGiB, k.root,
            (k.flat or not k.root) as flat, k.release_asked_at as releaseAskedAt,
            k.datastore_id as datastoreId, v.host_id as hostId
       from disk k join datastore d on d.id = k.datastore_id join vm v on v.id = k.vm_id
      where k.vm_id = ? and k.attached order by k.root desc, k.target`,
    [vmId],
  );
  return disks.map((disk) => ({ ...disk, root: Boolean(disk.root), flat: Boolean(disk.flat) }));
}

/** Kept volumes of the viewer, newest first; everybody's for an admin. */
export async function listDetachedDisks(context: Context): Promise<DetachedDisk[]> {
  const viewer = requireViewer(context);
  const mine = isAdmin(viewer) ? '' : 'and k.owner_id = ?';
  return rows<DetachedDisk>(
    context.em,
    `select k.id, concat(d.path, '/', k.path) as path, k.size_gib as sizeGiB,
            k.datastore_id as datastoreId, k.owner_id as ownerId, k.kept_from as keptFrom,
            k.kept_at as keptAt, null as hostId
       from disk k join datastore d on d.id = k.datastore_id
      where k.vm_id is null and k.owner_id is not null ${mine}
      order by k.kept_at desc, k.id limit 1000`,
    mine ? [viewer.userId] : [],
  );
}

/** Whether a disk's file is there, and how much it takes. */
export interface DiskPresence {
  readonly present: boolean;
  readonly usedBytes: bigint | null;
}

/** A file, and the host to be asked about it first. */
export interface DiskFile {
  readonly path: string;
  readonly hostId: HostId | null;
  readonly datastoreId: DatastoreId;
}

const UNSEEN: DiskPresence = { present: false, usedBytes: null };

/**
 * Looks at disks' files, now: each through its VM's host, or another one that has the datastore when
 * that is away; one command a host. One of the few reads that go to a host while a page
 * waits, hence its short deadline. A file that no host can be asked about counts as not seen.
 */
export async function lookAtDisks(
  services: Services,
  disks: readonly DiskFile[],
): Promise<DiskPresence[]> {
  const em = services.em();
  const [up, limited] = await Promise.all([
    rows<{ id: HostId }>(em, "select id from host where status = 'UP' order by id"),
    limitedHosts(em),
  ]);
  const waysTo = ({ hostId, datastoreId }: DiskFile): HostId[] => {
    const only = limited.get(datastoreId);
    const ids = up.map(({ id }) => id).filter((id) => only?.includes(id) ?? true);
    return ids.toSorted((a, b) => Number(b === hostId) - Number(a === hostId)).slice(0, 2);
  };
  const byWay = Map.groupBy(disks, (disk) => waysTo(disk).join());
  const seen = await Promise.all(
    [...byWay].map(async ([ways, files]) => {
      const paths = files.map(({ path }) => path);
      const [first, other] = ways.split(',').filter(Boolean) as HostId[];
      if (!first) return new Map<string, DiskPresence>();
      return lookThrough(services, first, paths)
        .catch((error: unknown) => {
          if (!other) throw error;
          return lookThrough(services, other, paths);
        })
        .catch(() => new Map<string, DiskPresence>());
    }),
  );
  const all = new Map(seen.flatMap((each) => [...each]));
  return disks.map(({ path }) => all.get(path) ?? UNSEEN);
}

async function lookThrough(
  services: Services,
  hostId: HostId,
  paths: readonly string[],
): Promise<Map<string, DiskPresence>> {
  const ssh = await services.hosts.ssh(hostId);
  // A file that is missing makes its exit code 1, and has no line.
  const { stdout } = await ssh.exec(['stat', '-c', '%b %B %n', '--', ...paths], {
    timeoutMs: TIMEOUTS.interactiveCallMs,
  });
  const lines = [...stdout.matchAll(/^(\d+) (\d+) (.+)$/gm)];
  return new Map(
    lines.map(([, blocks, size, path = '']) => [
      path,
      { present: true, usedBytes: BigInt(Number(blocks) * Number(size)) },
    ]),
  );
}
