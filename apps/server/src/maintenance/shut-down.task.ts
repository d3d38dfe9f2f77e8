import { z } from 'zod';
import { type Em, rows } from '../platform/db.ts';
import { type HostId, newId } from '../platform/ids.ts';
import { announceTask, enqueueTask } from '../task/enqueue.ts';
import { enqueueChildren, type NewChild } from '../task/group.ts';
import { type ChildTask, defineTask, type StepContext } from '../task/task-definition.ts';
import { setCloudState } from './cloud-state.ts';
import type { KeepVm } from './keep-vm.task.ts';
import { keptVms, vmsToStop } from './kept-vms.ts';
import type { KeepMethod } from './maintenance-enums.ts';
import { CLOUD_LANE, closeHosts, openHosts, shutHostIds } from './shut-hosts.ts';

/**
 * Shuts hosts down, or the whole cloud: no new work, the memory of every VM that runs or is
 * suspended is kept and it is off, then the hosts are switched off where that was asked for. Each VM
 * is a task of its own, so many at a time; what is unknown or in a task is left alone, and its host
 * stays on. Who is carried on in the middle finds what is done in the database. Cancelled, what was
 * stopped is brought back by a boot of its own.
 */

export interface ShutDown {
  readonly hosts: readonly { readonly id: HostId; readonly name: string }[];
  readonly powerOff: boolean;
  readonly method: KeepMethod;
  readonly atOnce: number;
}
type Context = StepContext<ShutDown>;

const input = z.object({
  hosts: z.array(z.object({ id: z.string(), name: z.string() })),
  powerOff: z.boolean(),
  method: z.enum(['MANAGED_SAVE', 'SNAPSHOT']),
  atOnce: z.number(),
}) as unknown as z.ZodType<ShutDown>;

const LOOK = 'look at VMs';
const SWITCH = 'switch hosts off';

const idsOf = (ctx: Context) => ctx.input.hosts.map(({ id }) => id);

function tell(ctx: Context): void {
  for (const id of idsOf(ctx)) ctx.services.events.publish('host', { id });
  ctx.services.events.publish('cloud', {});
}

/** What was left alone, and why. A type, so that a step may keep it. */
export type LeftAlone = readonly {
  readonly name: string;
  readonly hostName: string;
  readonly reason: string;
}[];

async function look(ctx: Context): Promise<LeftAlone> {
  const vms = await vmsToStop(ctx.em, idsOf(ctx));
  const { method } = ctx.input;
  const children = vms
    .filter(({ act }) => act === 'KEEP')
    .map((vm): NewChild => {
      const snapshotId = method === 'SNAPSHOT' ? newId('snap') : null;
      const child: KeepVm = { vmId: vm.id, name: vm.name, method, snapshotId };
      return {
        ...{ type: 'KEEP_VM', input: child, vmId: vm.id, hostId: vm.hostId },
        title: `Stop VM ${vm.name} with its memory kept`,
      };
    });
  await enqueueChildren(ctx, LOOK, children);
  const left = vms.filter(({ act }) => act === 'LEAVE');
  for (const { name, hostName, reason } of left)
    ctx.log('WARN', `${name} on ${hostName} is left alone: ${reason}.`);
  return left.map(({ name, hostName, reason }) => ({ name, hostName, reason }));
}

/** A host with a VM that runs, or of which nothing is known, stays on. */
async function switchOff(ctx: Context): Promise<void> {
  if (!ctx.input.powerOff) return;
  const busy = await rows<{ id: HostId; names: string }>(
    ctx.em,
    `select host_id as id, group_concat(name order by name separator ', ') as names from vm
      where host_id in (?) and status not in ('SHUTDOWN', 'CRASHED') group by host_id`,
    [idsOf(ctx)],
  );
  const reasons = new Map(busy.map(({ id, names }) => [id, names]));
  const children: NewChild[] = [];
  for (const { id, name } of ctx.input.hosts) {
    const names = reasons.get(id);
    if (names) ctx.log('WARN', `${name} stays on: ${names} is not off.`);
    else
      children.push({
        ...{ type: 'POWER_OFF_HOST', hostId: id, title: `Power off host ${name}` },
        input: { hostId: id, hostName: name, byPolicy: false },
      });
  }
  await enqueueChildren(ctx, SWITCH, children);
}

/** What was stopped is brought back by a boot, which waits for this task's end. */
async function reopen(ctx: Context, scope: Scope): Promise<void> {
  const { hosts, atOnce } = ctx.input;
  const asked = await ctx.transaction(async (em) => {
    const title = `${scope.bootTitle} after the shutdown ${ctx.taskId.slice(-6)} was not carried out`;
    const known = await rows(em, 'select 1 from task where type = ? and title = ?', [
      scope.boot,
      title,
    ]);
    if (known.length > 0) return null;
    const shut = await shutHostIds(em, idsOf(ctx), ctx.taskId);
    if ((await somethingIsStopped(em, shut)) === false) {
      await openHosts(em, shut);
      if (scope.cloud) await setCloudState(em, 'OPEN', ctx.taskId);
      return null;
    }
    if (scope.cloud) await setCloudState(em, 'OPENING', ctx.taskId);
    return enqueueTask(em, {
      ...{ type: scope.boot, input: { hosts, atOnce }, lane: CLOUD_LANE },
      ...{ title, requestedBy: ctx.requestedBy },
    });
  });
  if (asked) announceTask(ctx.services.events, asked, CLOUD_LANE);
  tell(ctx);
}

async function somethingIsStopped(em: Em, hostIds: readonly HostId[]): Promise<boolean> {
  if (hostIds.length === 0) return false;
  if ((await keptVms(em, { hostIds })).length > 0) return true;
  const sql = "select 1 from host where id in (?) and status <> 'UP' limit 1";
  return (await rows(em, sql, [hostIds])).length > 0;
}

interface Scope {
  readonly cloud: boolean;
  readonly boot: 'BOOT_CLOUD' | 'BOOT_HOSTS';
  readonly bootTitle: string;
}

/** In words, how it ended. */
function summary(ctx: Context, children: readonly ChildTask[]): string {
  const done = (type: ChildTask['type']) =>
    children.filter((child) => child.type === type && child.status === 'SUCCEEDED').length;
  const left = ctx.result<LeftAlone>(LOOK);
  const off = ctx.input.powerOff
    ? `, ${done('POWER_OFF_HOST')} of ${ctx.input.hosts.length} hosts are off`
    : '';
  const kept = done('KEEP_VM') === 1 ? '1 VM' : `${done('KEEP_VM')} VMs`;
  const alone = left.map(({ name, reason }) => `${name} (${reason})`).join(', ');
  return `The memory of ${kept} is kept${off}${alone ? `. Left alone: ${alone}` : ''}`;
}

function shutDownTask(type: 'SHUTDOWN_HOSTS' | 'SHUTDOWN_CLOUD', scope: Scope) {
  return defineTask<ShutDown>({
    type,
    input,
    group: { atOnce: ({ atOnce }) => atOnce },
    steps: [
      {
        name: 'close',
        do: async (ctx) => {
          await ctx.transaction(async (em) => {
            if (scope.cloud) await setCloudState(em, 'CLOSING', ctx.taskId);
            await closeHosts(em, idsOf(ctx), ctx.taskId);
          });
          tell(ctx);
        },
        undo: (ctx) => reopen(ctx, scope),
        leftover: () => 'hosts that take no work',
      },
      { name: LOOK, do: look },
      {
        name: 'keep memory',
        weight: 8,
        waitsForChildren: 'END',
        do: () => Promise.resolve(),
      },
      { name: SWITCH, do: switchOff },
      {
        name: 'hosts are off',
        weight: 4,
        waitsForChildren: 'END',
        do: async (ctx) => {
          if (scope.cloud) await ctx.transaction((em) => setCloudState(em, 'CLOSED', ctx.taskId));
          tell(ctx);
        },
      },
    ],
    succeeded: summary,
  });
}

export const shutDownHostsTask = shutDownTask('SHUTDOWN_HOSTS', {
  ...{ cloud: false, boot: 'BOOT_HOSTS', bootTitle: 'Boot hosts' },
});
export const shutDownCloudTask = shutDownTask('SHUTDOWN_CLOUD', {
  ...{ cloud: true, boot: 'BOOT_CLOUD', bootTitle: 'Boot the cloud' },
});
