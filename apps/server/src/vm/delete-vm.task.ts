import { z } from 'zod';
import { archiveRows } from '../archive/archive.service.ts';
import { keptFiles } from '../archive/archive-paths.ts';
import { moveFile } from '../archive/move-files.ts';
import { releasePrivateIp } from '../network/network.service.ts';
import { rows, run } from '../platform/db.ts';
import type { UserId, VmId } from '../platform/ids.ts';
import { onHost } from '../task/on-host.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { defineDomain, destroyDomain, undefineDomain } from './define-domain.ts';
import { findVmRecord, recordStatus, recordVmEvent, type VmRecord } from './vm-record.ts';

/**
 * Deletes a VM in any state: pulls the plug, removes the domain, takes its disks and rows into the
 * archive, from where it can be had back for a while. Address, port, name and capacity are free at
 * once. Up to the last step it can be undone (the disks go back, the domain is defined again, off).
 * Every step accepts that its thing is gone already.
 */

interface DeleteVm {
  readonly vmId: VmId;
  readonly name: string;
}
type Context = StepContext<DeleteVm>;

const input = z.object({ vmId: z.string(), name: z.string() }) as unknown as z.ZodType<DeleteVm>;

/** Does something to the VM, unless it is gone. */
function toVm(work: (vm: VmRecord, ctx: Context) => Promise<void>) {
  return async (ctx: Context): Promise<void> => {
    const vm = await findVmRecord(ctx.em, ctx.input.vmId);
    if (vm) await work(vm, ctx);
  };
}

/** From now on it is to be off: what is not deleted in the end is not started by itself. */
async function pullPlug(vm: VmRecord, ctx: Context): Promise<void> {
  await destroyDomain(ctx.services, vm, ctx.signal);
  const off = { status: 'SHUTDOWN', reason: null, desired: 'SHUTDOWN' } as const;
  const by = { actorId: ctx.requestedBy, taskId: ctx.taskId };
  await ctx.transaction((em) => recordStatus(em, vm.id, off, by));
  ctx.services.events.publish('vm', { id: vm.id });
}

const onDomain = (work: typeof defineDomain) =>
  toVm((vm, ctx) => work(ctx.services, vm, ctx.signal));

async function archiveFiles(vm: VmRecord, ctx: Context): Promise<void> {
  await onHost(vm, async () => {
    const ssh = await ctx.services.hosts.ssh(vm.hostId);
    for (const { live, kept } of await filesOf(ctx, vm))
      if (!(await moveFile(ssh, { from: live, to: kept }, ctx.signal)))
        ctx.log('WARN', `The disk ${live} was not there.`);
  });
}

async function bringFilesBack(vm: VmRecord, ctx: Context): Promise<void> {
  await onHost(vm, async () => {
    const ssh = await ctx.services.hosts.ssh(vm.hostId);
    for (const { live, kept } of await filesOf(ctx, vm))
      await moveFile(ssh, { from: kept, to: live }, ctx.signal);
  });
}

async function filesOf(ctx: Context, vm: VmRecord) {
  const disks = await rows<{ datastorePath: string; path: string }>(
    ctx.em,
    `select d.path as datastorePath, k.path from disk k join datastore d on d.id = k.datastore_id
      where k.vm_id = ?
      union all select d.path, v.seed_file from vm v join datastore d on d.id = v.datastore_id
      where v.id = ? and v.seed_file is not null`,
    [vm.id, vm.id],
  );
  return keptFiles(vm.identity, disks);
}

async function archiveRecord(ctx: Context): Promise<void> {
  const { vmId } = ctx.input;
  const viewerIds = await ctx.transaction(async (em) => {
    const people = await rows<{ id: UserId }>(
      em,
      `select owner_id as id from vm where id = ? union select user_id from vm_collaborator where vm_id = ?`,
      [vmId, vmId],
    );
    if (!(await archiveRows(em, vmId, ctx.requestedBy))) return [];
    const gone = { attribute: 'deleted', from: ctx.input.name, to: null };
    await recordVmEvent(em, vmId, gone, { actorId: ctx.requestedBy, taskId: ctx.taskId });
    await releasePrivateIp(em, vmId);
    await run(em, 'delete from vm where id = ?', [vmId]);
    return people.map((person) => person.id);
  });
  ctx.services.events.publish('vmRemoved', { id: vmId, viewerIds });
}

export const deleteVmTask = defineTask<DeleteVm>({
  type: 'DELETE_VM',
  input,
  limits: [{ scope: 'HOST', max: 8 }],
  steps: [
    { name: 'destroy domain', weight: 3, do: toVm(pullPlug) },
    {
      name: 'undefine domain',
      weight: 1,
      do: onDomain(undefineDomain),
      undo: onDomain(defineDomain),
      leftover: () => 'its files and row',
    },
    {
      name: 'archive files',
      weight: 1,
      do: toVm(archiveFiles),
      undo: toVm(bringFilesBack),
      leftover: () => 'its disks in the archive',
    },
    { name: 'archive record', weight: 1, do: archiveRecord },
  ],
  succeeded: (ctx) => `${ctx.input.name} is deleted successfully`,
});
