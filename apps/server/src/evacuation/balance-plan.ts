import {
  type PlacementHost,
  type PlacementLimits,
  ramLimitMiB,
  vcpuLimit,
} from '../placement/placement.ts';
import type { HostId, VmId } from '../platform/ids.ts';
import { type MoveKind, moveKindOf } from './move-kind.ts';
import { afterMove, judgeMove, type World, type WorldVm } from './world.ts';

/** How far balancing goes; the constants of the same names. */
export interface BalanceLimits {
  /** Hosts that are no further apart are left alone, percent. */
  readonly balanceTolerancePercent: number;
  readonly balanceMostMoves: number;
  /** By so many percent its host becomes less full at least by a move. */
  readonly balanceLeastGainPercent: number;
}

/** How full a host is, 0 to 1. */
export interface HostPressure {
  readonly hostId: HostId;
  /** Promised of what may be promised, RAM or vCPUs, whichever is more. */
  readonly reserved: number;
  /** Of its CPUs, measured; null: not measured. */
  readonly load: number | null;
  /** Both together, by the weights of placement. */
  readonly pressure: number;
}

/** A move that makes the hosts more even. */
export interface BalanceMove {
  readonly vmId: VmId;
  readonly name: string;
  readonly kind: MoveKind;
  readonly fromId: HostId;
  readonly toId: HostId;
  readonly reason: string;
}

/** What could be moved, and how the hosts stand before and after. */
export interface BalancePlan {
  readonly moves: readonly BalanceMove[];
  readonly before: readonly HostPressure[];
  readonly after: readonly HostPressure[];
}

const RESERVED_WEIGHT = 3;
/** The hosts together become more even by this at least, whatever the constants say. */
const LEAST_GAIN = 0.001;
/** Full hosts that are looked at for a VM to take from. */
const DONORS = 4;

/** How full a host is. */
function pressureOf(host: PlacementHost, limits: PlacementLimits): HostPressure {
  const share = (used: number, limit: number) => (limit > 0 ? used / limit : used > 0 ? 1 : 0);
  const reserved = Math.max(
    share(host.reservedRamMiB, ramLimitMiB(host, limits)),
    share(host.reservedVcpus, vcpuLimit(host, limits)),
  );
  const load = host.cpuLoad ?? null;
  const weight = load === null ? 0 : (limits.placementLoadWeight ?? 0);
  const pressure = (RESERVED_WEIGHT * reserved + weight * (load ?? 0)) / (RESERVED_WEIGHT + weight);
  return { hostId: host.id, reserved, load, pressure };
}

const usable = (world: World): readonly HostPressure[] =>
  world.hosts
    .filter(({ status }) => status === 'UP')
    .map((host) => pressureOf(host, world.limits))
    .toSorted((a, b) => b.pressure - a.pressure || (a.hostId < b.hostId ? -1 : 1));

const spreadOf = (hosts: readonly HostPressure[]): number =>
  (hosts[0]?.pressure ?? 0) - (hosts.at(-1)?.pressure ?? 0);

/** What balancing makes small: a full host counts more than two that are half full. */
const unevenness = (hosts: readonly HostPressure[]): number =>
  hosts.reduce((sum, { pressure }) => sum + pressure * pressure, 0);

/**
 * Moves that make hosts more even, the most useful first. Each leaves every rule of placement kept
 * and the hosts more even than before it; running VMs move without a break, and none is stopped.
 */
export function planBalance(world: World, limits: BalanceLimits): BalancePlan {
  const before = usable(world);
  const moves: BalanceMove[] = [];
  let now = world;
  while (moves.length < limits.balanceMostMoves) {
    const hosts = usable(now);
    if (spreadOf(hosts) * 100 <= limits.balanceTolerancePercent) break;
    const moved = new Set(moves.map(({ vmId }) => vmId));
    const best = bestMove(now, hosts, { moved, leastGain: limits.balanceLeastGainPercent / 100 });
    if (!best) break;
    moves.push(best.move);
    now = best.after;
  }
  return { moves, before, after: usable(now) };
}

interface Found {
  readonly move: BalanceMove;
  readonly after: World;
  readonly unevenness: number;
  /** By so much its host becomes less full. */
  readonly relief: number;
}

/** The best move from the fullest host that has one. */
function bestMove(
  world: World,
  hosts: readonly HostPressure[],
  bounds: { readonly moved: ReadonlySet<VmId>; readonly leastGain: number },
): Found | null {
  for (const donor of hosts.slice(0, DONORS)) {
    const found = world.vms
      .filter((vm) => vm.hostId === donor.hostId && !vm.fixed && !bounds.moved.has(vm.id))
      .flatMap((vm) => bestTarget(world, hosts, vm) ?? [])
      .filter(({ relief }) => relief >= bounds.leastGain)
      .toSorted((a, b) => a.unevenness - b.unevenness || (a.move.name < b.move.name ? -1 : 1));
    if (found[0]) return found[0];
  }
  return null;
}

function bestTarget(world: World, hosts: readonly HostPressure[], vm: WorldVm): Found | null {
  const was = unevenness(hosts);
  const highest = hosts[0]?.pressure ?? 0;
  let best: Found | null = null;
  for (const { host, accepted } of judgeMove(world, vm)) {
    if (!accepted) break;
    const after = afterMove(world, vm, host.id);
    const then = usable(after);
    const now = unevenness(then);
    if (now > was - LEAST_GAIN || (then[0]?.pressure ?? 0) > highest) continue;
    if (best && now >= best.unevenness) continue;
    const move = {
      ...{ vmId: vm.id, name: vm.name, kind: moveKindOf(vm.status) },
      ...{ fromId: vm.hostId, toId: host.id, reason: reasonOf(hosts, then, [vm.hostId, host.id]) },
    };
    const relief = pressureAt(hosts, vm.hostId) - pressureAt(then, vm.hostId);
    best = { move, after, unevenness: now, relief };
  }
  return best;
}

const pressureAt = (hosts: readonly HostPressure[], id: HostId): number =>
  hosts.find(({ hostId }) => hostId === id)?.pressure ?? 0;

function reasonOf(
  before: readonly HostPressure[],
  after: readonly HostPressure[],
  ends: readonly [HostId, HostId],
): string {
  const percent = (hosts: readonly HostPressure[], id: HostId) =>
    `${Math.round(pressureAt(hosts, id) * 100)} %`;
  const [from, to] = ends;
  return `It brings its host from ${percent(before, from)} to ${percent(after, from)}, and the other from ${percent(before, to)} to ${percent(after, to)}.`;
}
