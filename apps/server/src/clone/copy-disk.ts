import path from 'node:path';
import type { SshMachine } from '@baadal/ssh';
import { z } from 'zod';
import { FatalTaskError, RetryableError } from '../task/task-errors.ts';

/** An image takes as long as it takes; the lease is kept meanwhile. */
const COPY_TIMEOUT_MS = 6 * 3_600_000;

const imageInfo = z.object({
  format: z.string(),
  'full-backing-filename': z.string().optional(),
  'backing-filename-format': z.string().optional(),
});

interface Copy {
  readonly from: string;
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
  const { from, to } = copy;
  const backing = await backingOf(ssh, copy, signal);
  await ssh.run(['mkdir', '-p', '--', path.dirname(to)], { signal });
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

/** The file that an image is a layer over; null when it is none. */
async function backingOf(ssh: SshMachine, copy: Copy, signal: AbortSignal) {
  const said = await ssh.exec(['qemu-img', 'info', '--output=json', '-f', 'qcow2', copy.from], {
    signal,
  });
  if (said.code !== 0) throw await faultOf(ssh, copy, said.stderr, signal);
  const info = imageInfo.parse(JSON.parse(said.stdout));
  const file = info['full-backing-filename'];
  return file === undefined ? null : { file, format: info['backing-filename-format'] ?? 'qcow2' };
}

async function faultOf(ssh: SshMachine, copy: Copy, stderr: string, signal: AbortSignal) {
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

const SMALLEST_IMAGE_KIB = 1024;

/** True when a file system has no room for the smallest image. */
async function isFull(ssh: SshMachine, directory: string, signal: AbortSignal): Promise<boolean> {
  const said = await ssh.exec(['stat', '-f', '-c', '%a %S', '--', directory], { signal });
  const [blocks = Number.NaN, size = Number.NaN] = said.stdout.trim().split(' ').map(Number);
  return said.code === 0 && (blocks * size) / 1024 < SMALLEST_IMAGE_KIB;
}

/**
 * Bytes that copies of images take: what their top layers have, snapshots and templates left out.
 * Asked of images that may be in use.
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
