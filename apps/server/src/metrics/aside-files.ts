import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { runMutation } from '../audit/mutation.ts';
import type { Context } from '../context.ts';
import type { Config } from '../platform/config.ts';
import { type Em, rows } from '../platform/db.ts';
import { NotFoundError } from '../platform/errors.ts';
import { type AsideReason, type RrdKind, readAsideName, rrdFolder } from './rrd-files.ts';
import { ASIDE_DAYS } from './rrd-purge.ts';

/** A file of figures that was set aside. */
export interface AsideFile {
  /** Its folder and name: names it in the API. */
  readonly id: string;
  readonly kind: RrdKind;
  readonly why: AsideReason;
  readonly setAsideAt: Date;
  readonly sizeBytes: number;
  /** Whose figures, as people name it; as the file does when it is gone. */
  readonly subject: string;
  readonly device: string | null;
  readonly remedy: string;
}

/** All files that were set aside, as one object that is told of. */
export interface AsideFiles {
  readonly id: typeof ASIDE_FILES;
  readonly files: readonly AsideFile[];
}

export const ASIDE_FILES = 'aside-files';

const REMEDIES: Readonly<Record<AsideReason, string>> = {
  damaged:
    'It cannot be read, as after a full disk or a power cut. A new file goes on. To have its past back, stop the server, put the file of a backup in its place, and start it.',
  outdated:
    'It holds other figures than this version writes. A new file goes on; rrdtool still reads this one.',
  removed: 'It is of a VM that is gone, whose name another one has now. Nothing is to be done.',
};

async function asideIn(dir: string, kind: RrdKind): Promise<Omit<AsideFile, 'subject'>[]> {
  const folder = rrdFolder(dir, kind);
  const names = await readdir(folder).catch(() => [] as string[]);
  const found = names.flatMap((name) => {
    const of = readAsideName(name);
    return of ? [{ name, of }] : [];
  });
  return Promise.all(
    found.map(async ({ name, of }) => ({
      ...{ id: `${path.basename(folder)}/${name}`, kind, why: of.why, setAsideAt: of.at },
      device: of.device,
      sizeBytes: (await stat(path.join(folder, name)).catch(() => null))?.size ?? 0,
      remedy: `${REMEDIES[of.why]} It is deleted after ${ASIDE_DAYS} days by itself.`,
    })),
  );
}

/** Names of VMs and hosts by what their files are named after. */
async function titles(em: Em, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (names.length === 0) return new Map();
  const found = await rows<{ file: string; name: string }>(
    em,
    `select identity as file, name from vm where identity in (?)
      union select id, name from host where id in (?)`,
    [names, names],
  );
  return new Map(found.map(({ file, name }) => [file, name]));
}

/** What was set aside of the figures of VMs and hosts, newest first. */
export async function loadAsideFiles(em: Em, rrd: Config['rrd']): Promise<AsideFiles> {
  if (!rrd) return { id: ASIDE_FILES, files: [] };
  const found = (await Promise.all([asideIn(rrd.dir, 'vm'), asideIn(rrd.dir, 'host')])).flat();
  const names = await titles(em, [...new Set(found.map(fileNameOf))]);
  const files = found.map((file) => ({
    ...file,
    subject: names.get(fileNameOf(file)) ?? fileNameOf(file),
  }));
  return {
    id: ASIDE_FILES,
    files: files.toSorted((a, b) => b.setAsideAt.getTime() - a.setAsideAt.getTime()),
  };
}

const fileNameOf = ({ id }: { readonly id: string }): string =>
  readAsideName(path.basename(id))?.name ?? id;

/** Deletes a file that was set aside. @throws {NotFoundError} */
export async function deleteAsideFile(
  context: Context,
  input: { readonly id: string; readonly clientMutationId?: string },
): Promise<AsideFiles> {
  const { config, events } = context.services;
  const { rrd } = config;
  const { id, clientMutationId } = input;
  const call = { action: 'deleteAsideFile', clientMutationId, subject: ASIDE_FILES, detail: id };
  let doomed: string | null = null;
  await runMutation(context, call, async ({ em }) => {
    const { files } = await loadAsideFiles(em, rrd);
    // Of the list alone: no name that was made up reaches the file system.
    const file = files.find((each) => each.id === id);
    if (!file) throw new NotFoundError('file', id);
    doomed = file.id;
    return ASIDE_FILES;
  });
  if (rrd && doomed !== null) await rm(path.join(rrd.dir, doomed), { force: true });
  events.publish('figuresAside', {});
  return loadAsideFiles(context.em, rrd);
}
