import { z } from 'zod';
import { releasePrivateIp } from '../network/network.service.ts';
import { type Em, rows, run } from '../platform/db.ts';
import { BaadalError } from '../platform/errors.ts';
import type { HostId } from '../platform/ids.ts';
import { moveTask } from '../task/enqueue.ts';
import { onHost } from '../task/on-host.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { FatalTaskError, LeaseLostError } from '../task/task-errors.ts';
import { defineDomain, destroyDomain, startDomain, undefineDomain } from '../vm/define-domain.ts';
import { requireDomain, statusOf } from '../vm/domain-of.ts';
import {
  findVmRecord,
  recordStatus,
  recordVmEvent,
  requireVmRecord,
  type VmRecord,
} from '../vm/vm-record.ts';
import { allocateClone, type CloneSpec } from './allocate-clone.ts';
import { writeSeed } from './clone-identity.ts';
import { type Backing, copyDisk } from './copy-disk.ts';
import { type Found, findHost, moveReservation } from './place-clone.ts';

/**
 * Makes one clone, as a child of the group that holds the parent's disks still: its row (reserved
 * by the mutation the first time), copies of the parent's disks, its domain on the best host, and
 * starts it. A host is only considered when it sees the clone's datastores, so the clone is defined
 * where it is to run rather than moved there afterwards. Undone, nothing of it is left.
 */

interface MakeClone {
  readonly spec: CloneSpec;
  readonly start: boolean;
  /** Why it was placed where it is, as the mutation found. */
  readonly story?: readonly string[] | undefined;
}
type Context = StepContext<MakeClone>;

/** Checked by the mutation that wrote it; here only its shape counts. */
const input = z.object({
  spec: z
    .looseObject({ sourceId: z.string(), vm: z.looseObject({ vmId: z.string() }) })
    .transform((s) => s as unknown as CloneSpec),
  start: z.boolean(),
  story: z.array(z.string()).optional(),
});

/** The step that the group waits for. */
export const COPIED = 'copy disks';

/** The five messages with which a clone ends, in the words of the original. */
export const RESULT = {
  cloned: 'Cloned successfully.',
  moved: 'Cloned successfully. Found new host and migrated successfully.',
  notMoved: 'Cloned successfully. Found new host but not migrated successfully.',
  same: 'Cloned successfully. New host selected to migrate cloned vm is same as the host on which it currently resides.',
  none: 'Cloned successfully. Could not find host to migrate cloned vm.',
} as const;

const vmOf = (ctx: Context): Promise<VmRecord> => requireVmRecord(ctx.em, ctx.input.spec.vm.vmId);
const findVm = (ctx: Context) => findVmRecord(ctx.em, ctx.input.spec.vm.vmId);
const by = (ctx: Context) => ({ actorId: ctx.requestedBy, taskId: ctx.taskId });

async function allocate(ctx: Context): Promise<void> {
  const { spec } = ctx.input;
  let { story = [] } = ctx.input;
  if (!(await findVm(ctx))) {
    story = await ctx.transaction(async (em) => {
      const placed = await allocateClone(em, spec);
      await moveTask(em, ctx.taskId, placed.host.id);
      return placed.story;
    });
    ctx.services.events.publish('vm', { id: spec.vm.vmId });
  }
  const vm = await vmOf(ctx);
  for (const line of story) ctx.log('INFO', line);
  ctx.log(
    'INFO',
    `Host ${vm.hostName}, address ${vm.ip?.address ?? 'none'}, VNC port ${vm.vncPort}.`,
  );
}

async function free(ctx: Context): Promise<void> {
  const { vmId, ownerId } = ctx.input.spec.vm;
  await ctx.transaction(async (em) => {
    await releasePrivateIp(em, vmId);
    await run(em, 'delete from vm where id = ?', [vmId]);
  });
  ctx.services.events.publish('vmRemoved', { id: vmId, viewerIds: [ownerId] });
}

/**
 * What the group found out about the disks that it holds still.
 * @throws {FatalTaskError} when it does not hold them
 */
async function requireHold(em: Em, ctx: Context): Promise<Backings> {
  const steps = await rows<{ name: string; status: string; result: string | null }>(
    em,
    `select s.name, s.status, cast(s.result as char) as result from task c join task p on p.id = c.parent_id
       join task_step s on s.task_seq = p.seq where c.id = ? and p.status = 'RUNNING'`,
    [ctx.taskId],
  );
  const hold = steps.find((step) => step.name === 'hold disks' && step.status === 'DONE');
  const release = steps.find((step) => step.name === 'release disks');
  if (!hold?.result || release?.status !== 'PENDING')
    throw new FatalTaskError('The disks of the parent are not held still any more. Retry.', {
      code: 'CONFLICT',
    });
  return (JSON.parse(hold.result) as { backings: Backings }).backings;
}

type Backings = Readonly<Record<string, Backing>>;

async function copy(ctx: Context): Promise<void> {
  const backings = await requireHold(ctx.em, ctx);
  const [vm, source] = [await vmOf(ctx), await findVmRecord(ctx.em, ctx.input.spec.sourceId)];
  if (!source) throw new FatalTaskError('The parent is gone.', { code: 'NOT_FOUND' });
  await onHost(vm, async () => {
    const ssh = await ctx.services.hosts.ssh(vm.hostId);
    for (const [i, disk] of vm.disks.entries()) {
      const from = source.disks.find((d) => d.target === disk.target)?.path;
      if (!from)
        throw new FatalTaskError(`${source.name} has no disk ${disk.target} any more.`, {
          code: 'CONFLICT',
        });
      const backing = backings[disk.target] ?? null;
      await copyDisk(ssh, { from, backing, to: disk.path, hostName: vm.hostName }, ctx.signal);
      ctx.progress(((i + 1) / vm.disks.length) * 100);
    }
    const told = await writeSeed(ssh, vm, ctx.input.spec.vm.cloudInit, ctx.signal);
    ctx.log('INFO', `Copied ${vm.disks.map((d) => d.target).join(', ')} of ${source.name}.`);
    if (told) ctx.log('INFO', 'cloud-init is told its host name, and to make a machine id.');
    else
      ctx.log(
        'WARN',
        `${source.name} has no cloud-init: inside, the clone keeps its host name and machine id.`,
      );
  });
}

async function removeFiles(ctx: Context): Promise<void> {
  const vm = await findVm(ctx);
  if (!vm) return;
  await onHost(vm, async () => {
    const ssh = await ctx.services.hosts.ssh(vm.hostId);
    const files = [...vm.disks.map((d) => d.path), ...(vm.seed ? [vm.seed] : [])];
    await ssh.run(['rm', '-f', '--', ...files], { signal: ctx.signal });
  });
}

async function place(ctx: Context): Promise<{ outcome: keyof typeof RESULT }> {
  const { spec } = ctx.input;
  const found: Found = await ctx.transaction(async (em) => {
    const choice = await findHost(em, spec);
    if (choice.move) {
      await moveReservation(em, spec.vm.vmId, choice.move);
      await moveTask(em, ctx.taskId, choice.move);
    }
    return choice;
  });
  ctx.log('INFO', found.words);
  ctx.services.events.publish('vm', { id: spec.vm.vmId });
  return { outcome: found.outcome };
}

/** @returns whether it is where it was meant to be */
async function define(ctx: Context): Promise<{ fallenBack: boolean }> {
  const vm = await vmOf(ctx);
  try {
    await defineDomain(ctx.services, vm, ctx.signal);
    return { fallenBack: vm.hostId === (await homeOf(ctx)) && wasMoved(ctx) };
  } catch (error) {
    if (error instanceof LeaseLostError || !(error instanceof BaadalError)) throw error;
    const home = await homeOf(ctx);
    if (!home || home === vm.hostId) throw error;
    ctx.log('WARN', `${error.message} It stays on the host of its parent.`);
    await goHome(ctx, home);
    await defineDomain(ctx.services, await vmOf(ctx), ctx.signal);
    return { fallenBack: true };
  }
}

const wasMoved = (ctx: Context): boolean =>
  ctx.result<{ outcome: keyof typeof RESULT }>('place').outcome === 'moved';

async function homeOf(ctx: Context): Promise<HostId | null> {
  return (await findVmRecord(ctx.em, ctx.input.spec.sourceId))?.hostId ?? null;
}

async function goHome(ctx: Context, home: HostId): Promise<void> {
  const { vmId } = ctx.input.spec.vm;
  await ctx.transaction(async (em) => {
    await moveReservation(em, vmId, home, ctx.input.spec.vm);
    await moveTask(em, ctx.taskId, home);
  });
  ctx.services.events.publish('vm', { id: vmId });
}

async function undefine(ctx: Context): Promise<void> {
  const vm = await findVm(ctx);
  if (vm) await undefineDomain(ctx.services, vm, ctx.signal);
}

async function start(ctx: Context): Promise<void> {
  if (ctx.input.start) await startDomain(ctx.services, await vmOf(ctx), ctx.signal);
}

async function stop(ctx: Context): Promise<void> {
  const vm = await findVm(ctx);
  if (vm) await destroyDomain(ctx.services, vm, ctx.signal);
}

async function record(ctx: Context): Promise<void> {
  const vm = await vmOf(ctx);
  const now = await onHost(vm, async () =>
    (await requireDomain(ctx.services, vm, ctx.signal)).state({ signal: ctx.signal }),
  );
  const status = statusOf(now);
  if (ctx.input.start && status !== 'RUNNING')
    throw new FatalTaskError(`The domain was started but is ${now.state} (${now.reason}).`, {
      code: 'CONFLICT',
    });
  const source = await findVmRecord(ctx.em, ctx.input.spec.sourceId);
  await ctx.transaction(async (em) => {
    const desired = ctx.input.start ? 'RUNNING' : 'SHUTDOWN';
    const created = { attribute: 'created', from: source?.identity ?? null, to: vm.identity };
    await recordVmEvent(em, vm.id, created, by(ctx));
    await recordStatus(em, vm.id, { status, desired, reason: null }, by(ctx));
  });
  ctx.services.events.publish('vm', { id: vm.id });
}

function succeeded(ctx: Context): string {
  const { outcome } = ctx.result<{ outcome: keyof typeof RESULT }>('place');
  const { fallenBack } = ctx.result<{ fallenBack: boolean }>('define domain');
  return RESULT[fallenBack ? 'notMoved' : outcome];
}

export const makeCloneTask = defineTask<MakeClone>({
  type: 'MAKE_CLONE',
  withoutVm: true,
  input: input as z.ZodType<MakeClone>,
  // Each reads and writes whole disks: more at once on one host make none of them faster.
  limits: [{ scope: 'HOST', max: 4 }],
  steps: [
    { name: 'allocate', do: allocate, undo: free, leftover: () => 'its row and address' },
    {
      name: COPIED,
      weight: 6,
      milestone: true,
      cancellable: true,
      do: copy,
      undo: removeFiles,
      leftover: () => 'its disk files',
    },
    { name: 'place', do: place },
    { name: 'define domain', do: define, undo: undefine, leftover: () => 'its domain' },
    { name: 'start', weight: 4, do: start, undo: stop, leftover: () => 'its running domain' },
    { name: 'record', do: record },
  ],
  succeeded,
});
