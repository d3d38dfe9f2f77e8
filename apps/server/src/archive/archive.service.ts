import { runMutation } from '../audit/mutation.ts';
import { isAdmin, requireViewer } from '../auth/policy.ts';
import type { Viewer } from '../auth/viewer.ts';
import { constantValues } from '../constant/constant.service.ts';
import type { Context } from '../context.ts';
import { type Em, rows, run } from '../platform/db.ts';
import { ConflictError, ForbiddenError } from '../platform/errors.ts';
import type { TaskId, UserId, VmId } from '../platform/ids.ts';
import { announceTask, announceVmTask, enqueueTask } from '../task/enqueue.ts';
import { type ArchiveContent, freezeVm } from './archive-content.ts';
import type { ArchiveState } from './archived-vm.entity.ts';
import type { DeletedVmType, PurgeVmInput, UndeleteVmInput } from './archived-vm.type.ts';
import { requireArchivedVm } from './archived-vms.ts';
import { restoreRows } from './restore-rows.ts';

/**
 * Takes a VM's rows into the archive, where they are kept for the grace period; the caller removes
 * them from `vm` in the same transaction.
 * @returns null when the VM is gone already
 */
export async function archiveRows(
  em: Em,
  vmId: VmId,
  deletedBy: UserId | null,
): Promise<ArchiveContent | null> {
  const content = await freezeVm(em, vmId);
  if (!content) return null;
  const { deletedVmGraceDays } = await constantValues(em);
  const [ip] = await rows<{ address: string }>(
    em,
    'select address from private_ip where vm_id = ?',
    [vmId],
  );
  await run(
    em,
    `insert into archived_vm (id, name, identity, owner_id, organisation_id, template_id, datastore_id,
       host_id, vcpus, ram_mib, disk_gib, private_ip, locked, state, deleted_at, deleted_by, purge_at, content)
     select v.id, v.name, v.identity, v.owner_id, v.organisation_id, v.template_id, v.datastore_id,
       v.host_id, v.vcpus, v.ram_mib,
       coalesce((select sum(k.size_gib) from disk k where k.vm_id = v.id), v.disk_gib),
       ?, v.locked, 'KEPT', utc_timestamp(3), ?, utc_timestamp(3) + interval ? day, ?
     from vm v where v.id = ?`,
    [ip?.address ?? null, deletedBy, deletedVmGraceDays, JSON.stringify(content), vmId],
  );
  return content;
}

/** What the viewer may do with a deleted VM, and why not. */
export function archiveVerdict(
  viewer: Viewer,
  vm: Pick<DeletedVmType, 'ownerId' | 'locked'>,
): { readonly allowed: boolean; readonly reason: string | null } {
  if (isAdmin(viewer)) return { allowed: true, reason: null };
  if (vm.ownerId !== viewer.userId)
    return { allowed: false, reason: 'Only its owner or an admin may do this.' };
  if (vm.locked) return { allowed: false, reason: 'An admin has locked this VM.' };
  return { allowed: true, reason: null };
}

const BUSY: Readonly<Record<Exclude<ArchiveState, 'KEPT'>, string>> = {
  RESTORING: 'is being restored already',
  PURGING: 'is being removed for good',
};

async function requireKept(em: Em, viewer: Viewer, id: string): Promise<DeletedVmType> {
  const vm = await requireArchivedVm(em, viewer, id);
  const verdict = archiveVerdict(viewer, vm);
  if (!verdict.allowed) throw new ForbiddenError(`${vm.name}: ${verdict.reason}`);
  if (vm.state !== 'KEPT') throw new ConflictError(`${vm.name} ${BUSY[vm.state]}.`);
  return vm;
}

/**
 * Asks for a deleted VM to be had back: reserves name, host, address and port at once.
 * @throws {NotFoundError | ForbiddenError | ConflictError | NoCapacityError} and nothing is changed
 */
export async function undeleteVm(context: Context, input: UndeleteVmInput): Promise<TaskId> {
  const viewer = requireViewer(context);
  const { clientMutationId } = input;
  return runMutation(
    context,
    { action: 'undeleteVm', clientMutationId, subject: input.id },
    async ({ em, afterCommit }) => {
      const vm = await requireKept(em, viewer, input.id);
      const name = input.name ?? vm.name;
      const { host, story } = await restoreRows(em, vm.id, name);
      const { events } = context.services;
      const id = await enqueueTask(em, {
        type: 'UNDELETE_VM',
        input: { vmId: vm.id, name, story },
        title: `Restore VM ${name}`,
        vmId: vm.id,
        hostId: host.id,
        lane: vm.id,
        requestedBy: viewer.userId,
      });
      afterCommit(() => announceVmTask(events, id, vm.id));
      return id;
    },
  );
}

/**
 * Asks for a deleted VM's disks to be removed now.
 * @throws {NotFoundError | ForbiddenError | ConflictError}
 */
export async function purgeVm(context: Context, input: PurgeVmInput): Promise<TaskId> {
  const viewer = requireViewer(context);
  const { clientMutationId } = input;
  return runMutation(
    context,
    { action: 'purgeVm', clientMutationId, subject: input.id },
    async ({ em, afterCommit }) => {
      const vm = await requireKept(em, viewer, input.id);
      const id = await enqueuePurge(em, vm, viewer.userId);
      afterCommit(() => announceTask(context.services.events, id, vm.id));
      return id;
    },
  );
}

/** Writes the task that removes an archived VM for good; from then on it cannot be had back. */
export async function enqueuePurge(
  em: Em,
  vm: { readonly id: VmId; readonly name: string },
  requestedBy: UserId | null,
): Promise<TaskId> {
  await run(
    em,
    "update archived_vm set state = 'PURGING', purge_at = least(purge_at, utc_timestamp(3)) where id = ?",
    [vm.id],
  );
  return enqueueTask(em, {
    type: 'PURGE_VM',
    input: { vmId: vm.id, name: vm.name },
    title: `Remove deleted VM ${vm.name} for good`,
    vmId: vm.id,
    lane: vm.id,
    requestedBy,
  });
}
