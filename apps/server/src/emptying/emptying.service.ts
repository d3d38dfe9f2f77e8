import { runMutation } from '../audit/mutation.ts';
import { requireViewer } from '../auth/policy.ts';
import { constantValues } from '../constant/constant.service.ts';
import type { Context } from '../context.ts';
import { loadDatastores } from '../datastore/datastore.service.ts';
import { lockSpace } from '../datastore/datastore-space.ts';
import { enqueueMove, moveSpecOf } from '../disk-move/enqueue-move.ts';
import { requireRoom } from '../disk-move/move-choice.ts';
import { type Em, rows, run } from '../platform/db.ts';
import { BadUserInputError, ConflictError, NotFoundError } from '../platform/errors.ts';
import type { DatastoreId, TaskId } from '../platform/ids.ts';
import { enqueueTask } from '../task/enqueue.ts';
import { announceGroup } from '../task/group.ts';
import { ACTIVE_STATUSES } from '../task/task-enums.ts';
import type { EmptyDatastoreInput } from './emptying.inputs.ts';
import { type EmptyingStep, type LeavingVm, planEmptying } from './emptying-plan.ts';
import { leavingVms, loadEmptyingWorld, type Rest, restOf } from './load-emptying.ts';

/** What `emptyDatastore` would do. */
export interface EmptyingPlan {
  readonly steps: readonly EmptyingStep[];
  readonly rest: readonly Rest[];
}

interface Wish {
  readonly id: string;
  readonly targetId?: string | null | undefined;
}

/** Where the disks on a datastore would go now; nothing is reserved. @throws {NotFoundError} */
export async function emptyingPlan(context: Context, wish: Wish): Promise<EmptyingPlan> {
  const { plan } = await makePlan(context.em, context, wish);
  return plan;
}

async function makePlan(em: Em, context: Context, wish: Wish) {
  const ids = [wish.id, wish.targetId ?? wish.id] as DatastoreId[];
  const stores = await loadDatastores(em, ids);
  const from = stores.find(({ id }) => id === wish.id);
  if (!from) throw new NotFoundError('datastore', wish.id);
  const bad = (message: string) => new BadUserInputError([{ path: 'targetId', message }]);
  if (wish.targetId && !stores.some(({ id }) => id === wish.targetId))
    throw bad('There is no such datastore.');
  if (wish.targetId === wish.id) throw bad('That is the one to be emptied. Choose another.');
  const [world, vms, rest] = await Promise.all([
    loadEmptyingWorld(em),
    leavingVms(em, requireViewer(context), from.id),
    restOf(em, from.id),
  ]);
  const only = (wish.targetId ?? null) as DatastoreId | null;
  const steps = planEmptying(world, vms, { from: from.id, only });
  return { from, world, vms, plan: { steps, rest } };
}

/**
 * Closes a datastore for anything new and moves all disks away that can be moved: room for all of
 * them is reserved here. What does not move stays as it is, and is named.
 * @throws {NotFoundError | BadUserInputError}
 * @throws {ConflictError} when there are disks and none can be moved, with the reasons, or it is
 *   being emptied already; nothing is changed then
 */
export async function emptyDatastore(
  context: Context,
  input: EmptyDatastoreInput,
): Promise<TaskId> {
  const { id, clientMutationId } = input;
  const { userId } = requireViewer(context);
  const call = { action: 'emptyDatastore', clientMutationId, subject: id };
  return runMutation(context, call, async ({ em, afterCommit }) => {
    await lockSpace(em);
    await refuseTwice(em, id);
    const { from, vms, world, plan } = await makePlan(em, context, input);
    refuseHopeless(from.name, plan.steps);
    const { evacuationsAtOnce: atOnce } = await constantValues(em);
    const task = await enqueueTask(em, {
      type: 'EMPTY_DATASTORE',
      title: `Empty datastore ${from.name}`,
      ...{ lane: from.id, requestedBy: userId },
      input: {
        ...{ datastoreId: from.id, name: from.name, wasClosed: from.closed, atOnce },
        stay: stayOf(plan),
      },
    });
    await run(em, 'update datastore set closed = true where id = ?', [from.id]);
    const names = new Map(world.datastores.map((each) => [each.id, each.name]));
    const moves = plan.steps.flatMap((step) => moveOf(step, vms, names));
    const children: TaskId[] = [];
    for (const { vm, target } of moves) {
      await rows(em, 'select 1 from vm where id = ? for update', [vm.id]);
      await requireRoom(em, target.id, vm.disks);
      const spec = {
        ...moveSpecOf(vm, target, vm.disks),
        bandwidthMiBps: input.bandwidthMiBps ?? null,
      };
      const of = { requestedBy: userId, parentId: task, held: true };
      children.push(await enqueueMove(em, vm, spec, of));
    }
    afterCommit(() => {
      const { events } = context.services;
      announceGroup(events, { id: task, childIds: children }, from.id);
      for (const { vm } of moves) events.publish('vm', { id: vm.id });
      const touched = new Set([from.id, ...moves.map(({ target }) => target.id)]);
      for (const store of touched) events.publish('datastore', { id: store });
    });
    return task;
  });
}

interface Move {
  readonly vm: LeavingVm;
  readonly target: { readonly id: DatastoreId; readonly name: string };
}

function moveOf(
  step: EmptyingStep,
  vms: readonly LeavingVm[],
  names: ReadonlyMap<DatastoreId, string>,
): Move[] {
  const vm = vms.find(({ id }) => id === step.vmId);
  if (!vm || step.datastoreId === null) return [];
  return [{ vm, target: { id: step.datastoreId, name: names.get(step.datastoreId) ?? '' } }];
}

const stayOf = ({ steps, rest }: EmptyingPlan) => [
  ...steps.flatMap(({ name, datastoreId, reasons }) =>
    datastoreId ? [] : [{ name: `VM ${name}`, reason: reasons.join('. ') }],
  ),
  ...rest.map(({ what, reason }) => ({ name: what, reason })),
];

async function refuseTwice(em: Em, id: string): Promise<void> {
  const [task] = await rows<{ title: string }>(
    em,
    'select title from task where lane = ? and status in (?) limit 1',
    [id, ACTIVE_STATUSES],
  );
  if (task)
    throw new ConflictError(`It is being emptied already: ${task.title}. Wait, or cancel that.`, {
      details: { id },
    });
}

function refuseHopeless(name: string, steps: readonly EmptyingStep[]): void {
  if (steps.length === 0 || steps.some(({ datastoreId }) => datastoreId)) return;
  const reasons = steps.map((step) => `${step.name}: ${step.reasons.join('. ')}`);
  throw new ConflictError(
    `None of the disks on ${name} can be moved, so nothing is changed. ${reasons.slice(0, 5).join(' ')}`,
    { details: { reasons } },
  );
}

/** The task that empties each datastore, or did so last. */
export async function lastEmptyings(
  em: Em,
  ids: readonly DatastoreId[],
): Promise<ReadonlyMap<DatastoreId, TaskId>> {
  const found = await rows<{ lane: DatastoreId; id: TaskId }>(
    em,
    `select t.lane, t.id from task t where t.seq in (select max(m.seq) from task m
      where m.lane in (?) and m.type = 'EMPTY_DATASTORE' group by m.lane)`,
    [ids],
  );
  return new Map(found.map(({ lane, id }) => [lane, id]));
}
