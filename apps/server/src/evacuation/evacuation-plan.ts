import { refusal } from '../placement/placement.ts';
import type { HostId, VmId } from '../platform/ids.ts';
import { type MoveKind, moveKindOf } from './move-kind.ts';
import { afterMove, judgeMove, type World, type WorldVm } from './world.ts';

/** What becomes of one VM when its host is evacuated. */
export interface EvacuationStep {
  readonly vmId: VmId;
  readonly name: string;
  readonly kind: MoveKind;
  /** Null: it cannot move. */
  readonly targetId: HostId | null;
  /** Why there; or, one by one, why nowhere. */
  readonly reasons: readonly string[];
}

/** Reasons that tell one target from another. */
const WEIGHTS: readonly string[] = ['balance', 'load', 'network', 'affinity'];

/**
 * Where the VMs of a host would go, the largest first, since they fit in the fewest places. Each is
 * placed as if those before it had moved. One that cannot move stays; nothing is stopped for it.
 * @returns in the order in which they are to move
 */
export function planEvacuation(world: World, hostId: HostId): readonly EvacuationStep[] {
  const steps: EvacuationStep[] = [];
  let now = world;
  for (const vm of world.vms.filter((v) => v.hostId === hostId).toSorted(largestFirst)) {
    const step = placed(now, vm);
    steps.push(step);
    if (step.targetId) now = afterMove(now, vm, step.targetId);
  }
  return steps;
}

function placed(world: World, vm: WorldVm): EvacuationStep {
  const step = { vmId: vm.id, name: vm.name, kind: moveKindOf(vm.status) };
  if (vm.fixed) return { ...step, targetId: null, reasons: [vm.fixed] };
  const candidates = judgeMove(world, vm, vm.hostId).filter(({ host }) => host.id !== vm.hostId);
  const [best] = candidates;
  if (!best) return { ...step, targetId: null, reasons: ['There is no other host.'] };
  if (!best.accepted) {
    const bound = vm.bound === null ? [] : [vm.bound];
    return { ...step, targetId: null, reasons: [...bound, ...candidates.map(refusal)] };
  }
  const why = best.reasons.filter(({ rule }) => WEIGHTS.includes(rule)).map(({ text }) => text);
  return { ...step, targetId: best.host.id, reasons: why };
}

/**
 * Which of some VMs can go back to a host, each as if those before it had gone. They go together:
 * whoever belongs together with another of them does not wait for it.
 */
export function planReturn(
  world: World,
  hostId: HostId,
  vmIds: readonly VmId[],
): readonly EvacuationStep[] {
  const steps: EvacuationStep[] = [];
  let now = world;
  for (const id of vmIds) {
    const vm = now.vms.find((v) => v.id === id);
    if (!vm || vm.hostId === hostId) continue;
    const back = judgeMove(now, vm, vm.hostId).find(({ host }) => host.id === hostId);
    const free = back?.accepted === true && !vm.fixed;
    steps.push({
      ...{ vmId: id, name: vm.name, kind: moveKindOf(vm.status), targetId: free ? hostId : null },
      reasons: free ? [] : [vm.fixed ?? (back ? refusal(back) : 'Its host is gone.')],
    });
    if (free) now = afterMove(now, vm, hostId);
  }
  return steps;
}

const largestFirst = (a: WorldVm, b: WorldVm) =>
  b.ramMiB - a.ramMiB || b.vcpus - a.vcpus || (a.name < b.name ? -1 : 1);
