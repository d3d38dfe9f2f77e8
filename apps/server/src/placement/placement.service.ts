import { constantValues } from '../constant/constant.service.ts';
import { hostsOfAll, limitedHosts } from '../datastore/datastore-hosts.ts';
import type { HostHardware } from '../host/host-hardware.ts';
import { type Em, rows } from '../platform/db.ts';
import { NoCapacityError } from '../platform/errors.ts';
import type { DatastoreId, HostId, VmGroupId, VmId } from '../platform/ids.ts';
import { affinityOfVm } from './affinity.service.ts';
import {
  judgeHosts,
  neededBy,
  type PlacementCandidate,
  type PlacementHost,
  type PlacementRequest,
  placementStory,
  refusal,
} from './placement.ts';

interface HostRow
  extends Omit<
    PlacementHost,
    'missingDatastores' | 'cpu' | 'kvm' | 'cpuLoad' | 'reservedVcpus' | 'reservedRamMiB'
  > {
  readonly missing: string | null;
  readonly kvm: number;
  readonly cpu: string | HostHardware['cpu'] | null;
  readonly cpuPercent: number | null;
}

/** Figures older than this tell nothing of now. */
const LOAD_AGE_SECONDS = 60;

/**
 * Hosts with what is promised on them: a VM that shrinks at its next start has what it had until
 * then. Needs no lock for a preview; `reserveHost` takes one.
 * @param without a VM whose own reservation is left out, when it is being moved
 */
export async function placementHosts(em: Em, without: VmId | null): Promise<PlacementHost[]> {
  const reserved = await reservedByHost(em, without);
  const found = await rows<HostRow>(
    em,
    `select h.id, h.name, case when h.status <> 'UP' then h.status when p.off_by is not null then 'DOWN'
                       when h.maintenance or exists (select 1 from shut_host s where s.host_id = h.id) then 'MAINTENANCE' else 'UP' end as status,
            h.cpus, h.ram_mib as ramMiB, h.kvm, h.missing_datastores as missing,
            json_extract(h.hardware, '$.cpu') as cpu,
            json_extract(s.figures, '$.cpuUser') + json_extract(s.figures, '$.cpuSystem')
              + coalesce(json_extract(s.figures, '$.cpuNice'), 0) as cpuPercent
       from host h left join host_power p on p.host_id = h.id
       left join usage_sample s on s.id = h.id and s.at > utc_timestamp(3) - interval ? second`,
    [LOAD_AGE_SECONDS],
  );
  return found.map(({ missing, cpu, cpuPercent, kvm, ...host }) => ({
    ...host,
    kvm: Boolean(kvm),
    reservedVcpus: reserved.get(host.id)?.vcpus ?? 0,
    reservedRamMiB: reserved.get(host.id)?.ramMiB ?? 0,
    missingDatastores: missing ? (missing.split(',') as DatastoreId[]) : [],
    cpu: typeof cpu === 'string' ? (JSON.parse(cpu) as HostHardware['cpu']) : cpu,
    cpuLoad: cpuPercent === null ? null : Number(cpuPercent) / 100,
  }));
}

/**
 * What is promised on each host; read from indexes alone, however many VMs there are. A VM on its
 * way has room on both hosts until it is there.
 */
async function reservedByHost(
  em: Em,
  without: VmId | null,
): Promise<Map<HostId, { readonly vcpus: number; readonly ramMiB: number }>> {
  const size = `greatest(v.vcpus, coalesce(v.active_vcpus, 0)) as vcpus,
    greatest(v.ram_mib, coalesce(v.active_ram_mib, 0)) as ram`;
  const [sums, moves, own] = await Promise.all([
    rows<Promised>(
      em,
      `select host_id as hostId, sum(greatest(vcpus, coalesce(active_vcpus, 0))) as vcpus,
            sum(greatest(ram_mib, coalesce(active_ram_mib, 0))) as ram
       from vm group by host_id`,
    ),
    rows<Promised>(
      em,
      `select m.host_id as hostId, ${size} from vm_migration m join vm v on v.id = m.vm_id
        where v.id <> ?`,
      [without ?? ''],
    ),
    without === null
      ? []
      : rows<Promised>(em, `select v.host_id as hostId, ${size} from vm v where v.id = ?`, [
          without,
        ]),
  ]);
  const reserved = new Map<HostId, { vcpus: number; ramMiB: number }>();
  const add = ({ hostId, vcpus, ram }: Promised, sign: 1 | -1) => {
    const all = reserved.get(hostId) ?? { vcpus: 0, ramMiB: 0 };
    const more = { vcpus: sign * Number(vcpus), ramMiB: sign * Number(ram) };
    reserved.set(hostId, { vcpus: all.vcpus + more.vcpus, ramMiB: all.ramMiB + more.ramMiB });
  };
  for (const promised of [...sums, ...moves]) add(promised, 1);
  for (const promised of own) add(promised, -1);
  return reserved;
}

interface Promised {
  readonly hostId: HostId;
  readonly vcpus: number | string;
  readonly ram: number | string;
}

/** A VM that a place is sought for, and what is known of it. */
export interface PlacementWish extends PlacementRequest {
  /** The VM itself, when it has rows already. */
  readonly vmId?: VmId | null;
  /** A group it will belong to. */
  readonly groupId?: VmGroupId | null;
  /** VMs that move with it: where they are now binds it to nothing. */
  readonly movesWith?: readonly VmId[];
}

/** Judges every host for a VM, without reserving anything. */
export async function previewPlacement(em: Em, wish: PlacementWish): Promise<PlacementCandidate[]> {
  const { vmId = null, groupId = null, movesWith = [] } = wish;
  const limits = await constantValues(em);
  const bound = vmId || groupId ? await affinityOfVm(em, { vmId, groupId, movesWith }) : {};
  const onlyHosts = hostsOfAll(await limitedHosts(em), neededBy(wish));
  const request = { ...wish, ...bound, onlyHosts };
  const hosts = await placementHosts(em, vmId);
  const distances = await distancesFrom(em, near(request));
  return judgeHosts(
    hosts.map((host) => ({ ...host, latencyMs: distances.get(host.id) ?? null })),
    request,
    limits,
  );
}

/** Hosts that a VM had better be near: where it is now, else where its peers are. */
function near({ leaves, together }: PlacementRequest): readonly HostId[] {
  return leaves ? [leaves] : (together ?? []);
}

/** Round trips in ms from other hosts to some, their mean, as measured last. */
async function distancesFrom(
  em: Em,
  hostIds: readonly HostId[],
): Promise<ReadonlyMap<HostId, number>> {
  if (hostIds.length === 0) return new Map();
  const found = await rows<{ id: HostId; ms: number }>(
    em,
    `select id, avg(ms) as ms from (
       select target_id as id, value as ms from host_link
        where kind = 'LATENCY' and value is not null and source_id in (?)
       union all select source_id, value from host_link
        where kind = 'LATENCY' and value is not null and target_id in (?)) links group by id`,
    [hostIds, hostIds],
  );
  return new Map([
    ...found.map(({ id, ms }) => [id, Number(ms)] as const),
    ...hostIds.map((id) => [id, 0] as const),
  ]);
}

/** Where a VM will be, and why there and not elsewhere. */
export interface Placed extends PlacementCandidate {
  /** Lines for the log of the task that carries it out. */
  readonly story: readonly string[];
}

/**
 * Chooses a host inside the caller's transaction; the caller writes the VM row in it. Host rows are
 * locked until its commit, so that parallel creations never over-fill one.
 * @param wanted a host that somebody chose by hand; it must have room all the same
 * @throws {NoCapacityError} with each host's reasons
 */
export async function reserveHost(
  em: Em,
  wish: PlacementWish,
  wanted: HostId | null,
): Promise<Placed> {
  await rows(em, 'select id from host order by id for update');
  const candidates = await previewPlacement(em, wish);
  const eligible = wanted ? candidates.filter((c) => c.host.id === wanted) : candidates;
  const [best] = eligible;
  if (best?.accepted) {
    const story = placementStory(candidates, best);
    return { ...best, story: wanted ? ['The host was chosen by hand.', ...story] : story };
  }
  const reasons = eligible.map(refusal);
  throw new NoCapacityError(
    reasons.length === 0
      ? 'There is no host yet. Add one first.'
      : `No host has room for ${sizeWords(wish)}. ${reasons.join('. ')}.`,
    reasons,
  );
}

const sizeWords = ({ vcpus, ramMiB }: Pick<PlacementRequest, 'vcpus' | 'ramMiB'>): string =>
  `${vcpus} ${vcpus === 1 ? 'vCPU' : 'vCPUs'} and ${ramMiB} MiB`;

/** What of a host's verdict counts for a VM that is there already. */
const SIZE_RULES: readonly string[] = ['ram', 'cpu'];

/**
 * Makes sure in the caller's transaction that a VM may grow on its host, whose row is locked until
 * the commit; the caller writes the new size.
 * @throws {NoCapacityError} with the host's reasons
 */
export async function reserveResize(
  em: Em,
  vmId: VmId,
  hostId: HostId,
  { vcpus, ramMiB }: PlacementRequest,
): Promise<void> {
  await rows(em, 'select id from host order by id for update');
  const candidates = await previewPlacement(em, { vcpus, ramMiB, vmId });
  const here = candidates.find(({ host }) => host.id === hostId);
  const faults = here?.reasons.filter(({ ok, rule }) => !ok && SIZE_RULES.includes(rule)) ?? [];
  if (!here || faults.length === 0) return;
  const reason = `${here.host.name}: ${faults.map(({ text }) => text).join('; ')}`;
  throw new NoCapacityError(
    `Its host has no room for ${sizeWords({ vcpus, ramMiB })}. ${reason}. Ask for less, or let an admin make room there.`,
    [reason],
  );
}
