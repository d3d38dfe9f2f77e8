import { runMutation } from '../audit/mutation.ts';
import { requireViewer } from '../auth/policy.ts';
import { constantValues } from '../constant/constant.service.ts';
import type { Context } from '../context.ts';
import { requireHost } from '../host/host.service.ts';
import type { HostStatus } from '../host/host-enums.ts';
import { HOST_STATUS_WORDS } from '../host/host-status-words.ts';
import { hostPower } from '../host-power/host-power.service.ts';
import { type Em, rows } from '../platform/db.ts';
import { BadUserInputError, ConflictError } from '../platform/errors.ts';
import type { HostId, TaskId, UserId } from '../platform/ids.ts';
import { announceTask, enqueueTask } from '../task/enqueue.ts';
import { type LostVm, lostVms } from './lost-vms.ts';
import type { RespawnVmsInput } from './respawn.inputs.ts';
import type { RespawnHost } from './respawn-host.task.ts';

/** How it is made sure that a host is without power. */
export type Fencing = 'BMC' | 'CONFIRMATION' | 'NOT_NEEDED';

/** What `respawnVms` would do. */
export interface RespawnPlanView {
  readonly hostId: HostId;
  /** Why it cannot be done now; null when it can. */
  readonly obstacle: string | null;
  readonly fencing: Fencing;
  readonly reverts: boolean;
  readonly vms: readonly LostVm[];
}

interface HostRow {
  readonly id: HostId;
  readonly name: string;
  readonly status: HostStatus;
  readonly statusReason: string | null;
}

async function fencingOf(em: Em, hostId: HostId): Promise<Fencing> {
  const [power, { respawnWithoutFencing }] = await Promise.all([
    hostPower(em, hostId),
    constantValues(em),
  ]);
  if (power.method === 'IPMI') return 'BMC';
  return respawnWithoutFencing === 1 ? 'NOT_NEEDED' : 'CONFIRMATION';
}

async function obstacleTo(em: Em, host: HostRow, vms: readonly LostVm[]): Promise<string | null> {
  const { name, status, statusReason } = host;
  if (status !== 'DOWN') {
    const why = statusReason ? `: ${statusReason}` : '';
    return `${name} is ${HOST_STATUS_WORDS[status]}, not down${why}. Its VMs may run.`;
  }
  const [busy] = await rows(
    em,
    `select 1 from task where host_id = ? and type = 'RESPAWN_HOST'
        and status in ('PENDING', 'RUNNING', 'RETRYING') limit 1`,
    [host.id],
  );
  if (busy) return `The VMs of ${name} are being respawned already.`;
  if (vms.some(({ act }) => act !== 'LEAVE')) return null;
  return vms.some(({ kept }) => kept)
    ? `The memory of its VMs is kept on ${name}: boot it, or give that memory up.`
    : `There are no VMs of ${name} to respawn.`;
}

/**
 * What would be done about a host's VMs; it does nothing.
 * @param giveUpKept also to those whose memory is kept there
 * @throws {NotFoundError}
 */
export async function respawnPlan(
  { em }: Context,
  id: string,
  giveUpKept: boolean,
): Promise<RespawnPlanView> {
  const host = await requireHost(em, id);
  const vms = await lostVms(em, host.id, giveUpKept);
  const { respawnReverts } = await constantValues(em);
  return {
    ...{ hostId: host.id, vms, reverts: respawnReverts === 1 },
    obstacle: await obstacleTo(em, host, vms),
    fencing: await fencingOf(em, host.id),
  };
}

/**
 * Has the VMs of a host that is down brought up on other hosts.
 * @throws {ConflictError} when it is not down, or nothing is to be done
 * @throws {BadUserInputError} when it has no BMC and nobody confirmed that it is without power
 */
export async function respawnVms(context: Context, input: RespawnVmsInput): Promise<TaskId> {
  const { hostId: id, clientMutationId, confirmed = false, giveUpKept = false } = input;
  const words = confirmed ? 'confirmed that it is without power' : 'not confirmed';
  const detail = giveUpKept ? `${words}; memory kept there is given up` : words;
  const call = { action: 'respawnVms', clientMutationId, subject: id, detail };
  return runMutation(context, call, async ({ em, afterCommit }) => {
    await rows(em, 'select id from host where id = ? for update', [id]);
    const host = await requireHost(em, id);
    const obstacle = await obstacleTo(em, host, await lostVms(em, host.id, giveUpKept));
    if (obstacle) throw new ConflictError(obstacle);
    if (!confirmed && (await fencingOf(em, host.id)) === 'CONFIRMATION')
      throw new BadUserInputError([
        {
          path: 'confirmed',
          message: `${host.name} has no BMC that could cut its power. Make sure that it is off, then confirm that.`,
        },
      ]);
    const { userId } = requireViewer(context);
    const task = await enqueueRespawn(em, host, { confirmed, giveUpKept, requestedBy: userId });
    afterCommit(() => announceTask(context.services.events, task, host.id));
    return task;
  });
}

/** Writes the task in the caller's transaction, which has locked the host's row. */
export async function enqueueRespawn(
  em: Em,
  host: { readonly id: HostId; readonly name: string },
  by: {
    readonly confirmed: boolean;
    readonly giveUpKept: boolean;
    readonly requestedBy: UserId | null;
  },
): Promise<TaskId> {
  const { confirmed, giveUpKept, requestedBy } = by;
  const { respawnReverts, respawnAtOnce: atOnce } = await constantValues(em);
  const reverts = respawnReverts === 1;
  const input: RespawnHost = {
    ...{ hostId: host.id, hostName: host.name, confirmed, giveUpKept, reverts, atOnce },
  };
  return enqueueTask(em, {
    ...{ type: 'RESPAWN_HOST', input, hostId: host.id, lane: host.id },
    ...{ title: `Respawn VMs of ${host.name}`, requestedBy },
  });
}
