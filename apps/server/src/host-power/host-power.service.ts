import { runMutation } from '../audit/mutation.ts';
import { requireViewer } from '../auth/policy.ts';
import { constantValues } from '../constant/constant.service.ts';
import type { Context } from '../context.ts';
import { requireHost } from '../host/host.service.ts';
import { recordHostEvent } from '../host/host-events.ts';
import type { HostView } from '../host/host-views.ts';
import { ramLimitMiB, vcpuLimit } from '../placement/placement.ts';
import { type Em, rows, run } from '../platform/db.ts';
import { BadUserInputError, ConflictError } from '../platform/errors.ts';
import type { HostId, TaskId, UserId } from '../platform/ids.ts';
import { announceTask, enqueueTask } from '../task/enqueue.ts';
import type { PowerHostInput, SetHostPowerInput } from './host-power.inputs.ts';
import type { PowerMethod, PowerState } from './power-method.ts';
import { type PowerHost, type PowerStep, planPower } from './power-plan.ts';

/** How a host is switched, as the API shows it; never its BMC's password. */
export interface HostPowerView {
  readonly method: PowerMethod;
  readonly bmcAddress: string | null;
  readonly bmcUsername: string | null;
  readonly state: PowerState | null;
  readonly switchedAt: Date | null;
  readonly offBy: 'ADMIN' | 'POLICY' | null;
}

/** @returns that of a host without BMC when nothing was told of it */
export async function hostPower(em: Em, hostId: HostId): Promise<HostPowerView> {
  const [power] = await rows<HostPowerView>(
    em,
    `select method, bmc_address as bmcAddress, bmc_username as bmcUsername, state,
            switched_at as switchedAt, off_by as offBy from host_power where host_id = ?`,
    [hostId],
  );
  const none = { bmcAddress: null, bmcUsername: null, state: null, switchedAt: null, offBy: null };
  return power ?? { method: 'NONE', ...none };
}

/**
 * Tells how a host is switched on and off. The password is kept sealed, and stays as it is when none
 * is given.
 * @throws {BadUserInputError | NotFoundError}
 */
export async function setHostPower(context: Context, input: SetHostPowerInput): Promise<HostView> {
  const host = await requireHost(context.em, input.id);
  const { method, bmcAddress = null, bmcUsername = null, bmcPassword } = input;
  const [before] = await rows<{ password: string | null }>(
    context.em,
    'select bmc_password as password from host_power where host_id = ?',
    [host.id],
  );
  const sealed = bmcPassword ? context.services.secrets.seal(bmcPassword) : before?.password;
  refuseIncomplete(input, { hasPassword: Boolean(sealed), mac: host.mac });
  const call = { action: 'setHostPower', clientMutationId: input.clientMutationId, detail: method };
  await runMutation(context, call, async ({ em, afterCommit }) => {
    await run(
      em,
      `insert into host_power (host_id, method, bmc_address, bmc_username, bmc_password)
       values (?, ?, ?, ?, ?) on duplicate key update method = values(method),
         bmc_address = values(bmc_address), bmc_username = values(bmc_username),
         bmc_password = values(bmc_password)`,
      [host.id, method, bmcAddress, bmcUsername, method === 'IPMI' ? (sealed ?? null) : null],
    );
    const { userId } = requireViewer(context);
    const change = { attribute: 'power method', from: null, to: method, actorId: userId };
    await recordHostEvent(em, host.id, change);
    afterCommit(() => context.services.events.publish('host', { id: host.id }));
    return host.id;
  });
  return requireHost(context.em, host.id);
}

function refuseIncomplete(
  input: SetHostPowerInput,
  known: { readonly hasPassword: boolean; readonly mac: string | null },
): void {
  const faults = [];
  if (input.method === 'IPMI') {
    if (!input.bmcAddress) faults.push({ path: 'bmcAddress', message: 'Give the BMC’s address.' });
    if (!input.bmcUsername) faults.push({ path: 'bmcUsername', message: 'Give the BMC’s user.' });
    if (!known.hasPassword)
      faults.push({ path: 'bmcPassword', message: 'Give the BMC’s password.' });
  }
  if (input.method === 'WAKE_ON_LAN' && !known.mac)
    faults.push({ path: 'method', message: 'The host’s MAC is not known: it was never reached.' });
  if (faults.length > 0) throw new BadUserInputError(faults);
}

/** @throws {ConflictError} when a task of the host's power is at work */
async function refuseBusy(em: Em, host: Pick<HostView, 'id' | 'name'>): Promise<void> {
  const [busy] = await rows(
    em,
    `select 1 from task where host_id = ? and type in ('POWER_ON_HOST', 'POWER_OFF_HOST')
       and status in ('PENDING', 'RUNNING', 'RETRYING') limit 1`,
    [host.id],
  );
  if (busy) throw new ConflictError(`${host.name} is being switched already. Wait for its end.`);
}

/** Enqueues a switch of a host in the caller's transaction; its row is locked by then. */
export async function enqueuePower(
  em: Em,
  host: Pick<HostView, 'id' | 'name'>,
  to: { readonly state: PowerState; readonly by: UserId | null },
): Promise<TaskId> {
  const on = to.state === 'ON';
  return enqueueTask(em, {
    type: on ? 'POWER_ON_HOST' : 'POWER_OFF_HOST',
    input: { hostId: host.id, hostName: host.name, byPolicy: to.by === null },
    title: `Power ${on ? 'on' : 'off'} host ${host.name}`,
    ...{ hostId: host.id, lane: host.id, requestedBy: to.by },
  });
}

/**
 * Has a host switched on.
 * @throws {ConflictError} when it cannot be switched on from here
 */
export async function powerOnHost(context: Context, input: PowerHostInput): Promise<TaskId> {
  const host = await requireHost(context.em, input.id);
  const { method } = await hostPower(context.em, host.id);
  if (method === 'NONE')
    throw new ConflictError(
      `${host.name} can only be switched on by hand: it has no power method. Set IPMI or Wake-on-LAN.`,
    );
  return ask(context, { input, host, state: 'ON' });
}

/**
 * Has a host switched off.
 * @throws {ConflictError} while VMs run on it
 */
export async function powerOffHost(context: Context, input: PowerHostInput): Promise<TaskId> {
  const host = await requireHost(context.em, input.id);
  return ask(context, { input, host, state: 'OFF' });
}

function ask(
  context: Context,
  what: { readonly input: PowerHostInput; readonly host: HostView; readonly state: PowerState },
): Promise<TaskId> {
  const { input, host, state } = what;
  const action = state === 'ON' ? 'powerOnHost' : 'powerOffHost';
  const call = { action, clientMutationId: input.clientMutationId, detail: host.name };
  return runMutation(context, call, async ({ em, afterCommit }) => {
    await rows(em, 'select id from host where id = ? for update', [host.id]);
    await refuseBusy(em, host);
    if (state === 'OFF') await refuseRunning(em, host);
    const id = await enqueuePower(em, host, { state, by: requireViewer(context).userId });
    afterCommit(() => announceTask(context.services.events, id, host.id));
    return id;
  });
}

/** @throws {ConflictError} naming how many VMs are in the way, and the way on */
export async function refuseRunning(
  em: Em,
  host: { readonly id: HostId; readonly name: string },
): Promise<void> {
  const [running] = await rows<{ n: number }>(
    em,
    `select (select count(*) from vm where host_id = ? and status not in ('SHUTDOWN', 'CRASHED'))
       + (select count(*) from vm_migration where host_id = ?) as n`,
    [host.id, host.id],
  );
  const count = Number(running?.n);
  if (count === 0) return;
  throw new ConflictError(
    `${count} ${count === 1 ? 'VM runs' : 'VMs run'} on ${host.name}. Evacuate it or shut them down first.`,
  );
}

interface PlanRow {
  readonly id: HostId;
  readonly name: string;
  readonly status: PowerHost['status'];
  readonly cpus: number;
  readonly ramMiB: number;
  readonly vms: number;
  readonly vcpus: number;
  readonly ram: number;
  readonly method: PowerMethod | null;
  readonly offBy: PowerHost['offBy'];
  readonly idleMinutes: number | null;
  readonly switchedMinutesAgo: number | null;
}

/** What the policy would do now, and why; it does nothing. */
export async function powerPlan(em: Em): Promise<PowerStep[]> {
  const limits = await constantValues(em);
  const found = await rows<PlanRow>(
    em,
    `select h.id, h.name, if(h.status = 'UP' and h.maintenance, 'MAINTENANCE', h.status) as status,
       h.cpus, h.ram_mib as ramMiB, coalesce(v.vms, 0) as vms, coalesce(v.vcpus, 0) as vcpus,
       coalesce(v.ram, 0) as ram, p.method, p.off_by as offBy,
       timestampdiff(minute, p.idle_since, utc_timestamp(3)) as idleMinutes,
       timestampdiff(minute, p.switched_at, utc_timestamp(3)) as switchedMinutesAgo
     from host h left join host_power p on p.host_id = h.id
       left join (select host_id, count(*) as vms, sum(vcpus) as vcpus, sum(ram_mib) as ram
                    from vm group by host_id) v on v.host_id = h.id`,
  );
  const hosts = found.map(
    (row): PowerHost => ({
      ...{ id: row.id, name: row.name, status: row.status, vms: Number(row.vms), offBy: row.offBy },
      canSwitch: row.method !== null && row.method !== 'NONE',
      idleMinutes: row.idleMinutes === null ? null : Number(row.idleMinutes),
      switchedMinutesAgo: row.switchedMinutesAgo === null ? null : Number(row.switchedMinutesAgo),
      ramLimitMiB: ramLimitMiB(row, limits),
      ramReservedMiB: Number(row.ram),
      vcpuLimit: vcpuLimit(row, limits),
      vcpusReserved: Number(row.vcpus),
    }),
  );
  return planPower(hosts, limits);
}
