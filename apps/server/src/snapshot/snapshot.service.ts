import { runMutation, type WritingTx } from '../audit/mutation.ts';
import { requireViewer, vmRelation } from '../auth/policy.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { Context } from '../context.ts';
import { type Em, rows, run } from '../platform/db.ts';
import { ConflictError, NotFoundError } from '../platform/errors.ts';
import { type HostId, newId, type TaskId, type UserId, type VmId } from '../platform/ids.ts';
import type { Services } from '../services.ts';
import { announceVmTask, enqueueTask } from '../task/enqueue.ts';
import { requireActionInLine, requireVm } from '../vm/vm-lookup.ts';
import { loadVmViews, type VmView } from '../vm/vm-views.ts';
import { reserveRevert } from './revert-room.ts';
import type {
  CreateSnapshotInput,
  DeleteSnapshotInput,
  RevertToSnapshotInput,
} from './snapshot.inputs.ts';
import type { SnapshotView } from './snapshot.type.ts';
import type { SnapshotType } from './snapshot-enums.ts';
import { checkSnapshotLimit } from './snapshot-limit.ts';
import { reserveSnapshot } from './snapshot-record.ts';
import { loadSnapshot } from './snapshot-views.ts';

/** A VM as far as its snapshots are concerned. */
export interface SnapshotSubject {
  readonly id: VmId;
  readonly name: string;
  readonly hostId: HostId | null;
}

/** A snapshot to be taken. */
export interface SnapshotRequest {
  readonly vm: SnapshotSubject;
  readonly name: string;
  readonly description: string | null;
  readonly type: SnapshotType;
  /** Null: yes, when it runs. */
  readonly memory: boolean | null;
  readonly requirePing: boolean;
  readonly requestedBy: UserId | null;
}

/**
 * Asks for a snapshot of a VM.
 * @throws {NotFoundError | ForbiddenError | ConflictError}
 * @throws {QuotaExceededError} when people have as many of the VM as they may; exact, however many
 *   ask at once
 */
export async function createSnapshot(
  context: Context,
  input: CreateSnapshotInput,
): Promise<TaskId> {
  const viewer = requireViewer(context);
  const { clientMutationId, vmId: subject, name } = input;
  const call = { action: 'createSnapshot', clientMutationId, subject, detail: name };
  return runMutation(context, call, async ({ em, afterCommit }) => {
    const vm = await requireVm(em, viewer, input.vmId);
    await requireActionInLine(em, viewer, vm, 'CREATE_SNAPSHOT');
    await lockVm(em, vm.id);
    await checkSnapshotLimit(em, vm.id);
    const id = await enqueueSnapshot(em, {
      vm,
      name: name.trim(),
      description: input.description?.trim() || null,
      type: 'USER',
      memory: input.memory ?? null,
      requirePing: input.requirePing ?? true,
      requestedBy: viewer.userId,
    });
    afterCommit(() => announceVmTask(context.services.events, id, vm.id));
    return id;
  });
}

/**
 * Writes a snapshot's row and the task that takes it, in the caller's transaction; after the commit
 * the caller announces the task. The limit on people's snapshots is not checked here: it does not
 * hold for schedules and maintenance.
 */
export async function enqueueSnapshot(em: Em, request: SnapshotRequest): Promise<TaskId> {
  const { vm, requestedBy, ...wanted } = request;
  const snapshotId = newId('snap');
  await reserveSnapshot(em, { ...wanted, snapshotId, vmId: vm.id, createdBy: requestedBy });
  return enqueueTask(em, {
    type: 'CREATE_SNAPSHOT',
    input: { ...wanted, snapshotId, vmId: vm.id },
    title: `Take snapshot ${wanted.name} of VM ${vm.name}`.slice(0, 255),
    vmId: vm.id,
    hostId: vm.hostId,
    lane: vm.id,
    requestedBy,
  });
}

/**
 * Asks for a VM to be taken back to a snapshot.
 * @throws {NotFoundError | ForbiddenError | ConflictError}
 * @throws {NoCapacityError} when the VM was larger then, and its host has no room for that now
 */
export async function revertToSnapshot(
  context: Context,
  input: RevertToSnapshotInput,
): Promise<TaskId> {
  const viewer = requireViewer(context);
  const { clientMutationId, id: subject } = input;
  const call = { action: 'revertToSnapshot', clientMutationId, subject };
  return runMutation(context, call, async (tx) => {
    const { snapshot, vm } = await requireSnapshotOf(tx.em, viewer, input);
    await requireActionInLine(tx.em, viewer, vm, 'REVERT_TO_SNAPSHOT');
    refuseDeleting(snapshot);
    const before = await reserveRevert(tx.em, vm, snapshot);
    return enqueueOn(context.services, tx, {
      type: 'REVERT_TO_SNAPSHOT',
      also: { before },
      title: `Revert VM ${vm.name} to snapshot ${snapshot.name}`,
      ...{ snapshot, vm, requestedBy: viewer.userId },
    });
  });
}

/**
 * Asks for a snapshot to be deleted; its children become those of its parent.
 * @throws {NotFoundError | ForbiddenError | ConflictError} the last when that was asked for already
 */
export async function deleteSnapshot(
  context: Context,
  input: DeleteSnapshotInput,
): Promise<TaskId> {
  const viewer = requireViewer(context);
  const { clientMutationId, id: subject } = input;
  const call = { action: 'deleteSnapshot', clientMutationId, subject };
  return runMutation(context, call, async (tx) => {
    const seen = await requireSnapshotOf(tx.em, viewer, input);
    const { vm } = seen;
    await requireActionInLine(tx.em, viewer, vm, 'DELETE_SNAPSHOT');
    await lockVm(tx.em, vm.id);
    const snapshot = await loadSnapshot(tx.em, input.id);
    if (!snapshot) throw new NotFoundError('snapshot', input.id);
    refuseDeleting(snapshot);
    return enqueueDeletion(context.services, tx, { snapshot, vm, requestedBy: viewer.userId });
  });
}

interface Doomed {
  readonly snapshot: Pick<SnapshotView, 'id' | 'name'>;
  readonly vm: SnapshotSubject;
  readonly requestedBy: UserId | null;
}

/**
 * Marks a snapshot as being deleted, and writes the task that deletes it, in the caller's
 * transaction.
 */
export async function enqueueDeletion(
  services: Services,
  tx: WritingTx,
  doomed: Doomed,
): Promise<TaskId> {
  await run(tx.em, "update snapshot set state = 'DELETING' where id = ?", [doomed.snapshot.id]);
  return enqueueOn(services, tx, {
    ...doomed,
    type: 'DELETE_SNAPSHOT',
    title: `Delete snapshot ${doomed.snapshot.name} of VM ${doomed.vm.name}`,
  });
}

async function enqueueOn(
  services: Services,
  { em, afterCommit }: WritingTx,
  {
    type,
    title,
    snapshot,
    vm,
    requestedBy,
    also = {},
  }: Doomed & {
    readonly also?: Readonly<Record<string, unknown>>;
    readonly type: 'REVERT_TO_SNAPSHOT' | 'DELETE_SNAPSHOT';
    readonly title: string;
  },
): Promise<TaskId> {
  const id = await enqueueTask(em, {
    type,
    input: { snapshotId: snapshot.id, vmId: vm.id, name: snapshot.name, ...also },
    title: title.slice(0, 255),
    vmId: vm.id,
    hostId: vm.hostId,
    lane: vm.id,
    requestedBy,
  });
  afterCommit(() => announceVmTask(services.events, id, vm.id));
  return id;
}

/** A snapshot of a VM that the viewer may see. No difference is made between none and not theirs. */
async function requireSnapshotOf(
  em: Em,
  viewer: Viewer,
  { id, vmId }: { id: string; vmId?: string },
): Promise<{ snapshot: SnapshotView; vm: VmView }> {
  const snapshot = await loadSnapshot(em, id);
  const [vm] = snapshot ? await loadVmViews(em, [snapshot.vmId]) : [];
  const other = vmId !== undefined && vmId !== null && vmId !== snapshot?.vmId;
  if (!snapshot || !vm || other || !vmRelation(viewer, vm)) throw new NotFoundError('snapshot', id);
  return { snapshot, vm };
}

function refuseDeleting({ id, name, state }: SnapshotView): void {
  if (state === 'DELETING')
    throw new ConflictError(`The snapshot ${name} is being deleted already.`, { details: { id } });
}

async function lockVm(em: Em, id: VmId): Promise<void> {
  await rows(em, 'select 1 from vm where id = ? for update', [id]);
}
