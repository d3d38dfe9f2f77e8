import { z } from 'zod';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { checkForLeaks } from './leak-check.ts';
import { readLeakId } from './leak-kind.ts';
import type { Finding } from './leak-world.ts';
import { REPAIR_ACTS, type RepairInput } from './repair-acts.ts';

/**
 * Applies the remedy of one finding of the leak check: checks first whether the finding still
 * holds, then acts. Each act looks before it acts, so that it may be cut and repeated anywhere;
 * none leaves anything half done, hence there is nothing to undo.
 */

type Context = StepContext<RepairInput>;

const input = z.object({ id: z.string() });

/** What the check found: how the thing is to be repaired, or null when nothing is wrong any more. */
type Checked = { readonly parts: readonly string[]; readonly subject: string } | null;

async function check(ctx: Context): Promise<Checked> {
  const report = await checkForLeaks(ctx.services, { self: ctx.taskId, signal: ctx.signal });
  const found = report.findings.find(({ id }) => id === ctx.input.id) as Finding | undefined;
  if (!found) {
    ctx.log('INFO', 'The finding does not hold any more: there is nothing to repair.');
    return null;
  }
  if (!found.repairable)
    throw new FatalTaskError(`A person must decide now. ${found.remedy}`, { code: 'CONFLICT' });
  ctx.log('INFO', `${found.subject}: ${found.detail}`);
  return { parts: found.parts, subject: found.subject };
}

async function repair(ctx: Context): Promise<void> {
  const checked = ctx.result<Checked>('check');
  const key = readLeakId(ctx.input.id);
  if (!checked || !key) return;
  const act = REPAIR_ACTS[key.kind];
  if (!act) throw new FatalTaskError('There is no repair for this.', { code: 'CONFLICT' });
  ctx.log('INFO', await act(ctx, checked.parts));
}

export const repairLeakTask = defineTask<RepairInput>({
  type: 'REPAIR_LEAK',
  withoutVm: true,
  input,
  steps: [
    { name: 'check', weight: 3, cancellable: true, do: check },
    { name: 'repair', weight: 2, do: repair },
  ],
  succeeded: (ctx) => {
    const checked = ctx.result<Checked>('check');
    return checked ? `${checked.subject} is repaired` : 'Nothing is wrong any more';
  },
});
