import path from 'node:path';
import { DIRECTORIES } from '../datastore/datastore-directories.ts';
import type { DatastoreId } from '../platform/ids.ts';
import type { ArchiveContent } from './archive-content.ts';

/** Directory that keeps one VM's disks, below the datastore's path. */
export function archiveDirectory(datastorePath: string, identity: string): string {
  return `${datastorePath}/${DIRECTORIES.archive}/${identity}`;
}

/** Where a disk lies, and where it is kept: both absolute, on one file system. */
export interface KeptFile {
  readonly live: string;
  readonly kept: string;
}

/** A disk file as a row names it. */
export interface DiskFile {
  readonly datastorePath: string;
  /** Below the datastore's path. */
  readonly path: string;
}

/**
 * The way of each disk file into the archive, and back.
 * @param disks all of the VM: of two that have one name in two directories, neither takes the
 *   other's place
 */
export function keptFiles(identity: string, disks: readonly DiskFile[]): KeptFile[] {
  const byName = Map.groupBy(disks, (disk) => path.basename(disk.path));
  return disks.map((disk) => {
    const name = path.basename(disk.path);
    const alone = byName.get(name)?.length === 1;
    return {
      live: `${disk.datastorePath}/${disk.path}`,
      kept: `${archiveDirectory(disk.datastorePath, identity)}/${alone ? name : disk.path.replaceAll('/', '__')}`,
    };
  });
}

/** The archived files of a VM: its disks and cloud-init's seed. @param datastores path of each, by id */
export function diskFilesOf(
  content: ArchiveContent,
  datastores: ReadonlyMap<string, string>,
): DiskFile[] {
  const { vm } = content;
  const seed = vm['seed_file'] ? [{ datastore_id: vm['datastore_id'], path: vm['seed_file'] }] : [];
  return [...(content.belongings['disk'] ?? []), ...seed].flatMap((disk) => {
    const datastorePath = datastores.get(String(disk['datastore_id']));
    return datastorePath === undefined ? [] : [{ datastorePath, path: String(disk['path']) }];
  });
}

/** The datastores that an archived VM's files are on. */
export function diskStores({ vm, belongings }: ArchiveContent): DatastoreId[] {
  const disks = (belongings['disk'] ?? []).map((disk) => disk['datastore_id']);
  return [...new Set([vm['datastore_id'], ...disks])].filter(Boolean) as DatastoreId[];
}
