import { SEED_TARGET } from '../cloud-init/seed-target.ts';
import { loadDatastores } from '../datastore/datastore.service.ts';
import { type Em, rows, run } from '../platform/db.ts';
import type { DatastoreId, DiskId, VmId } from '../platform/ids.ts';
import type { RecordedDisk } from '../snapshot/snapshot.entity.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { type ChangeBy, recordVmEvent, requireVmRecord, type VmRecord } from '../vm/vm-record.ts';
import { withPaths } from './moved-xml.ts';

/** What a move was asked to do. Kept as JSON, hence no interface. */
export type MoveSpec = {
  readonly vmId: VmId;
  readonly name: string;
  /** Where to. */
  readonly datastoreId: DatastoreId;
  readonly datastore: string;
  /** What goes, and where it was. */
  readonly disks: readonly { readonly diskId: DiskId; readonly datastoreId: DatastoreId }[];
  /** Most that the copying may take; absent or null: as fast as it goes. */
  readonly bandwidthMiBps?: number | null;
};

/** A file that goes, and where it is to be. */
export interface MovingFile {
  readonly target: string;
  /** Absolute on the hosts. */
  readonly from: string;
  readonly to: string;
  readonly format: 'QCOW2' | 'RAW';
  /** Null: cloud-init's seed, which lies with the root disk. */
  readonly diskId: DiskId | null;
  /** Name of the datastore that it leaves. */
  readonly datastore: string;
}

/** A move with what it is about. */
export interface DiskMove {
  readonly spec: MoveSpec;
  readonly vm: VmRecord;
  readonly files: readonly MovingFile[];
  /** Path of the datastore that it goes to. */
  readonly root: string;
}

interface Row {
  readonly id: DiskId;
  readonly target: string;
  readonly path: string;
  readonly root: number;
  readonly seed: string | null;
}

/**
 * Reads what is to be moved, whether it is there already or not. Disks that are not the VM's any
 * more are left out.
 * @throws {FatalTaskError} when the VM or a datastore is gone
 */
export async function loadMove(em: Em, spec: MoveSpec): Promise<DiskMove> {
  const vm = await requireVmRecord(em, spec.vmId);
  const from = new Map(spec.disks.map(({ diskId, datastoreId }) => [diskId, datastoreId]));
  const ids = [spec.datastoreId, ...from.values()];
  const datastores = new Map((await loadDatastores(em, ids)).map((each) => [each.id, each]));
  const target = datastores.get(spec.datastoreId);
  if (!target)
    throw new FatalTaskError(`The datastore ${spec.datastore} is gone.`, { code: 'NOT_FOUND' });
  const disks = await rows<Row>(
    em,
    `select k.id, k.target, k.path, k.root, v.seed_file as seed from disk k join vm v on v.id = k.vm_id
      where k.vm_id = ? and k.attached and k.id in (?) order by k.target`,
    [spec.vmId, [...from.keys()]],
  );
  const files = disks.flatMap((disk): MovingFile[] => {
    const source = datastores.get(from.get(disk.id) ?? spec.datastoreId);
    if (!source)
      throw new FatalTaskError(`The datastore of ${disk.target} is gone.`, { code: 'NOT_FOUND' });
    const file = (path: string) => ({
      ...{ from: `${source.path}/${path}`, to: `${target.path}/${path}` },
      datastore: source.name,
    });
    const { id: diskId, path, seed } = disk;
    const main = { ...file(path), target: disk.target, format: 'QCOW2' as const, diskId };
    if (!disk.root || seed === null) return [main];
    return [main, { ...file(seed), target: SEED_TARGET, format: 'RAW', diskId: null }];
  });
  return { spec, vm, files, root: target.path };
}

/** Marks disks as going somewhere, which reserves their space there. */
export async function markMoving(
  em: Em,
  { vmId, datastoreId, disks }: Pick<MoveSpec, 'vmId' | 'datastoreId' | 'disks'>,
): Promise<void> {
  await run(
    em,
    `update disk set moving_to_id = ? where vm_id = ? and datastore_id <> ? and id in (?)`,
    [datastoreId, vmId, datastoreId, disks.map(({ diskId }) => diskId)],
  );
}

/** Gives the reserved space back. */
export async function unmarkMoving(em: Em, { datastoreId, disks }: MoveSpec): Promise<void> {
  await run(em, 'update disk set moving_to_id = null where moving_to_id = ? and id in (?)', [
    datastoreId,
    disks.map(({ diskId }) => diskId),
  ]);
}

/** What is known of a file that has moved. */
export interface MovedFile extends MovingFile {
  /** It depends on no other image. */
  readonly flat: boolean;
}

/**
 * Writes down where files are now: disks, the VM, what snapshots remember, a line of history each.
 * Again does nothing.
 */
export async function recordMoved(
  em: Em,
  { spec, vm }: DiskMove,
  moved: readonly MovedFile[],
  by: ChangeBy,
): Promise<void> {
  for (const { diskId, flat, target, datastore } of moved) {
    if (diskId === null) continue;
    const changed = await run(
      em,
      `update disk set datastore_id = ?, moving_to_id = null, flat = flat or ?
        where id = ? and vm_id = ? and datastore_id <> ?`,
      [spec.datastoreId, flat, diskId, vm.id, spec.datastoreId],
    );
    if (changed === 0) continue;
    const change = { attribute: `disk ${target}`, from: datastore, to: spec.datastore };
    await recordVmEvent(em, vm.id, change, by);
  }
  const root = vm.disks.find((disk) => disk.root);
  // A seed is found by the VM's datastore.
  const last = vm.seed ? SEED_TARGET : root?.target;
  if (moved.some(({ target }) => target === last))
    await run(em, 'update vm set datastore_id = ? where id = ?', [spec.datastoreId, vm.id]);
  await rewriteSnapshots(em, spec, moved);
}

interface Remembered {
  readonly id: string;
  readonly disks: string;
  readonly definition: string | null;
}

async function rewriteSnapshots(
  em: Em,
  spec: MoveSpec,
  moved: readonly MovedFile[],
): Promise<void> {
  const snapshots = await rows<Remembered>(
    em,
    'select id, cast(disks as char) as disks, definition from snapshot where vm_id = ? for update',
    [spec.vmId],
  );
  const byId = new Map(moved.map((file) => [file.diskId, file]));
  for (const { id, disks, definition } of snapshots) {
    const remembered = (JSON.parse(disks) as RecordedDisk[]).map((disk) => {
      const file = byId.get(disk.id);
      return file ? { ...disk, file: file.to, datastoreId: spec.datastoreId } : disk;
    });
    await run(em, 'update snapshot set disks = ?, definition = ? where id = ?', [
      JSON.stringify(remembered),
      definition === null ? null : withPaths(definition, moved),
      id,
    ]);
  }
}
