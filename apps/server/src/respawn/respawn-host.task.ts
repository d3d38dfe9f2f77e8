import { z } from 'zod';
import { constantValues } from '../constant/constant.service.ts';
import type { HostStatus } from '../host/host-enums.ts';
import { HOST_STATUS_WORDS } from '../host/host-status-words.ts';
import { type Fenced, fenceHost } from '../host-power/fence-host.ts';
import { hostSwitch } from '../host-power/host-switch.ts';
import { type Em, rows } from '../platform/db.ts';
import { NoCapacityError } from '../platform/errors.ts';
import { type HostId, newId, type TaskId, type VmId } from '../platform/ids.ts';
import { enqueueTask } from '../task/enqueue.ts';
import { defineTask, type StepContext } from '../task/task-definition.ts';
import { FatalTaskError, RetryableError } from '../task/task-errors.ts';
import { type Leaver, leaveHost, returnToHost } from './leave-host.ts';
import { type LostVm, lostVms } from './lost-vms.ts';
import type { RespawnVm } from './respawn-vm.task.ts';

/**
 * Brings the VMs of a host that is down up on other hosts, each by a child task. First the host is
 * made sure to be without power: by its BMC, which is asked until it says so; where there is none,
 * an admin said so in words, or a constant lets it pass. Then the VMs are given places, the most
 * important first, so that where room is short it goes to them. What found none is told by its child.
 */

export interface RespawnHost {
  readonly hostId: HostId;
  readonly hostName: string;
  /** An admin said that it is without power. */
  readonly confirmed: boolean;
  /** Nor is waited for what its VMs have kept there. */
  readonly giveUpKept?: boolean | undefined;
  /** VMs go back to their newest snapshot. */
  readonly reverts: boolean;
  readonly atOnce: number;
}
type Context = StepContext<RespawnHost>;

const input = z.object({
  hostId: z.string(),
  hostName: z.string(),
  confirmed: z.boolean(),
  giveUpKept: z.boolean().optional(),
  reverts: z.boolean(),
  atOnce: z.number(),
}) as unknown as z.ZodType<RespawnHost>;

const PLACE = 'find places';

async function judge(ctx: Context): Promise<void> {
  const [host] = await rows<{ status: HostStatus; reason: string | null }>(
    ctx.em,
    'select status, status_reason as reason from host where id = ?',
    [ctx.input.hostId],
  );
  if (host?.status !== 'DOWN')
    throw new FatalTaskError(
      `${ctx.input.hostName} is ${host ? HOST_STATUS_WORDS[host.status] : 'gone'}, not down: its VMs stay there.`,
      { code: 'CONFLICT' },
    );
  ctx.log('INFO', `${ctx.input.hostName} is down: ${host.reason ?? 'it does not answer'}.`);
}

/** By what a host is known to be without power. A type, so that the step may keep it. */
type Proof =
  | ({ readonly by: 'BMC' } & Fenced)
  | { readonly by: 'ADMIN' | 'CONSTANT'; readonly provenAt: string };

async function fence(ctx: Context): Promise<Proof> {
  const { hostId: id, hostName: name, confirmed } = ctx.input;
  const { bmc } = await hostSwitch(ctx.em, ctx.services, id);
  if (bmc) {
    try {
      const fenced = await fenceHost(ctx, { id, name }, bmc);
      const before = fenced.wasOn ? 'it had power until then' : 'it had none before';
      ctx.log(
        'INFO',
        `Fenced: the BMC ${bmc.address} of ${name} says at ${fenced.provenAt} that the power is off; ${before}.`,
      );
      return { by: 'BMC', ...fenced };
    } catch (error) {
      if (!(error instanceof RetryableError) || !confirmed) throw error;
      // As dead as the host, which is usual when the mains are gone.
      ctx.log('WARN', error.message);
    }
  }
  return byWord(ctx);
}

async function byWord(ctx: Context): Promise<Proof> {
  const { hostName, confirmed } = ctx.input;
  const provenAt = new Date().toISOString();
  if (confirmed) {
    const [who] = await rows<{ username: string }>(
      ctx.em,
      'select username from user where id = ?',
      [ctx.requestedBy],
    );
    ctx.log('WARN', `Not fenced: ${who?.username} confirmed that ${hostName} is without power.`);
    return { by: 'ADMIN', provenAt };
  }
  const { respawnWithoutFencing } = await constantValues(ctx.em);
  if (respawnWithoutFencing !== 1)
    throw new FatalTaskError(
      `${hostName} has no BMC that could cut its power. Make sure that it is off, and confirm that.`,
      { code: 'CONFLICT' },
    );
  ctx.log('WARN', `Not fenced: the constant respawnWithoutFencing lets ${hostName} pass.`);
  return { by: 'CONSTANT', provenAt };
}

/** Each VM with its child in one transaction, so that a step that is cut off goes on where it was. */
async function findPlaces(ctx: Context): Promise<void> {
  const vms = await lostVms(ctx.em, ctx.input.hostId, ctx.input.giveUpKept);
  for (const vm of vms) {
    if (vm.act === 'LEAVE') {
      ctx.log('INFO', `${vm.name} is left alone: ${vm.reason}.`);
      continue;
    }
    const placed = await ctx.transaction((em) => placeVm(em, ctx, vm));
    if (!placed) continue;
    for (const line of placed.story) ctx.log('INFO', `${vm.name}: ${line}`);
    ctx.services.events.publish('task', { id: placed.childId });
    ctx.services.events.publish('vm', { id: vm.id });
  }
}

interface PlacedVm {
  readonly childId: TaskId;
  readonly story: readonly string[];
}

async function placeVm(em: Em, ctx: Context, vm: LostVm): Promise<PlacedVm | null> {
  const known = await rows(em, 'select 1 from task where parent_id = ? and vm_id = ?', [
    ctx.taskId,
    vm.id,
  ]);
  if (known.length > 0) return null;
  const { hostId: from, hostName: fromName, reverts } = ctx.input;
  const goesBack = reverts && vm.act === 'START' && !vm.kept;
  const leaver = { vmId: vm.id, from, fromName, goesBack };
  const place = vm.busy ? waits(vm) : await placeFor(em, ctx, leaver);
  const child: RespawnVm = {
    ...{ vmId: vm.id, name: vm.name, from, fromName, start: vm.act === 'START' },
    ...{ keepId: goesBack ? newId('snap') : null, keptIn: vm.keptIn },
  };
  const childId = await enqueueTask(em, {
    ...{ type: 'RESPAWN_VM', input: child, vmId: vm.id, hostId: place.hostId },
    title: `Respawn VM ${vm.name} of ${fromName}`,
    ...{ requestedBy: ctx.requestedBy, parentId: ctx.taskId, parentStep: PLACE, held: true },
  });
  return { childId, story: place.story };
}

interface Place {
  readonly hostId: HostId | null;
  readonly story: readonly string[];
}

const waits = (vm: LostVm): Place => ({
  hostId: null,
  story: [`A task is at work on it (${vm.busy}): its turn comes after that.`],
});

/** Want of room is for the child to tell; there may be some by then. */
async function placeFor(em: Em, ctx: Context, leaver: Leaver): Promise<Place> {
  const by = { actorId: ctx.requestedBy, taskId: ctx.taskId };
  try {
    const left = await leaveHost(em, leaver, by);
    return left ?? { hostId: null, story: [] };
  } catch (error) {
    if (!(error instanceof NoCapacityError)) throw error;
    return { hostId: null, story: [error.message] };
  }
}

/** Those that no child brought up are the old host's again. */
async function takePlacesBack(ctx: Context): Promise<void> {
  const { hostId: from, hostName: fromName } = ctx.input;
  const moved = await rows<{ vmId: VmId }>(
    ctx.em,
    `select s.vm_id as vmId from stale_domain s where s.task_id = ?
        and not exists (select 1 from task c where c.parent_id = ? and c.vm_id = s.vm_id
                           and c.status in ('SUCCEEDED', 'PARTIAL'))`,
    [ctx.taskId, ctx.taskId],
  );
  const by = { actorId: ctx.requestedBy, taskId: ctx.taskId };
  for (const { vmId } of moved) {
    await ctx.transaction((em) => returnToHost(em, { vmId, from, fromName }, by));
    ctx.services.events.publish('vm', { id: vmId });
  }
}

export const respawnHostTask = defineTask<RespawnHost>({
  type: 'RESPAWN_HOST',
  input,
  group: { atOnce: ({ atOnce }) => atOnce },
  steps: [
    { name: 'judge', do: judge },
    { name: 'fence', weight: 2, do: fence },
    {
      name: PLACE,
      do: findPlaces,
      undo: takePlacesBack,
      leftover: () => 'records of VMs that say another host',
    },
    {
      name: 'respawn VMs',
      weight: 8,
      waitsForChildren: 'END',
      do: () => Promise.resolve(),
    },
  ],
  succeeded: (ctx, children) => {
    const done = children.filter(({ status }) => status === 'SUCCEEDED').length;
    return `${done} of ${children.length} VMs of ${ctx.input.hostName} are respawned`;
  },
});
