import { domainState } from '@baadal/libvirt';
import type { VmId } from '../platform/ids.ts';
import type { VmStatus } from '../vm/vm-status.ts';
import { type SeenState, seenState } from './seen-state.ts';

/** A VM row as read before libvirt was asked. */
export interface VmRow {
  readonly id: VmId;
  readonly uuid: string;
  readonly name: string;
  readonly status: VmStatus;
  readonly statusReason: string | null;
  readonly statusSince: Date;
  /** With what its history ends. */
  readonly toldStatus: VmStatus;
  readonly desiredStatus: VmStatus;
  /** A task is running on it. */
  readonly busy: boolean;
  /** Some of its settings wait for a restart. */
  readonly pending: boolean;
}

/** A domain as libvirt lists it. */
export interface ListedDomain {
  readonly uuid: string;
  readonly name: string;
  /** `virDomainState` and its reason. */
  readonly stateCode: number;
  readonly reasonCode: number;
}

/** What is to be written to one VM's row. */
export interface StatusChange {
  readonly vm: VmRow;
  readonly to: SeenState;
}

/**
 * What a VM's row should say.
 * @param domain undefined when libvirt on the VM's host does not know it
 * @returns null when the row is right, or when somebody else is about to write it
 */
export function statusChange(
  vm: VmRow,
  domain: Pick<ListedDomain, 'stateCode' | 'reasonCode'> | undefined,
  hostName: string,
): StatusChange | null {
  // Until the task that makes it has put a domain there, nothing is missing.
  if (vm.status === 'IN_QUEUE') return null;
  if (!domain && vm.busy) return null;
  // What its migration leaves at the origin; the task says where it is from now on.
  if (domain && vm.busy && hasMigrated(domain)) return null;
  const to = domain
    ? seenState(domain.stateCode, domain.reasonCode)
    : ({ status: 'UNKNOWN', reason: `its domain is not on host ${hostName}` } as const);
  if (!to) return null;
  if (to.status !== vm.status) return { vm, to };
  if (to.status === 'UNKNOWN' && to.reason !== vm.statusReason) return { vm, to };
  if (vm.busy || vm.toldStatus === vm.status) return null;
  // Seen during a task that did not write it down. Whoever wrote the status may know better why.
  return { vm, to: { status: vm.status, reason: vm.statusReason } };
}

function hasMigrated({ stateCode, reasonCode }: Pick<ListedDomain, 'stateCode' | 'reasonCode'>) {
  const { state, reason } = domainState(stateCode, reasonCode);
  return state === 'shutoff' && reason === 'migrated';
}

/** What a host's rows and a listing of its domains disagree on. */
export interface ReconcilePlan {
  readonly changes: readonly StatusChange[];
  /** Domains that are not of a VM of this host. */
  readonly unclaimed: readonly ListedDomain[];
}

/** Compares a host's VMs with its domains. Rows must have been read before the domains. */
export function planReconcile(
  vms: readonly VmRow[],
  domains: readonly ListedDomain[],
  hostName: string,
): ReconcilePlan {
  const byUuid = new Map(domains.map((domain) => [domain.uuid, domain]));
  const claimed = new Set(vms.map((vm) => vm.uuid));
  return {
    changes: vms.flatMap((vm) => statusChange(vm, byUuid.get(vm.uuid), hostName) ?? []),
    unclaimed: domains.filter((domain) => !claimed.has(domain.uuid)),
  };
}
