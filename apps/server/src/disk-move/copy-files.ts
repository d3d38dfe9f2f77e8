import path from 'node:path';
import { isSshError } from '@baadal/ssh';
import { removeVolume } from '../disk/volume.ts';
import {
  checkQcow2Tables,
  copyImage,
  copyWholeFile,
  fileSize,
  imageInfo,
  removeCopy,
  sameContent,
} from '../image/qemu-img.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import type { MovingFile } from './disk-move.ts';
import { type CopyShare, copyFault, mirrorFile, missing, staysLayer } from './mirror-file.ts';
import { type OnVmHost, placeOf, placesNow } from './on-vm-host.ts';

/** Told how many bytes of how many are copied, of all files together. */
export type OnBytes = (share: CopyShare) => void;

/**
 * Copies all files of a move: by QEMU while the guest runs, which keeps the copies like the disks
 * from then on; by `qemu-img` while it is off. Again only makes up for what is missing. A guest
 * that goes off in the middle has its files copied anew.
 */
export async function copyFiles(on: OnVmHost, onBytes: OnBytes): Promise<void> {
  const { files } = on.move;
  const sizes = await Promise.all(files.map((file) => sizeNow(on, file)));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let before = 0;
  for (const [i, file] of files.entries()) {
    const size = sizes[i] ?? 0;
    await copyFile(on, file, ({ done, total: all }) =>
      onBytes({ done: before + (all > 0 ? (size * done) / all : 0), total }),
    );
    before += size;
    onBytes({ done: before, total });
  }
}

/** What a file takes now; of one that was moved what its copy takes. */
async function sizeNow({ ssh, signal }: OnVmHost, { from, to }: MovingFile): Promise<number> {
  return (await fileSize(ssh, from, signal)) ?? (await fileSize(ssh, to, signal)) ?? 0;
}

async function copyFile(
  on: OnVmHost,
  file: MovingFile,
  onShare: (share: CopyShare) => void,
): Promise<void> {
  const { active, places } = await placesNow(on);
  if (active) {
    if (await mirrorFile(on, file, onShare)) return;
    on.log('INFO', 'The VM went off while its disks were copied: they are copied anew.');
    await removeCopy(on.ssh, file.to, on.signal);
  } else if (placeOf(places, file).moved) return;
  await copyResting(on, file, onShare);
}

/** Copies a file that no guest writes to; one that is there is judged when it is proved. */
async function copyResting(
  on: OnVmHost,
  file: MovingFile,
  onShare: (share: CopyShare) => void,
): Promise<void> {
  const { ssh, signal } = on;
  const { bandwidthMiBps = null } = on.move.spec;
  const onProgress = (done: number) => onShare({ done, total: 100 });
  const job = { signal, bandwidthMiBps, onProgress };
  const flatten = await isToFlatten(on, file);
  await ssh.run(['mkdir', '-p', path.posix.dirname(file.to)], { signal });
  try {
    if (flatten) await copyImage(ssh, { ...file, fromFormat: 'QCOW2' }, job);
    else await copyWholeFile(ssh, file, job);
  } catch (error) {
    if (!isSshError(error, 'COMMAND_FAILED')) throw error;
    throw await copyFault(on, file, error.message);
  }
}

/**
 * A layer without snapshots becomes a disk of its own, unless what it lies over is on the new
 * datastore. With snapshots it stays one: they read from below, too.
 */
async function isToFlatten(on: OnVmHost, file: MovingFile): Promise<boolean> {
  const { ssh, signal } = on;
  const info = await imageInfo(ssh, file.from, { format: file.format, signal });
  if (!info) throw missing(on, file);
  const { backingFile, snapshots } = info;
  return backingFile !== null && snapshots.length === 0 && !staysLayer(on, backingFile);
}

/**
 * Proves that the copies of a VM that is off are what its files are, and sound. One that differs
 * (made before the VM last ran) is made anew.
 * @throws {FatalTaskError} when a copy turns out different again
 */
export async function proveCopies(on: OnVmHost): Promise<void> {
  const { places } = await placesNow(on);
  for (const file of on.move.files) {
    if (placeOf(places, file).moved) continue;
    if (!(await isSame(on, file))) {
      await removeVolume({ ...on, hostName: on.move.vm.hostName }, file.to);
      await copyResting(on, file, () => undefined);
      if (!(await isSame(on, file))) throw await copyFault(on, file, 'the copy differs');
    }
    const fault =
      file.format === 'QCOW2' ? await checkQcow2Tables(on.ssh, file.to, on.signal) : null;
    if (fault)
      throw new FatalTaskError(`The copy of disk ${file.target} is not sound: ${fault}`, {
        code: 'CONFLICT',
      });
  }
}

async function isSame(on: OnVmHost, file: MovingFile): Promise<boolean> {
  const format = (await isToFlatten(on, file)) ? 'QCOW2' : 'RAW';
  return sameContent(on.ssh, { a: file.from, b: file.to, format }, { signal: on.signal });
}
