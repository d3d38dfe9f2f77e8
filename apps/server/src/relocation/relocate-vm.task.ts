import { z } from 'zod';
import { lockSpace } from '../datastore/datastore-space.ts';
import { markMoving, recordMoved, unmarkMoving } from '../disk-move/disk-move.ts';
import { disksAway, movableDisks, requireRoom } from '../disk-move/move-choice.ts';
import { imageInfo } from '../image/qemu-img.ts';
import { look } from '../migration/look.ts';
import { dropReservation, findReservation, recordArrival } from '../migration/migration-record.ts';
import { holdPlace, planMigration } from '../migration/reserve-migration.ts';
import { settle, type Travel, travel, type Was } from '../migration/travel.ts';
import { type Checked, wentOffUnseen } from '../migration/went-off.ts';
import { bytesInWords } from '../platform/byte-size.ts';
import { reachDomain } from '../snapshot/domain-access.ts';
import { tellLibvirt } from '../snapshot/tell-libvirt.ts';
import { announceTask } from '../task/enqueue.ts';
import { onHost } from '../task/on-host.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { FatalTaskError, RetryableError } from '../task/task-errors.ts';
import { defineDomain, undefineDomain } from '../vm/define-domain.ts';
import { requireDomain, statusOf } from '../vm/domain-of.ts';
import { enqueueStartAgain } from '../vm/start-again.ts';
import { requireVmRecord } from '../vm/vm-record.ts';
import { checkRelocation, makePlaces, removeFiles, sendAll } from './relocate-files.ts';
import { disksAlong, loadRelocation, type Relocation, type RelocationSpec } from './relocation.ts';

/**
 * Moves a VM to a host that does not see its datastore, with its disks. While it runs libvirt sends
 * memory and disks together, to empty files that were made there; off, whole files are sent from
 * host to host with the snapshots in them, and their checksums compared. Until the VM is there all
 * can be undone. From then on its disks are written to there, so that there is no way back but
 * another migration: what fails later is written down as it is. Old files go last.
 */

type Context = StepContext<RelocationSpec>;

const input = z.looseObject({
  fromId: z.string(),
  toId: z.string(),
  move: z.looseObject({ vmId: z.string() }),
}) as unknown as z.ZodType<RelocationSpec>;

const load = (ctx: Context): Promise<Relocation> => loadRelocation(ctx.em, ctx.input);
const by = (ctx: Context) => ({ actorId: ctx.requestedBy, taskId: ctx.taskId });
const checkedOf = (ctx: Context) => ctx.result<Checked | undefined>('check');
const wasOf = (ctx: Context): Was => checkedOf(ctx)?.was ?? 'RUNNING';

async function reserve(ctx: Context): Promise<void> {
  const { move, fromId, toId, live, story } = ctx.input;
  const { vmId, datastoreId, name } = move;
  const there = await findReservation(ctx.em, vmId);
  for (const line of story) ctx.log('INFO', line);
  if (there?.taskId === ctx.taskId) return;
  // A new attempt: what was free then may not be now.
  await ctx.transaction(async (em) => {
    const { fromId: at } = await planMigration(em, { vmId, live, hostId: toId, datastoreId });
    if (at !== fromId)
      throw new FatalTaskError(`${name} is on another host by now. Ask for it anew.`, {
        code: 'CONFLICT',
      });
    await lockSpace(em);
    await unmarkMoving(em, move);
    await requireRoom(em, datastoreId, disksAway(await movableDisks(em, vmId, null), datastoreId));
    await holdPlace(em, vmId, { toId }, ctx.taskId);
    await markMoving(em, move);
  });
}

async function free(ctx: Context): Promise<void> {
  await ctx.transaction(async (em) => {
    await dropReservation(em, ctx.input.move.vmId, ctx.taskId);
    await unmarkMoving(em, ctx.input.move);
  });
  announce(ctx);
}

function announce(ctx: Context): void {
  const { events } = ctx.services;
  const { move, fromId, toId } = ctx.input;
  events.publish('vm', { id: move.vmId });
  for (const id of [fromId, toId]) events.publish('host', { id });
  const stores = [move.datastoreId, ...move.disks.map(({ datastoreId }) => datastoreId)];
  for (const id of new Set(stores)) events.publish('datastore', { id });
}

async function check(ctx: Context): Promise<Checked> {
  const relocation = await load(ctx);
  const was = await checkRelocation(ctx, relocation);
  const { vm } = relocation.way.from;
  const lost = was === 'OFF' && (await wentOffUnseen(ctx, vm));
  ctx.log(
    'INFO',
    was === 'OFF'
      ? 'It is off: its disks are sent whole, with their snapshots, and compared.'
      : 'Its memory and its disks are sent together, as the other host does not see them.',
  );
  if (lost) ctx.log('INFO', 'It went off with its host: it is started once it is there.');
  return { was, lost };
}

async function sendDisks(ctx: Context): Promise<void> {
  const relocation = await load(ctx);
  if (wasOf(ctx) !== 'OFF') return makePlaces(ctx, relocation);
  await sendAll(ctx, relocation, (done, total) =>
    ctx.progress(
      total > 0 ? (done * 100) / total : 100,
      `${bytesInWords(done)} of ${bytesInWords(total)} sent`,
    ),
  );
}

async function unsendDisks(ctx: Context): Promise<void> {
  const relocation = await load(ctx);
  if (await arrivedIfAny(ctx, relocation)) {
    await undefineDomain(ctx.services, relocation.way.from.vm, ctx.signal);
    await removeFiles(ctx, relocation, 'OLD');
  } else await removeFiles(ctx, relocation, 'NEW');
}

function travelOf(ctx: Context, { move }: Relocation): Travel {
  const { live, bandwidthMiBps, maxDowntimeMs } = ctx.input;
  const was = wasOf(ctx);
  return {
    ...{ live: live !== false, bandwidthMiBps, maxDowntimeMs, was, evenStopped: false },
    disks: disksAlong(move.files),
  };
}

async function go(ctx: Context): Promise<void> {
  const relocation = await load(ctx);
  const { way } = relocation;
  if (wasOf(ctx) !== 'OFF') return travel(ctx, way, travelOf(ctx, relocation));
  const now = await look(ctx, way.from);
  if (now.kind === 'RUNNING' || now.kind === 'PAUSED')
    throw new FatalTaskError(`It was started on ${way.from.hostName} while its disks were sent.`, {
      code: 'CONFLICT',
    });
  await defineDomain(ctx.services, way.to.vm, ctx.signal);
}

/** Wherever it was broken off: at its origin it is whole, at its destination it has arrived. */
async function arrivedIfAny(ctx: Context, relocation: Relocation): Promise<boolean> {
  const { way } = relocation;
  const vm = await requireVmRecord(ctx.em, way.to.vm.id);
  if (vm.hostId === way.to.hostId) return true;
  // Off, both may have it defined: the origin's counts until it is recorded.
  const at = wasOf(ctx) === 'OFF' ? 'ORIGIN' : await settle(ctx, way, wasOf(ctx));
  if (at !== 'DESTINATION') {
    await defineDomain(ctx.services, way.from.vm, ctx.signal);
    await undefineDomain(ctx.services, way.to.vm, ctx.signal);
    return false;
  }
  await arrive(ctx, relocation);
  ctx.log('WARN', `It had arrived on ${way.to.hostName} already, and stays there.`);
  return true;
}

async function arrive(ctx: Context, { way, move }: Relocation): Promise<void> {
  const { from, to } = way;
  const { status, moved } = await onHost(to, async () => {
    const domain = await requireDomain(ctx.services, to.vm, ctx.signal);
    const ssh = await ctx.services.hosts.ssh(to.hostId);
    const flat = await Promise.all(
      move.files.map(async (file) => {
        const info = await imageInfo(ssh, file.to, { format: file.format, signal: ctx.signal });
        return { ...file, flat: info?.backingFile === null };
      }),
    );
    return { status: statusOf(await domain.state({ signal: ctx.signal })), moved: flat };
  });
  const { vmId, name } = move.spec;
  const start = await ctx.transaction(async (em) => {
    await recordArrival(em, { vmId, from, to, status }, by(ctx));
    await recordMoved(em, move, moved, by(ctx));
    return checkedOf(ctx)?.lost ? enqueueStartAgain(em, { vmId, name, hostId: to.hostId }) : null;
  });
  if (start) announceTask(ctx.services.events, start, vmId);
  const vm = await requireVmRecord(ctx.em, move.spec.vmId);
  await defineDomain(ctx.services, vm, ctx.signal);
  await onHost(to, async () => {
    const told = await tellLibvirt(ctx.em, await reachDomain(ctx, vm), vm);
    if (told > 0) ctx.log('INFO', `libvirt on ${to.hostName} was told of ${told} snapshots.`);
  });
  announce(ctx);
}

async function leave(ctx: Context): Promise<{ stale: string | null }> {
  const relocation = await load(ctx);
  try {
    await undefineDomain(ctx.services, relocation.way.from.vm, ctx.signal);
    await removeFiles(ctx, relocation, 'OLD');
    return { stale: null };
  } catch (error) {
    if (!(error instanceof RetryableError)) throw error;
    ctx.log('WARN', `${error.message} What is left there is its definition and its old files.`);
    return { stale: error.message };
  }
}

export const relocateVmTask = defineTask<RelocationSpec>({
  type: 'RELOCATE_VM',
  input,
  limits: [{ scope: 'HOST', max: 2 }],
  steps: [
    { name: 'reserve', do: reserve, undo: free, leftover: () => 'room for it on its new host' },
    { name: 'check', do: check },
    {
      name: 'send disks',
      weight: 12,
      cancellable: true,
      do: sendDisks,
      undo: unsendDisks,
      leftover: ({ input: { move } }) => `files of its disks on ${move.datastore}`,
    },
    {
      name: 'move',
      weight: 12,
      cancellable: true,
      do: go,
      undo: async (ctx) => void (await arrivedIfAny(ctx, await load(ctx))),
      leftover: ({ input: { move } }) => `${move.name}, on one of its two hosts`,
    },
    { name: 'record', do: async (ctx) => arrive(ctx, await load(ctx)) },
    { name: 'leave old host', do: leave },
  ],
  succeeded: ({ input: { move } }) => `${move.name} is migrated successfully`,
  shortfall: (ctx) => {
    const left = ctx.result<{ stale: string | null } | undefined>('leave old host');
    if (!left?.stale) return null;
    return {
      step: 'leave old host',
      error: { code: 'HOST_UNREACHABLE', message: left.stale },
      leftovers: [`the definition and the old files of ${ctx.input.move.name} on its old host`],
    };
  },
});
