import { z } from 'zod';
import { rows } from '../platform/db.ts';
import type { VmId } from '../platform/ids.ts';
import { onHost } from '../task/on-host.ts';
import { type ChildTask, defineTask, type StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { findVmRecord, recordVmEvent, type VmRecord } from '../vm/vm-record.ts';
import { type Backing, backingOf } from './copy-disk.ts';
import { type Hold, holdDisks, releaseDisks } from './hold-disks.ts';
import { COPIED, RESULT } from './make-clone.task.ts';

/**
 * Clones a VM any number of times: a group, with a child for each clone. Its own work is to hold
 * the parent's disks still, once for all clones, while the children copy them. The lane of the
 * parent VM is kept until then, and left while the clones are defined and started. Undone, the
 * parent's disks are released; clones that are made stay.
 */

interface CloneVm {
  readonly vmId: VmId;
  readonly name: string;
}
type Context = StepContext<CloneVm>;

const input = z.object({ vmId: z.string(), name: z.string() }) as unknown as z.ZodType<CloneVm>;

/** Children at once: as many as keep the hosts' copy places full, and leave workers for others. */
const AT_ONCE = 8;

/** What children find in the result of the step that holds the disks. */
type HoldResult = { readonly backings: { readonly [target: string]: Backing } };

async function hold(ctx: Context): Promise<HoldResult> {
  const vm = await findVmRecord(ctx.em, ctx.input.vmId);
  if (!vm) throw new FatalTaskError(`${ctx.input.name} is gone.`, { code: 'NOT_FOUND' });
  const held: Hold = await holdDisks(ctx.services, vm, ctx.signal);
  ctx.log('INFO', wordsOf(vm, held));
  // Once for all children, whose copies are one command each then.
  return onHost(vm, async () => {
    const ssh = await ctx.services.hosts.ssh(vm.hostId);
    const found = await Promise.all(
      vm.disks.map(async ({ target, path }) => {
        return [target, await backingOf(ssh, path, ctx.signal)] as const;
      }),
    );
    return { backings: Object.fromEntries(found) };
  });
}

function wordsOf(vm: VmRecord, { running, quiesced }: Hold): string {
  if (!running) return `${vm.name} is off: its disks are copied as they are.`;
  return quiesced
    ? `The file systems of ${vm.name} were frozen for a moment; it goes on while its disks are copied.`
    : `${vm.name} has no guest agent that answers: its disks are copied as after a power cut at this moment. It goes on meanwhile.`;
}

/**
 * What is released stays so when the task is undone later: by then the lane is given up, and another
 * group may hold the same disks.
 */
async function releaseUnlessDone(ctx: Context): Promise<void> {
  if (ctx.result<null | undefined>('release disks') === undefined) await release(ctx);
}

async function release(ctx: Context): Promise<void> {
  const vm = await findVmRecord(ctx.em, ctx.input.vmId);
  if (vm) await releaseDisks(ctx.services, vm, ctx.signal);
}

async function record(ctx: Context): Promise<void> {
  const made = await rows<{ name: string }>(
    ctx.em,
    `select v.name from task t join vm v on v.id = t.vm_id
      where t.parent_id = ? and t.status = 'SUCCEEDED' order by t.seq`,
    [ctx.taskId],
  );
  const { vmId } = ctx.input;
  if (made.length === 0 || !(await findVmRecord(ctx.em, vmId))) return;
  await ctx.transaction((em) =>
    recordVmEvent(
      em,
      vmId,
      { attribute: 'cloned', from: null, to: made.map(({ name }) => name).join(', ') },
      { actorId: ctx.requestedBy, taskId: ctx.taskId },
    ),
  );
  ctx.services.events.publish('vm', { id: vmId });
}

/** One clone speaks for itself; of many, how many are made and where they went. */
function summary(children: readonly ChildTask[]): string {
  const made = children.filter((child) => child.status === 'SUCCEEDED');
  const [only] = children;
  if (children.length === 1 && only) return only.message ?? 'No clone was made.';
  const count = `${made.length} of ${children.length} clones are made`;
  if (made.length === 0) return `No clone was made: ${children.length} failed.`;
  const moved = made.filter((child) => child.message === RESULT.moved).length;
  const where = moved > 0 ? `, ${moved} of them on another host than their parent` : '';
  return `Cloned successfully. ${count}${where}.`;
}

export const cloneVmTask = defineTask<CloneVm>({
  type: 'CLONE_VM',
  input,
  group: { atOnce: () => AT_ONCE },
  steps: [
    {
      name: 'hold disks',
      weight: 1,
      do: hold,
      undo: releaseUnlessDone,
      leftover: (ctx) =>
        `layers above the disks of ${ctx.input.name}, which hold what it wrote since and are still to be merged`,
    },
    {
      name: 'copy disks',
      weight: 4,
      waitsForChildren: { step: COPIED },
      do: () => Promise.resolve(),
    },
    { name: 'release disks', weight: 1, do: release },
    { name: 'make clones', weight: 4, waitsForChildren: 'END', leavesLane: true, do: record },
  ],
  succeeded: (_, children) => summary(children),
});
