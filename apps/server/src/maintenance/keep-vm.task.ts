import { z } from 'zod';
import { rows, run } from '../platform/db.ts';
import type { SnapshotId, VmId } from '../platform/ids.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { recordStatus, requireVmRecord } from '../vm/vm-record.ts';
import { bringBack, forget, keepMemory, statusNow } from './keep-memory.ts';
import { keptVms } from './kept-vms.ts';
import type { KeepMethod } from './maintenance-enums.ts';

/**
 * Stops one VM with its memory kept. What it was is in the database before it is touched, so that
 * whoever goes on knows what it is to be again. Undone, it is what it was.
 */

export interface KeepVm {
  readonly vmId: VmId;
  readonly name: string;
  readonly method: KeepMethod;
  /** Of the system snapshot, where that is the way. */
  readonly snapshotId: SnapshotId | null;
}
type Context = StepContext<KeepVm>;

const input = z.object({
  vmId: z.string(),
  name: z.string(),
  method: z.enum(['MANAGED_SAVE', 'SNAPSHOT']),
  snapshotId: z.string().nullable(),
}) as unknown as z.ZodType<KeepVm>;

const by = (ctx: Context) => ({ actorId: ctx.requestedBy, taskId: ctx.taskId });
const find = async (ctx: Context) => (await keptVms(ctx.em, { vmId: ctx.input.vmId }))[0];

function tell(ctx: Context): void {
  ctx.services.events.publish('vm', { id: ctx.input.vmId });
  ctx.services.events.publish('cloud', {});
}

async function remember(ctx: Context): Promise<void> {
  if (await find(ctx)) return;
  const { vmId, method, snapshotId } = ctx.input;
  const vm = await requireVmRecord(ctx.em, vmId);
  const was = await statusNow(ctx, vm);
  if (was !== 'RUNNING' && was !== 'SUSPENDED') return;
  await ctx.transaction((em) =>
    run(
      em,
      `insert into kept_vm (vm_id, host_id, was, method, snapshot_id, off, task_id, since)
       values (?, ?, ?, ?, ?, false, ?, utc_timestamp(3))`,
      [vmId, vm.hostId, was, method, snapshotId, ctx.taskId],
    ),
  );
  tell(ctx);
}

/** Runs after the memory was brought back. */
async function forgetIt(ctx: Context): Promise<void> {
  const kept = await find(ctx);
  if (kept) await forget(ctx, kept);
  tell(ctx);
}

async function keep(ctx: Context): Promise<void> {
  const kept = await find(ctx);
  if (kept) await keepMemory(ctx, kept);
  else ctx.log('INFO', 'It was off by then.');
}

async function unkeep(ctx: Context): Promise<void> {
  const kept = await find(ctx);
  if (!kept) return;
  const status = await bringBack(ctx, kept);
  await ctx.transaction((em) => recordStatus(em, kept.vmId, { status, reason: null }, by(ctx)));
}

async function record(ctx: Context): Promise<void> {
  const kept = await find(ctx);
  if (!kept) return;
  const { vmId } = ctx.input;
  const status = await statusNow(ctx, await requireVmRecord(ctx.em, vmId));
  await ctx.transaction(async (em) => {
    await rows(em, 'select id from vm where id = ? for update', [vmId]);
    await run(em, 'update kept_vm set off = true where vm_id = ?', [vmId]);
    const reason = 'its memory is kept for maintenance';
    await recordStatus(em, vmId, { status, reason }, by(ctx));
  });
  tell(ctx);
}

export const keepVmTask = defineTask<KeepVm>({
  type: 'KEEP_VM',
  input,
  limits: [{ scope: 'HOST', max: 4 }],
  steps: [
    { name: 'remember what it is', do: remember, undo: forgetIt, leftover: () => 'its record' },
    {
      name: 'keep its memory',
      weight: 8,
      do: keep,
      undo: unkeep,
      leftover: () => 'a VM that is off, its memory kept: boot its host',
    },
    { name: 'record', do: record },
  ],
  succeeded: async (ctx) => {
    const kept = await find(ctx);
    return kept ? `${ctx.input.name} is off, its memory is kept` : `${ctx.input.name} is off`;
  },
});
