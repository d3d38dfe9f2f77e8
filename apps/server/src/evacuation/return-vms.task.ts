import { z } from 'zod';
import type { HostId } from '../platform/ids.ts';
import { type ChildTask, defineTask } from '../task/task-definition.ts';

/**
 * Brings VMs back to the host that they left: a group, with a migration for each. The mutation has
 * opened the host; nothing of its own is left to be done or undone.
 */

interface ReturnVms {
  readonly hostId: HostId;
  readonly hostName: string;
  readonly atOnce: number;
  /** VMs that cannot come back now, and why. */
  readonly stay: readonly { readonly name: string; readonly reason: string }[];
}

const input = z.object({
  hostId: z.string(),
  hostName: z.string(),
  atOnce: z.number(),
  stay: z.array(z.object({ name: z.string(), reason: z.string() })),
}) as unknown as z.ZodType<ReturnVms>;

function summary({ hostName, stay }: ReturnVms, children: readonly ChildTask[]): string {
  const back = children.filter(({ status }) => status === 'SUCCEEDED' || status === 'PARTIAL');
  const all = children.length + stay.length;
  if (all === 0) return `${hostName} takes VMs again. None was to be brought back.`;
  return `${hostName} takes VMs again. ${back.length} of ${all} are back.`;
}

/** Moves VMs back to a host that was evacuated. */
export const returnVmsTask = defineTask<ReturnVms>({
  type: 'RETURN_VMS',
  input,
  group: { atOnce: ({ atOnce }) => atOnce },
  steps: [
    {
      name: 'begin',
      do: async (ctx) => {
        for (const { name, reason } of ctx.input.stay)
          ctx.log('WARN', `${name} does not come back. ${reason}`);
      },
    },
    { name: 'move VMs', weight: 20, waitsForChildren: 'END', do: () => Promise.resolve() },
  ],
  succeeded: (ctx, children) => summary(ctx.input, children),
});
