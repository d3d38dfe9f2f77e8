import { z } from 'zod';
import { imageObstacles } from '../image/image-locks.ts';
import { run } from '../platform/db.ts';
import { NoCapacityError } from '../platform/errors.ts';
import type { HostId, SnapshotId, VmId } from '../platform/ids.ts';
import { reachDomain } from '../snapshot/domain-access.ts';
import { checkGoBack, goBack, restoreRows, setClock } from '../snapshot/go-back.ts';
import { recordRevert } from '../snapshot/revert-record.ts';
import { releaseRevert, reserveRevert, type Size } from '../snapshot/revert-room.ts';
import {
  findSnapshot,
  removeSnapshotRow,
  requireSnapshot,
  reserveSnapshot,
} from '../snapshot/snapshot-record.ts';
import { dropOf, recordTaken, type ToTake, takeOf } from '../snapshot/snapshot-work.ts';
import { tellLibvirt } from '../snapshot/tell-libvirt.ts';
import { moveTask } from '../task/enqueue.ts';
import { onHost } from '../task/on-host.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { FatalTaskError } from '../task/task-errors.ts';
import { NOTHING_PENDING } from '../vm/active-settings.ts';
import { defineDomain, destroyDomain, startDomain, undefineDomain } from '../vm/define-domain.ts';
import { findDomain, requireDomain, statusOf } from '../vm/domain-of.ts';
import { recordStatus, requireVmRecord, type VmRecord } from '../vm/vm-record.ts';
import type { VmStatus } from '../vm/vm-status.ts';
import { giveUpKept, isStale, leaveHost, returnToHost } from './leave-host.ts';
import { keptSnapshot, newestSnapshot, type Target } from './lost-vms.ts';

/**
 * Brings one VM of a host that is down up on another one, as a child of the group that made sure the
 * host is without power. Before anything is started, another host looks whether the VM's images are
 * in use: whatever was believed of the host, a VM never runs twice. What its disks hold is kept as a
 * snapshot before it is taken back to an older one, so that nothing is lost by that. Undone, the VM
 * is a VM of its old host again, off, with its disks as they were.
 */

export interface RespawnVm {
  readonly vmId: VmId;
  readonly name: string;
  readonly from: HostId;
  readonly fromName: string;
  /** False: it is only defined elsewhere, since nobody wants it to run. */
  readonly start: boolean;
  /** Under this id the state of its disks is kept before it goes back to its newest snapshot; null: it does not. */
  readonly keepId: SnapshotId | null;
  /** The system snapshot that its memory was kept in for maintenance: it goes on from there. */
  readonly keptIn?: SnapshotId | null | undefined;
}
type Context = StepContext<RespawnVm>;

const input = z.object({
  vmId: z.string(),
  name: z.string(),
  from: z.string(),
  fromName: z.string(),
  start: z.boolean(),
  keepId: z.string().nullable(),
  keptIn: z.string().nullish(),
}) as unknown as z.ZodType<RespawnVm>;

const KEEP = 'keep state';

const vmOf = (ctx: Context): Promise<VmRecord> => requireVmRecord(ctx.em, ctx.input.vmId);
const by = (ctx: Context) => ({ actorId: ctx.requestedBy, taskId: ctx.taskId });
const tell = (ctx: Context) => ctx.services.events.publish('vm', { id: ctx.input.vmId });

/** The group has moved it already where there was room then. */
async function reserve(ctx: Context): Promise<void> {
  const left = await ctx.transaction(async (em) => {
    const goesBack = ctx.input.keepId !== null;
    const moved = await leaveHost(em, { ...ctx.input, goesBack }, by(ctx));
    if (moved) await moveTask(em, ctx.taskId, moved.hostId);
    return moved;
  });
  for (const line of left?.story ?? []) ctx.log('INFO', line);
  if (left) tell(ctx);
}

async function giveBack(ctx: Context): Promise<void> {
  const back = await ctx.transaction((em) => returnToHost(em, ctx.input, by(ctx)));
  if (!back) {
    ctx.log('WARN', `${ctx.input.fromName} is back without it: it stays where it is, off.`);
    await recordSeen(ctx);
  }
  tell(ctx);
}

/** @throws {FatalTaskError} when an image is in use, or not there */
async function requireFree(ctx: Context, vm: VmRecord): Promise<void> {
  await onHost(vm, async () => {
    const domain = await findDomain(ctx.services, vm, ctx.signal);
    // Run twice: what holds the images is what this task started.
    if (domain && (await domain.isActive({ signal: ctx.signal }))) return;
    const ssh = await ctx.services.hosts.ssh(vm.hostId);
    const paths = vm.disks.map((disk) => disk.path);
    const { held, gone } = await imageObstacles(ssh, paths, ctx.signal);
    const refuse = (message: string) => new FatalTaskError(message, { code: 'CONFLICT' });
    if (held[0])
      throw refuse(
        `${vm.name} still runs, on ${ctx.input.fromName} or elsewhere: ${vm.hostName} finds its disk ${held[0]} in use. It is not started a second time.`,
      );
    if (gone[0]) throw refuse(`Its disk ${gone[0]} is not to be read on ${vm.hostName}.`);
    ctx.log('INFO', `${vm.hostName} finds none of its ${paths.length} disks in use.`);
  });
}

async function define(ctx: Context): Promise<void> {
  const vm = await vmOf(ctx);
  await requireFree(ctx, vm);
  await defineDomain(ctx.services, vm, ctx.signal);
  await onHost(vm, async () => {
    const told = await tellLibvirt(ctx.em, await reachDomain(ctx, vm), vm);
    if (told > 0) ctx.log('INFO', `libvirt on ${vm.hostName} was told of ${told} snapshots.`);
  });
}

async function undefine(ctx: Context): Promise<void> {
  const vm = await vmOf(ctx);
  // On its old host it is the definition that counts; one that came back has none any more.
  const { from } = ctx.input;
  if (vm.hostId === from || !(await isStale(ctx.em, vm.uuid, from))) return;
  await undefineDomain(ctx.services, vm, ctx.signal);
}

function toKeep(ctx: Context, keepId: SnapshotId): ToTake {
  return {
    ...{ snapshotId: keepId, vmId: ctx.input.vmId, type: 'SYSTEM', memory: false },
    name: `Before respawn from ${ctx.input.fromName}`.slice(0, 100),
    description: `What its disks held when ${ctx.input.fromName} went down.`,
  };
}

/** Where it goes back to, and what it had before. A type, so that a step may keep it. */
type Return = Target & { readonly before: Size };

async function keep(ctx: Context): Promise<Return | null> {
  const { keepId, keptIn, vmId } = ctx.input;
  const target = await (keptIn
    ? keptSnapshot(ctx.em, keptIn)
    : keepId && newestSnapshot(ctx.em, vmId));
  if (!target) return null;
  try {
    await checkGoBack(ctx, { vmId, snapshotId: target.snapshotId });
  } catch (error) {
    if (!(error instanceof FatalTaskError)) throw error;
    ctx.log('WARN', `Not taken back to its snapshot ${target.name}: ${error.message}`);
    return null;
  }
  // Since its memory was kept, nothing was written.
  if (keepId && !keptIn) await takeKept(ctx, keepId);
  const { vcpus, ramMiB } = await vmOf(ctx);
  return { ...target, before: { vcpus, ramMiB } };
}

async function takeKept(ctx: Context, keepId: SnapshotId): Promise<void> {
  const wanted = toKeep(ctx, keepId);
  if (!(await findSnapshot(ctx.em, keepId)))
    await ctx.transaction((em) => reserveSnapshot(em, { ...wanted, createdBy: ctx.requestedBy }));
  await recordTaken(ctx, wanted, await takeOf(ctx, wanted));
}

async function dropKept(ctx: Context): Promise<void> {
  if (ctx.input.keepId) await drop(ctx, ctx.input.keepId);
}

async function drop(ctx: Context, snapshotId: SnapshotId): Promise<void> {
  await dropOf(ctx, { vmId: ctx.input.vmId, snapshotId });
  await ctx.transaction((em) => removeSnapshotRow(em, snapshotId));
}

const returnOf = (ctx: Context) => ctx.result<Return | null | undefined>(KEEP) ?? null;

/** @returns whether it is as in its snapshot now */
async function revert(ctx: Context): Promise<boolean> {
  const target = returnOf(ctx);
  if (!target) return false;
  const vm = await vmOf(ctx);
  await requireFree(ctx, vm);
  try {
    await ctx.transaction((em) => reserveRevert(em, vm, target));
  } catch (error) {
    if (!(error instanceof NoCapacityError)) throw error;
    ctx.log(
      'WARN',
      `Not taken back to its snapshot ${target.name}: ${vm.hostName} has no room for the ${target.vcpus} vCPUs and ${target.ramMiB} MiB of then.`,
    );
    await dropKept(ctx);
    return false;
  }
  await backTo(ctx, target.snapshotId, target.before);
  ctx.log('INFO', `Taken back to its snapshot ${target.name}.`);
  return true;
}

/** @param before what it had, when room for another size was reserved */
async function backTo(ctx: Context, snapshotId: SnapshotId, before?: Size): Promise<void> {
  const of = { vmId: ctx.input.vmId, snapshotId, before };
  await goBack(ctx, of);
  await restoreRows(ctx, of);
  const snapshot = await requireSnapshot(ctx.em, snapshotId);
  await ctx.transaction((em) => recordRevert(em, snapshot, by(ctx)));
}

/** Its disks and size as they were when the host went down. */
async function unrevert(ctx: Context): Promise<void> {
  const { keepId, keptIn, vmId } = ctx.input;
  const target = returnOf(ctx);
  const then = keptIn ?? keepId;
  if (!then || !target || !(await findSnapshot(ctx.em, then))) return;
  await destroyDomain(ctx.services, await vmOf(ctx), ctx.signal);
  const room = { before: target.before, snapshot: target };
  await ctx.transaction((em) => releaseRevert(em, { vmId, taskId: ctx.taskId }, room));
  await backTo(ctx, then);
}

async function start(ctx: Context): Promise<void> {
  const vm = await vmOf(ctx);
  if (!ctx.input.start) return;
  const domain = await onHost(vm, () => requireDomain(ctx.services, vm, ctx.signal));
  const now = await onHost(vm, async () => statusOf(await domain.state({ signal: ctx.signal })));
  // So it was in its snapshot; it is to run.
  if (now === 'SUSPENDED') {
    await onHost(vm, () => domain.resume({ signal: ctx.signal }));
    return setClock(ctx, vm);
  }
  if (now === 'RUNNING') return;
  await requireFree(ctx, vm);
  await startDomain(ctx.services, vm, ctx.signal);
  await ctx.transaction((em) => run(em, `update vm set ${NOTHING_PENDING} where id = ?`, [vm.id]));
}

async function stop(ctx: Context): Promise<void> {
  await destroyDomain(ctx.services, await vmOf(ctx), ctx.signal);
}

async function record(ctx: Context): Promise<void> {
  const { start: runs, fromName, keptIn } = ctx.input;
  const before = await vmOf(ctx);
  const lost = before.desiredStatus === 'SUSPENDED';
  await recordSeen(ctx, {
    desired: runs ? 'RUNNING' : 'SHUTDOWN',
    reason: lost ? `its memory was lost with ${fromName}` : null,
  });
  if (keptIn && ctx.result<boolean>('go back')) await drop(ctx, keptIn);
  const given = await ctx.transaction((em) => giveUpKept(em, ctx.input, by(ctx)));
  for (const line of given) ctx.log('INFO', line);
  if (given.length > 0) ctx.services.events.publish('cloud', {});
  tell(ctx);
}

async function recordSeen(
  ctx: Context,
  wanted: { readonly desired?: VmStatus; readonly reason: string | null } = { reason: null },
): Promise<void> {
  const vm = await vmOf(ctx);
  const status = await onHost(vm, async () => {
    const domain = await requireDomain(ctx.services, vm, ctx.signal);
    return statusOf(await domain.state({ signal: ctx.signal }));
  });
  await ctx.transaction((em) => recordStatus(em, vm.id, { status, ...wanted }, by(ctx)));
  tell(ctx);
}

export const respawnVmTask = defineTask<RespawnVm>({
  type: 'RESPAWN_VM',
  input,
  limits: [{ scope: 'HOST', max: 4 }],
  steps: [
    { name: 'reserve', do: reserve, undo: giveBack, leftover: () => 'its record at the new host' },
    { name: 'define domain', do: define, undo: undefine, leftover: () => 'its domain' },
    {
      name: KEEP,
      weight: 2,
      do: keep,
      undo: dropKept,
      leftover: () => 'the snapshot “Before respawn”',
    },
    {
      name: 'go back',
      weight: 3,
      do: revert,
      undo: unrevert,
      leftover: () => 'its disks, which are as in its newest snapshot: go back to “Before respawn”',
    },
    { name: 'start', weight: 4, do: start, undo: stop, leftover: () => 'its running domain' },
    { name: 'record', do: record },
  ],
  succeeded: async (ctx) => {
    const { hostName } = await vmOf(ctx);
    const target = ctx.result<boolean>('go back') ? returnOf(ctx) : null;
    if (!ctx.input.start) return `${ctx.input.name} is a VM of ${hostName} now, off`;
    const back = target ? `, as in its snapshot ${target.name}` : ' from its disk';
    return `${ctx.input.name} runs on ${hostName}${back}`;
  },
});
