import { z } from 'zod';
import type { SnapshotId, VmId } from '../platform/ids.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { requireVmRecord } from '../vm/vm-record.ts';
import {
  checkGoBack,
  type GoBack,
  goBack,
  recordGoBack,
  restoreRows,
  settleGoBack,
} from './go-back.ts';
import { releaseRevert, reserveRevert, type Size } from './revert-room.ts';
import { findSnapshot, requireSnapshot } from './snapshot-record.ts';

/**
 * Takes a VM back to a snapshot: to running, suspended or off as it was, with the size it had. What
 * is asked first is whether every disk of then still holds it, since libvirt finds that out only
 * half way, and whether the host has room for the size of then: the mutation reserved it. Disks that were attached later are kept as they are and are attached again; one that
 * was detached is there again. What the VM did since is lost, hence no way back: when a later step
 * fails, what libvirt did is written down all the same.
 */

interface RevertToSnapshot {
  readonly snapshotId: SnapshotId;
  readonly vmId: VmId;
  readonly name: string;
  /** What the VM had when this was asked for and room was reserved. */
  readonly before?: Size | undefined;
}
type Context = StepContext<RevertToSnapshot>;

const input = z.object({
  snapshotId: z.string(),
  vmId: z.string(),
  name: z.string(),
  before: z.object({ vcpus: z.number(), ramMiB: z.number() }).optional(),
}) as unknown as z.ZodType<RevertToSnapshot>;

const wayOf = (ctx: Context): GoBack => ({
  ...ctx.input,
  before: ctx.result<Size | null | undefined>('check') ?? ctx.input.before,
});

/** @returns what the VM had */
async function check(ctx: Context): Promise<Size> {
  await checkGoBack(ctx, ctx.input);
  const vm = await requireVmRecord(ctx.em, ctx.input.vmId);
  const snapshot = await requireSnapshot(ctx.em, ctx.input.snapshotId);
  // A retry: the first attempt gave its room back.
  const found = await ctx.transaction((em) => reserveRevert(em, vm, snapshot));
  return ctx.attempt === 1 && ctx.input.before ? ctx.input.before : found;
}

async function giveBack(ctx: Context): Promise<void> {
  const { vmId, snapshotId } = ctx.input;
  const snapshot = await findSnapshot(ctx.em, snapshotId);
  const { before } = wayOf(ctx);
  if (!snapshot || !before) return;
  const of = { vmId, taskId: ctx.taskId };
  await ctx.transaction((em) => releaseRevert(em, of, { before, snapshot }));
  ctx.services.events.publish('vm', { id: vmId });
}

/** Whether libvirt went back, when a step failed. */
const settle = (ctx: Context) => settleGoBack(ctx, wayOf(ctx), ctx.result('revert') !== undefined);

export const revertToSnapshotTask = defineTask<RevertToSnapshot>({
  type: 'REVERT_TO_SNAPSHOT',
  input,
  limits: [{ scope: 'HOST', max: 4 }],
  steps: [
    {
      name: 'check',
      weight: 1,
      do: check,
      undo: giveBack,
      leftover: () => 'the room that was reserved',
    },
    {
      name: 'revert',
      weight: 6,
      do: (ctx) => goBack(ctx, ctx.input),
      undo: settle,
      leftover: () => 'a VM that may have gone back: look at it, and revert again',
    },
    { name: 'restore disks', weight: 1, do: (ctx) => restoreRows(ctx, wayOf(ctx)) },
    { name: 'record', weight: 1, do: (ctx) => recordGoBack(ctx, ctx.input) },
  ],
  succeeded: () => 'Reverted to snapshot successfully',
});
