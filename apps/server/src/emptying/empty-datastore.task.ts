import { z } from 'zod';
import { run } from '../platform/db.ts';
import type { DatastoreId } from '../platform/ids.ts';
import { type ChildTask, defineTask, type StepContext } from '../task/task-definition.ts';

/**
 * Empties a datastore: a group, with a move for the disks of each VM that can be moved. Its own work
 * is to keep the datastore closed for anything new; it stays closed afterwards. Undone, it takes new
 * things again if it did before; disks that have moved stay where they are.
 */

/** What the task is told. */
export interface EmptyDatastore {
  readonly datastoreId: DatastoreId;
  readonly name: string;
  /** It took nothing new before either. */
  readonly wasClosed: boolean;
  readonly atOnce: number;
  /** What does not move, and why. */
  readonly stay: readonly { readonly name: string; readonly reason: string }[];
}
type Context = StepContext<EmptyDatastore>;

const input = z.object({
  datastoreId: z.string(),
  name: z.string(),
  wasClosed: z.boolean(),
  atOnce: z.number(),
  stay: z.array(z.object({ name: z.string(), reason: z.string() })),
}) as unknown as z.ZodType<EmptyDatastore>;

async function setClosed(ctx: Context, closed: boolean): Promise<void> {
  const { datastoreId: id } = ctx.input;
  await ctx.transaction((em) =>
    run(em, 'update datastore set closed = ? where id = ?', [closed, id]),
  );
  ctx.services.events.publish('datastore', { id });
}

async function close(ctx: Context): Promise<void> {
  for (const { name, reason } of ctx.input.stay) ctx.log('WARN', `${name} stays. ${reason}`);
  await setClosed(ctx, true);
}

async function reopen(ctx: Context): Promise<void> {
  if (!ctx.input.wasClosed) await setClosed(ctx, false);
}

/** Whoever shows it sees that it can be removed now. */
async function tell(ctx: Context): Promise<void> {
  ctx.services.events.publish('datastore', { id: ctx.input.datastoreId });
}

function summary({ input: { name, stay } }: Context, children: readonly ChildTask[]): string {
  const moved = children.filter(({ status }) => status === 'SUCCEEDED' || status === 'PARTIAL');
  const failed = children.filter((child) => !moved.includes(child));
  const left = [
    ...failed.map(({ title }) =>
      title.replace(/^Move the disks of /, '').replace(/ to [^ ].*$/, ''),
    ),
    ...stay.map((each) => each.name),
  ];
  const vms = `the disks of ${moved.length === 1 ? '1 VM' : `${moved.length} VMs`} moved`;
  if (children.length + left.length === 0) return `${name} is empty and takes nothing new.`;
  if (left.length === 0) return `${name} is empty: ${vms}. It can be removed.`;
  return `${vms[0]?.toUpperCase()}${vms.slice(1)}; on ${name} ${left.length === 1 ? 'stays' : 'stay'}: ${left.join(', ')}.`;
}

/** Moves all disks away from a datastore that can be moved. */
export const emptyDatastoreTask = defineTask<EmptyDatastore>({
  type: 'EMPTY_DATASTORE',
  input,
  group: { atOnce: ({ atOnce }) => atOnce },
  steps: [
    {
      name: 'close datastore',
      do: close,
      undo: reopen,
      leftover: (ctx) => `${ctx.input.name} closed for anything new`,
    },
    { name: 'move disks', weight: 20, waitsForChildren: 'END', do: tell },
  ],
  succeeded: summary,
});
