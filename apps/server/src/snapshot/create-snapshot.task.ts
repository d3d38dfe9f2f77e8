import { z } from 'zod';
import { constantValues } from '../constant/constant.service.ts';
import { rows, run } from '../platform/db.ts';
import { onHost } from '../task/on-host.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { requireDomain, statusOf } from '../vm/domain-of.ts';
import { requireVmRecord, type VmRecord } from '../vm/vm-record.ts';
import { guestAnswers } from './guest-ping.ts';
import { checkSnapshotLimit } from './snapshot-limit.ts';
import { findSnapshot, type NewSnapshot, reserveSnapshot } from './snapshot-record.ts';
import { dropOf, recordTaken, type Taken, takeOf } from './snapshot-work.ts';

/**
 * Takes a snapshot of a VM, inside its qcow2 files: with its memory when it runs and unless that
 * is not wanted. A running guest that does not answer a ping is not snapshotted: what hangs or has
 * not booted is not worth keeping. Its row is there already the first time, written by the mutation
 * so that the limit is exact. Undone, neither row nor anything in files or libvirt is left.
 */

interface CreateSnapshot extends Omit<NewSnapshot, 'createdBy'> {
  /** Null: yes, when it runs. */
  readonly memory: boolean | null;
  readonly requirePing: boolean;
}
type Context = StepContext<CreateSnapshot>;

const input = z.object({
  snapshotId: z.string(),
  vmId: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  type: z.enum(['USER', 'SYSTEM', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY']),
  memory: z.boolean().nullable(),
  requirePing: z.boolean(),
}) as unknown as z.ZodType<CreateSnapshot>;

const vmOf = (ctx: Context): Promise<VmRecord> => requireVmRecord(ctx.em, ctx.input.vmId);

async function reserve(ctx: Context): Promise<void> {
  const { vmId, snapshotId, type } = ctx.input;
  if (await findSnapshot(ctx.em, snapshotId)) return;
  // A retry: the first attempt gave its place back.
  await ctx.transaction(async (em) => {
    await rows(em, 'select 1 from vm where id = ? for update', [vmId]);
    if (type === 'USER') await checkSnapshotLimit(em, vmId);
    await reserveSnapshot(em, { ...ctx.input, createdBy: ctx.requestedBy });
  });
}

async function giveBack(ctx: Context): Promise<void> {
  await ctx.transaction((em) =>
    run(em, 'delete from snapshot where id = ?', [ctx.input.snapshotId]),
  );
  ctx.services.events.publish('vm', { id: ctx.input.vmId });
}

async function ping(ctx: Context): Promise<void> {
  const vm = await vmOf(ctx);
  await onHost(vm, async () => {
    const domain = await requireDomain(ctx.services, vm, ctx.signal);
    const status = statusOf(await domain.state({ signal: ctx.signal }));
    if (status !== 'RUNNING' && status !== 'SUSPENDED') return;
    if (!ctx.input.requirePing || ctx.input.type === 'SYSTEM') return;
    const { snapshotPingGraceSeconds: grace } = await constantValues(ctx.em);
    if (status === 'RUNNING' && (await guestAnswers(ctx, vm, grace))) return;
    if (status === 'SUSPENDED') ctx.log('INFO', 'A suspended VM does not answer.');
    throw new FatalTaskError(
      `Unable to ping VM before snapshotting : ${vm.ip?.address ?? 'Not Assigned'}`,
      { code: 'CONFLICT' },
    );
  });
}

const takenOf = (ctx: Context) => ctx.result<Taken>('take snapshot');

export const createSnapshotTask = defineTask<CreateSnapshot>({
  type: 'CREATE_SNAPSHOT',
  input,
  limits: [{ scope: 'HOST', max: 4 }],
  steps: [
    { name: 'reserve', weight: 1, do: reserve, undo: giveBack, leftover: () => 'its row' },
    { name: 'ping', weight: 3, cancellable: true, do: ping },
    {
      name: 'take snapshot',
      weight: 6,
      do: (ctx) => takeOf(ctx, ctx.input),
      undo: (ctx) => dropOf(ctx, ctx.input),
      leftover: () => 'the snapshot in the disks',
    },
    {
      name: 'record',
      weight: 1,
      do: (ctx) => recordTaken(ctx, ctx.input, takenOf(ctx)),
    },
  ],
  succeeded: (ctx) =>
    takenOf(ctx).stuck
      ? 'Snapshotted successfully. The guest agent did not thaw the file systems: if the guest hangs, reset it'
      : 'Snapshotted successfully',
});
