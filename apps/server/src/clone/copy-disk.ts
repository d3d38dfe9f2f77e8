import path from 'node:path';
import type { SshMachine } from '@baadal/ssh';
import { z } from 'zod';
import { isFull } from '../disk/volume.ts';
import { FatalTaskError, RetryableError } from '../task/task-errors.ts';

/** An image takes as long as it takes; the lease is kept meanwhile. */
const COPY_TIMEOUT_MS = 6 * 3_600_000;

const imageInfo = z.object({
  format: z.string(),
  'full-backing-filename': z.string().optional(),
  'backing-filename-format': z.string().optional(),
});

/** What an image is a layer over; null when it is none. */
export type Backing = { readonly file: string; readonly format: string } | null;

interface Copy {
  readonly from: string;
  /** What `from` is a layer over, by {@link backingOf}. */
  readonly backing: Backing;
  readonly to: string;
  /** For what people are told. */
  readonly hostName: string;
}

/**
 * Copies an image at rest on a host: its top layer alone, over the same backing file, without its
 * internal snapshots. Clusters that the layer does not have are not read. Written again when it is
 * there already.
 *
 * Nothing may write to the image meanwhile: its lock is asked for, and refused while a QEMU does.
 * @throws {RetryableError | FatalTaskError} in words for people
 */
export async function copyDisk(ssh: SshMachine, copy: Copy, signal: AbortSignal): Promise<void> {
  const { from, backing, to } = copy;
  const over = backing ? ['-B', backing.file, '-F', backing.format] : [];
  const made = await ssh.exec(
    [
      'qemu-img',
      'convert',
      '-q',
      '-t',
      'writeback',
      '-f',
      'qcow2',
      '-O',
      'qcow2',
      ...over,
      from,
      to,
    ],
    { signal, timeoutMs: COPY_TIMEOUT_MS },
  );
  if (made.code !== 0) throw await faultOf(ssh, copy, made.stderr, signal);
}

/** What an image at rest is a layer over. */
export async function backingOf(
  ssh: SshMachine,
  image: string,
  signal: AbortSignal,
): Promise<Backing> {
  const said = await ssh.exec(['qemu-img', 'info', '-U', '--output=json', '-f', 'qcow2', image], {
    signal,
  });
  if (said.code !== 0)
    throw new FatalTaskError(`The disk ${image} cannot be read: ${said.stderr.trim()}`, {
      code: 'NOT_FOUND',
    });
  const info = imageInfo.parse(JSON.parse(said.stdout));
  const file = info['full-backing-filename'];
  return file === undefined ? null : { file, format: info['backing-filename-format'] ?? 'qcow2' };
}

async function faultOf(
  ssh: SshMachine,
  copy: Omit<Copy, 'backing'>,
  stderr: string,
  signal: AbortSignal,
) {
  const { from, to, hostName } = copy;
  // Of a copy that a lost worker began, and that is still at it; or the VM was started by hand.
  if (/lock/i.test(stderr))
    return new RetryableError(`An image is in use on host ${hostName}: ${stderr.trim()}`, {
      code: 'CONFLICT',
    });
  const present = await ssh.exec(['test', '-r', from], { signal });
  if (present.code !== 0)
    return new FatalTaskError(`The disk ${from} is missing on host ${hostName}.`, {
      code: 'NOT_FOUND',
    });
  if (/no space left|quota/i.test(stderr) || (await isFull(ssh, path.dirname(to), signal)))
    return new FatalTaskError(
      `The datastore is full on host ${hostName}. Delete VMs that are no longer needed or enlarge it, then retry.`,
      { code: 'NO_CAPACITY' },
    );
  return new FatalTaskError(`A disk could not be copied on host ${hostName}: ${stderr.trim()}`, {
    code: 'CONFLICT',
  });
}

/**
 * Bytes that files take on their file system. Copies of their top layers take no more than that.
 */
export async function fileBytes(
  ssh: SshMachine,
  paths: readonly string[],
  timeoutMs: number,
): Promise<number> {
  const said = await ssh.run(['stat', '-c', '%b %B', '--', ...paths], { timeoutMs });
  return said
    .trim()
    .split('\n')
    .map((line) => line.split(' ').map(Number))
    .reduce((sum, [blocks = 0, size = 0]) => sum + blocks * size, 0);
}

/**
 * Bytes that copies of images take: what is in their top layers, without internal snapshots and
 * without the templates below. Works on images that are in use.
 */
export async function layerBytes(
  ssh: SshMachine,
  paths: readonly string[],
  timeoutMs: number,
): Promise<number> {
  let bytes = 0;
  for (const image of paths) {
    const said = await ssh.run(['qemu-img', 'map', '-U', '--output=json', '-f', 'qcow2', image], {
      timeoutMs,
      maxOutputBytes: MAP_BYTES,
    });
    const extents = mapped.parse(JSON.parse(said));
    for (const extent of extents) if (extent.depth === 0 && extent.data) bytes += extent.length;
  }
  return bytes;
}

const MAP_BYTES = 64 * 1024 * 1024;
const mapped = z.array(z.object({ depth: z.number(), data: z.boolean(), length: z.number() }));
