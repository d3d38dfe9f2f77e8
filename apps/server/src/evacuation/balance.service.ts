import { runMutation } from '../audit/mutation.ts';
import { requireViewer } from '../auth/policy.ts';
import { constantValues } from '../constant/constant.service.ts';
import type { Context } from '../context.ts';
import { type Em, rows, transaction } from '../platform/db.ts';
import { ConflictError } from '../platform/errors.ts';
import type { HostId, TaskId, UserId, VmId } from '../platform/ids.ts';
import type { PeriodicJob } from '../schedule/periodic-jobs.ts';
import { enqueueTask } from '../task/enqueue.ts';
import { announceGroup } from '../task/group.ts';
import { ACTIVE_STATUSES } from '../task/task-enums.ts';
import { type BalancePlan, planBalance } from './balance-plan.ts';
import type { BalanceHostsInput } from './evacuation.inputs.ts';
import { enqueueMoves } from './evacuation.service.ts';
import { loadWorld } from './load-world.ts';

/** One at a time: each is planned on what the one before has left. */
const LANE = 'balance';

/** What could be moved to make the hosts more even; nothing is reserved. */
export async function balancePlan(em: Em): Promise<BalancePlan> {
  return planBalance(await loadWorld(em, null), await constantValues(em));
}

/**
 * What is moved without anybody asking: not what moved a while ago, or failed to, so that no VM goes
 * to and fro, none is tried again every round, and what a person moved stays.
 */
async function quietPlan(em: Em): Promise<BalancePlan> {
  const [world, limits, recent] = await Promise.all([
    loadWorld(em, null),
    constantValues(em),
    movedLately(em),
  ]);
  const vms = world.vms.map((vm) =>
    recent.has(vm.id) ? { ...vm, fixed: vm.fixed ?? 'It moved a while ago.' } : vm,
  );
  return planBalance({ ...world, vms }, limits);
}

async function movedLately(em: Em): Promise<ReadonlySet<VmId>> {
  const { balanceQuietMinutes } = await constantValues(em);
  const moved = await rows<{ id: VmId }>(
    em,
    `select v.id from vm v where exists (select 1 from task t where t.vm_id = v.id
        and t.type in ('MIGRATE_VM', 'RELOCATE_VM')
        and t.created_at > utc_timestamp(3) - interval ? minute)`,
    [balanceQuietMinutes],
  );
  return new Set(moved.map(({ id }) => id));
}

interface Move {
  readonly vmId: VmId;
  readonly targetId: HostId;
}

async function enqueueBalance(
  em: Em,
  moves: readonly Move[],
  by: UserId | null,
): Promise<{ readonly task: TaskId; readonly children: readonly TaskId[] }> {
  const count = moves.length === 1 ? '1 VM' : `${moves.length} VMs`;
  const task = await enqueueTask(em, {
    type: 'BALANCE_HOSTS',
    input: { atOnce: (await constantValues(em)).evacuationsAtOnce },
    title: `Balance hosts by moving ${count}`,
    ...{ lane: LANE, requestedBy: by },
  });
  const children = await enqueueMoves(em, task, moves, by);
  return { task, children };
}

async function isBalancing(em: Em): Promise<boolean> {
  const sql = 'select 1 from task where lane = ? and status in (?) limit 1';
  return (await rows(em, sql, [LANE, ACTIVE_STATUSES])).length > 0;
}

/**
 * Moves the VMs of suggestions that an admin chose, to the hosts suggested.
 * @throws {BadUserInputError | ConflictError | NoCapacityError} when one of them cannot be carried
 *   out any more, or the hosts are being balanced; nothing is moved then
 */
export async function balanceHosts(context: Context, input: BalanceHostsInput): Promise<TaskId> {
  const { clientMutationId } = input;
  const { userId } = requireViewer(context);
  const moves = input.moves.map(({ vmId, hostId }) => ({
    ...{ vmId: vmId as VmId, targetId: hostId as HostId },
  }));
  const call = { action: 'balanceHosts', clientMutationId, detail: `${moves.length} moves` };
  return runMutation(context, call, async ({ em, afterCommit }) => {
    await rows(em, 'select id from host order by id for update');
    if (await isBalancing(em))
      throw new ConflictError('The hosts are being balanced. Wait for the end of that task.');
    const made = await enqueueBalance(em, moves, userId);
    afterCommit(() => announce(context.services, made, moves));
    return made.task;
  });
}

function announce(
  { events }: Pick<Context['services'], 'events'>,
  made: { readonly task: TaskId; readonly children: readonly TaskId[] },
  moves: readonly Move[],
): void {
  announceGroup(events, { id: made.task, childIds: made.children }, LANE);
  for (const { vmId } of moves) events.publish('vm', { id: vmId });
}

/** Carries suggestions out by itself where an admin switched that on, within the constants' limits. */
export const balanceJob: PeriodicJob = {
  name: 'balance-hosts',
  everyMs: 300_000,
  run: async ({ em, events, log }) => {
    const { balanceAutomatic } = await constantValues(em());
    if (!balanceAutomatic) return;
    let moves: readonly Move[] = [];
    const made = await transaction(em(), async (tx) => {
      await rows(tx, 'select id from host order by id for update');
      if (await isBalancing(tx)) return null;
      const plan = await quietPlan(tx);
      moves = plan.moves.map(({ vmId, toId }) => ({ vmId, targetId: toId }));
      return moves.length > 0 ? enqueueBalance(tx, moves, null) : null;
    });
    if (!made) return;
    log.info({ taskId: made.task, moves: moves.length }, 'hosts are balanced by schedule');
    announce({ events }, made, moves);
  },
};
