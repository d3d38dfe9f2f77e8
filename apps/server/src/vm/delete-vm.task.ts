import { z } from 'zod';
import { releasePrivateIp } from '../network/network.service.ts';
import { rows, run } from '../platform/db.ts';
import type { UserId, VmId } from '../platform/ids.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { defineDomain, undefineDomain } from './define-domain.ts';
import { findDomain, onHost } from './domain-of.ts';
import { findVmRecord, recordVmEvent } from './vm-record.ts';

/**
 * Deletes a VM in any state: pulls the plug, removes the domain, its disk files, its row. Up to the
 * files it can be undone (the domain is defined again, off); a file that cannot be removed leaves
 * the VM whole but off. Every step accepts that its thing is gone already.
 */

interface DeleteVm {
  readonly vmId: VmId;
  readonly name: string;
}
type Context = StepContext<DeleteVm>;

const input = z.object({ vmId: z.string(), name: z.string() }) as unknown as z.ZodType<DeleteVm>;

async function destroy(ctx: Context): Promise<void> {
  const vm = await findVmRecord(ctx.em, ctx.input.vmId);
  if (!vm) return;
  await onHost(vm, async () => {
    const domain = await findDomain(ctx.services, vm, ctx.signal);
    if (domain && (await domain.isActive({ signal: ctx.signal })))
      await domain.destroy({}, { signal: ctx.signal });
  });
}

async function undefine(ctx: Context): Promise<void> {
  const vm = await findVmRecord(ctx.em, ctx.input.vmId);
  if (vm) await undefineDomain(ctx.services, vm, ctx.signal);
}

async function defineAgain(ctx: Context): Promise<void> {
  const vm = await findVmRecord(ctx.em, ctx.input.vmId);
  if (vm) await defineDomain(ctx.services, vm, ctx.signal);
}

async function removeFiles(ctx: Context): Promise<void> {
  const vm = await findVmRecord(ctx.em, ctx.input.vmId);
  if (!vm) return;
  await onHost(vm, async () => {
    const ssh = await ctx.services.hosts.ssh(vm.hostId);
    await ssh.run(['rm', '-f', ...vm.disks.map((disk) => disk.path)], { signal: ctx.signal });
  });
}

async function removeRecord(ctx: Context): Promise<void> {
  const { vmId } = ctx.input;
  const viewerIds = await ctx.transaction(async (em) => {
    const people = await rows<{ id: UserId }>(
      em,
      `select owner_id as id from vm where id = ? union select user_id from vm_collaborator where vm_id = ?`,
      [vmId, vmId],
    );
    const gone = { attribute: 'deleted', from: ctx.input.name, to: null };
    if (people.length > 0)
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
    { name: 'destroy domain', weight: 3, do: destroy },
    {
      name: 'undefine domain',
      weight: 1,
      do: undefine,
      undo: defineAgain,
      leftover: () => 'its files and row',
    },
    { name: 'remove files', weight: 1, do: removeFiles },
    { name: 'remove record', weight: 1, do: removeRecord },
  ],
  succeeded: (ctx) => `${ctx.input.name} is deleted successfully`,
});
