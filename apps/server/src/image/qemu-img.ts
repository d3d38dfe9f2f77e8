import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { SshMachine } from '@baadal/ssh';
import { z } from 'zod';
import { BaadalError } from '../platform/errors.ts';
import { endCommands } from './end-commands.ts';
import type { ImageSample } from './image-check.ts';
import type { ImageFormat } from './image-format.ts';
import { QCOW2_HEAD_BYTES } from './qcow2-header.ts';

/** Copies and checks of images take as long as they take; their progress is watched, not the clock. */
const LONG_JOB_MS = 24 * 3_600_000;
const VOLUME_OFFSET = 32_768;
const VOLUME_BYTES = 2_048;

/** QEMU's name of a format; the driver is always named, so that nothing is guessed from content. */
export function qemuFormat(format: ImageFormat): 'qcow2' | 'raw' {
  return format === 'QCOW2' ? 'qcow2' : 'raw';
}

interface Job {
  readonly signal: AbortSignal;
  readonly onProgress?: (percent: number) => void;
  /** Most that a copy may take; absent or null: as fast as it goes. */
  readonly bandwidthMiBps?: number | null;
}

/** The size of a file in bytes; null when it is not there. */
export async function fileSize(
  ssh: SshMachine,
  file: string,
  signal?: AbortSignal,
): Promise<number | null> {
  const stat = await ssh.exec(['stat', '-L', '-c', '%s %F', '--', file], signal ? { signal } : {});
  const [, size, kind] = /^(\d+) (.*)$/.exec(stat.stdout.trim()) ?? [];
  if (stat.code !== 0 || size === undefined || !kind?.startsWith('regular')) return null;
  return Number(size);
}

/** Bytes of a file on a host. */
async function bytesOf(
  ssh: SshMachine,
  file: string,
  range: { readonly skip: number; readonly count: number; readonly signal: AbortSignal },
): Promise<Buffer> {
  const { skip, count, signal } = range;
  const dump = ['od', '-An', '-v', '-tx1', '-j', String(skip), '-N', String(count), '--', file];
  const said = await ssh.exec(dump, { signal });
  // od fails when it is to skip beyond the end.
  return said.code === 0 ? Buffer.from(said.stdout.replace(/\s/g, ''), 'hex') : Buffer.alloc(0);
}

/** Reads what is judged of an image, without a program that would follow what it says. */
export async function sampleImage(
  ssh: SshMachine,
  file: string,
  image: { readonly format: ImageFormat; readonly signal: AbortSignal },
): Promise<ImageSample | null> {
  const { format, signal } = image;
  const sizeBytes = await fileSize(ssh, file, signal);
  if (sizeBytes === null) return null;
  const head = await bytesOf(ssh, file, { skip: 0, count: QCOW2_HEAD_BYTES, signal });
  const volume =
    format === 'ISO'
      ? await bytesOf(ssh, file, { skip: VOLUME_OFFSET, count: VOLUME_BYTES, signal })
      : Buffer.alloc(0);
  return { format, sizeBytes, head, volume };
}

/**
 * Has QEMU check the tables of a qcow2 image; a layer's backing file is not opened.
 * @returns what is wrong, in QEMU's words; null when the image is sound
 */
export async function checkQcow2Tables(
  ssh: SshMachine,
  file: string,
  signal: AbortSignal,
): Promise<string | null> {
  const said = await ssh.exec(['qemu-img', 'check', '-q', '-f', 'qcow2', file], {
    signal,
    timeoutMs: LONG_JOB_MS,
  });
  // 3: clusters that nobody uses, which waste room but lose nothing.
  if (said.code === 0 || said.code === 3) return null;
  const lines = `${said.stderr}\n${said.stdout}`.split('\n').map((line) => line.trim());
  const fault = lines.find((line) => /error|corrupt|could not/i.test(line)) ?? 'its tables are bad';
  return fault.replaceAll(file, 'the image').slice(0, 300);
}

const infoSchema = z.object({
  format: z.string(),
  'virtual-size': z.number(),
  'full-backing-filename': z.string().optional(),
  snapshots: z.array(z.object({ name: z.string() })).optional(),
});

/** What `qemu-img info` tells of an image of ours. */
export interface ImageInfo {
  readonly virtualBytes: number;
  readonly backingFile: string | null;
  readonly snapshots: readonly string[];
}

/**
 * Asks QEMU about an image of ours, also while a guest writes to it.
 * @returns null when there is no such file
 */
export async function imageInfo(
  ssh: SshMachine,
  file: string,
  image: { readonly format: ImageFormat; readonly signal: AbortSignal },
): Promise<ImageInfo | null> {
  const { format, signal } = image;
  if ((await fileSize(ssh, file, signal)) === null) return null;
  const argv = ['qemu-img', 'info', '-U', '--output=json', '-f', qemuFormat(format), file];
  const info = infoSchema.parse(JSON.parse(await ssh.run(argv, { signal })));
  return {
    virtualBytes: info['virtual-size'],
    backingFile: info['full-backing-filename'] ?? null,
    snapshots: (info.snapshots ?? []).map(({ name }) => name),
  };
}

/** A copy of an image, its layers made one. */
export interface ImageCopy {
  readonly from: string;
  readonly fromFormat: ImageFormat;
  readonly to: string;
  /** An internal snapshot to take instead of the present state; a guest may run then. */
  readonly snapshot?: string | null;
}

/**
 * Copies an image to a qcow2 file that depends on nothing, unless it is there already. The file has
 * its name only when it is whole; each attempt writes to a file of its own, since a lost worker's
 * may still be at it.
 * @throws {SshError} COMMAND_FAILED …
 */
export async function copyImage(ssh: SshMachine, copy: ImageCopy, job: Job): Promise<void> {
  const { signal } = job;
  if ((await fileSize(ssh, copy.to, signal)) !== null) return;
  await removePartials(ssh, copy.to, signal);
  const partial = partialOf(copy.to);
  const snapshot = copy.snapshot ? ['-U', '-l', `snapshot.name=${copy.snapshot}`] : [];
  const argv = [
    ...[
      'qemu-img',
      'convert',
      '-p',
      ...rateOf(job),
      '-f',
      qemuFormat(copy.fromFormat),
      ...snapshot,
    ],
    ...['-O', 'qcow2', copy.from, partial],
  ];
  await ssh.run(argv, longJob(job));
  await ssh.run(['mv', '-f', '--', partial, copy.to], { signal });
}

/**
 * Copies a file byte for byte, holes left out, unless it is there already: a qcow2 image comes with
 * its internal snapshots and goes on to depend on what it depended on. As {@link copyImage}, its
 * name stands for a whole one. Refused while some guest writes to it.
 * @throws {SshError} COMMAND_FAILED …
 */
export async function copyWholeFile(
  ssh: SshMachine,
  copy: Pick<ImageCopy, 'from' | 'to'>,
  job: Job,
): Promise<void> {
  const { signal } = job;
  if ((await fileSize(ssh, copy.to, signal)) !== null) return;
  await removePartials(ssh, copy.to, signal);
  const partial = partialOf(copy.to);
  const formats = ['-f', 'raw', '-O', 'raw'];
  const argv = ['qemu-img', 'convert', '-p', ...rateOf(job), ...formats, copy.from, partial];
  await ssh.run(argv, longJob(job));
  await ssh.run(['mv', '-f', '--', partial, copy.to], { signal });
}

/**
 * Compares two images that no guest writes to, as guests see them; of `RAW` ones every byte. What
 * was just written is put on the storage first.
 * @throws {BaadalError} CONFLICT when one cannot be read
 */
export async function sameContent(
  ssh: SshMachine,
  images: { readonly a: string; readonly b: string; readonly format: ImageFormat },
  job: Job,
): Promise<boolean> {
  const format = qemuFormat(images.format);
  await ssh.run(['sync', '--', images.b], longJob(job));
  const argv = ['qemu-img', 'compare', '-p', '-f', format, '-F', format, images.a, images.b];
  const said = await ssh.exec(argv, longJob(job));
  if (said.code === 0 || said.code === 1) return said.code === 0;
  throw new BaadalError('CONFLICT', `Images cannot be compared: ${said.stderr.trim()}`);
}

/** Removes a copy, and what broken-off ones left. */
export async function removeCopy(ssh: SshMachine, to: string, signal: AbortSignal): Promise<void> {
  await ssh.run(['rm', '-f', '--', to], { signal });
  await removePartials(ssh, to, signal);
}

const rateOf = ({ bandwidthMiBps }: Job): string[] =>
  bandwidthMiBps ? ['-r', `${bandwidthMiBps}M`] : [];

const partialOf = (to: string): string => `${to}.${randomBytes(4).toString('hex')}.partial`;

async function removePartials(ssh: SshMachine, to: string, signal: AbortSignal): Promise<void> {
  const { dir, base } = path.posix.parse(to);
  await endCommands(ssh, { program: 'qemu-img', part: `${to}.` }, signal);
  // The directory itself may never have been made.
  if ((await ssh.exec(['test', '-d', dir], { signal })).code !== 0) return;
  const found = ['find', dir, '-maxdepth', '1', '-name', `${base}.*.partial`, '-delete'];
  await ssh.run(found, { signal });
}

/**
 * Takes everything a layer reads from below into it, so that it depends on nothing; its VM must be
 * off, and it must have no internal snapshots, whose data below would be lost. Broken off, it is
 * the layer it was.
 */
export async function absorbBacking(ssh: SshMachine, file: string, job: Job): Promise<void> {
  await ssh.run(['qemu-img', 'rebase', '-p', '-f', 'qcow2', '-b', '', file], longJob(job));
}

/** SHA-256 of a file on a host, in hex. */
export async function sha256Of(
  ssh: SshMachine,
  file: string,
  signal: AbortSignal,
): Promise<string> {
  const said = await ssh.run(['sha256sum', '--', file], { signal, timeoutMs: LONG_JOB_MS });
  return said.replace(/^\\/, '').slice(0, 64);
}

/** Options of a command of QEMU that prints `(12.34/100%)` as it goes. */
function longJob({ signal, onProgress }: Job) {
  return {
    signal,
    timeoutMs: LONG_JOB_MS,
    ...(onProgress && { onOutput: (text: string) => tellProgress(text, onProgress) }),
  };
}

function tellProgress(text: string, onProgress: (percent: number) => void): void {
  const last = [...text.matchAll(/\((\d+(?:\.\d+)?)\/100%\)/g)].at(-1)?.[1];
  if (last !== undefined) onProgress(Number(last));
}
