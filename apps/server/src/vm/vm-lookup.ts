import { vmRelation } from '../auth/policy.ts';
import type { Viewer } from '../auth/viewer.ts';
import { type Em, rows } from '../platform/db.ts';
import { ConflictError, ForbiddenError, NotFoundError } from '../platform/errors.ts';
import type { VmId } from '../platform/ids.ts';
import { ACTIVE_STATUSES } from '../task/task-enums.ts';
import { judgeAction, type VmAction } from './vm-actions.ts';
import { loadVmViews, type VmView } from './vm-views.ts';

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
 * Nothing is done any more to a VM that is about to be deleted.
 * @throws {ConflictError}
 */
export async function refuseWhileDeleting(em: Em, vm: Pick<VmView, 'id' | 'name'>): Promise<void> {
  const deleting = await rows(
    em,
    "select 1 from task where lane = ? and type = 'DELETE_VM' and status in (?) limit 1",
    [vm.id, ACTIVE_STATUSES],
  );
  if (deleting.length > 0)
    throw new ConflictError(`${vm.name} is being deleted.`, { details: { id: vm.id } });
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
  if (verdict.obstacle !== 'STATE') throw new ForbiddenError(message, { details: { id: vm.id } });
  if (!queued) throw new ConflictError(message, { details: { id: vm.id, status: vm.status } });
}
