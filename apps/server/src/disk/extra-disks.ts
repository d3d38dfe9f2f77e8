import { constantValues } from '../constant/constant.service.ts';
import { DIRECTORIES } from '../datastore/datastore-directories.ts';
import { seenBy } from '../datastore/datastore-hosts.ts';
import { reserveSpace } from '../datastore/datastore-space.ts';
import { type Em, rows, run } from '../platform/db.ts';
import { BaadalError, ConflictError, NotFoundError } from '../platform/errors.ts';
import type { DatastoreId, DiskId, HostId, UserId, VmId } from '../platform/ids.ts';

const TARGETS = [...'bcdefghijklmnopqrstuvwxyz'].map((letter) => `vd${letter}`);

/** What is fixed when an extra disk is asked for; target, file and datastore are found then. */
export interface ExtraDiskSpec {
  readonly vmId: VmId;
  readonly diskId: DiskId;
  readonly sizeGiB: number;
  /** Null: the one with most free space. */
  readonly datastoreId: DatastoreId | null;
  /** A kept volume that is attached again. */
  readonly kept: boolean;
  /** Input field that the size came in. */
  readonly field: string;
}

/** A disk by its row, whether of a VM or kept. */
export interface DiskRecord {
  readonly id: DiskId;
  readonly vmId: VmId | null;
  readonly target: string | null;
  /** Absolute on the hosts. */
  readonly path: string;
  readonly sizeGiB: number;
  readonly datastoreId: DatastoreId;
  readonly datastore: string;
  readonly root: boolean;
  readonly attached: boolean;
  readonly ownerId: UserId | null;
}

/**
 * A disk by its row.
 * @returns null when there is no such disk any more
 */
export async function findDisk(em: Em, id: DiskId): Promise<DiskRecord | null> {
  const [disk] = await rows<
    Omit<DiskRecord, 'root' | 'attached'> & { root: number; attached: number }
  >(
    em,
    `select k.id, k.vm_id as vmId, k.target, concat(d.path, '/', k.path) as path,
            k.size_gib as sizeGiB, k.datastore_id as datastoreId, d.name as datastore, k.root,
            k.attached, k.owner_id as ownerId
       from disk k join datastore d on d.id = k.datastore_id where k.id = ?`,
    [id],
  );
  return disk ? { ...disk, root: Boolean(disk.root), attached: Boolean(disk.attached) } : null;
}

/**
 * Gives a VM a disk in the caller's transaction: the next free target, and for a new one a
 * datastore with room and the next free file name. The volume and the device are made by the task.
 * @throws {NoCapacityError | BadUserInputError | BaadalError} and nothing is allocated
 */
export async function allocateExtraDisk(em: Em, spec: ExtraDiskSpec): Promise<void> {
  const [vm] = await rows<{ identity: string; hostId: HostId | null }>(
    em,
    'select identity, host_id as hostId from vm where id = ? for update',
    [spec.vmId],
  );
  if (!vm) throw new NotFoundError('VM', spec.vmId);
  const target = await freeTarget(em, spec.vmId);
  if (spec.kept) {
    await requireSeen(em, spec, vm.hostId);
    return takeKept(em, spec, target);
  }
  const { datastore } = await reserveSpace(em, { ...spec, hostId: vm.hostId });
  await run(
    em,
    `insert into disk (id, vm_id, target, path, size_gib, datastore_id, root, attached)
     values (?, ?, ?, ?, ?, ?, false, false)`,
    [
      spec.diskId,
      spec.vmId,
      target,
      await freeDiskPath(em, vm.identity),
      spec.sizeGiB,
      datastore.id,
    ],
  );
}

async function freeTarget(em: Em, vmId: VmId): Promise<string> {
  const { maxExtraDisksPerVm } = await constantValues(em);
  const taken = await rows<{ target: string; root: number }>(
    em,
    'select target, root from disk where vm_id = ?',
    [vmId],
  );
  const targets = new Set(taken.map((disk) => disk.target));
  const target = TARGETS.find((each) => !targets.has(each));
  if (!target || taken.filter((disk) => !disk.root).length >= maxExtraDisksPerVm)
    throw new BaadalError(
      'QUOTA_EXCEEDED',
      `A VM has at most ${maxExtraDisksPerVm} extra disks. Detach one, or enlarge one that is there.`,
      { details: { limit: maxExtraDisksPerVm } },
    );
  return target;
}

/**
 * The first file name that is free for an extra disk of a VM. Volumes bear the identity of the VM they
 * were made for, whoever has them by now: kept ones, and those of deleted VMs that can be had back.
 */
export async function freeDiskPath(em: Em, identity: string): Promise<string> {
  const prefix = `${DIRECTORIES.extraDisks}/${identity}_disk`;
  const taken = await rows<{ path: string }>(
    em,
    `select path from disk where left(path, char_length(?)) = ?
      union all
     select j.path from archived_vm a join json_table(a.content, '$.belongings.disk[*]'
              columns (path varchar(255) path '$.path')) j
      where a.content like concat('%', ?, '%')`,
    [prefix, prefix, prefix],
  );
  const paths = new Set(taken.map((disk) => disk.path));
  for (let number = 1; ; number++) {
    const path = `${prefix}${number}.qcow2`;
    if (!paths.has(path)) return path;
  }
}

/** @throws {ConflictError} when the VM's host does not see where a kept volume lies */
async function requireSeen(
  em: Em,
  { diskId }: ExtraDiskSpec,
  hostId: HostId | null,
): Promise<void> {
  const disk = await findDisk(em, diskId);
  if (!disk || !hostId || (await seenBy(em, hostId)).has(disk.datastoreId)) return;
  throw new ConflictError(
    `The host of the VM does not see ${disk.datastore}, where the volume lies. Attach it to a VM on a host that does.`,
    { details: { id: diskId, fields: [{ path: 'diskId', message: 'Not seen by its host.' }] } },
  );
}

async function takeKept(em: Em, { diskId, vmId }: ExtraDiskSpec, target: string): Promise<void> {
  const taken = await run(
    em,
    `update disk set vm_id = ?, target = ?, attached = false
      where id = ? and vm_id is null and owner_id is not null`,
    [vmId, target, diskId],
  );
  if (taken === 0)
    throw new ConflictError('The volume is not kept any more: it is being attached or deleted.', {
      details: { id: diskId },
    });
}

/**
 * Takes {@link allocateExtraDisk} back: a kept volume is kept again, the row of a new disk is
 * removed.
 */
export async function releaseExtraDisk(
  em: Em,
  { diskId, vmId, kept }: Pick<ExtraDiskSpec, 'diskId' | 'vmId' | 'kept'>,
): Promise<void> {
  const sql = kept
    ? 'update disk set vm_id = null, target = null where id = ? and vm_id = ? and not attached'
    : 'delete from disk where id = ? and vm_id = ? and not attached';
  await run(em, sql, [diskId, vmId]);
}

/** Records that the domain has the disk from now on. */
export async function recordAttached(em: Em, diskId: DiskId): Promise<void> {
  await run(
    em,
    `update disk set attached = true, owner_id = null, kept_from = null, kept_at = null,
            release_asked_at = null where id = ?`,
    [diskId],
  );
}
