import { z } from 'zod';
import { releasePrivateIp } from '../network/network.service.ts';
import { rows, run } from '../platform/db.ts';
import type { VmId } from '../platform/ids.ts';
import { moveTask } from '../task/enqueue.ts';
import { onHost } from '../task/on-host.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { defineDomain, undefineDomain } from '../vm/define-domain.ts';
import { findVmRecord, recordStatus, recordVmEvent, requireVmRecord } from '../vm/vm-record.ts';
import { archiveDirectory, diskFilesOf, keptFiles } from './archive-paths.ts';
import { type ArchiveRecord, findArchiveRecord } from './archived-vms.ts';
import { moveFile } from './move-files.ts';
import { restoreRows } from './restore-rows.ts';

/**
 * Has a deleted VM back, off: its rows (already there the first time, written by the mutation, so
 * that host, address and names are reserved when it answers), its disks, its domain. Undone, it is
 * in the archive as before.
 */

interface UndeleteVm {
  readonly vmId: VmId;
  readonly name: string;
  /** Why it is placed where it will be, as the mutation found. */
  readonly story?: readonly string[] | undefined;
}
type Context = StepContext<UndeleteVm>;

const input = z.object({
  vmId: z.string(),
  name: z.string(),
  story: z.array(z.string()).optional(),
}) as unknown as z.ZodType<UndeleteVm>;
const by = (ctx: Context) => ({ actorId: ctx.requestedBy, taskId: ctx.taskId });

async function allocate(ctx: Context): Promise<void> {
  const { vmId, name } = ctx.input;
  let { story = [] } = ctx.input;
  if (!(await findVmRecord(ctx.em, vmId))) {
    story = await ctx.transaction(async (em) => {
      const placed = await restoreRows(em, vmId, name);
      await moveTask(em, ctx.taskId, placed.host.id);
      return placed.story;
    });
    ctx.services.events.publish('vm', { id: vmId });
  }
  const vm = await requireVmRecord(ctx.em, vmId);
  for (const line of story) ctx.log('INFO', line);
  ctx.log('INFO', `Host ${vm.hostName}, address ${vm.ip?.address ?? 'none'}.`);
}

/** The archive has all of it still: only what was reserved is given back. */
async function free(ctx: Context): Promise<void> {
  const { vmId } = ctx.input;
  const archived = await findArchiveRecord(ctx.em, vmId);
  // Without an entry in the archive the VM is whole: nothing may be taken from it.
  if (!archived) return;
  await ctx.transaction(async (em) => {
    await releasePrivateIp(em, vmId);
    await run(em, 'delete from vm where id = ?', [vmId]);
    await run(em, "update archived_vm set state = 'KEPT' where id = ?", [vmId]);
  });
  const owner = archived.ownerId;
  ctx.services.events.publish('vmRemoved', { id: vmId, viewerIds: [owner] });
}

async function bringFiles(ctx: Context): Promise<void> {
  const vm = await requireVmRecord(ctx.em, ctx.input.vmId);
  const archived = await findArchiveRecord(ctx.em, vm.id);
  if (!archived) return;
  await onHost(vm, async () => {
    const ssh = await ctx.services.hosts.ssh(vm.hostId);
    for (const { live, kept } of filesOf(archived))
      if (!(await moveFile(ssh, { from: kept, to: live }, ctx.signal)))
        throw new FatalTaskError(
          `The disk ${kept} is missing: ${vm.name} cannot be had back. Restore the file from a backup, or remove the deleted VM for good.`,
          { code: 'NOT_FOUND' },
        );
    for (const directory of directoriesOf(archived))
      await ssh.exec(['rmdir', '--ignore-fail-on-non-empty', directory], { signal: ctx.signal });
  });
}

async function takeFilesBack(ctx: Context): Promise<void> {
  const vm = await findVmRecord(ctx.em, ctx.input.vmId);
  const archived = await findArchiveRecord(ctx.em, ctx.input.vmId);
  if (!vm || !archived) return;
  await onHost(vm, async () => {
    const ssh = await ctx.services.hosts.ssh(vm.hostId);
    for (const { live, kept } of filesOf(archived))
      await moveFile(ssh, { from: live, to: kept }, ctx.signal);
  });
}

const filesOf = ({ identity, content, datastores }: ArchiveRecord) =>
  keptFiles(identity, diskFilesOf(content, datastores));

function directoriesOf({ identity, content, datastores }: ArchiveRecord): string[] {
  const roots = diskFilesOf(content, datastores).map(({ datastorePath }) => datastorePath);
  return [...new Set(roots)].map((root) => archiveDirectory(root, identity));
}

/** Once the archive has no entry any more, the VM is whole. */
async function undefine(ctx: Context): Promise<void> {
  const vm = await findVmRecord(ctx.em, ctx.input.vmId);
  if (vm && (await findArchiveRecord(ctx.em, vm.id)))
    await undefineDomain(ctx.services, vm, ctx.signal);
}

async function record(ctx: Context): Promise<void> {
  const { vmId, name } = ctx.input;
  await ctx.transaction(async (em) => {
    const [archived] = await rows(em, 'select 1 from archived_vm where id = ? for update', [vmId]);
    if (!archived) return;
    await run(em, 'delete from archived_vm where id = ?', [vmId]);
    await recordVmEvent(em, vmId, { attribute: 'restored', from: null, to: name }, by(ctx));
    const off = { status: 'SHUTDOWN', desired: 'SHUTDOWN', reason: null } as const;
    await recordStatus(em, vmId, off, by(ctx));
  });
  ctx.services.events.publish('vm', { id: vmId });
}

export const undeleteVmTask = defineTask<UndeleteVm>({
  type: 'UNDELETE_VM',
  withoutVm: true,
  input,
  limits: [{ scope: 'HOST', max: 4 }],
  steps: [
    {
      name: 'allocate',
      weight: 1,
      do: allocate,
      undo: free,
      leftover: () => 'its row and address',
    },
    {
      name: 'bring files',
      weight: 2,
      do: bringFiles,
      undo: takeFilesBack,
      leftover: () => 'its disks outside of the archive',
    },
    {
      name: 'define domain',
      weight: 1,
      do: async (ctx) =>
        defineDomain(ctx.services, await requireVmRecord(ctx.em, ctx.input.vmId), ctx.signal),
      undo: undefine,
      leftover: () => 'its domain',
    },
    { name: 'record', weight: 1, do: record },
  ],
  succeeded: (ctx) => `${ctx.input.name} is restored successfully`,
});
