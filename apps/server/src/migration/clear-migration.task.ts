import { z } from 'zod';
import type { MachineAddress } from '../platform/hosts/hosts.ts';
import { onHost } from '../task/on-host.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { removeAccess, tellAll } from './daemon-access.ts';

/**
 * Takes away what migrations needed on a machine: key, pinned host keys, the marked lines; and its
 * own line from the hosts that stay. The machine may be no host any more, so its address is in the
 * input. There is nothing to undo.
 */

interface ClearMigration extends MachineAddress {
  readonly hostName: string;
}
type Context = StepContext<ClearMigration>;

const input = z.object({
  hostName: z.string(),
  address: z.string(),
  sshPort: z.number(),
  sshUser: z.string(),
  hostKeyFingerprint: z.string(),
}) as z.ZodType<ClearMigration>;

async function clearMachine(ctx: Context): Promise<void> {
  await onHost(ctx.input, async () => {
    await using visit = await ctx.services.hosts.visit(ctx.input);
    await removeAccess(visit.ssh, ctx.signal);
  });
}

export const clearMigrationTask = defineTask<ClearMigration>({
  type: 'CLEAR_MIGRATION',
  input,
  // The hosts that stay come first: the machine may be away for good.
  steps: [
    { name: 'tell other hosts', do: tellAll },
    { name: 'clear machine', do: clearMachine },
  ],
  succeeded: (ctx) => `Migration is no longer set up on ${ctx.input.hostName}.`,
});
