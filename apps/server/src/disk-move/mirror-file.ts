import path from 'node:path';
import { DomainBlockCopyFlags, DomainBlockJobAbortFlags, LibvirtError } from '@baadal/libvirt';
import { isFull } from '../disk/volume.ts';
import { imageInfo, removeCopy } from '../image/qemu-img.ts';
import { pause } from '../platform/back-off.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import type { MovingFile } from './disk-move.ts';
import { copyXml } from './moved-xml.ts';
import { type OnVmHost, placeOf, placesNow } from './on-vm-host.ts';

/**
 * Moving a file while its guest runs: QEMU copies it and from then on writes to both, until it is
 * told to go on with the copy alone. What is found says what is to be done, so that any worker
 * carries on what another one began.
 */

/** How far copying one file is. */
export interface CopyShare {
  readonly done: number;
  readonly total: number;
}

const WATCH_MS = 300;

/**
 * Has QEMU copy a file until the copy keeps pace with the guest.
 * @returns false when the guest went off meanwhile: the copy is worthless
 */
export async function mirrorFile(
  on: OnVmHost,
  file: MovingFile,
  onShare: (share: CopyShare) => void,
): Promise<boolean> {
  const { domain, signal } = on;
  let begun = false;
  for (;;) {
    signal.throwIfAborted();
    const { active, places } = await placesNow(on);
    if (!active) return false;
    const { moved, mirror } = placeOf(places, file);
    if (moved) return true;
    if (mirror && mirror.file !== file.to)
      throw new FatalTaskError(`Disk ${file.target} is being copied elsewhere: ${mirror.file}.`, {
        code: 'CONFLICT',
      });
    if (mirror?.ready) return true;
    if (!mirror) {
      if (begun) throw await copyFault(on, file, 'the copying was ended from outside');
      await begin(on, file);
      begun = true;
      continue;
    }
    begun = true;
    const job = await domain.blockJobInfo(file.target, { signal });
    if (job) onShare({ done: Number(job.cur), total: Number(job.end) });
    await pause(WATCH_MS, signal);
  }
}

async function begin(on: OnVmHost, file: MovingFile): Promise<void> {
  const { domain, ssh, signal } = on;
  const info = await imageInfo(ssh, file.from, { format: file.format, signal });
  if (!info) throw missing(on, file);
  refuseSnapshots(on, file, info.snapshots);
  await removeCopy(ssh, file.to, signal);
  await ssh.run(['mkdir', '-p', path.posix.dirname(file.to)], { signal });
  const { TRANSIENT_JOB, SHALLOW } = DomainBlockCopyFlags;
  const flags = TRANSIENT_JOB | (staysLayer(on, info.backingFile) ? SHALLOW : 0);
  const xml = copyXml(file.to, file.format === 'QCOW2' ? 'qcow2' : 'raw');
  try {
    await domain.blockCopy({ disk: file.target, xml, flags, params: limitOf(on) }, { signal });
  } catch (error) {
    if (!(error instanceof LibvirtError) || error.retryable) throw error;
    throw await copyFault(on, file, error.message);
  }
}

const MIB = 1024n ** 2n;

/** In bytes a second, unlike that of a migration. */
function limitOf({ move }: OnVmHost): { readonly bandwidth?: bigint } {
  const { bandwidthMiBps } = move.spec;
  return bandwidthMiBps ? { bandwidth: BigInt(bandwidthMiBps) * MIB } : {};
}

/** A layer stays one where what it lies over is on the new datastore, too. */
export const staysLayer = ({ move }: OnVmHost, backingFile: string | null): boolean =>
  backingFile?.startsWith(`${move.root}/`) ?? false;

export const missing = ({ move }: OnVmHost, { target, from }: MovingFile): FatalTaskError =>
  new FatalTaskError(
    `The file of disk ${target} is missing on host ${move.vm.hostName}: ${from}. Put it back first.`,
    { code: 'NOT_FOUND' },
  );

/** QEMU copies what the guest sees now, not what snapshots hold. */
export function refuseSnapshots(
  { move }: OnVmHost,
  { target }: MovingFile,
  snapshots: readonly string[],
): void {
  if (snapshots.length === 0) return;
  const { name } = move.vm;
  const count = snapshots.length === 1 ? 'a snapshot' : `${snapshots.length} snapshots`;
  throw new FatalTaskError(
    `${name} runs and its disk ${target} holds ${count}, which only a copy of the whole file keeps. Shut ${name} down and move its disks then, or delete its snapshots first.`,
    { code: 'CONFLICT' },
  );
}

/** Why a copy was not made. */
export async function copyFault(
  { ssh, move, signal }: OnVmHost,
  file: MovingFile,
  cause: string,
): Promise<FatalTaskError> {
  const { vm, spec } = move;
  if (await isFull(ssh, path.posix.dirname(file.to), signal))
    return new FatalTaskError(
      `The datastore ${spec.datastore} is full on host ${vm.hostName}. Delete what is no longer needed or enlarge it, then retry.`,
      { code: 'NO_CAPACITY' },
    );
  return new FatalTaskError(
    `Disk ${file.target} could not be copied on host ${vm.hostName}: ${cause}`,
    { code: 'CONFLICT' },
  );
}

/**
 * Has the guest go on with the copy alone.
 * @returns false when the copy does not keep pace any more, or the guest went off
 */
export async function pivot({ domain, signal }: OnVmHost, file: MovingFile): Promise<boolean> {
  try {
    await domain.blockJobAbort(file.target, DomainBlockJobAbortFlags.PIVOT, { signal });
    return true;
  } catch (error) {
    // Not ready; no such job, or no such domain any more.
    if (!(error instanceof LibvirtError)) throw error;
    if (error.is('BLOCK_COPY_ACTIVE', 'OPERATION_INVALID', 'INVALID_ARG')) return false;
    throw error;
  }
}

/** Ends the copying of a file, if it is going on, with the guest where it was. */
export async function stopMirror(on: OnVmHost, file: MovingFile): Promise<void> {
  const { active, places } = await placesNow(on);
  if (!active || places.get(file.target)?.mirror?.file !== file.to) return;
  try {
    await on.domain.blockJobAbort(file.target, 0, { signal: on.signal });
  } catch (error) {
    // It has ended by itself meanwhile.
    if (!(error instanceof LibvirtError && error.is('OPERATION_INVALID'))) throw error;
  }
}
