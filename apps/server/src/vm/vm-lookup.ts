import { vmRelation } from '../auth/policy.ts';
import type { Viewer } from '../auth/viewer.ts';
import { type Em, rows, type Statement } from '../platform/db.ts';
import { ConflictError, ForbiddenError, NotFoundError } from '../platform/errors.ts';
import type { VmId } from '../platform/ids.ts';
import { ACTIVE_STATUSES } from '../task/task-enums.ts';
import { judgeAction, type VmAction } from './vm-actions.ts';
import { loadVmViews, type VmView, vmViewsById, vmViewsOf } from './vm-views.ts';

/**
 * A VM that the viewer may see.
 * @throws {NotFoundError} also for somebody else's: no difference is made
 */
export async function requireVm(em: Em, viewer: Viewer, id: string): Promise<VmView> {
  const [vm] = await loadVmViews(em, [id as VmId]);
  if (!vm || !vmRelation(viewer, vm)) throw new NotFoundError('VM', id);
  return vm;
}

/**
 * The statements behind {@link requireVm} and {@link activeTasks}, for callers that send them
 * together with others. {@link requireVmWithTasks} reads their answers.
 */
export const vmWithTasksReads = (id: string): readonly Statement[] => [
  vmViewsById([id as VmId]),
  activeTasksOf(id as VmId),
];

/**
 * A VM that the viewer may see, and its unfinished tasks, from the answers to {@link
 * vmWithTasksReads}.
 * @throws {NotFoundError} also for somebody else's VM
 */
export function requireVmWithTasks(
  [found = [], counted = []]: readonly (readonly unknown[])[],
  viewer: Viewer,
  id: string,
): { readonly vm: VmView; readonly waiting: ActiveTasks } {
  const [vm] = vmViewsOf(found);
  if (!vm || !vmRelation(viewer, vm)) throw new NotFoundError('VM', id);
  return { vm, waiting: countOf(counted) };
}

/** How many tasks of a VM have not ended, and whether one of them deletes it; one statement. */
export async function activeTasks(em: Em, id: VmId): Promise<ActiveTasks> {
  return countOf(await rows(em, ...activeTasksOf(id)));
}

interface ActiveTasks {
  readonly count: number;
  readonly deleting: boolean;
}

const activeTasksOf = (id: VmId): Statement => [
  `select count(*) as n, coalesce(max(type = 'DELETE_VM'), 0) as deleting
     from task where lane = ? and status in (?)`,
  [id, ACTIVE_STATUSES],
];

function countOf([found]: readonly unknown[]): ActiveTasks {
  const { n, deleting } = found as { readonly n: number; readonly deleting: number };
  return { count: Number(n), deleting: Boolean(deleting) };
}

/** The error for whoever asks for something of a VM that is being deleted. */
export function beingDeleted(vm: Pick<VmView, 'id' | 'name'>): ConflictError {
  return new ConflictError(`${vm.name} is being deleted.`, { details: { id: vm.id } });
}

/**
 * Refuses whatever is asked of a VM that is being deleted.
 * @throws {ConflictError}
 */
export async function refuseWhileDeleting(em: Em, vm: Pick<VmView, 'id' | 'name'>): Promise<void> {
  if ((await activeTasks(em, vm.id)).deleting) throw beingDeleted(vm);
}

/**
 * Makes sure that the viewer may do this to the VM now.
 * @param queued true when earlier tasks of the VM have not ended: its state may be another by the
 *   time the task runs, and is judged then
 * @throws {ForbiddenError | ConflictError}
 */
export function requireAction(
  viewer: Viewer,
  vm: VmView,
  action: VmAction,
  { queued = false }: { queued?: boolean } = {},
): void {
  const verdict = judgeAction(viewer, vm, action);
  if (verdict.allowed) return;
  const message = `${vm.name}: ${verdict.reason}`;
  if (verdict.obstacle === 'SHUT') throw new ConflictError(message, { details: { id: vm.id } });
  if (verdict.obstacle !== 'STATE') throw new ForbiddenError(message, { details: { id: vm.id } });
  if (!queued) throw new ConflictError(message, { details: { id: vm.id, status: vm.status } });
}

/**
 * As {@link requireAction}, for something that waits until the VM's other tasks have ended. Nothing
 * may wait behind its deletion.
 * @throws {ForbiddenError | ConflictError}
 */
export async function requireActionInLine(
  em: Em,
  viewer: Viewer,
  vm: VmView,
  action: VmAction,
): Promise<void> {
  requireInLine(viewer, vm, action, await activeTasks(em, vm.id));
}

/**
 * As {@link requireActionInLine}, when the caller has read the VM's other tasks already.
 * @throws {ForbiddenError | ConflictError}
 */
export function requireInLine(
  viewer: Viewer,
  vm: VmView,
  action: VmAction,
  waiting: ActiveTasks,
): void {
  requireAction(viewer, vm, action, { queued: waiting.count > 0 });
  if (waiting.deleting) throw beingDeleted(vm);
}
