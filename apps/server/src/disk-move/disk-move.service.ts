import { type MutationTx, runMutation } from '../audit/mutation.ts';
import { requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import type { Datastore } from '../datastore/datastore.entity.ts';
import { loadDatastores } from '../datastore/datastore.service.ts';
import { isHostOf } from '../datastore/datastore-hosts.ts';
import { lockSpace } from '../datastore/datastore-space.ts';
import { type Em, rows } from '../platform/db.ts';
import { BadUserInputError, ConflictError } from '../platform/errors.ts';
import type { DatastoreId, TaskId } from '../platform/ids.ts';
import { TIMEOUTS } from '../platform/timeouts.ts';
import { announceVmTask } from '../task/enqueue.ts';
import { ACTIVE_STATUSES, type TaskType } from '../task/task-enums.ts';
import { judgeAction } from '../vm/vm-actions.ts';
import { requireAction, requireVm } from '../vm/vm-lookup.ts';
import type { VmView } from '../vm/vm-views.ts';
import type { MoveVmToDatastoreInput } from './disk-move.inputs.ts';
import type { MoveSpec } from './disk-move.ts';
import type { DiskMoveChoice } from './disk-move.type.ts';
import { enqueueMove, isLive, moveSpecOf, snapshotObstacle, snapshotsOf } from './enqueue-move.ts';
import {
  disksAway,
  judgeMove,
  type MovableDisk,
  movableDisks,
  requireRoom,
} from './move-choice.ts';

/**
 * Where the disks of a VM could go, and whether they can now: where its host sees it, unless they
 * go along with it to another.
 * @throws {NotFoundError} also for others' VMs
 */
export async function diskMoveChoice(
  context: Context,
  id: string,
  { diskIds, along }: { readonly diskIds: readonly string[] | null; readonly along: boolean },
): Promise<DiskMoveChoice> {
  const viewer = requireViewer(context);
  const { em } = context;
  const vm = await requireVm(em, viewer, id);
  const disks = await requireDisks(em, vm, diskIds);
  const verdict = judgeAction(viewer, vm, 'MOVE_DISKS');
  const judged = await judgeMove(em, disks, along ? null : vm.hostId);
  return {
    sizeGiB: disks.reduce((sum, { sizeGiB }) => sum + sizeGiB, 0),
    live: isLive(vm),
    obstacle: verdict.reason ?? (await snapshotsInTheWay(em, vm, disks)),
    candidates: judged.map((each) => ({ ...each, datastoreId: each.datastore.id })),
  };
}

/**
 * Asks for disks of a VM to be moved to another datastore, whose space is reserved at once.
 * @throws {NotFoundError | ForbiddenError | BadUserInputError | NoCapacityError}
 * @throws {ConflictError} while it runs with snapshots, is being moved, or is being deleted
 */
export async function moveVmToDatastore(
  context: Context,
  input: MoveVmToDatastoreInput,
): Promise<TaskId> {
  const viewer = requireViewer(context);
  const { clientMutationId, id: subject } = input;
  const target = await mountedDatastore(context, input);
  const call = { action: 'moveVmToDatastore', clientMutationId, subject, detail: target.name };
  return runMutation(context, call, async (tx) => {
    const { em } = tx;
    const vm = await requireVm(em, viewer, input.id);
    const queued = await queuedTasks(em, vm);
    requireAction(viewer, vm, 'MOVE_DISKS', { queued: queued.length > 0 });
    refuseWhile(vm, queued);
    await rows(em, 'select 1 from vm where id = ? for update', [vm.id]);
    const disks = await requireDisks(em, vm, input.diskIds ?? null);
    // What is queued may change it: then the task decides.
    const obstacle = queued.length > 0 ? null : await snapshotsInTheWay(em, vm, disks);
    if (obstacle) throw new ConflictError(obstacle, { details: { id: vm.id } });
    const away = disksAway(disks, target.id);
    if (away.length === 0)
      throw badDatastore(`The disks of ${vm.name} are on ${target.name} already. Choose another.`);
    await lockSpace(em);
    await requireRoom(em, target.id, away);
    const bandwidthMiBps = input.bandwidthMiBps ?? null;
    return enqueue(context, tx, vm, { ...moveSpecOf(vm, target, away), bandwidthMiBps });
  });
}

const badDatastore = (message: string) => new BadUserInputError([{ path: 'datastoreId', message }]);

async function enqueue(
  context: Context,
  { em, afterCommit }: MutationTx,
  vm: VmView,
  spec: MoveSpec,
): Promise<TaskId> {
  const id = await enqueueMove(em, vm, spec, { requestedBy: requireViewer(context).userId });
  afterCommit(() => {
    const { events } = context.services;
    announceVmTask(events, id, vm.id);
    events.publish('datastore', { id: spec.datastoreId });
  });
  return id;
}

/** @throws {BadUserInputError} for one that is not the VM's */
async function requireDisks(
  em: Em,
  vm: VmView,
  diskIds: readonly string[] | null,
): Promise<MovableDisk[]> {
  const disks = await movableDisks(em, vm.id, diskIds);
  const known = new Set<string>(disks.map(({ id }) => id));
  const strange = diskIds?.find((id) => !known.has(id));
  if (strange !== undefined)
    throw new BadUserInputError([
      { path: 'diskIds', message: `${vm.name} has no disk ${strange}. Choose among its own.` },
    ]);
  return disks;
}

/** Why disks of a VM that runs cannot be moved; null: they can. */
async function snapshotsInTheWay(
  em: Em,
  vm: VmView,
  disks: readonly MovableDisk[],
): Promise<string | null> {
  if (!isLive(vm)) return null;
  return snapshotObstacle(vm, disks, await snapshotsOf(em, [vm.id]));
}

async function queuedTasks(em: Em, vm: VmView): Promise<TaskType[]> {
  const queued = await rows<{ type: TaskType }>(
    em,
    'select type from task where lane = ? and status in (?)',
    [vm.id, ACTIVE_STATUSES],
  );
  return queued.map(({ type }) => type);
}

function refuseWhile({ id, name }: VmView, queued: readonly TaskType[]): void {
  const refuse = (what: string) => {
    throw new ConflictError(`${name} is being ${what}.`, { details: { id } });
  };
  if (queued.includes('DELETE_VM')) refuse('deleted');
  if (queued.includes('MOVE_DISKS')) refuse('moved already');
}

/**
 * The datastore, mounted on the VM's host as far as that can be asked now; one that does not answer
 * is asked again by the task.
 * @throws {BadUserInputError} when there is none, or the host does not have it
 */
async function mountedDatastore(
  context: Context,
  input: MoveVmToDatastoreInput,
): Promise<Datastore> {
  const vm = await requireVm(context.em, requireViewer(context), input.id);
  const [datastore] = await loadDatastores(context.em, [input.datastoreId as DatastoreId]);
  if (!datastore) throw badDatastore('There is no such datastore.');
  if (vm.hostId && !(await isHostOf(context.em, datastore.id, vm.hostId)))
    throw badDatastore(
      `The host of ${vm.name} does not have ${datastore.name}. Choose another, or migrate ${vm.name} with its disks to a host that has it.`,
    );
  const mounted = vm.hostId && (await isMounted(context, vm.hostId, datastore.path));
  if (mounted === false)
    throw badDatastore(
      `The host of ${vm.name} does not have ${datastore.name} mounted at ${datastore.path}. Mount it there, or choose another datastore.`,
    );
  return datastore;
}

async function isMounted({ services }: Context, hostId: VmView['hostId'] & string, path: string) {
  try {
    const ssh = await services.hosts.ssh(hostId);
    const asked = { timeoutMs: TIMEOUTS.interactiveCallMs };
    return (await ssh.exec(['mountpoint', '-q', path], asked)).code === 0;
  } catch (error) {
    services.log.info({ hostId, err: error }, 'a host could not be asked about a datastore');
    return null;
  }
}
