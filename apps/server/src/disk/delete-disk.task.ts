import { z } from 'zod';
import { hostsThatSee, type NamedHost } from '../datastore/datastore-hosts.ts';
import { run } from '../platform/db.ts';
import type { DatastoreId, DiskId, UserId } from '../platform/ids.ts';
import { onHost } from '../task/on-host.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { FatalTaskError, RetryableError } from '../task/task-errors.ts';
import { findDisk } from './extra-disks.ts';
import { removeVolume } from './volume.ts';

/**
 * Deletes a volume that was kept when it was detached. It is nobody's from the mutation on, so that
 * nobody attaches it meanwhile; undone, it is its owner's again.
 */

interface DeleteDisk {
  readonly diskId: DiskId;
  readonly ownerId: UserId;
  /** File name of the volume. */
  readonly volume: string;
}
type Context = StepContext<DeleteDisk>;

const input = z.object({
  diskId: z.string(),
  ownerId: z.string(),
  volume: z.string(),
}) as unknown as z.ZodType<DeleteDisk>;

const setOwner = (ctx: Context, ownerId: UserId | null) =>
  ctx.transaction((em) =>
    run(em, 'update disk set owner_id = ? where id = ? and vm_id is null', [
      ownerId,
      ctx.input.diskId,
    ]),
  );

/** A retry may come late: the volume may be in a VM by then. */
async function reserve(ctx: Context): Promise<void> {
  const disk = await findDisk(ctx.em, ctx.input.diskId);
  if (disk?.vmId)
    throw new FatalTaskError(`The volume ${ctx.input.volume} is attached to a VM by now.`, {
      code: 'CONFLICT',
    });
  await setOwner(ctx, null);
}

/** Any host will do that sees the datastore. */
async function anyHost(ctx: Context, datastoreId: DatastoreId): Promise<NamedHost> {
  const [host] = await hostsThatSee(ctx.em, [datastoreId]);
  if (!host)
    throw new RetryableError('No host can be reached that mounts the datastore.', {
      code: 'HOST_UNREACHABLE',
    });
  return host;
}

async function remove(ctx: Context): Promise<void> {
  const { diskId } = ctx.input;
  const disk = await findDisk(ctx.em, diskId);
  if (disk?.vmId !== null) return;
  const host = await anyHost(ctx, disk.datastoreId);
  await onHost({ hostName: host.name }, async () => {
    const ssh = await ctx.services.hosts.ssh(host.id);
    await removeVolume({ ssh, hostName: host.name, signal: ctx.signal }, disk.path);
  });
  await ctx.transaction((em) =>
    run(em, 'delete from disk where id = ? and vm_id is null', [diskId]),
  );
}

export const deleteDiskTask = defineTask<DeleteDisk>({
  type: 'DELETE_DISK',
  input,
  steps: [
    {
      name: 'reserve',
      weight: 1,
      do: reserve,
      undo: async (ctx) => void (await setOwner(ctx, ctx.input.ownerId)),
      leftover: ({ input: { volume } }) => `the row of ${volume}`,
    },
    { name: 'remove volume', weight: 3, do: remove },
  ],
  succeeded: ({ input: { volume } }) => `Deleted volume ${volume} successfully`,
});
