import { type Em, rows } from '../platform/db.ts';
import { ConflictError } from '../platform/errors.ts';
import type { DiskRecord } from './extra-disks.ts';

/**
 * A snapshot cannot be gone back to without each of its disks, whichever VM has them by now.
 * @throws {ConflictError} while a snapshot has the disk
 */
export async function refuseWhileInSnapshots(
  em: Em,
  disk: Pick<DiskRecord, 'id' | 'vmId' | 'target'>,
): Promise<void> {
  const snapshots = await rows<{ name: string; vm: string }>(
    em,
    `select s.name, v.name as vm from snapshot s join vm v on v.id = s.vm_id
      where s.disks like concat('%"', ?, '"%') order by s.created_at`,
    [disk.id],
  );
  if (snapshots.length === 0) return;
  const names = snapshots.map(({ name, vm }) => `${name} of ${vm}`).join(', ');
  const [what, keep] = disk.vmId
    ? [`Disk ${disk.target}`, 'Keep its volume, or delete']
    : ['The volume', 'Delete'];
  throw new ConflictError(`${what} is part of the snapshots ${names}. ${keep} those first.`, {
    details: { id: disk.id },
  });
}
