import type { HostStatus } from '../host/host-enums.ts';
import type { HostId } from '../platform/ids.ts';

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
}

/** What a VM needs. */
export interface PlacementRequest {
  readonly vcpus: number;
  readonly ramMiB: number;
}

/** How far hosts may be filled; the constants of the same names. */
export interface PlacementLimits {
  readonly cpuOvercommitRatio: number;
  readonly ramOvercommitRatio: number;
  readonly hostRamReserveMiB: number;
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
  /** 0 (full) to 100 (empty): the share that stays free of what is scarcer, RAM or CPU. */
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
 * Judges every host for a VM: filters first, then the host that stays emptiest.
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

function judge(
  host: PlacementHost,
  request: PlacementRequest,
  limits: PlacementLimits,
): PlacementCandidate {
  const ramLimit = ramLimitMiB(host, limits);
  const ramFree = ramLimit - host.reservedRamMiB;
  const cpuLimit = vcpuLimit(host, limits);
  const cpuFree = cpuLimit - host.reservedVcpus;
  const reasons: PlacementReason[] = [
    { rule: 'status', ok: host.status === 'UP', text: `is ${host.status.toLowerCase()}` },
    {
      rule: 'ram',
      ok: request.ramMiB <= ramFree,
      text: `${Math.max(0, ramFree)} of ${ramLimit} MiB RAM free, ${request.ramMiB} MiB needed`,
    },
    {
      rule: 'cpu',
      ok: request.vcpus <= cpuFree && request.vcpus <= host.cpus * limits.cpuOvercommitRatio,
      text: `${Math.max(0, cpuFree)} of ${cpuLimit} vCPUs free, ${request.vcpus} needed`,
    },
  ];
  const ramShare = ramLimit > 0 ? (ramFree - request.ramMiB) / ramLimit : 0;
  const cpuShare = cpuLimit > 0 ? (cpuFree - request.vcpus) / cpuLimit : 0;
  const score = Math.max(0, Math.round(Math.min(ramShare, cpuShare) * 1000) / 10);
  const accepted = reasons.every((reason) => reason.ok);
  if (accepted) reasons.push({ rule: 'balance', ok: true, text: `would stay ${score} % free` });
  return { host, accepted, score: accepted ? score : 0, reasons };
}

/** Why a host was refused, in one line. */
export function refusal(candidate: PlacementCandidate): string {
  const faults = candidate.reasons.filter((reason) => !reason.ok).map((reason) => reason.text);
  return `${candidate.host.name}: ${faults.join('; ')}`;
}
