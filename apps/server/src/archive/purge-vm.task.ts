import { z } from 'zod';
import { throughAnyHost } from '../datastore/through-any-host.ts';
import { run } from '../platform/db.ts';
import type { VmId } from '../platform/ids.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { recordVmEvent } from '../vm/vm-record.ts';
import { archiveDirectory, diskFilesOf, diskStores } from './archive-paths.ts';
import { findArchiveRecord } from './archived-vms.ts';

/**
 * Removes a deleted VM's disks for good. There is no way back from the first file on: what fails is
 * asked for again by the sweep until it is done, and the VM cannot be had back meanwhile.
 */

interface PurgeVm {
  readonly vmId: VmId;
  readonly name: string;
}
type Context = StepContext<PurgeVm>;

const input = z.object({ vmId: z.string(), name: z.string() }) as unknown as z.ZodType<PurgeVm>;

async function removeFiles(ctx: Context): Promise<void> {
  const archived = await findArchiveRecord(ctx.em, ctx.input.vmId);
  if (!archived) return;
  const { identity, content, datastores, hostId } = archived;
  const roots = new Set(diskFilesOf(content, datastores).map((disk) => disk.datastorePath));
  // One that is gone has no files to be removed.
  const stores = diskStores(content).filter((id) => datastores.has(id));
  const directories = [...roots].map((root) => archiveDirectory(root, identity));
  if (directories.length > 0)
    await throughAnyHost(ctx, { datastores: stores, preferred: hostId }, (ssh) =>
      ssh.run(['rm', '-rf', '--', ...directories], { signal: ctx.signal }),
    );
}

async function removeRecord(ctx: Context): Promise<void> {
  const { vmId, name } = ctx.input;
  const archived = await findArchiveRecord(ctx.em, vmId);
  if (!archived) return;
  await ctx.transaction(async (em) => {
    const gone = { attribute: 'purged', from: name, to: null };
    await recordVmEvent(em, vmId, gone, { actorId: ctx.requestedBy, taskId: ctx.taskId });
    await run(em, 'delete from archived_vm where id = ?', [vmId]);
  });
  // Who shows the archive sees it go.
  ctx.services.events.publish('vmRemoved', { id: vmId, viewerIds: [archived.ownerId] });
}

export const purgeVmTask = defineTask<PurgeVm>({
  type: 'PURGE_VM',
  withoutVm: true,
  input,
  limits: [{ scope: 'KIND', max: 4 }],
  steps: [
    { name: 'remove files', weight: 3, do: removeFiles },
    { name: 'remove record', weight: 1, do: removeRecord },
  ],
  succeeded: (ctx) => `${ctx.input.name} is removed for good`,
});
