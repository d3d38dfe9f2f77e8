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

/** What {@link requireVm} and {@link activeTasks} ask, for who asks it with more. */
export const vmWithTasksReads = (id: string): readonly Statement[] => [
  vmViewsById([id as VmId]),
  activeTasksOf(id as VmId),
];

/**
 * A VM that the viewer may see, and its tasks, of what {@link vmWithTasksReads} found.
 * @throws {NotFoundError}
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

/** Tasks of a VM that are still to run or at work, by one statement. */
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

/** What is said to whoever asks for something. */
export function beingDeleted(vm: Pick<VmView, 'id' | 'name'>): ConflictError {
  return new ConflictError(`${vm.name} is being deleted.`, { details: { id: vm.id } });
}

/**
 * Nothing is done any more to a VM that is about to be deleted.
 * @throws {ConflictError}
 */
export async function refuseWhileDeleting(em: Em, vm: Pick<VmView, 'id' | 'name'>): Promise<void> {
  if ((await activeTasks(em, vm.id)).deleting) throw beingDeleted(vm);
}

/**
 * A VM that the viewer may act on now.
 * @param queued true when earlier tasks of the VM are still to run: its state then is judged by the
 *   task, at its turn
 * @throws {NotFoundError | ForbiddenError | ConflictError}
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
 * The same for whatever waits in line behind the VM's other tasks: not behind its deletion.
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

/** As {@link requireActionInLine}, where the VM's other tasks are known. */
export function requireInLine(
  viewer: Viewer,
  vm: VmView,
  action: VmAction,
  waiting: ActiveTasks,
): void {
  requireAction(viewer, vm, action, { queued: waiting.count > 0 });
  if (waiting.deleting) throw beingDeleted(vm);
}
