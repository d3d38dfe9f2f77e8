import { z } from 'zod';
import type { SnapshotId, VmId } from '../platform/ids.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { checkGoBack, goBack, recordGoBack, restoreRows, settleGoBack } from './go-back.ts';

/**
 * Takes a VM back to a snapshot: to running, suspended or off as it was, with the size it had. What
 * is asked first is whether every disk of then still holds it, since libvirt finds that out only
 * half way. Disks that were attached later are kept as they are and are attached again; one that
 * was detached is there again. What the VM did since is lost, hence no way back: when a later step
 * fails, what libvirt did is written down all the same.
 */

interface RevertToSnapshot {
  readonly snapshotId: SnapshotId;
  readonly vmId: VmId;
  readonly name: string;
}
type Context = StepContext<RevertToSnapshot>;

const input = z.object({
  snapshotId: z.string(),
  vmId: z.string(),
  name: z.string(),
}) as unknown as z.ZodType<RevertToSnapshot>;

/** Whether libvirt went back, when a step failed. */
const settle = (ctx: Context) => settleGoBack(ctx, ctx.input, ctx.result('revert') !== undefined);

export const revertToSnapshotTask = defineTask<RevertToSnapshot>({
  type: 'REVERT_TO_SNAPSHOT',
  input,
  limits: [{ scope: 'HOST', max: 4 }],
  steps: [
    { name: 'check', weight: 1, do: (ctx) => checkGoBack(ctx, ctx.input) },
    {
      name: 'revert',
      weight: 6,
      do: (ctx) => goBack(ctx, ctx.input),
      undo: settle,
      leftover: () => 'a VM that may have gone back: look at it, and revert again',
    },
    { name: 'restore disks', weight: 1, do: (ctx) => restoreRows(ctx, ctx.input) },
    { name: 'record', weight: 1, do: (ctx) => recordGoBack(ctx, ctx.input) },
  ],
  succeeded: () => 'Reverted to snapshot successfully',
});
