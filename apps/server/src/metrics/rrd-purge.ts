import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { RrdClient } from '@baadal/rrd';
import type { Logger } from 'pino';
import { type Em, rows } from '../platform/db.ts';
import { type RrdKind, readAsideName, readRrdName, rrdFolder } from './rrd-files.ts';

/** What a purge works on. */
export interface PurgeOptions {
  readonly em: Em;
  readonly client: RrdClient;
  readonly log: Logger;
  /** Where the RRDs are. */
  readonly dir: string;
}

/** Files that were set aside are kept for so long. */
export const ASIDE_DAYS = 30;
const HOUR_MS = 3_600_000;
/** What was written a moment ago belongs to a VM that is being made or was just deleted. */
const UNKNOWN_MS = HOUR_MS;
const ASIDE_MS = ASIDE_DAYS * 24 * HOUR_MS;

/**
 * Removes the figures of hosts that are gone, of VMs that are neither there nor in the archive, from
 * which they could come back, and what was set aside long ago. Safe to run anywhere, any number of times.
 * @returns names of the files that were removed
 */
export async function purgeRrds({ em, client, log, dir }: PurgeOptions): Promise<string[]> {
  const removed: string[] = [];
  for (const kind of ['vm', 'host'] as const)
    removed.push(...(await purgeFolder({ client, dir }, kind, await knownNames(em, kind))));
  if (removed.length > 0) log.info({ removed }, 'figures of what is gone were removed');
  return removed;
}

/** Names that files may have. A host that was not measured since has files of its name. */
async function knownNames(em: Em, kind: RrdKind): Promise<ReadonlySet<string>> {
  const sql =
    kind === 'vm'
      ? 'select identity as name from vm union select identity from archived_vm'
      : 'select id as name from host union select name from host';
  return new Set((await rows<{ name: string }>(em, sql)).map(({ name }) => name));
}

async function purgeFolder(
  { client, dir }: Pick<PurgeOptions, 'client' | 'dir'>,
  kind: RrdKind,
  known: ReadonlySet<string>,
): Promise<string[]> {
  const folder = rrdFolder(dir, kind);
  const files = await readdir(folder).catch(() => [] as string[]);
  const removed: string[] = [];
  for (const file of files) {
    const name = readRrdName(file)?.name;
    const isOrphan = name !== undefined && !known.has(name);
    if (!isOrphan && !readAsideName(file)) continue;
    const full = path.join(folder, file);
    const age = Date.now() - ((await stat(full).catch(() => null))?.mtimeMs ?? Date.now());
    if (age < (isOrphan ? UNKNOWN_MS : ASIDE_MS)) continue;
    await client.forget(full);
    await rm(full, { force: true });
    removed.push(file);
  }
  return removed;
}
