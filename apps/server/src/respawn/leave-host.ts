import { datastoresOfVms } from '../datastore/datastore-hosts.ts';
import { type Placed, type PlacementWish, reserveHost } from '../placement/placement.service.ts';
import { type Em, rows, run } from '../platform/db.ts';
import { ConflictError, NoCapacityError } from '../platform/errors.ts';
import type { DatastoreId, HostId, TaskId, UserId, VmId } from '../platform/ids.ts';
import { larger, type Size } from '../snapshot/revert-room.ts';
import { recordVmEvent } from '../vm/vm-record.ts';
import { newestSnapshot } from './lost-vms.ts';

/** A VM, and the host that is down under it. */
export interface Leaver {
  readonly vmId: VmId;
  readonly from: HostId;
  readonly fromName: string;
  /** It is to go back to its newest snapshot, and gets a place that has room for the size of then. */
  readonly goesBack: boolean;
}

interface By {
  readonly actorId: UserId | null;
  readonly taskId: TaskId;
}

interface VmRow {
  readonly hostId: HostId | null;
  readonly uuid: string;
  readonly vcpus: number;
  readonly ramMiB: number;
  readonly datastoreId: DatastoreId;
  readonly arch: string | null;
}

/** Hosts before VMs, as every placement does, so that nobody waits for each other. */
async function lockRows(em: Em, vmId: VmId): Promise<VmRow | undefined> {
  await rows(em, 'select id from host order by id for update');
  const [vm] = await rows<VmRow>(
    em,
    `select v.host_id as hostId, v.uuid, v.vcpus, v.ram_mib as ramMiB, v.datastore_id as datastoreId,
            (select t.arch from template t where t.id = v.template_id) as arch
       from vm v where v.id = ? for update`,
    [vmId],
  );
  return vm;
}

/**
 * Writes a VM of a host that is down to the best other host, and that the old one has a stale domain
 * of it: both or neither, in the caller's transaction. One that is elsewhere by now stays there.
 * @returns why there and not elsewhere, in lines; null when there was nothing to do
 * @throws {ConflictError} when the host is no longer down
 * @throws {NoCapacityError} with each host's reasons
 */
export async function leaveHost(
  em: Em,
  { vmId, from, fromName, goesBack }: Leaver,
  by: By,
): Promise<{ readonly hostId: HostId; readonly story: readonly string[] } | null> {
  const vm = await lockRows(em, vmId);
  if (!vm || vm.hostId !== from) return null;
  const [host] = await rows<{ status: string }>(em, 'select status from host where id = ?', [from]);
  if (host?.status !== 'DOWN')
    throw new ConflictError(`${fromName} is no longer down: its VMs stay there.`);
  const { vcpus, ramMiB, datastoreId, arch } = vm;
  const moreDatastores = (await datastoresOfVms(em, [vmId])).get(vmId) ?? [];
  const wish = { vcpus, ramMiB, datastoreId, moreDatastores, arch, vmId, leaves: from };
  const then = goesBack ? await newestSnapshot(em, vmId) : null;
  const { host: to, story } = await findRoom(em, wish, then);
  await run(em, 'update vm set host_id = ? where id = ?', [to.id, vmId]);
  await run(
    em,
    `insert into stale_domain (host_id, uuid, vm_id, task_id, created_at)
     values (?, ?, ?, ?, utc_timestamp(3)) on duplicate key update task_id = values(task_id)`,
    [from, vm.uuid, vmId, by.taskId],
  );
  await recordVmEvent(em, vmId, { attribute: 'host', from: fromName, to: to.name }, by);
  return { hostId: to.id, story };
}

/**
 * What was kept for a boot of the host is waited for no more: the VM runs elsewhere. In the caller's
 * transaction; until then a VM whose respawn fails is kept as before.
 * @returns what became of it, in words
 */
export async function giveUpKept(
  em: Em,
  { vmId, fromName }: Pick<Leaver, 'vmId' | 'fromName'>,
  by: By,
): Promise<string[]> {
  const sql = 'select snapshot_id as snapshot from kept_vm where vm_id = ?';
  const [kept] = await rows<{ snapshot: string | null }>(em, sql, [vmId]);
  if (!kept) return [];
  await run(em, 'delete from kept_vm where vm_id = ?', [vmId]);
  if (kept.snapshot) return ['Its memory is kept in its disks.'];
  const change = { attribute: 'memory', from: `kept on ${fromName}`, to: 'given up' };
  await recordVmEvent(em, vmId, change, by);
  return [`Its memory, kept on ${fromName}, is given up.`];
}

/** With room for both sizes; where there is none, the VM had better run from its disk than not at all. */
async function findRoom(em: Em, wish: PlacementWish, then: Size | null): Promise<Placed> {
  const both = then ? larger(wish, then) : wish;
  if (both.vcpus === wish.vcpus && both.ramMiB === wish.ramMiB) return reserveHost(em, wish, null);
  try {
    return await reserveHost(em, { ...wish, ...both }, null);
  } catch (error) {
    if (!(error instanceof NoCapacityError)) throw error;
    const placed = await reserveHost(em, wish, null);
    const words = `No host has room for the ${both.vcpus} vCPUs and ${both.ramMiB} MiB of its newest snapshot.`;
    return { ...placed, story: [words, ...placed.story] };
  }
}

/**
 * Writes a VM back to the host that it left, in the caller's transaction, unless that came back and
 * removed its domain meanwhile.
 * @returns false when the VM stays where it is
 */
export async function returnToHost(
  em: Em,
  { vmId, from, fromName }: Omit<Leaver, 'goesBack'>,
  by: By,
): Promise<boolean> {
  const vm = await lockRows(em, vmId);
  if (!vm || vm.hostId === from) return true;
  if (!(await isStale(em, vm.uuid, from))) return false;
  await run(em, 'update vm set host_id = ? where id = ?', [from, vmId]);
  await run(em, 'delete from stale_domain where host_id = ? and uuid = ?', [from, vm.uuid]);
  const [at] = await rows<{ name: string }>(em, 'select name from host where id = ?', [vm.hostId]);
  const change = { attribute: 'host', from: at?.name ?? null, to: fromName };
  await recordVmEvent(em, vmId, change, by);
  return true;
}

/** Whether a host that was down has still a domain of a VM that left it. */
export async function isStale(em: Em, uuid: string, hostId: HostId): Promise<boolean> {
  const sql = 'select 1 from stale_domain where host_id = ? and uuid = ?';
  return (await rows(em, sql, [hostId, uuid])).length > 0;
}
