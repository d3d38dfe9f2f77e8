import {
  type Domain,
  DomainBlockCommitFlags,
  DomainBlockJobAbortFlags,
  DomainSnapshotCreateFlags,
  LibvirtError,
} from '@baadal/libvirt';
import { pause } from '../platform/back-off.ts';
import type { Services } from '../services.ts';
import { onHost } from '../task/on-host.ts';
import { RetryableError } from '../task/task-errors.ts';
import { defineDomain } from '../vm/define-domain.ts';
import { type DomainDiskSource, diskSources } from '../vm/domain-disks.ts';
import { requireDomain } from '../vm/domain-of.ts';
import { hasGuestAgent } from '../vm/guest-agent.ts';
import type { VmRecord } from '../vm/vm-record.ts';
import { holdXml } from './hold-xml.ts';

/**
 * Holds the disks of a running VM still, so that they can be copied while it goes on: all its disks
 * at one moment get a layer above them that takes what the guest writes, and the file below is read
 * by nobody but the copies. Releasing merges the layer back and removes it. The guest is never
 * paused, so that nothing can leave it so; its file systems are frozen for that moment where its
 * agent answers. What is found, not what is remembered, says what is to be done: any worker may
 * release what another one held, whether the domain still runs or not.
 */

/** Where a held disk's guest writes to, beside the disk. */
export const layerOf = (disk: string): string => `${disk.replace(/\.qcow2$/, '')}.held.qcow2`;

/** The name of the disk that an image would be the layer of, by its own, both without `.qcow2`. */
export const heldBelow = (image: string): string => image.replace(/\.held$/, '');

/** How the disks are held. */
export interface Hold {
  /** False: the domain is off, and its files rest by themselves. */
  readonly running: boolean;
  /** The guest agent froze its file systems: nothing is left in its memory. */
  readonly quiesced: boolean;
}

/** Holds the disks of a VM still. Disks that are held already stay so. */
export async function holdDisks(
  services: Services,
  vm: VmRecord,
  signal: AbortSignal,
): Promise<Hold> {
  return onHost(vm, async () => {
    const domain = await requireDomain(services, vm, signal);
    const running = await domain.isActive({ signal });
    if (running) await afterOthers(domain, vm, signal);
    const xml = await domain.xml(0, { signal });
    const sources = diskSources(xml);
    if (!running) {
      // It went off while a hold was cut off.
      if (vm.disks.some((disk) => isAt(sources, disk.target, layerOf(disk.path))))
        await releaseDisks(services, vm, signal);
      return { running, quiesced: false };
    }
    const open = vm.disks.filter((disk) => isAt(sources, disk.target, disk.path));
    if (open.length === 0) return { running: true, quiesced: false };
    const ssh = await services.hosts.ssh(vm.hostId);
    await ssh.run(['rm', '-f', '--', ...open.map((disk) => layerOf(disk.path))], { signal });
    const layers = open.map(({ target, path }) => ({ target, layer: layerOf(path) }));
    const definition = holdXml(sources, layers);
    const quiesced = hasGuestAgent(xml) && (await snapshot(domain, definition, true, signal));
    if (!quiesced) await snapshot(domain, definition, false, signal);
    return { running: true, quiesced };
  });
}

/**
 * Waits for a call that a lost worker left behind, and that may be putting a layer in place this
 * moment: its file must not be taken for a leftover. A query waits for libvirt's job on the domain.
 */
async function afterOthers(domain: Domain, vm: VmRecord, signal: AbortSignal): Promise<void> {
  const [disk] = vm.disks;
  if (disk) await domain.blockJobInfo(disk.target, { signal });
}

const HOLD =
  DomainSnapshotCreateFlags.DISK_ONLY |
  DomainSnapshotCreateFlags.ATOMIC |
  DomainSnapshotCreateFlags.NO_METADATA;

/** @returns false when the guest's agent did not freeze its file systems */
async function snapshot(domain: Domain, xml: string, quiesce: boolean, signal: AbortSignal) {
  try {
    await domain.createSnapshot(xml, quiesce ? HOLD | DomainSnapshotCreateFlags.QUIESCE : HOLD, {
      signal,
    });
    return true;
  } catch (error) {
    if (quiesce && error instanceof LibvirtError) return false;
    throw error;
  }
}

const isAt = (sources: readonly DomainDiskSource[], target: string, path: string): boolean =>
  sources.some((source) => source.target === target && source.file === path);

/**
 * Releases the disks of a VM: what the guest wrote meanwhile is merged into them. Disks that are
 * not held stay as they are.
 */
export async function releaseDisks(
  services: Services,
  vm: VmRecord,
  signal: AbortSignal,
): Promise<void> {
  await onHost(vm, async () => {
    const domain = await requireDomain(services, vm, signal);
    const active = await domain.isActive({ signal });
    if (active) await afterOthers(domain, vm, signal);
    const sources = diskSources(await domain.xml(0, { signal }));
    const held = vm.disks.filter((disk) => isAt(sources, disk.target, layerOf(disk.path)));
    if (active) for (const disk of held) await mergeLive(domain, disk, signal);
    else if (held.length > 0) await mergeOffline(services, vm, held, signal);
    const ssh = await services.hosts.ssh(vm.hostId);
    const layers = vm.disks.map((disk) => layerOf(disk.path));
    await ssh.run(['rm', '-f', '--', ...layers], { signal });
  });
}

interface HeldDisk {
  readonly target: string;
  readonly path: string;
}

/** How long a merge may seem to stand still at its end before the step is tried again. */
const PIVOT_TRIES = 600;
const PIVOT_EVERY_MS = 50;

/** `base` is named: without it libvirt would merge down into the template. */
async function mergeLive(domain: Domain, disk: HeldDisk, signal: AbortSignal): Promise<void> {
  if (!(await domain.blockJobInfo(disk.target, { signal })))
    await domain.blockCommit(
      {
        disk: disk.target,
        base: disk.path,
        flags: DomainBlockCommitFlags.ACTIVE | DomainBlockCommitFlags.SHALLOW,
      },
      { signal },
    );
  let last = -1n;
  for (let still = 0; still < PIVOT_TRIES; still++) {
    const job = await domain.blockJobInfo(disk.target, { signal });
    // It ended: the domain went off in the middle, or somebody aborted it.
    if (!job) throw new RetryableError(`The layer of ${disk.target} was not merged yet.`);
    if (job.cur === job.end && (await pivoted(domain, disk, signal))) return;
    if (job.cur !== last) still = 0;
    last = job.cur;
    await pause(PIVOT_EVERY_MS, signal);
  }
  throw new RetryableError(`The layer of ${disk.target} is not merged yet.`);
}

/** @returns false while the merge is not ready to be ended */
async function pivoted(domain: Domain, disk: HeldDisk, signal: AbortSignal): Promise<boolean> {
  try {
    await domain.blockJobAbort(disk.target, DomainBlockJobAbortFlags.PIVOT, { signal });
    return true;
  } catch (error) {
    if (error instanceof LibvirtError && error.is('BLOCK_COPY_ACTIVE')) return false;
    throw error;
  }
}

/** The domain went off while it was held. */
async function mergeOffline(
  services: Services,
  vm: VmRecord,
  held: readonly HeldDisk[],
  signal: AbortSignal,
): Promise<void> {
  const ssh = await services.hosts.ssh(vm.hostId);
  for (const disk of held)
    await ssh.run(['qemu-img', 'commit', '-q', '-f', 'qcow2', layerOf(disk.path)], {
      signal,
      timeoutMs: MERGE_TIMEOUT_MS,
    });
  await defineDomain(services, vm, signal);
}

const MERGE_TIMEOUT_MS = 6 * 3_600_000;
