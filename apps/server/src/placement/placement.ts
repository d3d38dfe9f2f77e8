import type { HostStatus } from '../host/host-enums.ts';
import { HOST_STATUS_WORDS } from '../host/host-status-words.ts';
import type { DatastoreId, HostId } from '../platform/ids.ts';

/** What a guest finds of a host's CPU. */
export interface PlacementCpu {
  readonly arch: string;
  readonly model: string | null;
  readonly features: readonly string[];
}

/** A host as placement sees it. */
export interface PlacementHost {
  readonly id: HostId;
  readonly name: string;
  readonly status: HostStatus;
  readonly cpus: number;
  readonly ramMiB: number;
  /** Promised to the VMs that are on it, running or not. */
  readonly reservedVcpus: number;
  readonly reservedRamMiB: number;
  /** Datastores it does not see as it should; none when that was never looked at. */
  readonly missingDatastores?: readonly DatastoreId[];
  /** Null or absent: never found out. */
  readonly cpu?: PlacementCpu | null;
  /** Its guests run with KVM; null or absent: never found out. */
  readonly kvm?: boolean | null;
  /** Share of its CPUs that is busy, 0 to 1, measured just now; null: not measured. */
  readonly cpuLoad?: number | null;
  /** To the datastore and to the VM's peers, ms; null: not measured. */
  readonly latencyMs?: number | null;
}

/** What a VM needs. */
export interface PlacementRequest {
  readonly vcpus: number;
  readonly ramMiB: number;
  /** Where its disks lie, or will. */
  readonly datastoreId?: DatastoreId | null;
  /** Where else something of it lies: extra disks, the image it is a layer on, a disc. */
  readonly moreDatastores?: readonly DatastoreId[];
  /** The only hosts that have all of those datastores; null or absent: every host is to. */
  readonly onlyHosts?: readonly HostId[] | null;
  /** Architecture of its template. */
  readonly arch?: string | null;
  /** CPU that it runs on now with KVM, when it is to move without a restart. */
  readonly movesLiveFrom?: PlacementCpu | null;
  /** Hosts that its own can move a running VM to; absent: it is not to move so. */
  readonly reachable?: readonly HostId[];
  /** Host it is on now, which is no answer to where else it could be. */
  readonly leaves?: HostId | null;
  /** If there are any, only these. */
  readonly required?: readonly HostId[];
  readonly forbidden?: readonly HostId[];
  /** Hosts of VMs that it is to be together with. */
  readonly together?: readonly HostId[];
  /** Hosts of VMs that it is to be apart from. */
  readonly apart?: readonly HostId[];
}

/** How far hosts may be filled and what counts how much; the constants of the same names. */
export interface PlacementLimits {
  readonly cpuOvercommitRatio: number;
  readonly ramOvercommitRatio: number;
  readonly hostRamReserveMiB: number;
  readonly placementLoadWeight?: number;
  readonly placementNetworkWeight?: number;
}

/** One rule's word on one host. */
export interface PlacementReason {
  readonly rule: string;
  readonly ok: boolean;
  readonly text: string;
}

/** One host with the verdict on it. */
export interface PlacementCandidate {
  readonly host: PlacementHost;
  readonly accepted: boolean;
  /**
   * 0 (worst) to 100: the share that stays free of what is scarcer, RAM or CPU; moved by measured
   * load and by network distance where those are known.
   */
  readonly score: number;
  readonly reasons: readonly PlacementReason[];
}

/** RAM of a host that VMs may be promised in all, MiB. */
export function ramLimitMiB(host: Pick<PlacementHost, 'ramMiB'>, limits: PlacementLimits): number {
  return Math.max(
    0,
    Math.floor((host.ramMiB - limits.hostRamReserveMiB) * limits.ramOvercommitRatio),
  );
}

/** vCPUs that VMs on a host may be promised in all. */
export function vcpuLimit(host: Pick<PlacementHost, 'cpus'>, limits: PlacementLimits): number {
  return Math.floor(host.cpus * limits.cpuOvercommitRatio);
}

/**
 * Judges every host for a VM: filters first, then the host that stays emptiest and is least busy.
 * @returns all hosts, accepted ones first, best first; equal ones by name, so that the choice is
 *   the same for the same input
 */
export function judgeHosts(
  hosts: readonly PlacementHost[],
  request: PlacementRequest,
  limits: PlacementLimits,
): PlacementCandidate[] {
  return hosts
    .map((host) => judge(host, request, limits))
    .sort(
      (a, b) =>
        Number(b.accepted) - Number(a.accepted) ||
        b.score - a.score ||
        (a.host.name < b.host.name ? -1 : 1),
    );
}

/** What of a host is free, before the VM is on it. */
interface Room {
  readonly ramLimit: number;
  readonly ramFree: number;
  readonly cpuLimit: number;
  readonly cpuFree: number;
}

function roomOf(host: PlacementHost, limits: PlacementLimits): Room {
  const ramLimit = ramLimitMiB(host, limits);
  const cpuLimit = vcpuLimit(host, limits);
  return {
    ...{ ramLimit, ramFree: ramLimit - host.reservedRamMiB },
    ...{ cpuLimit, cpuFree: cpuLimit - host.reservedVcpus },
  };
}

function judge(
  host: PlacementHost,
  request: PlacementRequest,
  limits: PlacementLimits,
): PlacementCandidate {
  const room = roomOf(host, limits);
  const reasons = [
    { rule: 'status', ok: host.status === 'UP', text: `is ${HOST_STATUS_WORDS[host.status]}` },
    {
      rule: 'ram',
      ok: request.ramMiB <= room.ramFree,
      text: `${Math.max(0, room.ramFree)} of ${room.ramLimit} MiB RAM free, ${request.ramMiB} MiB needed`,
    },
    {
      rule: 'cpu',
      ok: request.vcpus <= room.cpuFree,
      text: `${Math.max(0, room.cpuFree)} of ${room.cpuLimit} vCPUs free, ${request.vcpus} needed`,
    },
    ...affinityOf(host, request),
    ...fitOf(host, request),
  ];
  const accepted = reasons.every((reason) => reason.ok);
  if (!accepted) return { host, accepted, score: 0, reasons };
  const { score, words } = weigh(host, { room, request, limits });
  return { host, accepted, score, reasons: [...reasons, ...words] };
}

/** What binds the VM to hosts, or keeps it off; silent where nothing does. */
function affinityOf(host: PlacementHost, request: PlacementRequest): PlacementReason[] {
  const { required = [], forbidden = [], together = [], apart = [], leaves } = request;
  const words: PlacementReason[] = [];
  const say = (ok: boolean, good: string, bad: string) =>
    words.push({ rule: 'affinity', ok, text: ok ? good : bad });
  if (leaves === host.id) words.push({ rule: 'move', ok: false, text: 'it is there now' });
  if (required.length > 0)
    say(required.includes(host.id), 'is one of its hosts', 'is none of the hosts it is bound to');
  if (forbidden.includes(host.id)) say(false, '', 'must not run it');
  if (together.length > 0)
    say(together.includes(host.id), 'has its group', 'has not the VMs it belongs together with');
  if (apart.includes(host.id)) say(false, '', 'has a VM that it is to be apart from');
  return words;
}

/** Datastores that a host of it must see. */
export const neededBy = ({ datastoreId, moreDatastores = [] }: PlacementRequest) =>
  datastoreId ? [datastoreId, ...moreDatastores] : moreDatastores;

/** Whether its disks are seen there, and its CPU is like the one it needs. */
function fitOf(host: PlacementHost, request: PlacementRequest): PlacementReason[] {
  const { arch, movesLiveFrom, reachable, onlyHosts } = request;
  const words: PlacementReason[] = [];
  const blind = neededBy(request).some((id) => host.missingDatastores?.includes(id));
  if (blind || (onlyHosts && !onlyHosts.includes(host.id)))
    words.push({ rule: 'datastore', ok: false, text: 'does not see its datastore' });
  if (reachable && request.leaves !== host.id && !reachable.includes(host.id))
    words.push({ rule: 'migration', ok: false, text: 'is not set up for migration' });
  if (movesLiveFrom && host.kvm === false)
    words.push({ rule: 'cpu model', ok: false, text: 'has no KVM: the VM would have to restart' });
  if (!host.cpu) return words;
  if (arch && host.cpu.arch !== 'unknown' && host.cpu.arch !== arch)
    words.push({ rule: 'cpu model', ok: false, text: `is ${host.cpu.arch}, ${arch} is needed` });
  if (movesLiveFrom) words.push(likeness(host.cpu, movesLiveFrom));
  return words;
}

/** A guest that moves without a restart keeps using what it found at its start. */
function likeness(target: PlacementCpu, source: PlacementCpu): PlacementReason {
  const rule = 'cpu model';
  if (target.arch !== source.arch || target.model !== source.model)
    return {
      ...{ rule, ok: false },
      text: `its CPU is ${target.model ?? target.arch}, not ${source.model ?? source.arch}: the VM would have to restart`,
    };
  const has = new Set(target.features);
  const missing = source.features.filter((feature) => !has.has(feature));
  if (missing.length === 0) return { rule, ok: true, text: 'its CPU has all that the VM uses' };
  return {
    ...{ rule, ok: false },
    text: `its CPU lacks ${missing.slice(0, 3).join(', ')}${missing.length > 3 ? ' …' : ''}: the VM would have to restart`,
  };
}

/** What balance counts, as against the weights of load and network. */
const BALANCE_WEIGHT = 3;
/** So far away, a host gets nothing for its nearness. */
const FAR_MS = 10;

interface Weighed {
  readonly room: Room;
  readonly request: PlacementRequest;
  readonly limits: PlacementLimits;
}

/** The mean of what is known, by weight. */
function weigh(
  host: PlacementHost,
  { room, request, limits }: Weighed,
): { readonly score: number; readonly words: readonly PlacementReason[] } {
  const share = (free: number, limit: number) => (limit > 0 ? Math.max(0, free) / limit : 0);
  const free = Math.min(
    share(room.ramFree - request.ramMiB, room.ramLimit),
    share(room.cpuFree - request.vcpus, room.cpuLimit),
  );
  const parts = [{ weight: BALANCE_WEIGHT, value: free }];
  const words = [{ rule: 'balance', ok: true, text: `would stay ${percent(free)} free` }];
  const { cpuLoad, latencyMs } = host;
  const { placementLoadWeight: load = 0, placementNetworkWeight: network = 0 } = limits;
  if (cpuLoad != null && load > 0) {
    parts.push({ weight: load, value: 1 - Math.min(1, Math.max(0, cpuLoad)) });
    words.push({ rule: 'load', ok: true, text: `its CPUs are ${percent(cpuLoad)} busy` });
  }
  if (latencyMs != null && network > 0) {
    parts.push({ weight: network, value: Math.max(0, 1 - latencyMs / FAR_MS) });
    words.push({
      rule: 'network',
      ok: true,
      text: `${latencyMs.toFixed(latencyMs < 1 ? 2 : 1)} ms away`,
    });
  }
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  const mean = parts.reduce((sum, { weight, value }) => sum + weight * value, 0) / total;
  return { score: Math.round(mean * 1000) / 10, words };
}

const percent = (share: number) => `${Math.round(share * 1000) / 10} %`;

/** Why a host was refused, in one line. */
export function refusal(candidate: PlacementCandidate): string {
  const faults = candidate.reasons.filter((reason) => !reason.ok).map((reason) => reason.text);
  return `${candidate.host.name}: ${faults.join('; ')}`;
}

/** Hosts that a story tells of one by one. */
const TOLD = 10;

/**
 * Why this host and why not the others, in lines for a task's log.
 * @param candidates all, as judged
 */
export function placementStory(
  candidates: readonly PlacementCandidate[],
  chosen: PlacementCandidate,
): string[] {
  const weights = ['balance', 'load', 'network', 'affinity'];
  const why = chosen.reasons.filter(({ rule }) => weights.includes(rule)).map(({ text }) => text);
  const others = candidates.filter(({ host }) => host.id !== chosen.host.id);
  const lines = others.slice(0, TOLD).map((other) => {
    if (!other.accepted) return `Not ${refusal(other)}.`;
    return `Not ${other.host.name}: ${other.score} points, ${chosen.host.name} has ${chosen.score}.`;
  });
  const more = others.length - lines.length;
  return [
    `Placed on ${chosen.host.name}: ${why.join(', ')}.`,
    ...lines,
    ...(more > 0 ? [`Nor ${more} more hosts.`] : []),
  ];
}
