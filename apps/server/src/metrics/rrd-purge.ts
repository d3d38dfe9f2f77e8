import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { RrdClient } from '@baadal/rrd';
import type { Logger } from 'pino';
import { type Em, rows } from '../platform/db.ts';
import { readRrdName, rrdFolder } from './rrd-files.ts';

/** What a purge works on. */
export interface PurgeOptions {
  readonly em: Em;
  readonly client: RrdClient;
  readonly log: Logger;
  /** Where the RRDs are. */
  readonly dir: string;
}

const HOUR_MS = 3_600_000;
/** What was written a moment ago belongs to a VM that is being made or was just deleted. */
const UNKNOWN_MS = HOUR_MS;
/** Files that were set aside can be looked at for so long. */
const ASIDE_MS = 30 * 24 * HOUR_MS;
const ASIDE = /\.rrd\.(?:damaged|outdated|removed)-/;

/**
 * Removes the figures of VMs that are neither there nor in the archive, from which they could come
 * back, and what was set aside long ago. Safe to run anywhere, any number of times.
 * @returns names of the files that were removed
 */
export async function purgeRrds({ em, client, log, dir }: PurgeOptions): Promise<string[]> {
  const folder = rrdFolder(dir, 'vm');
  const files = await readdir(folder).catch(() => [] as string[]);
  const known = await rows<{ identity: string }>(
    em,
    'select identity from vm union select identity from archived_vm',
  );
  const identities = new Set(known.map(({ identity }) => identity));
  const removed: string[] = [];
  for (const file of files) {
    const name = readRrdName(file)?.name;
    const isOrphan = name !== undefined && !identities.has(name);
    if (!isOrphan && !ASIDE.test(file)) continue;
    const full = path.join(folder, file);
    const age = Date.now() - ((await stat(full).catch(() => null))?.mtimeMs ?? Date.now());
    if (age < (isOrphan ? UNKNOWN_MS : ASIDE_MS)) continue;
    await client.forget(full);
    await rm(full, { force: true });
    removed.push(file);
  }
  if (removed.length > 0) log.info({ removed }, 'figures of VMs that are gone were removed');
  return removed;
}
