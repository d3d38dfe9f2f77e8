import type { SshMachine } from '@baadal/ssh';
import { dfCommand, parseDf } from '../datastore/file-system-use.ts';
import { type Em, rows, run } from '../platform/db.ts';
import type { DatastoreId } from '../platform/ids.ts';
import { type OwnedHost, writeDiskSize } from './host-store.ts';

/** Figures younger than this are left as they are, whichever host they came from. */
const FRESH_SECONDS = 50;
/** A file system that does not answer keeps df waiting for ever. */
const DF_TIMEOUT_MS = 15_000;
const GIB = 1024 ** 3;

interface DatastoreRow {
  readonly id: DatastoreId;
  readonly path: string;
  readonly due: number;
}

/**
 * Writes how large and how full the datastores are as seen from one host: of all those whose figures
 * have grown old, and of the first for the host's own row.
 * @returns the datastores whose figures were written
 */
export async function refreshDatastores(
  em: Em,
  host: OwnedHost,
  ssh: SshMachine,
  options: { readonly firstTime: boolean },
): Promise<DatastoreId[]> {
  const datastores = await rows<DatastoreRow>(
    em,
    `select id, path, checked_at is null or checked_at < utc_timestamp(3) - interval ? second as due
     from datastore order by name`,
    [FRESH_SECONDS],
  );
  const wanted = datastores.filter(({ due }, i) => due || (options.firstTime && i === 0));
  if (wanted.length === 0) return [];
  const paths = wanted.map(({ path }) => path);
  const { stdout } = await ssh.exec(dfCommand(paths), { timeoutMs: DF_TIMEOUT_MS });
  const uses = parseDf(stdout);
  const written: DatastoreId[] = [];
  for (const [i, datastore] of wanted.entries()) {
    const use = uses.get(datastore.path);
    if (!use) continue;
    if (i === 0 && options.firstTime) await writeDiskSize(em, host, Math.round(use.size / GIB));
    await run(
      em,
      'update datastore set capacity_gib = ?, used_gib = ?, checked_at = utc_timestamp(3) where id = ?',
      [Math.round(use.size / GIB), Math.round(use.used / GIB), datastore.id],
    );
    written.push(datastore.id);
  }
  return written;
}
