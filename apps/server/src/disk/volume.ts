import path from 'node:path';
import type { SshMachine } from '@baadal/ssh';
import { z } from 'zod';
import { FatalTaskError } from '../task/task-errors.ts';

/** Files of disks, by way of a host that has their datastore. */

const GIB = 1024 ** 3;

/** A volume, and how it is called in messages. */
export interface Volume {
  /** Absolute on the host. */
  readonly path: string;
  readonly sizeGiB: number;
  readonly datastore: string;
}

interface OnHost {
  readonly ssh: SshMachine;
  readonly hostName: string;
  readonly signal: AbortSignal;
}

/** Makes an empty qcow2 volume, anew where one of an earlier try is there. */
export async function makeVolume({ ssh, hostName, signal }: OnHost, volume: Volume): Promise<void> {
  const directory = path.dirname(volume.path);
  const mounted = await ssh.exec(['test', '-d', path.dirname(directory)], { signal });
  if (mounted.code !== 0)
    throw new FatalTaskError(
      `The datastore ${volume.datastore} is not there on host ${hostName}. Mount it at ${path.dirname(directory)}.`,
      { code: 'CONFLICT' },
    );
  await ssh.exec(['mkdir', '-p', directory], { signal });
  const argv = ['qemu-img', 'create', '-q', '-f', 'qcow2', volume.path, `${volume.sizeGiB}G`];
  const made = await ssh.exec(argv, { signal });
  if (made.code === 0) return;
  if (await isFull(ssh, directory, signal))
    throw new FatalTaskError(
      `The datastore ${volume.datastore} is full on host ${hostName}. Delete what is no longer needed or enlarge it, then retry.`,
      { code: 'NO_CAPACITY' },
    );
  throw new FatalTaskError(
    `The volume could not be made on host ${hostName}: ${made.stderr.trim()}`,
    { code: 'CONFLICT' },
  );
}

/** What an empty image takes at most, with its tables; less than this and none can be made. */
const SMALLEST_IMAGE_KIB = 1024;

/** True when the file system of a directory has no room for an empty image, or no inode. */
export async function isFull(
  ssh: SshMachine,
  directory: string,
  signal: AbortSignal,
): Promise<boolean> {
  const said = await ssh.exec(['stat', '-f', '-c', '%a %S %d %c', directory], { signal });
  const [blocks = NaN, size = NaN, freeInodes = NaN, inodes = NaN] = said.stdout
    .trim()
    .split(' ')
    .map(Number);
  if (said.code !== 0) return false;
  return (blocks * size) / 1024 < SMALLEST_IMAGE_KIB || (inodes > 0 && freeInodes === 0);
}

/**
 * Removes a volume's file; one that is gone already is fine.
 * @throws {SshCommandError}
 */
export async function removeVolume({ ssh, signal }: OnHost, file: string): Promise<void> {
  await ssh.run(['rm', '-f', file], { signal });
}

/**
 * Checks that the file of a volume is there.
 * @throws {FatalTaskError} NOT_FOUND when it is missing
 */
export async function requireVolume({ ssh, hostName, signal }: OnHost, file: string) {
  const there = await ssh.exec(['test', '-f', file], { signal });
  if (there.code !== 0)
    throw new FatalTaskError(
      `The volume's file is missing on host ${hostName}: ${file}. Put it back, or delete the volume.`,
      { code: 'NOT_FOUND' },
    );
}

const imageInfo = z.object({
  'virtual-size': z.number(),
  snapshots: z.array(z.object({ name: z.string() })).optional(),
});

/** What an image says of itself; works while a guest has it open. */
async function readImage({ ssh, signal }: OnHost, file: string) {
  const said = await ssh.run(['qemu-img', 'info', '--output=json', '-U', file], { signal });
  const info = imageInfo.parse(JSON.parse(said));
  return { sizeBytes: info['virtual-size'], snapshots: (info.snapshots ?? []).map((s) => s.name) };
}

/** Enlarges the image of a disk that no guest has open; one that is as large already stays. */
export async function enlargeImage(on: OnHost, file: string, sizeGiB: number): Promise<void> {
  await requireVolume(on, file);
  if ((await readImage(on, file)).sizeBytes >= sizeGiB * GIB) return;
  const done = await on.ssh.exec(['qemu-img', 'resize', '-q', file, `${sizeGiB}G`], {
    signal: on.signal,
  });
  if (done.code !== 0) throw await resizeFault(on, file, done.stderr.trim());
}

/**
 * The error to tell when an image could not be enlarged. Older QEMUs refuse to enlarge images that
 * have internal snapshots.
 */
export async function resizeFault(
  on: OnHost,
  file: string,
  cause: string,
): Promise<FatalTaskError> {
  const { snapshots } = await readImage(on, file);
  const remedy =
    snapshots.length > 0
      ? ` It has ${snapshots.length} snapshots, which the QEMU of this host may not keep: delete them first.`
      : '';
  return new FatalTaskError(
    `The disk could not be enlarged on host ${on.hostName}: ${cause}.${remedy}`,
    { code: 'CONFLICT' },
  );
}
