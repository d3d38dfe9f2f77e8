import {
  type Domain,
  DomainDeviceModifyFlags,
  DomainEventId,
  DomainXMLFlags,
  LibvirtError,
} from '@baadal/libvirt';
import { unescapeXml } from '../platform/xml-text.ts';
import type { Services } from '../services.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { type DomainDisk, diskAlias, diskXml } from './domain-xml.ts';
import type { VmRecord } from './vm-record.ts';

const { LIVE, CONFIG } = DomainDeviceModifyFlags;

/** A disk or drive of a domain. */
export interface DomainDiskSource {
  readonly target: string;
  readonly device: string;
  /** What it writes to, the top of its chain; null: an empty drive, or no file. */
  readonly file: string | null;
}

/** All disks and drives in a domain's XML as libvirt writes it. */
export function diskSources(xml: string): DomainDiskSource[] {
  return [...xml.matchAll(/<disk [^>]*device='(\w+)'.*?<\/disk>/gs)].flatMap(([block, device]) => {
    const target = /<target dev='([^']*)'/.exec(block)?.[1];
    if (target === undefined || device === undefined) return [];
    // The disk's own source comes before those of its chain and of a job's mirror.
    const own = block.split(/<backingStore|<mirror/)[0] ?? '';
    const file = /<source file='([^']*)'/.exec(own)?.[1];
    return [{ target, device, file: file === undefined ? null : unescapeXml(file) }];
  });
}

/** Disks of files in a domain's XML as libvirt writes it, without drives. */
export function parseDomainDisks(xml: string): DomainDisk[] {
  return diskSources(xml).flatMap(({ target, device, file }) =>
    device === 'disk' && file !== null ? [{ target, path: file }] : [],
  );
}

/**
 * Whether the domain has a disk, in the running guest and in its definition.
 * @throws {FatalTaskError} when another disk has its target
 */
async function placesOf(domain: Domain, disk: DomainDisk, signal: AbortSignal) {
  const has = async (flags: number) => {
    const disks = parseDomainDisks(await domain.xml(flags, { signal }));
    const there = disks.find(({ target }) => target === disk.target);
    if (there && there.path !== disk.path)
      throw new FatalTaskError(`The domain has another disk as ${disk.target}: ${there.path}.`, {
        code: 'CONFLICT',
      });
    return there !== undefined;
  };
  const active = await domain.isActive({ signal });
  return { active, live: active && (await has(0)), config: await has(DomainXMLFlags.INACTIVE) };
}

/** True when the guest or the definition has the disk. */
export async function hasDisk(
  domain: Domain,
  disk: DomainDisk,
  signal: AbortSignal,
): Promise<boolean> {
  const { live, config } = await placesOf(domain, disk, signal);
  return live || config;
}

/** Gives a domain a disk: to its definition, and to the guest when it runs. */
export async function attachDisk(
  domain: Domain,
  disk: DomainDisk,
  signal: AbortSignal,
): Promise<void> {
  const { active, live, config } = await placesOf(domain, disk, signal);
  const flags = (active && !live ? LIVE : 0) | (config ? 0 : CONFIG);
  if (flags !== 0) await domain.attachDevice(diskXml(disk), flags, { signal });
}

/** Takes a disk out of the definition; the running guest keeps it. */
export async function detachFromDefinition(
  domain: Domain,
  disk: DomainDisk,
  signal: AbortSignal,
): Promise<void> {
  const { config } = await placesOf(domain, disk, signal);
  if (config) await domain.detachDeviceAlias(diskAlias(disk.target), CONFIG, { signal });
}

interface GuestDetach {
  readonly services: Services;
  readonly vm: VmRecord;
  readonly domain: Domain;
  readonly disk: DomainDisk;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** How a guest answered. */
export type GuestAnswer = 'LET_GO' | 'REFUSED' | 'SILENT';

/** A guest that had not booted when it was asked does not remember. */
const ASK_AGAIN_MS = 5_000;
/** Safety net for a lost event; the event itself ends the wait at once. */
const LOOK_MS = 1_000;

/**
 * Asks the running guest to let a disk go, and waits until it has. A guest that is off has let go.
 */
export async function detachFromGuest(detach: GuestDetach): Promise<GuestAnswer> {
  const { services, vm, domain, disk, timeoutMs, signal } = detach;
  if (!(await placesOf(domain, disk, signal)).live) return 'LET_GO';
  const connection = await services.hosts.libvirt(vm.hostId);
  const ids = [DomainEventId.DEVICE_REMOVED, DomainEventId.DEVICE_REMOVAL_FAILED];
  await using events = await connection.domainEvents({ ids, domain, signal });
  const deadline = Date.now() + timeoutMs;
  let askAt = 0;
  let event = events.next();
  event.catch(() => undefined);
  while (Date.now() < deadline) {
    if (Date.now() >= askAt) {
      await askGuest(domain, disk, signal);
      askAt = Date.now() + ASK_AGAIN_MS;
    }
    if (!(await placesOf(domain, disk, signal)).live) return 'LET_GO';
    const told = await firstOf(event, LOOK_MS, signal);
    if (!told) continue;
    const { value } = told;
    if (value?.kind === 'deviceRemovalFailed' && value.devAlias === diskAlias(disk.target))
      return 'REFUSED';
    event = events.next();
    event.catch(() => undefined);
  }
  return 'SILENT';
}

/** Presses the attention button; that it is pressed already, or the disk gone, is no fault. */
async function askGuest(domain: Domain, disk: DomainDisk, signal: AbortSignal): Promise<void> {
  try {
    await domain.detachDeviceAlias(diskAlias(disk.target), LIVE, { signal });
  } catch (error) {
    if (!(error instanceof LibvirtError)) throw error;
    // QEMU says "already in the process of unplug" by a general error.
    const passing = ['DEVICE_MISSING', 'INTERNAL_ERROR', 'OPERATION_FAILED', 'OPERATION_INVALID'];
    if (!passing.some((code) => error.is(code as 'DEVICE_MISSING'))) throw error;
  }
}

/** What the promise gives within a time; null when it does not. @throws the signal's reason */
async function firstOf<T>(promise: Promise<T>, ms: number, signal: AbortSignal): Promise<T | null> {
  const { promise: late, resolve, reject } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), ms);
  const abort = () => reject(signal.reason as Error);
  signal.addEventListener('abort', abort, { once: true });
  try {
    signal.throwIfAborted();
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}
