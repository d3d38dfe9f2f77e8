import type { SshMachine } from '@baadal/ssh';
import { dfCommand, parseDf } from '../datastore/file-system-use.ts';
import { type Em, run } from '../platform/db.ts';
import type { DatastoreId } from '../platform/ids.ts';
import type { HostBook } from './host-book.ts';
import { type OwnedHost, writeDiskSize } from './host-store.ts';

/** A file system that does not answer keeps df waiting for ever. */
const DF_TIMEOUT_MS = 15_000;
const GIB = 1024 ** 3;

/** For whom datastores are looked at. */
export interface DatastoreLook {
  readonly host: OwnedHost;
  readonly book: HostBook;
  /** What the host's row says of the first's size; null when that is not to be compared. */
  readonly knownGib: number | null;
}

/**
 * Writes how large and how full the datastores are as seen from one host: of all those whose figures
 * have grown old, and of the first for the host's own row.
 * @returns the datastores whose figures were written
 */
export async function refreshDatastores(
  em: Em,
  ssh: SshMachine,
  { host, book, knownGib }: DatastoreLook,
): Promise<DatastoreId[]> {
  const due = await book.takeDueDatastores(host.id);
  const [first] = await book.datastoresOf(host.id);
  const wanted = [...new Set(knownGib === null || !first ? due : [first, ...due])];
  if (wanted.length === 0) return [];
  const paths = wanted.map(({ path }) => path);
  const { stdout } = await ssh.exec(dfCommand(paths), { timeoutMs: DF_TIMEOUT_MS });
  const uses = parseDf(stdout);
  const own = first ? uses.get(first.path) : undefined;
  if (own && knownGib !== null && Math.round(own.size / GIB) !== knownGib)
    await writeDiskSize(em, host, Math.round(own.size / GIB));
  const written: DatastoreId[] = [];
  for (const datastore of due) {
    const use = uses.get(datastore.path);
    if (!use) continue;
    await run(
      em,
      'update datastore set capacity_gib = ?, used_gib = ?, checked_at = utc_timestamp(3) where id = ?',
      [Math.round(use.size / GIB), Math.round(use.used / GIB), datastore.id],
    );
    written.push(datastore.id);
  }
  return written;
}
