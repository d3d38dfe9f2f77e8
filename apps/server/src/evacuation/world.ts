import type { GroupPolicy } from '../placement/affinity-enums.ts';
import {
  judgeHosts,
  type PlacementCandidate,
  type PlacementHost,
  type PlacementLimits,
  type PlacementRequest,
} from '../placement/placement.ts';
import type { DatastoreId, HostId, VmGroupId, VmId } from '../platform/ids.ts';
import type { VmStatus } from '../vm/vm-status.ts';
import { moveKindOf } from './move-kind.ts';

/** A VM that may be moved. */
export interface WorldVm {
  readonly id: VmId;
  readonly name: string;
  readonly hostId: HostId;
  readonly status: VmStatus;
  readonly vcpus: number;
  readonly ramMiB: number;
  readonly arch: string | null;
  readonly datastores: readonly DatastoreId[];
  /** The only hosts that have all of these; null: every host is to. */
  readonly onlyHosts: readonly HostId[] | null;
  /** What must be copied for it to go elsewhere, in words; null: nothing. */
  readonly bound: string | null;
  readonly required: readonly HostId[];
  readonly forbidden: readonly HostId[];
  readonly groups: readonly VmGroupId[];
  /** Why it cannot move now, whatever the hosts; null: nothing speaks against it. */
  readonly fixed: string | null;
}

/** VMs that lie together or apart. */
export interface WorldGroup {
  readonly policy: GroupPolicy;
  /** Where its members are, and where they are on their way to. */
  readonly places: ReadonlyMap<VmId, readonly HostId[]>;
}

/** Hosts and VMs at one moment, on which moves are tried. Nothing is changed in place. */
export interface World {
  readonly hosts: readonly PlacementHost[];
  readonly vms: readonly WorldVm[];
  readonly groups: ReadonlyMap<VmGroupId, WorldGroup>;
  /** Hosts that take part in the migration of running VMs. */
  readonly setUp: ReadonlySet<HostId>;
  readonly limits: PlacementLimits;
}

/**
 * Judges every host as the VM's next.
 * @param emptied a host that all its VMs leave: whoever belongs together with one there does not
 *   wait for it, but the next follows the first
 */
export function judgeMove(
  world: World,
  vm: WorldVm,
  emptied: HostId | null = null,
): PlacementCandidate[] {
  return judgeHosts(world.hosts, requestOf(world, vm, emptied), world.limits);
}

function requestOf(world: World, vm: WorldVm, emptied: HostId | null): PlacementRequest {
  const active = moveKindOf(vm.status) !== 'OFFLINE';
  const source = world.hosts.find(({ id }) => id === vm.hostId);
  const others = (policy: GroupPolicy) =>
    vm.groups.flatMap((id) => {
      const group = world.groups.get(id);
      if (group?.policy !== policy) return [];
      return [...group.places].flatMap(([member, hosts]) => (member === vm.id ? [] : hosts));
    });
  return {
    ...{ vcpus: vm.vcpus, ramMiB: vm.ramMiB, arch: vm.arch, leaves: vm.hostId },
    ...{ moreDatastores: vm.datastores, onlyHosts: vm.onlyHosts },
    movesLiveFrom: active && source?.kvm ? (source.cpu ?? null) : null,
    ...(active && { reachable: world.setUp.has(vm.hostId) ? [...world.setUp] : [] }),
    ...{ required: vm.required, forbidden: vm.forbidden },
    together: others('TOGETHER').filter((host) => host !== emptied),
    apart: others('APART'),
  };
}

/** The world after a VM has moved. */
export function afterMove(world: World, vm: WorldVm, to: HostId): World {
  const change = (host: PlacementHost, sign: 1 | -1): PlacementHost => ({
    ...host,
    reservedVcpus: host.reservedVcpus + sign * vm.vcpus,
    reservedRamMiB: host.reservedRamMiB + sign * vm.ramMiB,
    ...(host.cpuLoad != null && {
      cpuLoad: Math.max(0, host.cpuLoad + (sign * burdenOf(world, vm)) / Math.max(1, host.cpus)),
    }),
  });
  return {
    ...world,
    hosts: world.hosts.map((host) => {
      if (host.id === to) return change(host, 1);
      return host.id === vm.hostId ? change(host, -1) : host;
    }),
    vms: world.vms.map((other) => (other.id === vm.id ? { ...vm, hostId: to } : other)),
    groups: new Map(
      [...world.groups].map(([id, group]) => {
        if (!group.places.has(vm.id)) return [id, group];
        return [id, { ...group, places: new Map([...group.places, [vm.id, [to]]]) }];
      }),
    ),
  };
}

/**
 * CPUs that a VM keeps busy, as far as the load of its host tells: its part by vCPUs of what runs
 * there.
 */
function burdenOf(world: World, vm: WorldVm): number {
  const host = world.hosts.find(({ id }) => id === vm.hostId);
  if (vm.status !== 'RUNNING' || host?.cpuLoad == null) return 0;
  const running = world.vms.filter((v) => v.hostId === vm.hostId && v.status === 'RUNNING');
  const vcpus = running.reduce((sum, v) => sum + v.vcpus, 0);
  return vcpus > 0 ? (host.cpuLoad * host.cpus * vm.vcpus) / vcpus : 0;
}
