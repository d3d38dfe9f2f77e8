import { type Em, fromJson, rows } from '../platform/db.ts';
import type { HostId, TaskId } from '../platform/ids.ts';
import { cloudState } from './cloud-state.ts';
import { type KeptVm, keptVms, type VmToStop, vmsToStop } from './kept-vms.ts';
import type { CloudView } from './maintenance.type.ts';
import type { LeftAlone } from './shut-down.task.ts';

/** The feed has one object: the cloud as a whole. */
export const THE_CLOUD = 'cloud';

/** Whether the cloud takes work, as the API shows it. */
export async function loadCloud(em: Em): Promise<CloudView> {
  const { state, since } = await cloudState(em);
  return { id: THE_CLOUD, state, since };
}

/** A host that is shut down. */
export interface ShutHostView {
  readonly hostId: HostId;
  readonly since: Date;
}

/** What is shut down, and what was done about it last. */
export interface MaintenanceView {
  /** The shutdown or boot asked for last. */
  readonly taskId: TaskId | null;
  readonly shutHosts: readonly ShutHostView[];
  readonly keptVms: readonly KeptVm[];
  readonly leftAlone: LeftAlone;
}

/** Four statements, however much is shut. */
export async function loadMaintenance(em: Em): Promise<MaintenanceView> {
  const [last] = await rows<{ id: TaskId }>(
    em,
    `select id from task where type in ('SHUTDOWN_HOSTS', 'SHUTDOWN_CLOUD', 'BOOT_HOSTS', 'BOOT_CLOUD')
      order by seq desc limit 1`,
  );
  const shutHosts = await rows<ShutHostView>(
    em,
    'select s.host_id as hostId, s.since from shut_host s join host h on h.id = s.host_id order by h.name',
  );
  const kept = await keptVms(em);
  return {
    ...{ taskId: last?.id ?? null, shutHosts, keptVms: kept },
    leftAlone: shutHosts.length > 0 ? await leftAlone(em) : [],
  };
}

/** Of the last shutdown. */
async function leftAlone(em: Em): Promise<LeftAlone> {
  const [step] = await rows<{ result: LeftAlone | string | null }>(
    em,
    `select s.result from task t join task_step s on s.task_seq = t.seq and s.name = 'look at VMs'
      where t.type in ('SHUTDOWN_HOSTS', 'SHUTDOWN_CLOUD') order by t.seq desc limit 1`,
  );
  return step?.result ? fromJson<LeftAlone>(step.result) : [];
}

/** A host that may be shut down. */
export interface ShutdownPlanHost {
  readonly hostId: HostId;
  readonly name: string;
  readonly status: string;
  /** It can be switched on again from here. */
  readonly canSwitchOn: boolean;
}

/** What a shutdown would do. */
export interface ShutdownPlanView {
  readonly hosts: readonly ShutdownPlanHost[];
  readonly vms: readonly VmToStop[];
}

/** What a shutdown of these hosts would do, or of all when none is named; it does nothing. */
export async function loadShutdownPlan(em: Em, ids: readonly string[]): Promise<ShutdownPlanView> {
  const hosts = await rows<Omit<ShutdownPlanHost, 'canSwitchOn'> & { canSwitchOn: number }>(
    em,
    `select h.id as hostId, h.name, h.status, coalesce(p.method, 'NONE') <> 'NONE' as canSwitchOn
       from host h left join host_power p on p.host_id = h.id
      where ${ids.length > 0 ? 'h.id in (?)' : '? is null'} order by h.name`,
    [ids.length > 0 ? ids : null],
  );
  return {
    hosts: hosts.map((host) => ({ ...host, canSwitchOn: Boolean(host.canSwitchOn) })),
    vms: await vmsToStop(
      em,
      hosts.map(({ hostId }) => hostId),
    ),
  };
}
