import { type Connection, LibvirtError } from '@baadal/libvirt';
import { type Em, rows, run } from '../platform/db.ts';
import type { HostId } from '../platform/ids.ts';
import { EVERYTHING } from '../vm/define-domain.ts';

interface Stale {
  readonly uuid: string;
  /** Null when the VM is gone. */
  readonly hostId: HostId | null;
}

/**
 * Removes from a host that came back the domains of VMs that were respawned elsewhere, before
 * anything starts there: destroyed where one runs (it must not write), and undefined with what
 * libvirt knows of it. Disks are files on the datastore and stay. A VM that is this host's again
 * keeps its domain.
 * @returns names of the domains that were removed
 */
export async function removeStaleDomains(
  em: Em,
  connection: Connection,
  hostId: HostId,
): Promise<string[]> {
  const stale = await rows<Stale>(
    em,
    `select s.uuid, v.host_id as hostId from stale_domain s left join vm v on v.uuid = s.uuid
      where s.host_id = ?`,
    [hostId],
  );
  const removed: string[] = [];
  for (const { uuid, hostId: now } of stale) {
    const name = now === hostId ? null : await removeDomain(connection, uuid);
    if (name) removed.push(name);
    await run(em, 'delete from stale_domain where host_id = ? and uuid = ?', [hostId, uuid]);
  }
  return removed;
}

/** @returns its name; null when it is not there */
async function removeDomain(connection: Connection, uuid: string): Promise<string | null> {
  try {
    const domain = await connection.domainLookupByUuid(uuid);
    if (await domain.isActive()) await domain.destroy();
    await domain.undefine(EVERYTHING);
    return domain.name;
  } catch (error) {
    if (error instanceof LibvirtError && error.is('NO_DOMAIN')) return null;
    throw error;
  }
}
