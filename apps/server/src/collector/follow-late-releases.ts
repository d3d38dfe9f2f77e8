import { type Connection, isLibvirtError } from '@baadal/libvirt';
import {
  type AwaitedDisk,
  awaitedDisks,
  detachReleased,
  forgetRelease,
} from '../disk/late-release.ts';
import type { Em } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';
import { announceVmTask } from '../task/enqueue.ts';
import { parseDomainDisks } from '../vm/domain-disks.ts';
import type { OwnedHost } from './host-store.ts';

/** What is looked at, and whom it is told. */
interface ReleaseWatch {
  readonly em: Em;
  readonly connection: Connection;
  readonly host: OwnedHost;
  readonly events: EventBus;
}

/**
 * Finishes the detaching of disks that guests let go after the task had given up: when libvirt tells
 * of it, and with every comparison of a host for what nobody heard. Costs one statement while no
 * such disk is waited for.
 * @param uuid of the domain that libvirt told of; all of the host when absent
 */
export async function followLateReleases(watch: ReleaseWatch, uuid?: string): Promise<void> {
  const { em, host, events } = watch;
  const awaited = await awaitedDisks(em, host.id, uuid);
  const off = awaited.filter((disk) => disk.off).map(({ id }) => id);
  if (off.length > 0) await forgetRelease(em, off);
  for (const disk of awaited) {
    if (disk.off || (await holds(watch.connection, disk))) continue;
    const id = await detachReleased(em, host.id, disk);
    if (!id) continue;
    announceVmTask(events, id, disk.vmId);
  }
}

/** Whether the running domain has the disk; also where it cannot be told. */
async function holds(connection: Connection, { uuid, path }: AwaitedDisk): Promise<boolean> {
  try {
    const domain = await connection.domainLookupByUuid(uuid);
    if (!(await domain.isActive())) return true;
    return parseDomainDisks(await domain.xml()).some((disk) => disk.path === path);
  } catch (error) {
    if (isLibvirtError(error, 'NO_DOMAIN', 'OPERATION_INVALID')) return true;
    throw error;
  }
}
