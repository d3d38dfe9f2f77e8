import { z } from 'zod';
import { rows } from '../platform/db.ts';
import type { HostId } from '../platform/ids.ts';
import { enqueueChildren, type NewChild } from '../task/group.ts';
import { type ChildTask, defineTask, type StepContext } from '../task/task-definition.ts';
import { setCloudState } from './cloud-state.ts';
import { keptVms } from './kept-vms.ts';
import type { RestoreVm } from './restore-vm.task.ts';
import { openHosts, shutHostIds } from './shut-hosts.ts';

/**
 * Boots hosts that were shut down, or the whole cloud: switches on what is off, waits until it is
 * up, brings every VM back to what it was, those first that come first, and opens the hosts for new
 * work. VMs of hosts that do not come up stay kept, and their hosts shut, for another boot.
 */

export interface Boot {
  readonly hosts: readonly { readonly id: HostId; readonly name: string }[];
  readonly atOnce: number;
}
type Context = StepContext<Boot>;

const input = z.object({
  hosts: z.array(z.object({ id: z.string(), name: z.string() })),
  atOnce: z.number(),
}) as unknown as z.ZodType<Boot>;

const SWITCH = 'switch hosts on';
const BRING = 'look at what is kept';

const idsOf = (ctx: Context) => ctx.input.hosts.map(({ id }) => id);

function tell(ctx: Context): void {
  for (const id of idsOf(ctx)) ctx.services.events.publish('host', { id });
  ctx.services.events.publish('cloud', {});
}

async function switchOn(ctx: Context, cloud: boolean): Promise<void> {
  if (cloud) await ctx.transaction((em) => setCloudState(em, 'OPENING', ctx.taskId));
  tell(ctx);
  const hosts = await rows<{ id: HostId; name: string; method: string | null }>(
    ctx.em,
    `select h.id, h.name, p.method from host h left join host_power p on p.host_id = h.id
      where h.id in (?) and h.status <> 'UP' order by h.name`,
    [idsOf(ctx)],
  );
  const children: NewChild[] = [];
  for (const { id, name, method } of hosts) {
    if (method === null || method === 'NONE')
      ctx.log(
        'WARN',
        `${name} cannot be switched on from here: switch it on by hand, then boot it.`,
      );
    else
      children.push({
        ...{ type: 'POWER_ON_HOST', hostId: id, title: `Power on host ${name}` },
        input: { hostId: id, hostName: name, byPolicy: false },
      });
  }
  await enqueueChildren(ctx, SWITCH, children);
}

async function bring(ctx: Context): Promise<void> {
  const kept = await keptVms(ctx.em, { hostIds: idsOf(ctx) });
  const children = kept.map(({ vmId, name, hostId }): NewChild => {
    const child: RestoreVm = { vmId, name };
    return {
      ...{ type: 'RESTORE_VM', input: child, vmId, hostId },
      title: `Bring VM ${name} back`,
    };
  });
  await enqueueChildren(ctx, BRING, children);
}

/** @returns names of hosts that stay shut, since they are not up */
async function open(ctx: Context, cloud: boolean): Promise<string[]> {
  const stay = await ctx.transaction(async (em) => {
    const shut = await shutHostIds(em, idsOf(ctx));
    const up = await rows<{ id: HostId }>(em, "select id from host where status = 'UP'");
    const isUp = new Set(up.map(({ id }) => id));
    await openHosts(
      em,
      shut.filter((id) => isUp.has(id)),
    );
    if (cloud) await setCloudState(em, 'OPEN', ctx.taskId);
    return new Set(shut.filter((id) => !isUp.has(id)));
  });
  tell(ctx);
  return ctx.input.hosts.filter(({ id }) => stay.has(id)).map(({ name }) => name);
}

function bootTask(type: 'BOOT_HOSTS' | 'BOOT_CLOUD', cloud: boolean) {
  return defineTask<Boot>({
    type,
    input,
    group: { atOnce: ({ atOnce }) => atOnce },
    steps: [
      {
        name: SWITCH,
        do: (ctx) => switchOn(ctx, cloud),
        undo: async (ctx) => {
          if (cloud) await ctx.transaction((em) => setCloudState(em, 'CLOSED', ctx.taskId));
          tell(ctx);
        },
      },
      { name: 'hosts are up', weight: 4, waitsForChildren: 'END', do: () => Promise.resolve() },
      { name: BRING, do: bring },
      { name: 'bring VMs back', weight: 8, waitsForChildren: 'END', do: () => Promise.resolve() },
      { name: 'open', do: (ctx) => open(ctx, cloud) },
    ],
    succeeded: (ctx, children) => {
      const done = (of: ChildTask['type']) =>
        children.filter((child) => child.type === of && child.status === 'SUCCEEDED').length;
      const shut = ctx.result<readonly string[]>('open');
      const back = done('RESTORE_VM');
      const words = back === 1 ? '1 VM is back' : `${back} VMs are back`;
      return shut.length > 0 ? `${words}. Not up, and still shut: ${shut.join(', ')}` : words;
    },
  });
}

export const bootHostsTask = bootTask('BOOT_HOSTS', false);
export const bootCloudTask = bootTask('BOOT_CLOUD', true);
