import { z } from 'zod';
import type { VmId } from '../platform/ids.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { recordStatus } from '../vm/vm-record.ts';
import { bringBack, forget } from './keep-memory.ts';
import { keptVms } from './kept-vms.ts';

/**
 * Brings one VM back to what it was before its host was shut down. There is nothing to undo: one
 * that does not come back stays off with its memory kept, and can be brought back again.
 */

export interface RestoreVm {
  readonly vmId: VmId;
  readonly name: string;
}
type Context = StepContext<RestoreVm>;

const input = z.object({ vmId: z.string(), name: z.string() }) as unknown as z.ZodType<RestoreVm>;
const find = async (ctx: Context) => (await keptVms(ctx.em, { vmId: ctx.input.vmId }))[0];

async function restore(ctx: Context): Promise<void> {
  const kept = await find(ctx);
  if (!kept) return;
  if (kept.hostStatus !== 'UP')
    throw new FatalTaskError(
      `${kept.hostName} is not up: ${kept.name} stays kept. Boot the host again when it is.`,
      { code: 'HOST_UNREACHABLE' },
    );
  const status = await bringBack(ctx, kept);
  await ctx.transaction((em) =>
    recordStatus(
      em,
      kept.vmId,
      { status, reason: null },
      { actorId: ctx.requestedBy, taskId: ctx.taskId },
    ),
  );
  ctx.services.events.publish('vm', { id: kept.vmId });
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
  succeeded: (ctx) => `${ctx.input.name} is back`,
});
