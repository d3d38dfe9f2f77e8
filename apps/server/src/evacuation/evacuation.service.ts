import { runMutation } from '../audit/mutation.ts';
import { requireViewer } from '../auth/policy.ts';
import { constantValues } from '../constant/constant.service.ts';
import type { Context } from '../context.ts';
import { recordHostEvent } from '../host/host-events.ts';
import { enqueueMigration } from '../migration/enqueue-migration.ts';
import { type Em, fromJson, rows, run } from '../platform/db.ts';
import { ConflictError, NotFoundError } from '../platform/errors.ts';
import type { HostId, TaskId, UserId, VmId } from '../platform/ids.ts';
import { enqueueTask } from '../task/enqueue.ts';
import { announceGroup } from '../task/group.ts';
import { ACTIVE_STATUSES } from '../task/task-enums.ts';
import type { EvacuateHost } from './evacuate-host.task.ts';
import type { EvacuateHostInput, ReturnVmsInput } from './evacuation.inputs.ts';
import { type EvacuationStep, planEvacuation, planReturn } from './evacuation-plan.ts';
import { loadWorld } from './load-world.ts';

interface HostRow {
  readonly id: HostId;
  readonly name: string;
  readonly maintenance: number;
}

/** Where the VMs of a host would go now; nothing is reserved. @throws {NotFoundError} */
export async function evacuationPlan(em: Em, id: string): Promise<readonly EvacuationStep[]> {
  const [host] = await rows<HostRow>(em, 'select id from host where id = ?', [id]);
  if (!host) throw new NotFoundError('host', id);
  return planEvacuation(await loadWorld(em, host.id), host.id);
}

/** Locks all hosts, as whoever places a VM does, and gives one of them. */
async function lockHost(em: Em, id: string): Promise<HostRow> {
  await rows(em, 'select id from host order by id for update');
  const [host] = await rows<HostRow>(em, 'select id, name, maintenance from host where id = ?', [
    id,
  ]);
  if (!host) throw new NotFoundError('host', id);
  const [task] = await rows<{ title: string }>(
    em,
    'select title from task where lane = ? and status in (?) limit 1',
    [host.id, ACTIVE_STATUSES],
  );
  if (task)
    throw new ConflictError(
      `${host.name} is busy: ${task.title}. Wait for the end of that task, or cancel it.`,
    );
  return host;
}

/**
 * Closes a host for new VMs and moves its VMs to others: room for all of them is reserved here. What
 * cannot move stays as it is, and is named.
 * @throws {NotFoundError}
 * @throws {ConflictError} when none of its VMs can move, with each one's reasons, or a task is at
 *   work on the host; nothing is changed then
 */
export async function evacuateHost(context: Context, input: EvacuateHostInput): Promise<TaskId> {
  const { id, clientMutationId } = input;
  const call = { action: 'evacuateHost', clientMutationId, subject: id };
  const { userId } = requireViewer(context);
  return runMutation(context, call, async ({ em, afterCommit }) => {
    const host = await lockHost(em, id);
    const steps = planEvacuation(await loadWorld(em, host.id), host.id);
    refuseHopeless(host, steps);
    const wasClosed = Boolean(host.maintenance);
    const task = await enqueueTask(em, {
      type: 'EVACUATE_HOST',
      input: await inputOf(em, host, { wasClosed, steps }),
      title: `Evacuate host ${host.name}`,
      ...{ hostId: host.id, requestedBy: userId },
    });
    await run(em, 'update host set maintenance = true where id = ?', [host.id]);
    if (!wasClosed)
      await recordHostEvent(em, host.id, {
        ...{ attribute: 'maintenance', from: 'off', to: 'on', reason: 'It is evacuated.' },
        ...{ actorId: userId, taskId: task },
      });
    const moves = movesOf(steps);
    const children = await enqueueMoves(em, task, moves, userId);
    afterCommit(() => announce(context, { host: host.id, task, children, moves }));
    return task;
  });
}

function refuseHopeless(host: HostRow, steps: readonly EvacuationStep[]): void {
  if (steps.length === 0 || steps.some(({ targetId }) => targetId)) return;
  const reasons = steps.map(({ name, reasons: why }) => `${name}: ${why.join('; ')}.`);
  throw new ConflictError(
    `None of the VMs on ${host.name} can move, so nothing is changed. Open another host for them, or make room there. ${reasons.slice(0, 5).join(' ')}`,
    { details: { reasons } },
  );
}

async function inputOf(
  em: Em,
  host: HostRow,
  plan: { readonly wasClosed: boolean; readonly steps: readonly EvacuationStep[] },
): Promise<EvacuateHost> {
  return {
    ...{ hostId: host.id, hostName: host.name, wasClosed: plan.wasClosed },
    atOnce: (await constantValues(em)).evacuationsAtOnce,
    stay: stayOf(plan.steps),
  };
}

const movesOf = (steps: readonly EvacuationStep[]): Move[] =>
  steps.flatMap(({ vmId, targetId }) => (targetId ? [{ vmId, targetId }] : []));

const stayOf = (steps: readonly EvacuationStep[]) =>
  steps.flatMap(({ name, targetId, reasons }) =>
    targetId ? [] : [{ name, reason: reasons.join('. ') }],
  );

interface Move {
  readonly vmId: VmId;
  readonly targetId: HostId;
}

/** A migration of each, held until the group lets it go. */
export async function enqueueMoves(
  em: Em,
  parentId: TaskId,
  moves: readonly Move[],
  requestedBy: UserId | null,
): Promise<TaskId[]> {
  const children: TaskId[] = [];
  const movesWith = moves.map(({ vmId }) => vmId);
  for (const { vmId, targetId: hostId } of moves)
    children.push(
      await enqueueMigration(em, {
        ...{ vmId, hostId, live: null, requestedBy, movesWith },
        group: { parentId, held: true },
      }),
    );
  return children;
}

function announce(
  { services: { events } }: Pick<Context, 'services'>,
  of: {
    readonly host: HostId;
    readonly task: TaskId;
    readonly children: readonly TaskId[];
    readonly moves: readonly Move[];
  },
): void {
  announceGroup(events, { id: of.task, childIds: of.children }, of.host);
  for (const { vmId } of of.moves) events.publish('vm', { id: vmId });
  events.publish('host', { id: of.host });
}

interface EvacuationRow {
  readonly id: TaskId;
  readonly status: string;
  readonly input: string | EvacuateHost;
}

/**
 * Takes an evacuated host back into service and brings the VMs back that left it and are still where
 * they went.
 * @throws {NotFoundError}
 * @throws {ConflictError} while the evacuation goes on
 */
export async function returnVms(context: Context, input: ReturnVmsInput): Promise<TaskId> {
  const { clientMutationId } = input;
  const { userId } = requireViewer(context);
  const [found] = await rows<EvacuationRow>(
    context.em,
    "select id, status, input from task where id = ? and type = 'EVACUATE_HOST'",
    [input.id],
  );
  if (!found) throw new NotFoundError('evacuation', input.id);
  const evacuation = fromJson<EvacuateHost>(found.input);
  const call = { action: 'returnVms', clientMutationId, subject: evacuation.hostId };
  return runMutation(context, call, async ({ em, afterCommit }) => {
    const host = await lockHost(em, evacuation.hostId);
    await run(em, 'update host set maintenance = false where id = ?', [host.id]);
    const steps = planReturn(await loadWorld(em, null), host.id, await movedBy(em, found.id));
    const moves = movesOf(steps);
    const task = await enqueueTask(em, {
      type: 'RETURN_VMS',
      input: {
        ...{ hostId: host.id, hostName: host.name, stay: stayOf(steps) },
        atOnce: (await constantValues(em)).evacuationsAtOnce,
      },
      title: `Bring the VMs of host ${host.name} back`,
      ...{ hostId: host.id, requestedBy: userId },
    });
    if (host.maintenance)
      await recordHostEvent(em, host.id, {
        ...{ attribute: 'maintenance', from: 'on', to: 'off', reason: 'Its VMs come back.' },
        ...{ actorId: userId, taskId: task },
      });
    const children = await enqueueMoves(em, task, moves, userId);
    afterCommit(() => announce(context, { host: host.id, task, children, moves }));
    return task;
  });
}

/** VMs that an evacuation moved and that are still where it left them. */
async function movedBy(em: Em, evacuation: TaskId): Promise<VmId[]> {
  const found = await rows<{ vmId: VmId }>(
    em,
    `select k.vm_id as vmId from task k join vm v on v.id = k.vm_id
      where k.parent_id = ? and k.type = 'MIGRATE_VM' and k.status in ('SUCCEEDED', 'PARTIAL')
        and v.host_id = json_unquote(json_extract(k.input, '$.toId')) order by k.seq`,
    [evacuation],
  );
  return found.map(({ vmId }) => vmId);
}
