import type { HostStatus } from '../host/host-enums.ts';
import { previewPlacement } from '../placement/placement.service.ts';
import { type PlacementCandidate, placementStory, refusal } from '../placement/placement.ts';
import { type Em, rows } from '../platform/db.ts';
import {
  type BaadalError,
  BadUserInputError,
  ConflictError,
  NoCapacityError,
  NotFoundError,
} from '../platform/errors.ts';
import type { DatastoreId, HostId, TaskId, VmId } from '../platform/ids.ts';
import type { VmStatus } from '../vm/vm-status.ts';
import { reachableFrom } from './host-migration.service.ts';
import { insertReservation, refuseMoving } from './migration-record.ts';

/** A VM that is to move. */
export interface MigrationWish {
  readonly vmId: VmId;
  /** Null: the best other host. */
  readonly hostId: HostId | null;
  /** Null: as its state allows. False: a running VM stands still while its memory is copied. */
  readonly live: boolean | null;
  /** Where its disks go along with it; absent: they stay where they are. */
  readonly datastoreId?: DatastoreId;
  /** VMs that move with it: where they are now binds it to nothing. */
  readonly movesWith?: readonly VmId[];
}

/** Where a VM goes, and why there. */
export interface PlannedMigration {
  readonly name: string;
  readonly fromId: HostId;
  readonly toId: HostId;
  /** Lines for the task's log. */
  readonly story: readonly string[];
}

interface Subject {
  readonly name: string;
  readonly status: VmStatus;
  readonly hostId: HostId | null;
  readonly hostName: string | null;
  readonly hostStatus: HostStatus | null;
  readonly hostKvm: number;
  readonly hostCpu: string | null;
  readonly vcpus: number;
  readonly ramMiB: number;
  readonly datastoreId: DatastoreId;
  readonly datastores: string | null;
  /** Those that it needs even when its disks go elsewhere. */
  readonly fixedDatastores: string | null;
  readonly arch: string | null;
}

const MOVABLE: readonly VmStatus[] = ['RUNNING', 'SUSPENDED', 'SHUTDOWN', 'CRASHED'];

async function subjectOf(em: Em, vmId: VmId): Promise<Subject & { readonly hostId: HostId }> {
  const [vm] = await rows<Subject>(
    em,
    `select v.name, v.status, v.host_id as hostId, h.name as hostName, h.status as hostStatus,
            h.kvm as hostKvm, cast(json_extract(h.hardware, '$.cpu') as char) as hostCpu,
            greatest(v.vcpus, coalesce(v.active_vcpus, 0)) as vcpus,
            greatest(v.ram_mib, coalesce(v.active_ram_mib, 0)) as ramMiB,
            v.datastore_id as datastoreId, t.arch,
            (select group_concat(distinct id) from (
               select k.datastore_id as id from disk k where k.vm_id = ?
               union select t.datastore_id from template t join vm w on w.id = ?
                 and t.id in (w.template_id, w.media_template_id)) used) as datastores,
            (select group_concat(distinct t.datastore_id) from template t join vm w on w.id = ?
              where t.id = w.media_template_id or (t.id = w.template_id and (t.kernel is not null or
                (w.status in ('SHUTDOWN', 'CRASHED') and exists (select 1 from disk k
                  where k.vm_id = w.id and k.root and not k.flat)
                  and exists (select 1 from snapshot s where s.vm_id = w.id))))) as fixedDatastores
       from vm v left join host h on h.id = v.host_id left join template t on t.id = v.template_id
      where v.id = ?`,
    [vmId, vmId, vmId, vmId],
  );
  if (!vm) throw new NotFoundError('VM', vmId);
  if (!vm.hostId || !MOVABLE.includes(vm.status))
    throw fault(
      'id',
      vm.hostName && vm.hostStatus !== 'UP'
        ? `Its host ${vm.hostName} is ${vm.hostStatus?.toLowerCase()}: nothing can be taken from it. Wait until it answers.`
        : `${vm.name} cannot move while its state is ${vm.status.toLowerCase()}. Wait until it is known.`,
    );
  return { ...vm, hostId: vm.hostId };
}

function fault(path: string, message: string): ConflictError {
  return new ConflictError(message, { details: { fields: [{ path, message }] } });
}

/**
 * Every host with the verdict on it as the VM's next, best first.
 * @param along where its disks go along with it; absent: they stay where they are
 */
export async function judgeDestinations(
  em: Em,
  vmId: VmId,
  size: { readonly vcpus: number; readonly ramMiB: number },
  along?: DatastoreId,
): Promise<readonly PlacementCandidate[]> {
  const vm = { ...(await subjectOf(em, vmId)), ...size };
  return candidatesFor(em, vmId, vm, along ? { datastoreId: along } : {});
}

async function candidatesFor(
  em: Em,
  vmId: VmId,
  vm: Subject & { readonly hostId: HostId },
  { datastoreId: elsewhere, movesWith = [] }: Pick<MigrationWish, 'datastoreId' | 'movesWith'> = {},
) {
  const needed = elsewhere ? vm.fixedDatastores : vm.datastores;
  const active = vm.status === 'RUNNING' || vm.status === 'SUSPENDED';
  const cpu = active && vm.hostKvm && vm.hostCpu ? JSON.parse(vm.hostCpu) : null;
  return previewPlacement(em, {
    ...{ movesWith, vmId, vcpus: vm.vcpus, ramMiB: vm.ramMiB, arch: vm.arch, leaves: vm.hostId },
    datastoreId: elsewhere ?? vm.datastoreId,
    moreDatastores: (needed?.split(',') ?? []) as DatastoreId[],
    movesLiveFrom: cpu,
    ...((active || elsewhere) && { reachable: await reachableFrom(em, vm.hostId) }),
  });
}

/**
 * Chooses where a VM goes, in the caller's transaction: host rows are locked until its commit, and
 * the caller writes the reservation by {@link holdPlace}.
 * @throws {BadUserInputError | ConflictError | NoCapacityError} naming field and remedy
 */
export async function planMigration(em: Em, wish: MigrationWish): Promise<PlannedMigration> {
  await rows(em, 'select id from host order by id for update');
  const vm = await subjectOf(em, wish.vmId);
  await refuseMoving(em, { id: wish.vmId, name: vm.name });
  const off = vm.status === 'SHUTDOWN' || vm.status === 'CRASHED';
  if (wish.live && off)
    throw new BadUserInputError([
      {
        path: 'live',
        message: `${vm.name} is off: there is nothing to move live. Leave live out to move it as it is, or start it first.`,
      },
    ]);
  const candidates = await candidatesFor(em, wish.vmId, vm, wish);
  const chosen = wish.hostId ? requireWanted(candidates, wish.hostId, vm) : requireBest(candidates);
  const story = placementStory(candidates, chosen);
  return {
    ...{ name: vm.name, fromId: vm.hostId, toId: chosen.host.id },
    story: wish.hostId ? ['The host was chosen by hand.', ...story] : story,
  };
}

function requireBest(candidates: readonly PlacementCandidate[]): PlacementCandidate {
  const [best] = candidates;
  if (best?.accepted) return best;
  const reasons = candidates.map(refusal);
  throw new NoCapacityError(`No other host can take it. ${reasons.join('. ')}.`, reasons);
}

const REMEDIES: Readonly<Record<string, string>> = {
  status: 'Choose a host that is up.',
  datastore:
    'Mount the datastore there, choose another host, or name a datastore that it sees, to move the disks along.',
  affinity: 'Choose another host, or change what the VM is bound to.',
  migration: 'Set migration up on the page of both hosts, or shut the VM down first.',
  'cpu model': 'Shut the VM down to move it there, or choose another host.',
};

const SIZES: readonly string[] = ['ram', 'cpu'];

function requireWanted(
  candidates: readonly PlacementCandidate[],
  hostId: HostId,
  vm: Subject,
): PlacementCandidate {
  const wanted = candidates.find((candidate) => candidate.host.id === hostId);
  const bad = (message: string) => new BadUserInputError([{ path: 'hostId', message }]);
  if (!wanted) throw bad('There is no such host.');
  if (hostId === vm.hostId)
    throw bad(`${vm.name} is on ${wanted.host.name} already. Choose another host.`);
  if (wanted.accepted) return wanted;
  throw refused(wanted);
}

function refused(wanted: PlacementCandidate): BaadalError {
  const faults = wanted.reasons.filter(({ ok }) => !ok);
  const other = faults.find(({ rule }) => !SIZES.includes(rule));
  const words = refusal(wanted);
  if (!other)
    return new NoCapacityError(`${words}. Choose another host, or make room there.`, [words]);
  return fault('hostId', `${words}. ${REMEDIES[other.rule] ?? 'Choose another host.'}`);
}

/** Writes the reservation of a plan, for the task that carries it out. */
export async function holdPlace(
  em: Em,
  vmId: VmId,
  plan: Pick<PlannedMigration, 'toId'>,
  taskId: TaskId,
): Promise<void> {
  await insertReservation(em, { vmId, hostId: plan.toId, taskId });
}
