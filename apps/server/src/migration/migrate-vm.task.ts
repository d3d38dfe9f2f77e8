import { z } from 'zod';
import { BaadalError } from '../platform/errors.ts';
import type { HostId, VmId } from '../platform/ids.ts';
import { announceTask } from '../task/enqueue.ts';
import { onHost } from '../task/on-host.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { FatalTaskError, RetryableError } from '../task/task-errors.ts';
import { defineDomain, undefineDomain } from '../vm/define-domain.ts';
import { requireDomain, statusOf } from '../vm/domain-of.ts';
import { enqueueStartAgain } from '../vm/start-again.ts';
import { findVmRecord } from '../vm/vm-record.ts';
import { checkEnds } from './check-ends.ts';
import {
  bringSnapshots,
  forgetAt,
  type Saved,
  saveSnapshots,
  unsaveSnapshots,
} from './keep-snapshots.ts';
import {
  dropReservation,
  findReservation,
  recordArrival,
  recordReturn,
  turnBack,
} from './migration-record.ts';
import { holdPlace, planMigration } from './reserve-migration.ts';
import { settle, type Travel, travel, type Was } from './travel.ts';
import { type End, reversed, type Way, wayOf } from './way.ts';
import { type Checked, wentOff, wentOffUnseen } from './went-off.ts';

/**
 * Moves a VM to another host that sees the same datastores: running without a break, paused, or
 * off. libvirt moves no domain that has snapshots, so their definitions are saved first (rows and
 * datastore), libvirt at the origin forgets them (never what the disks hold), the domain moves, and
 * libvirt at the destination is told of them again. The VM has room on both hosts until the end.
 *
 * Every step looks at both hosts before it acts: libvirt goes on with a migration whose worker was
 * lost, and ends one whose other side died. Undone, the VM is where it was, moved back if need be.
 */

interface MigrateVm {
  readonly vmId: VmId;
  readonly name: string;
  readonly fromId: HostId;
  readonly toId: HostId;
  /** A host that somebody chose: a retry goes there or nowhere. */
  readonly chosen: boolean;
  /** False: it stands still while its memory is copied. Null: as its state allows. */
  readonly live: boolean | null;
  readonly bandwidthMiBps: number | null;
  readonly maxDowntimeMs: number | null;
  readonly story: readonly string[];
}
type Context = StepContext<MigrateVm>;

/** Checked by the mutation that wrote it; here only its shape counts. */
const input = z.object({
  vmId: z.string(),
  name: z.string(),
  fromId: z.string(),
  toId: z.string(),
  chosen: z.boolean(),
  live: z.boolean().nullable(),
  bandwidthMiBps: z.number().nullable(),
  maxDowntimeMs: z.number().nullable(),
  story: z.array(z.string()),
}) as unknown as z.ZodType<MigrateVm>;

const by = (ctx: Context) => ({ actorId: ctx.requestedBy, taskId: ctx.taskId });

/** Where it goes is what its reservation says: a retry may go elsewhere than the first attempt. */
async function way(ctx: Context): Promise<Way> {
  const { vmId, fromId, toId } = ctx.input;
  const reserved = ctx.result<{ toId: HostId } | undefined>('reserve');
  return wayOf(ctx.em, { vmId, fromId, toId: reserved?.toId ?? toId });
}

async function reserve(ctx: Context): Promise<{ toId: HostId }> {
  const { vmId, name, fromId, toId, chosen, live } = ctx.input;
  const there = await findReservation(ctx.em, vmId);
  if (there && there.taskId === ctx.taskId) {
    for (const line of ctx.input.story) ctx.log('INFO', line);
    return { toId: there.hostId };
  }
  // A new attempt: what was free then may not be now.
  const placed = await ctx.transaction(async (em) => {
    const found = await planMigration(em, { vmId, live, hostId: chosen ? toId : null });
    if (found.fromId !== fromId)
      throw new FatalTaskError(`${name} is on another host by now. Ask for it anew.`, {
        code: 'CONFLICT',
      });
    await holdPlace(em, vmId, found, ctx.taskId);
    return found;
  });
  for (const line of placed.story) ctx.log('INFO', line);
  return { toId: placed.toId };
}

async function free(ctx: Context): Promise<void> {
  const { vmId, name } = ctx.input;
  const vm = await findVmRecord(ctx.em, vmId);
  const off = vm !== null && checkedOf(ctx)?.was === 'RUNNING' && (await wentOff(ctx, vm));
  const start = await ctx.transaction(async (em) => {
    await dropReservation(em, vmId, ctx.taskId);
    return off ? enqueueStartAgain(em, { vmId, name, hostId: vm.hostId }) : null;
  });
  ctx.services.events.publish('vm', { id: vmId });
  if (start) announceTask(ctx.services.events, start, vmId);
}

async function check(ctx: Context): Promise<Checked> {
  const there = await way(ctx);
  const was = await checkEnds(ctx, there);
  const lost = was === 'OFF' && (await wentOffUnseen(ctx, there.from.vm));
  if (ctx.input.live && was === 'OFF')
    throw new FatalTaskError(`${ctx.input.name} is off: there is nothing to move live.`, {
      code: 'CONFLICT',
    });
  ctx.log('INFO', wordsOf(was, ctx.input.live));
  if (lost) ctx.log('INFO', 'It went off with its host: it is started once it is there.');
  return { was, lost };
}

const checkedOf = (ctx: Context) => ctx.result<Checked | undefined>('check');

function wordsOf(was: Was, live: boolean | null): string {
  if (was === 'OFF') return 'It is off: its definition is moved.';
  if (was === 'SUSPENDED') return 'It is suspended: its memory is copied, and it stays suspended.';
  return live === false
    ? 'It stands still while its memory is copied.'
    : 'It runs on while its memory is copied.';
}

const wasOf = (ctx: Context): Was => checkedOf(ctx)?.was ?? 'RUNNING';

function travelOf(ctx: Context): Travel {
  const { live, bandwidthMiBps, maxDowntimeMs } = ctx.input;
  return {
    live: live !== false,
    bandwidthMiBps,
    maxDowntimeMs,
    was: wasOf(ctx),
    evenStopped: false,
  };
}

async function move(ctx: Context): Promise<void> {
  const there = await way(ctx);
  await travel(ctx, there, travelOf(ctx));
  const { vm } = there.to;
  // libvirt's copy of the definition names the origin's bridge, and its kind of virtualisation.
  if (vm.bridge !== there.from.vm.bridge || vm.kvm !== there.from.vm.kvm)
    await defineDomain(ctx.services, vm, ctx.signal);
}

/** Wherever the migration was broken off, the VM is brought back to where it was. */
async function moveBack(ctx: Context): Promise<void> {
  const there = await way(ctx);
  if (!there.backwards) {
    const at = await settle(ctx, there, wasOf(ctx));
    if (at !== 'DESTINATION') return clear(ctx, there);
    await ctx.transaction((em) => turnBack(em, ctx.input.vmId));
  }
  ctx.log('INFO', `It is moved back to ${there.from.hostName}.`);
  await travel(ctx, reversed(there), { ...travelOf(ctx), evenStopped: true });
  await clear(ctx, there);
}

/** The VM is at its origin: that has its definition, and the destination has nothing of it. */
async function clear(ctx: Context, { from, to }: Way): Promise<void> {
  await defineDomain(ctx.services, from.vm, ctx.signal);
  await undefineDomain(ctx.services, to.vm, ctx.signal);
}

const savedOf = (ctx: Context): Saved | undefined =>
  ctx.result<Saved | undefined>('save snapshots');

async function leave(ctx: Context): Promise<{ stale: string | null }> {
  const { from, to } = await way(ctx);
  try {
    await Promise.all([
      undefineDomain(ctx.services, from.vm, ctx.signal),
      savedOf(ctx)?.list.length ? unsaveSnapshots(ctx, to.vm) : null,
    ]);
    return { stale: null };
  } catch (error) {
    if (!(error instanceof RetryableError)) throw error;
    ctx.log('WARN', `${error.message} What is left there is its definition alone.`);
    return { stale: error.message };
  }
}

async function returnTo(ctx: Context): Promise<void> {
  await defineDomain(ctx.services, (await way(ctx)).from.vm, ctx.signal);
}

async function statusAt(ctx: Context, end: End) {
  return onHost(end, async () => {
    const domain = await requireDomain(ctx.services, end.vm, ctx.signal);
    return statusOf(await domain.state({ signal: ctx.signal }));
  });
}

async function record(ctx: Context): Promise<void> {
  const { from, to } = await way(ctx);
  const status = await statusAt(ctx, to);
  const { vmId, name } = ctx.input;
  const arrival = { vmId, from, to, status };
  const start = await ctx.transaction(async (em) => {
    await recordArrival(em, arrival, by(ctx));
    return checkedOf(ctx)?.lost ? enqueueStartAgain(em, { vmId, name, hostId: to.hostId }) : null;
  });
  if (start) announceTask(ctx.services.events, start, vmId);
  announce(ctx, [from, to]);
}

async function unrecord(ctx: Context): Promise<void> {
  const { vmId } = ctx.input;
  // Its arrival gives the room back. While that is held, whoever wrote where it is was not this task.
  const held = await findReservation(ctx.em, vmId);
  if (held?.taskId === ctx.taskId || !(await findVmRecord(ctx.em, vmId))) return;
  const { from, to } = await way(ctx);
  const arrival = { vmId, from, to, status: 'UNKNOWN' } as const;
  await ctx.transaction((em) => recordReturn(em, arrival, by(ctx)));
  announce(ctx, [from, to]);
}

function announce(ctx: Context, ends: readonly End[]): void {
  const { events } = ctx.services;
  events.publish('vm', { id: ctx.input.vmId });
  for (const { hostId } of ends) events.publish('host', { id: hostId });
}

/**
 * Undoes unless the VM is gone, or somebody has taken it elsewhere meanwhile: after the loss of its
 * host a respawn may have brought it up on the very host that it was going to.
 */
function unlessElsewhere(undo: (ctx: Context) => Promise<void>) {
  return async (ctx: Context): Promise<void> => {
    const vm = await findVmRecord(ctx.em, ctx.input.vmId);
    if (vm?.hostId === ctx.input.fromId) await undo(ctx);
  };
}

/** Wherever the VM is by now, it sees the datastore. */
async function unsave(ctx: Context): Promise<void> {
  const vm = await findVmRecord(ctx.em, ctx.input.vmId);
  if (vm) await unsaveSnapshots(ctx, vm);
}

const untold = (ctx: Context) =>
  `snapshots of ${ctx.input.name} that libvirt is still to be told of; its disks hold them, and going back to one tells libvirt again`;

export const migrateVmTask = defineTask<MigrateVm>({
  type: 'MIGRATE_VM',
  input,
  limits: [{ scope: 'HOST', max: 4 }],
  steps: [
    { name: 'reserve', do: reserve, undo: free, leftover: () => 'room for it on its new host' },
    { name: 'check', do: check },
    {
      name: 'save snapshots',
      do: async (ctx) => saveSnapshots(ctx, (await way(ctx)).from),
      undo: unsave,
      leftover: () => 'the file with the definitions of its snapshots',
    },
    {
      name: 'forget snapshots',
      do: async (ctx) => forgetAt(ctx, (await way(ctx)).from),
      undo: unlessElsewhere(async (ctx) => {
        const saved = savedOf(ctx);
        if (saved) await bringSnapshots(ctx, (await way(ctx)).from, saved);
      }),
      leftover: untold,
    },
    {
      name: 'move',
      weight: 12,
      cancellable: true,
      do: move,
      undo: unlessElsewhere(moveBack),
      leftover: (ctx) => `${ctx.input.name}, on one of its two hosts`,
    },
    {
      name: 'bring snapshots',
      do: async (ctx) => {
        const saved = savedOf(ctx);
        const { from, to } = await way(ctx);
        if (saved) await bringSnapshots(ctx, to, saved, from.vm.bridge);
      },
      undo: unlessElsewhere(async (ctx) => forgetAt(ctx, (await way(ctx)).to)),
      leftover: untold,
    },
    {
      name: 'leave old host',
      do: leave,
      undo: unlessElsewhere(returnTo),
      leftover: () => 'its definition on its old host',
    },
    {
      name: 'record',
      do: record,
      undo: unrecord,
      leftover: () => 'its row, which names the wrong host',
    },
  ],
  succeeded: (ctx) => `${ctx.input.name} is migrated successfully`,
  shortfall: (ctx) => {
    const left = ctx.result<{ stale: string | null } | undefined>('leave old host');
    if (!left?.stale) return null;
    return {
      step: 'leave old host',
      error: { code: 'HOST_UNREACHABLE', message: left.stale },
      leftovers: [`a stale definition of ${ctx.input.name} on its old host`],
    };
  },
  failed: (_, error) =>
    error instanceof BaadalError ? error.message : 'The VM could not be migrated.',
});
