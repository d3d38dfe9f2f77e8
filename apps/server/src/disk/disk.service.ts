import { isAdmin, requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { type Em, rows } from '../platform/db.ts';
import type { HostId, VmId } from '../platform/ids.ts';
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
}

const UNSEEN: DiskPresence = { present: false, usedBytes: null };

/**
 * Looks at disks' files, now: each through its VM's host, or another one when that is away, since
 * all mount the datastore; one command a host. One of the few reads that go to a host while a page
 * waits, hence its short deadline. A file that no host can be asked about counts as not seen.
 */
export async function lookAtDisks(
  services: Services,
  disks: readonly DiskFile[],
): Promise<DiskPresence[]> {
  const up = await rows<{ id: HostId }>(
    services.em(),
    "select id from host where status = 'UP' order by id",
  );
  const ids = up.map(({ id }) => id);
  const byHost = Map.groupBy(disks, ({ hostId }) =>
    hostId && ids.includes(hostId) ? hostId : (ids[0] ?? null),
  );
  const seen = await Promise.all(
    [...byHost].map(async ([hostId, files]) => {
      const paths = files.map(({ path }) => path);
      if (!hostId) return new Map<string, DiskPresence>();
      const other = ids.find((id) => id !== hostId);
      return lookThrough(services, hostId, paths)
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
