import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { SshMachine } from '@baadal/ssh';
import { z } from 'zod';
import type { TemplateFormat } from '../template/template.entity.ts';

/** Copies and checks of images take as long as they take; their progress is watched, not the clock. */
const LONG_JOB_MS = 24 * 3_600_000;

/** QEMU's name of a format; the driver is always named, so that nothing is guessed from content. */
export function qemuFormat(format: TemplateFormat): 'qcow2' | 'raw' {
  return format === 'QCOW2' ? 'qcow2' : 'raw';
}

interface Job {
  readonly signal: AbortSignal;
  readonly onProgress?: (percent: number) => void;
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
  image: { readonly format: TemplateFormat; readonly signal: AbortSignal },
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
  readonly fromFormat: TemplateFormat;
  readonly to: string;
  /** An internal snapshot to take instead of the present state. */
  readonly snapshot?: string | undefined;
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
  const partial = `${copy.to}.${randomBytes(4).toString('hex')}.partial`;
  const snapshot = copy.snapshot === undefined ? [] : ['-l', `snapshot.name=${copy.snapshot}`];
  const argv = [
    ...['qemu-img', 'convert', '-p', '-f', qemuFormat(copy.fromFormat), ...snapshot],
    ...['-O', 'qcow2', copy.from, partial],
  ];
  await ssh.run(argv, longJob(job));
  await ssh.run(['mv', '-f', '--', partial, copy.to], { signal });
}

/** Removes a copy, and what broken-off ones left. */
export async function removeCopy(ssh: SshMachine, to: string, signal: AbortSignal): Promise<void> {
  await ssh.run(['rm', '-f', '--', to], { signal });
  await removePartials(ssh, to, signal);
}

async function removePartials(ssh: SshMachine, to: string, signal: AbortSignal): Promise<void> {
  const { dir, base } = path.posix.parse(to);
  const found = ['find', dir, '-maxdepth', '1', '-name', `${base}.*.partial`, '-delete'];
  await ssh.run(found, { signal });
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
