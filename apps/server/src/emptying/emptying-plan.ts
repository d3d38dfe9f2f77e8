import {
  type ChoiceDatastore,
  type ChoiceLimits,
  datastoreRefusal,
  judgeDatastores,
} from '../datastore/datastore-choice.ts';
import type { MovableDisk } from '../disk-move/move-choice.ts';
import type { DatastoreId, HostId, VmId } from '../platform/ids.ts';

/** A VM with disks on the datastore that is to be emptied. */
export interface LeavingVm {
  readonly id: VmId;
  readonly name: string;
  readonly hostId: HostId | null;
  /** Its disks there. */
  readonly disks: readonly MovableDisk[];
  /** It goes on while they are moved. */
  readonly live: boolean;
  /** Why they cannot be moved now, wherever to; null: nothing speaks against it. */
  readonly fixed: string | null;
}

/** What becomes of the disks of one VM. */
export interface EmptyingStep {
  readonly vmId: VmId;
  readonly name: string;
  readonly live: boolean;
  /** `vda`, `vdb` … */
  readonly targets: readonly string[];
  readonly sizeGiB: number;
  /** Null: they cannot be moved. */
  readonly datastoreId: DatastoreId | null;
  /** Why there; or, one by one, why nowhere. */
  readonly reasons: readonly string[];
}

/** Datastores at one moment, and who sees which. */
export interface EmptyingWorld {
  readonly datastores: readonly ChoiceDatastore[];
  readonly limits: ChoiceLimits;
  readonly hostNames: ReadonlyMap<HostId, string>;
  readonly sees: (host: HostId, datastore: DatastoreId) => boolean;
}

/**
 * Where the disks on a datastore would go, the largest first, since they fit in the fewest places.
 * Each is placed as if those before it had moved.
 * @param only the datastore that they are all to go to; null: the best for each
 */
export function planEmptying(
  world: EmptyingWorld,
  vms: readonly LeavingVm[],
  { from, only }: { readonly from: DatastoreId; readonly only: DatastoreId | null },
): readonly EmptyingStep[] {
  const steps: EmptyingStep[] = [];
  let stores = world.datastores.filter(({ id }) => id !== from && (only === null || id === only));
  for (const vm of vms.toSorted(largestFirst)) {
    const step = placed({ ...world, datastores: stores }, vm);
    steps.push(step);
    stores = stores.map((each) =>
      each.id === step.datastoreId ? filled(each, step.sizeGiB) : each,
    );
  }
  return steps;
}

function placed(world: EmptyingWorld, vm: LeavingVm): EmptyingStep {
  const sizeGiB = sizeOf(vm);
  const step = {
    ...{ vmId: vm.id, name: vm.name, live: vm.live, sizeGiB },
    targets: vm.disks.map(({ target }) => target),
  };
  if (vm.fixed !== null) return { ...step, datastoreId: null, reasons: [vm.fixed] };
  const { hostId } = vm;
  const host = hostId === null ? 'its host' : (world.hostNames.get(hostId) ?? 'its host');
  const seen = world.datastores.map((each) => ({
    ...each,
    unseenBy: hostId !== null && !world.sees(hostId, each.id) ? host : null,
  }));
  const candidates = judgeDatastores(seen, { sizeGiB }, world.limits);
  const [best] = candidates;
  if (!best) return { ...step, datastoreId: null, reasons: ['There is no other datastore.'] };
  if (!best.accepted)
    return { ...step, datastoreId: null, reasons: candidates.map(datastoreRefusal) };
  return {
    ...{ ...step, datastoreId: best.datastore.id },
    reasons: best.reasons.map(({ text }) => text),
  };
}

/** As it would be with so much more on it. */
function filled(store: ChoiceDatastore, sizeGiB: number): ChoiceDatastore {
  return {
    ...{ ...store, promisedGiB: store.promisedGiB + sizeGiB },
    usedGiB: store.usedGiB === null ? null : store.usedGiB + sizeGiB,
  };
}

const sizeOf = ({ disks }: LeavingVm): number =>
  disks.reduce((sum, { sizeGiB }) => sum + sizeGiB, 0);

const largestFirst = (a: LeavingVm, b: LeavingVm): number =>
  sizeOf(b) - sizeOf(a) || (a.name < b.name ? -1 : 1);
