import { allocateNamedIp } from '../network/network.service.ts';
import { type Placed, reserveHost } from '../placement/placement.service.ts';
import { type Em, rows, run } from '../platform/db.ts';
import type { DatastoreId, SecurityDomainId, VmId } from '../platform/ids.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { freeVncPort, refuseTakenName } from '../vm/allocate-vm.ts';
import { thawVm } from './archive-content.ts';
import { diskStores } from './archive-paths.ts';
import { type ArchiveRecord, findArchiveRecord } from './archived-vms.ts';

/**
 * Gives an archived VM its rows back in the caller's transaction, with a host that has room, its old
 * address and port where nobody took them, else new ones. The archive keeps its entry until the VM is whole.
 * @returns where it will be, and why
 * @throws {NoCapacityError | ConflictError} and nothing is allocated
 */
export async function restoreRows(em: Em, vmId: VmId, name: string): Promise<Placed> {
  const archived = await findArchiveRecord(em, vmId);
  if (!archived) throw new FatalTaskError('It is in the archive no more.', { code: 'NOT_FOUND' });
  if (archived.state === 'PURGING')
    throw new FatalTaskError(`${archived.name} is being removed for good.`, { code: 'CONFLICT' });
  const { vm } = archived.content;
  const size = { vcpus: Number(vm['vcpus']), ramMiB: Number(vm['ram_mib']) };
  const moreDatastores = await datastoresOf(em, archived);
  const placed = await reserveHost(em, { ...size, moreDatastores }, null);
  await refuseTakenName(em, { ownerId: archived.ownerId, name });
  await thawVm(em, archived.content, {
    name,
    host_id: placed.host.id,
    vnc_port: await freeVncPort(em, vm['vnc_port'] as number | null),
    status: 'IN_QUEUE',
    told_status: 'IN_QUEUE',
    status_reason: null,
    status_since: new Date(),
    desired_status: 'SHUTDOWN',
  });
  const securityDomainId = vm['security_domain_id'] as SecurityDomainId | null;
  if (securityDomainId) await allocateNamedIp(em, vmId, securityDomainId, archived.privateIp);
  await run(em, "update archived_vm set state = 'RESTORING' where id = ?", [vmId]);
  return placed;
}

/** What its host must see. */
async function datastoresOf(em: Em, { content }: ArchiveRecord): Promise<DatastoreId[]> {
  const { vm } = content;
  const templates = await rows<{ id: DatastoreId }>(
    em,
    'select datastore_id as id from template where id in (?)',
    [[vm['template_id'], vm['media_template_id']].map((id) => id ?? '')],
  );
  const own = diskStores(content);
  return [...new Set([...own, ...templates.map(({ id }) => id)])];
}
