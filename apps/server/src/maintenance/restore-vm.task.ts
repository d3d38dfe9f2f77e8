import { z } from 'zod';
import { type Em, rows } from '../platform/db.ts';
import type { VmId } from '../platform/ids.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { type ChangeBy, recordStatus, recordVmEvent } from '../vm/vm-record.ts';
import { bringBack, forget } from './keep-memory.ts';
import { type KeptVm, keptVms } from './kept-vms.ts';

/**
 * Brings one VM back to what it was before its host was shut down. There is nothing to undo: one
 * that does not come back stays off with its memory kept, and can be brought back again; where that never
 * succeeds, an admin has its memory given up, and it starts from its disk.
 */

export interface RestoreVm {
  readonly vmId: VmId;
  readonly name: string;
  /** Its memory cannot be gone on from, and is given up. */
  readonly cold?: boolean | undefined;
}
type Context = StepContext<RestoreVm>;

const input = z.object({
  vmId: z.string(),
  name: z.string(),
  cold: z.boolean().optional(),
}) as unknown as z.ZodType<RestoreVm>;
const find = async (ctx: Context) => (await keptVms(ctx.em, { vmId: ctx.input.vmId }))[0];

async function restore(ctx: Context): Promise<void> {
  const kept = await find(ctx);
  if (!kept) return;
  if (kept.hostStatus !== 'UP')
    throw new FatalTaskError(
      `${kept.hostName} is not up: ${kept.name} stays kept. Boot the host again when it is.`,
      { code: 'HOST_UNREACHABLE' },
    );
  const status = await bringBack(ctx, kept, ctx.input.cold);
  await ctx.transaction(async (em) => {
    const by = { actorId: ctx.requestedBy, taskId: ctx.taskId };
    const given = ctx.input.cold && status !== 'RUNNING';
    await recordStatus(
      em,
      kept.vmId,
      given
        ? { status, desired: 'SHUTDOWN', reason: 'its kept memory was given up' }
        : { status, reason: null },
      by,
    );
    if (ctx.input.cold) await tellGivenUp(em, kept, by);
  });
  ctx.services.events.publish('vm', { id: kept.vmId });
}

async function tellGivenUp(em: Em, kept: KeptVm, by: ChangeBy): Promise<void> {
  const [told] = await rows(
    em,
    "select 1 from vm_event where vm_id = ? and task_id = ? and attribute = 'memory'",
    [kept.vmId, by.taskId],
  );
  if (told) return;
  const change = { attribute: 'memory', from: `kept on ${kept.hostName}`, to: 'given up' };
  await recordVmEvent(em, kept.vmId, change, by);
}

async function clear(ctx: Context): Promise<void> {
  const kept = await find(ctx);
  if (kept) await forget(ctx, kept);
  ctx.services.events.publish('vm', { id: ctx.input.vmId });
  ctx.services.events.publish('cloud', {});
}

export const restoreVmTask = defineTask<RestoreVm>({
  type: 'RESTORE_VM',
  input,
  limits: [{ scope: 'HOST', max: 4 }],
  steps: [
    { name: 'bring back', weight: 8, do: restore },
    { name: 'forget what was kept', do: clear },
  ],
  succeeded: ({ input: { name, cold } }) =>
    cold ? `The kept memory of ${name} is given up` : `${name} is back`,
});
