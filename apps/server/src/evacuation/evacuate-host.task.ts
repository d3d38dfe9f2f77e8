import { z } from 'zod';
import { run } from '../platform/db.ts';
import type { HostId } from '../platform/ids.ts';
import { type ChildTask, defineTask, type StepContext } from '../task/task-definition.ts';

/**
 * Empties a host: a group, with a migration for each VM that can move. Its own work is to keep the
 * host closed for new VMs; it stays closed afterwards. Undone, the host takes VMs again if it did
 * before; VMs that have moved stay where they are until somebody has them brought back.
 */

/** What the task is told. */
export interface EvacuateHost {
  readonly hostId: HostId;
  readonly hostName: string;
  /** It took no new VMs before either. */
  readonly wasClosed: boolean;
  readonly atOnce: number;
  /** VMs that cannot move, and why. */
  readonly stay: readonly { readonly name: string; readonly reason: string }[];
}
type Context = StepContext<EvacuateHost>;

const input = z.object({
  hostId: z.string(),
  hostName: z.string(),
  wasClosed: z.boolean(),
  atOnce: z.number(),
  stay: z.array(z.object({ name: z.string(), reason: z.string() })),
}) as unknown as z.ZodType<EvacuateHost>;

async function setClosed(ctx: Context, closed: boolean): Promise<void> {
  const { hostId } = ctx.input;
  await ctx.transaction((em) =>
    run(em, 'update host set maintenance = ? where id = ?', [closed, hostId]),
  );
  ctx.services.events.publish('host', { id: hostId });
}

async function close(ctx: Context): Promise<void> {
  for (const { name, reason } of ctx.input.stay) ctx.log('WARN', `${name} stays. ${reason}`);
  await setClosed(ctx, true);
}

async function reopen(ctx: Context): Promise<void> {
  if (!ctx.input.wasClosed) await setClosed(ctx, false);
}

const vms = (count: number) => (count === 1 ? '1 VM' : `${count} VMs`);

function summary(
  { input: { hostName, stay: fixed } }: Context,
  children: readonly ChildTask[],
): string {
  const moved = children.filter(({ status }) => status === 'SUCCEEDED' || status === 'PARTIAL');
  const failed = children.filter((child) => !moved.includes(child));
  const left = [
    ...failed.map(({ title }) => title.replace(/^Migrate VM /, '')),
    ...fixed.map(({ name }) => name),
  ];
  if (children.length + fixed.length === 0) return `${hostName} has no VMs and takes no new ones.`;
  if (left.length === 0) return `${hostName} is empty: ${vms(moved.length)} moved.`;
  const stay = left.length === 1 ? 'stays' : 'stay';
  return `${vms(moved.length)} moved, ${vms(left.length)} ${stay} on ${hostName}: ${left.join(', ')}.`;
}

/** Moves all VMs of a host that can move. */
export const evacuateHostTask = defineTask<EvacuateHost>({
  type: 'EVACUATE_HOST',
  input,
  group: { atOnce: ({ atOnce }) => atOnce },
  steps: [
    {
      name: 'close host',
      do: close,
      undo: reopen,
      leftover: (ctx) => `${ctx.input.hostName} in maintenance`,
    },
    {
      name: 'move VMs',
      weight: 20,
      waitsForChildren: 'END',
      do: () => Promise.resolve(),
    },
  ],
  succeeded: summary,
});
