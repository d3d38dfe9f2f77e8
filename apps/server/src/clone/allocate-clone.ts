import { reserveSpace } from '../datastore/datastore-space.ts';
import { freeDiskPath } from '../disk/extra-disks.ts';
import type { Placed } from '../placement/placement.service.ts';
import { type Em, rows, run } from '../platform/db.ts';
import type { DatastoreId, DiskId, VmId } from '../platform/ids.ts';
import { allocateVm, type VmSpec } from '../vm/allocate-vm.ts';

/** A disk of the parent beside the root disk, and what its copy is to be. */
export interface ExtraDisk {
  readonly id: DiskId;
  readonly target: string;
  readonly sizeGiB: number;
  readonly datastoreId: DatastoreId;
}

/** Everything that is fixed when a clone is asked for. */
export interface CloneSpec {
  readonly vm: VmSpec;
  readonly sourceId: VmId;
  readonly extraDisks: readonly ExtraDisk[];
}

/**
 * Gives a clone its row, identity, host, address, MAC, VNC port and disks, all in the caller's
 * transaction; the files and the domain are made by the task.
 * @throws {NoCapacityError | ConflictError} and nothing is allocated
 */
export async function allocateClone(em: Em, spec: CloneSpec): Promise<Placed> {
  const { vm, sourceId, extraDisks } = spec;
  const stores = extraDisks.map(({ datastoreId }) => datastoreId);
  const placed = await allocateVm(em, vm, stores);
  // The parent may be gone when a clone is tried again.
  await run(
    em,
    `update vm set parent_id = (select p.id from (select id from vm where id = ?) p) where id = ?`,
    [sourceId, vm.vmId],
  );
  await run(
    em,
    `update disk k join disk p on p.vm_id = ? and p.root set k.flat = p.flat
      where k.vm_id = ? and k.root`,
    [sourceId, vm.vmId],
  );
  const [row] = await rows<{ identity: string }>(em, 'select identity from vm where id = ?', [
    vm.vmId,
  ]);
  for (const disk of extraDisks) {
    const { sizeGiB, datastoreId } = disk;
    await reserveSpace(em, { sizeGiB, datastoreId, field: null });
    await run(
      em,
      `insert into disk (id, vm_id, target, path, size_gib, datastore_id, root)
       values (?, ?, ?, ?, ?, ?, false)`,
      [
        ...[disk.id, vm.vmId, disk.target, await freeDiskPath(em, row?.identity ?? '')],
        ...[disk.sizeGiB, disk.datastoreId],
      ],
    );
  }
  return placed;
}
