import path from 'node:path';
import type { SshMachine } from '@baadal/ssh';
import { hasIt } from '../datastore/datastore-hosts.ts';
import type { MovingFile } from '../disk-move/disk-move.ts';
import { copyImage, fileSize, imageInfo, removeCopy } from '../image/qemu-img.ts';
import type { Way } from '../migration/way.ts';
import { bytesInWords } from '../platform/byte-size.ts';
import { rows } from '../platform/db.ts';
import type { StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';

/**
 * A disk of a VM that is off may be a layer over an image that its new host does not see. Then its
 * layers are made one on the way: beside the disk, since that is where there is a way to read both,
 * and what is sent is that.
 */

type Context = Pick<StepContext<unknown>, 'em' | 'services' | 'signal' | 'log'>;

/** The host that the VM leaves, and for whom. */
export interface Spot {
  readonly ssh: SshMachine;
  readonly way: Way;
  readonly taskId: string;
  readonly bandwidthMiBps: number | null;
  readonly signal: AbortSignal;
}

/** Begins with a dot: nothing of it is ever a disk. */
function flatOf({ taskId }: Spot, { from }: MovingFile): string {
  const { dir, base } = path.posix.parse(from);
  return path.posix.join(dir, `.leaving-${taskId}-${base}`);
}

/** What a file lies over and its new host does not see; null: nothing. */
async function unseenBelow(ctx: Context, spot: Spot, file: MovingFile): Promise<string | null> {
  const { ssh, way, signal } = spot;
  if (file.format !== 'QCOW2') return null;
  const below = (await imageInfo(ssh, file.from, { format: 'QCOW2', signal }))?.backingFile;
  if (!below) return null;
  const [store] = await rows<{ there: number }>(
    ctx.em,
    `select ${hasIt('d', '?')} as there from datastore d
      where ${hasIt('d', '?')} and left(?, char_length(d.path) + 1) = concat(d.path, '/')`,
    [way.to.hostId, way.from.hostId, below],
  );
  // At the same path another host may have another datastore.
  if (store && !Number(store.there)) return below;
  const there = await ctx.services.hosts.ssh(way.to.hostId);
  return (await there.exec(['test', '-r', below], { signal })).code === 0 ? null : below;
}

/**
 * Makes sure before anything is made that the layers of a file can be made one, where they must be.
 * @returns what it takes more on its new host
 * @throws {FatalTaskError} when it holds snapshots, which that would lose, or there is no room
 */
export async function flattenRoom(ctx: Context, spot: Spot, file: MovingFile): Promise<number> {
  const below = await unseenBelow(ctx, spot, file);
  if (below === null) return 0;
  const { ssh, way, signal } = spot;
  const info = await imageInfo(ssh, file.from, { format: 'QCOW2', signal });
  if (info?.snapshots.length)
    throw new FatalTaskError(
      `Disk ${file.target} holds snapshots and is a layer over ${below}, which ${way.to.hostName} does not see: they would be lost. Delete its snapshots first, or choose a host that sees it.`,
      { code: 'CONFLICT' },
    );
  const sizes = await Promise.all([file.from, below].map((each) => fileSize(ssh, each, signal)));
  const bytes = sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  const said = await ssh.run(['stat', '-f', '-c', '%a %S', '--', path.posix.dirname(file.from)], {
    signal,
  });
  const [blocks = 0, size = 0] = said.trim().split(' ').map(Number);
  if (bytes > blocks * size)
    throw new FatalTaskError(
      `Disk ${file.target} is a layer over ${below}, which ${way.to.hostName} does not see. Making them one takes up to ${bytesInWords(bytes)} on ${file.datastore} for a while, which has ${bytesInWords(blocks * size)} free.`,
      { code: 'NO_CAPACITY' },
    );
  return sizes[1] ?? 0;
}

/** @returns the file that is to be sent: itself, or its layers made one */
export async function flattenFirst(
  ctx: Context,
  spot: Spot,
  file: MovingFile,
): Promise<MovingFile> {
  if ((await unseenBelow(ctx, spot, file)) === null) return file;
  const { ssh, signal, bandwidthMiBps } = spot;
  const flat = flatOf(spot, file);
  ctx.log('INFO', `Disk ${file.target} is made independent of its template on the way.`);
  await copyImage(
    ssh,
    { from: file.from, fromFormat: 'QCOW2', to: flat },
    {
      ...{ signal, bandwidthMiBps },
    },
  );
  return { ...file, from: flat };
}

/** Removes what was made of a file, if anything was. */
export function removeFlat(spot: Spot, file: MovingFile): Promise<void> {
  return removeCopy(spot.ssh, flatOf(spot, file), spot.signal);
}
