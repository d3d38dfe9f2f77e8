import { z } from 'zod';
import { isHostOf } from '../datastore/datastore-hosts.ts';
import { lockSpace } from '../datastore/datastore-space.ts';
import { bytesInWords } from '../platform/byte-size.ts';
import { onHost } from '../task/on-host.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { copyFiles } from './copy-files.ts';
import { type DiskMove, loadMove, type MoveSpec, markMoving, unmarkMoving } from './disk-move.ts';
import { disksAway, movableDisks, requireRoom } from './move-choice.ts';
import { reachVm } from './on-vm-host.ts';
import { checkMove } from './prepare-move.ts';
import { publish, removeOthers, settle, switchFiles } from './switch-files.ts';

/**
 * Moves disks of a VM to another datastore. While it runs QEMU copies them and then writes to both
 * until it is told to go on with the copies alone; off, the files are copied and compared. Until the
 * switch all can be undone, and is when the task is cancelled. From then on the guest writes to the
 * new files, so that there is no way back: what fails later is written down as it is, and each disk
 * is where libvirt has it. Old files go last.
 */

type Context = StepContext<MoveSpec>;

const input = z.object({
  vmId: z.string(),
  name: z.string(),
  datastoreId: z.string(),
  datastore: z.string(),
  disks: z.array(z.object({ diskId: z.string(), datastoreId: z.string() })),
  bandwidthMiBps: z.number().nullish(),
}) as unknown as z.ZodType<MoveSpec>;

const moveOf = (ctx: Context): Promise<DiskMove> => loadMove(ctx.em, ctx.input);

/** Nothing to do the first time: the mutation has reserved the space. */
async function reserve(ctx: Context): Promise<void> {
  const { vmId, datastoreId, disks } = ctx.input;
  const ids = disks.map(({ diskId }) => diskId);
  await ctx.transaction(async (em) => {
    await lockSpace(em);
    // Without their own reservation, which a first attempt may have left.
    await unmarkMoving(em, ctx.input);
    const away = disksAway(await movableDisks(em, vmId, ids), datastoreId);
    const strayed = away.find(
      (disk) => !disks.some((d) => d.diskId === disk.id && d.datastoreId === disk.datastoreId),
    );
    if (strayed)
      throw new FatalTaskError(`Disk ${strayed.target} was moved elsewhere meanwhile.`, {
        code: 'CONFLICT',
      });
    if (away.length > 0) await requireRoom(em, datastoreId, away);
    await markMoving(em, ctx.input);
  });
}

async function giveBack(ctx: Context): Promise<void> {
  await ctx.transaction((em) => unmarkMoving(em, ctx.input));
  for (const { datastoreId } of [ctx.input, ...ctx.input.disks])
    ctx.services.events.publish('datastore', { id: datastoreId });
}

async function check(ctx: Context): Promise<void> {
  const move = await moveOf(ctx);
  const { hostId, hostName } = move.vm;
  // It may have come to another host since it was asked for.
  if (!(await isHostOf(ctx.em, ctx.input.datastoreId, hostId)))
    throw new FatalTaskError(`${hostName} does not have the datastore ${ctx.input.datastore}.`, {
      code: 'CONFLICT',
    });
  await onHost(move.vm, async () => checkMove(await reachVm(ctx, move)));
}

async function copy(ctx: Context): Promise<void> {
  const move = await moveOf(ctx);
  await onHost(move.vm, async () => {
    await copyFiles(await reachVm(ctx, move), ({ done, total }) =>
      ctx.progress(
        total > 0 ? (done * 100) / total : 100,
        `${bytesInWords(done)} of ${bytesInWords(total)} copied`,
      ),
    );
  });
}

async function dropCopies(ctx: Context): Promise<void> {
  const move = await moveOf(ctx);
  await settleAndTell(ctx, move);
  await onHost(move.vm, () => removeOthers(ctx, move));
}

async function settleAndTell(ctx: Context, move: DiskMove): Promise<void> {
  const moved = await onHost(move.vm, () => settle(ctx, move));
  if (moved.length === 0) return;
  const targets = moved.filter(({ diskId }) => diskId !== null).map(({ target }) => target);
  ctx.log('WARN', `On ${move.spec.datastore} already, and stays there: ${targets.join(', ')}.`);
}

async function switchOver(ctx: Context): Promise<void> {
  const move = await moveOf(ctx);
  await onHost(move.vm, () => switchFiles(ctx, move));
}

async function removeOld(ctx: Context): Promise<void> {
  const move = await moveOf(ctx);
  await onHost(move.vm, () => removeOthers(ctx, move));
  await ctx.transaction((em) => unmarkMoving(em, ctx.input));
  publish(ctx, move);
}

export const moveDisksTask = defineTask<MoveSpec>({
  type: 'MOVE_DISKS',
  input,
  limits: [{ scope: 'HOST', max: 2 }],
  steps: [
    {
      name: 'reserve',
      weight: 1,
      do: reserve,
      undo: giveBack,
      leftover: ({ input: { datastore } }) => `space reserved on ${datastore}`,
    },
    { name: 'check', weight: 1, do: check },
    {
      name: 'copy',
      weight: 30,
      cancellable: true,
      do: copy,
      undo: dropCopies,
      leftover: ({ input: { datastore } }) =>
        `files of its disks on ${datastore} or where they were`,
    },
    {
      name: 'switch',
      weight: 4,
      do: switchOver,
      undo: async (ctx) => settleAndTell(ctx, await moveOf(ctx)),
      leftover: ({ input: { datastore } }) => `disks that may be on ${datastore}: check for leaks`,
    },
    { name: 'remove old files', weight: 1, do: removeOld },
  ],
  succeeded: ({ input: { name, datastore } }) =>
    `Moved the disks of ${name} to ${datastore} successfully`,
});
