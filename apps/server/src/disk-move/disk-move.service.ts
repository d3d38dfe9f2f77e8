import { type MutationTx, runMutation } from '../audit/mutation.ts';
import { requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import type { Datastore } from '../datastore/datastore.entity.ts';
import { loadDatastores } from '../datastore/datastore.service.ts';
import { lockSpace } from '../datastore/datastore-space.ts';
import { type Em, rows } from '../platform/db.ts';
import { BadUserInputError, ConflictError } from '../platform/errors.ts';
import type { DatastoreId, TaskId } from '../platform/ids.ts';
import { TIMEOUTS } from '../platform/timeouts.ts';
import { announceTask, enqueueTask } from '../task/enqueue.ts';
import { ACTIVE_STATUSES, type TaskType } from '../task/task-enums.ts';
import { judgeAction } from '../vm/vm-actions.ts';
import { requireAction, requireVm } from '../vm/vm-lookup.ts';
import type { VmView } from '../vm/vm-views.ts';
import type { MoveVmToDatastoreInput } from './disk-move.inputs.ts';
import { type MoveSpec, markMoving } from './disk-move.ts';
import type { DiskMoveChoice } from './disk-move.type.ts';
import {
  disksAway,
  judgeMove,
  type MovableDisk,
  movableDisks,
  requireRoom,
} from './move-choice.ts';

/**
 * Where the disks of a VM could go, and whether they can now.
 * @throws {NotFoundError} also for others' VMs
 */
export async function diskMoveChoice(
  context: Context,
  id: string,
  diskIds: readonly string[] | null,
): Promise<DiskMoveChoice> {
  const viewer = requireViewer(context);
  const { em } = context;
  const vm = await requireVm(em, viewer, id);
  const disks = await requireDisks(em, vm, diskIds);
  const verdict = judgeAction(viewer, vm, 'MOVE_DISKS');
  const judged = await judgeMove(em, disks);
  return {
    sizeGiB: disks.reduce((sum, { sizeGiB }) => sum + sizeGiB, 0),
    live: isLive(vm),
    obstacle: verdict.reason ?? (await snapshotsInTheWay(em, vm, disks)),
    candidates: judged.map((each) => ({ ...each, datastoreId: each.datastore.id })),
  };
}

const isLive = ({ status }: VmView): boolean => status === 'RUNNING' || status === 'SUSPENDED';

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
    return enqueue(context, tx, vm, { ...specOf(vm, target, away), bandwidthMiBps });
  });
}

const badDatastore = (message: string) => new BadUserInputError([{ path: 'datastoreId', message }]);

function specOf(vm: VmView, target: Datastore, away: readonly MovableDisk[]): MoveSpec {
  return {
    ...{ vmId: vm.id, name: vm.name, datastoreId: target.id, datastore: target.name },
    disks: away.map(({ id, datastoreId }) => ({ diskId: id, datastoreId })),
  };
}

async function enqueue(
  context: Context,
  { em, afterCommit }: MutationTx,
  vm: VmView,
  spec: MoveSpec,
): Promise<TaskId> {
  await markMoving(em, spec);
  const id = await enqueueTask(em, {
    type: 'MOVE_DISKS',
    title: `Move the disks of VM ${vm.name} to ${spec.datastore}`.slice(0, 255),
    input: spec,
    vmId: vm.id,
    hostId: vm.hostId,
    lane: vm.id,
    requestedBy: requireViewer(context).userId,
  });
  afterCommit(() => {
    const { events } = context.services;
    announceTask(events, id, vm.id);
    events.publish('vm', { id: vm.id });
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
  const snapshots = await rows<{ name: string; disks: string }>(
    em,
    'select name, cast(disks as char) as disks from snapshot where vm_id = ? order by created_at',
    [vm.id],
  );
  const holding = snapshots.filter((each) =>
    disks.some(({ id }) => each.disks.includes(`"${id}"`)),
  );
  if (holding.length === 0) return null;
  const count = holding.length === 1 ? 'a snapshot' : `${holding.length} snapshots`;
  return `${vm.name} runs and has ${count} (${holding.map(({ name }) => name).join(', ')}), which only a copy of the whole disk keeps. Shut it down and move its disks then, or delete its snapshots first.`;
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
