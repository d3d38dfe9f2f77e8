import { isAdmin, TASK_RULES, visibleVms, vmRelation } from '../auth/policy.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { HostStatus } from '../host/host-enums.ts';
import { type Em, fromJson, rows } from '../platform/db.ts';
import { checkFirst, decodeCursor, type Page, pageOf } from '../platform/graphql/connection.ts';
import type { HostId, OrganisationId, TaskId, UserId, VmId } from '../platform/ids.ts';
import { COLLABORATORS, collaboratorsOf } from '../vm/collaborators.ts';
import { judgeAction } from '../vm/vm-actions.ts';
import type { TaskChildCounts, TaskEventView, TaskStepView, TaskView } from './task.type.ts';
import { findTask, percentOf } from './task-definition.ts';
import { ACTIVE_STATUSES, type TaskStatus, type TaskType } from './task-enums.ts';

/** A task with what its lists show, read by one statement. */
export interface TaskRow extends TaskView {
  readonly seq: number;
  /** What whoever sees the VM may know of it; null when it is gone. */
  readonly vm: { readonly id: VmId; readonly name: string; readonly identity: string } | null;
  /** Who may see the VM, besides admins, and act on it; null when it is gone. */
  readonly audience: {
    readonly ownerId: UserId;
    readonly organisationId: OrganisationId;
    readonly collaboratorIds: readonly UserId[];
    readonly locked: boolean;
  } | null;
  readonly host: { readonly id: HostId; readonly name: string; readonly status: HostStatus } | null;
  readonly requester: {
    readonly id: UserId;
    readonly username: string;
    readonly name: string;
  } | null;
  /** Present where all watchers of a change share one look. */
  readonly steps?: readonly TaskStepView[];
}

interface Found {
  readonly type: TaskType;
  readonly id: TaskId;
  readonly status: TaskStatus;
  readonly stepIndex: number;
  readonly progress: number;
  /** Of a group that runs: how far its children are, 0 to 100. */
  readonly childProgress: number | null;
  readonly undoing: number;
  readonly cancelRequested: number;
  readonly leftovers: string;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly vmId: VmId | null;
  /** It is a child of a group whose VM is gone. */
  readonly groupLacksVm: number | null;
  readonly vmName: string | null;
  readonly vmIdentity: string;
  readonly ownerId: UserId;
  readonly organisationId: OrganisationId;
  readonly collaborators: string | null;
  readonly locked: number | null;
  readonly hostId: HostId | null;
  readonly hostName: string | null;
  readonly hostStatus: HostStatus;
  readonly requestedBy: UserId | null;
  readonly username: string | null;
  readonly personName: string;
}

const COLUMNS = `select t.seq, t.id, t.type, t.status, t.title, t.message, t.progress,
    if(t.status = 'RUNNING' and not t.undoing, t.progress_text, null) as progressText, t.priority, t.attempt,
    t.error_code as errorCode, t.error_message as errorMessage, t.step_index as stepIndex,
    case when t.children_at_once is not null and t.status = 'RUNNING' then (select
      avg(if(c.status in ('PENDING', 'RUNNING', 'RETRYING'), c.progress, 100))
      from task c where c.parent_id = t.id) end as childProgress,
    t.undoing, t.cancel_requested as cancelRequested, cast(t.leftovers as char) as leftovers,
    t.created_at as createdAt, t.started_at as startedAt, t.finished_at as finishedAt,
    t.vm_id as vmId, t.host_id as hostId, t.requested_by as requestedBy, t.parent_id as parentId,
    (select p.vm_id is not null and w.id is null from task p left join vm w on w.id = p.vm_id
      where p.id = t.parent_id) as groupLacksVm,
    v.name as vmName, v.identity as vmIdentity, v.owner_id as ownerId,
    v.organisation_id as organisationId, v.locked, h.name as hostName,
    if(h.status = 'UP' and h.maintenance, 'MAINTENANCE', h.status) as hostStatus,
    u.username, u.name as personName,
    ${COLLABORATORS}`;
const JOINS = ` left join vm v on v.id = t.vm_id
    left join host h on h.id = t.host_id
    left join user u on u.id = t.requested_by`;

function rowOf(found: Found): TaskRow {
  const { errorCode, hostId, hostName, requestedBy, username, vmId, vmName } = found;
  return Object.assign(found as unknown as TaskRow, {
    progress: progressOf(found),
    error: errorCode ? { code: errorCode, message: found.errorMessage ?? '' } : null,
    leftovers: JSON.parse(found.leftovers) as string[],
    cancellable: isCancellable(found),
    cancelling: Boolean(found.cancelRequested) && ACTIVE_STATUSES.includes(found.status),
    retryObstacle: retryObstacleOf(found),
    vm: vmId && vmName !== null ? { id: vmId, name: vmName, identity: found.vmIdentity } : null,
    audience:
      vmName === null
        ? null
        : {
            ownerId: found.ownerId,
            organisationId: found.organisationId,
            collaboratorIds: collaboratorsOf(found.collaborators),
            locked: Boolean(found.locked),
          },
    host:
      hostId && hostName !== null ? { id: hostId, name: hostName, status: found.hostStatus } : null,
    requester:
      requestedBy && username !== null
        ? { id: requestedBy, username, name: found.personName }
        : null,
  });
}

/** A group that waits for its children is as far as they are. */
function progressOf(task: Found): number {
  const steps = findTask(task.type)?.steps ?? [];
  const step = steps[task.stepIndex];
  if (task.childProgress === null || !step?.waitsForChildren || task.undoing) return task.progress;
  return Math.max(task.progress, percentOf(steps, task.stepIndex, task.childProgress / 100));
}

const RETRYABLE: readonly TaskStatus[] = ['FAILED', 'CANCELLED', 'PARTIAL'];

/** Why a task is not begun again where its VM, or that of its group, is gone. */
export const VM_GONE = 'The VM is gone that this task works on: it cannot be begun again.';

/** Why a task cannot be retried, whoever asks; null: it can. */
function retryObstacleOf(task: Found): string | null {
  if (!RETRYABLE.includes(task.status))
    return 'Only a task that failed, was cancelled or was partly done can be retried.';
  const gone = task.groupLacksVm || (task.vmName === null && needsVm(task));
  return gone ? VM_GONE : null;
}

/** True when a retry would begin with the first step, which does something with a VM. */
export function needsVm(task: Pick<Found, 'type' | 'status' | 'undoing' | 'vmId'>): boolean {
  const definition = findTask(task.type);
  if (task.vmId === null || definition?.withoutVm) return false;
  return task.status !== 'PARTIAL' || (definition?.group !== undefined && !task.undoing);
}

/** True when asking to cancel has an effect: at once, in this step, or before the next. */
function isCancellable(task: Found): boolean {
  if (task.undoing || task.cancelRequested) return false;
  if (task.status === 'PENDING' || task.status === 'RETRYING') return true;
  if (task.status !== 'RUNNING') return false;
  const steps = findTask(task.type)?.steps ?? [];
  const step = steps[task.stepIndex];
  if (step?.cancellable === true || step?.waitsForChildren !== undefined) return true;
  return task.stepIndex < steps.length - 1;
}

/** True when the viewer may see the task. */
export function seesTask(viewer: Viewer, task: TaskRow): boolean {
  if (isAdmin(viewer) || task.requestedBy === viewer.userId) return true;
  return task.audience !== null && vmRelation(viewer, task.audience) !== null;
}

/**
 * Why a viewer who sees a task may neither cancel it nor have it retried; null: both are the
 * viewer's to ask for. Who asked for it once may have lost the right, and the VM may be locked.
 */
export function controlObstacle(viewer: Viewer, task: TaskRow): string | null {
  if (isAdmin(viewer)) return null;
  const rule = TASK_RULES[task.type];
  if (rule === 'ADMIN') return 'Only an admin may do this.';
  if (rule === 'REQUESTER' || task.audience === null)
    return task.requestedBy === viewer.userId ? null : 'Only who asked for it may do this.';
  // The task itself judges the state of the VM, at its turn.
  const verdict = judgeAction(viewer, { ...task.audience, status: 'UNKNOWN' }, rule);
  return verdict.obstacle === 'STATE' ? null : verdict.reason;
}

// Each step as an array, in no order: MySQL cannot sort what it aggregates.
const STEPS = `(select json_arrayagg(json_array(s.position, s.name, s.status, s.started_at,
    s.finished_at, s.error)) from task_step s where s.task_seq = t.seq) as steps`;
type StepTuple = readonly [
  number,
  string,
  TaskStepView['status'],
  string | null,
  string | null,
  string | null,
];

/** Tasks by id with their steps, whoever may see them: one statement for any number. */
export async function loadTasks(em: Em, ids: readonly TaskId[]): Promise<TaskRow[]> {
  if (ids.length === 0) return [];
  const found = await rows<Found & { steps: string | readonly StepTuple[] | null }>(
    em,
    `${COLUMNS}, ${STEPS} from task t${JOINS} where t.id in (?)`,
    [ids],
  );
  return found.map((task) => Object.assign(rowOf(task), { steps: stepsOf(task.steps) }));
}

function stepsOf(column: string | readonly StepTuple[] | null): TaskStepView[] {
  const steps = column === null ? [] : fromJson<readonly StepTuple[]>(column);
  return steps
    .toSorted((a, b) => a[0] - b[0])
    .map(([, name, status, started, finished, error]) => ({
      ...{ name, status, error },
      startedAt: timeOf(started),
      finishedAt: timeOf(finished),
    }));
}

/** A UTC time within a JSON column. */
const timeOf = (text: string | null): Date | null =>
  text === null ? null : new Date(`${text.replace(' ', 'T')}Z`);

/** Steps of tasks, in order; one statement. */
export async function loadSteps(
  em: Em,
  ids: readonly TaskId[],
): Promise<Map<TaskId, TaskStepView[]>> {
  const steps = new Map<TaskId, TaskStepView[]>(ids.map((id) => [id, []]));
  if (ids.length === 0) return steps;
  const found = await rows<TaskStepView & { taskId: TaskId }>(
    em,
    `select t.id as taskId, s.name, s.status, s.started_at as startedAt,
            s.finished_at as finishedAt, s.error
       from task t join task_step s on s.task_seq = t.seq where t.id in (?)
      order by s.task_seq, s.position`,
    [ids],
  );
  for (const step of found) steps.get(step.taskId)?.push(step);
  return steps;
}

/** Children of tasks, oldest first; one statement. */
export async function loadChildren(
  em: Em,
  ids: readonly TaskId[],
): Promise<Map<TaskId, TaskRow[]>> {
  const children = new Map<TaskId, TaskRow[]>(ids.map((id) => [id, []]));
  if (ids.length === 0) return children;
  const sql = `${COLUMNS} from task t${JOINS} where t.parent_id in (?) order by t.seq`;
  for (const child of (await rows<Found>(em, sql, [ids])).map(rowOf))
    if (child.parentId) children.get(child.parentId)?.push(child);
  return children;
}

/** How the children of tasks stand; one statement. A task without children is not in it. */
export async function countChildren(
  em: Em,
  ids: readonly TaskId[],
): Promise<Map<TaskId, TaskChildCounts>> {
  const found = await rows<{ id: TaskId; status: TaskStatus; n: number }>(
    em,
    `select parent_id as id, status, count(*) as n from task where parent_id in (?)
      group by parent_id, status`,
    [ids],
  );
  const counts = new Map<TaskId, TaskChildCounts>();
  for (const { id, status, n } of found) {
    const known = counts.get(id) ?? { ...NO_CHILDREN };
    known.total += Number(n);
    known[COUNTED[status]] += Number(n);
    counts.set(id, known);
  }
  return counts;
}

const NO_CHILDREN = {
  ...{ total: 0, succeeded: 0, failed: 0, cancelled: 0, running: 0, waiting: 0 },
} as const satisfies TaskChildCounts;

const COUNTED = {
  PENDING: 'waiting',
  RUNNING: 'running',
  RETRYING: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
  PARTIAL: 'failed',
} as const satisfies Record<TaskStatus, keyof TaskChildCounts>;

/** Of each VM the task that runs, or else the one that is next; one statement. */
export async function loadActiveTasks(em: Em, vmIds: readonly VmId[]): Promise<Map<VmId, TaskRow>> {
  const active = new Map<VmId, TaskRow>();
  if (vmIds.length === 0) return active;
  // Tasks on a VM run in the lane of its id, whose index knows the few that are active.
  const sql = `${COLUMNS} from task t${JOINS} where t.lane in (?) and t.status in (?)
    order by t.status = 'PENDING', t.seq`;
  for (const task of (await rows<Found>(em, sql, [vmIds, ACTIVE_STATUSES])).map(rowOf))
    if (task.vmId && !active.has(task.vmId)) active.set(task.vmId, task);
  return active;
}

/** What a list of tasks is narrowed to. */
export interface TaskCriteria {
  readonly status?: readonly TaskStatus[] | undefined;
  readonly type?: readonly TaskType[] | undefined;
  readonly vmId?: string | undefined;
  readonly hostId?: string | undefined;
  readonly mine?: boolean | undefined;
  readonly parentId?: string | undefined;
  readonly topLevel?: boolean | undefined;
}

/** True when a task is in a list narrowed like this; the same rule as the SQL of `taskPage`. */
export function fits(task: TaskRow, viewer: Viewer, criteria: TaskCriteria): boolean {
  return (
    (!criteria.status?.length || criteria.status.includes(task.status)) &&
    (!criteria.type?.length || criteria.type.includes(task.type)) &&
    (!criteria.vmId || task.vmId === criteria.vmId) &&
    (!criteria.hostId || task.hostId === criteria.hostId) &&
    (!criteria.mine || task.requestedBy === viewer.userId) &&
    (!criteria.parentId || task.parentId === criteria.parentId) &&
    (!criteria.topLevel || task.parentId === null)
  );
}

interface Piece {
  readonly sql: string;
  readonly params: readonly unknown[];
}

/** The tasks the viewer may see, as something to select from. */
function sourceOf(viewer: Viewer, criteria: TaskCriteria): Piece {
  // Few are active, of perhaps millions: never walk through the others to find them.
  const active = criteria.status?.length && criteria.status.every((s) => ACTIVE.has(s));
  if (isAdmin(viewer) || criteria.mine)
    return { sql: ` from task t${active ? ' force index (task_claim)' : ''}`, params: [] };
  const visible = visibleVms(viewer, 'w');
  return {
    sql: ` from (select m.seq from task m where m.requested_by = ?
        union select m.seq from vm w join task m on m.vm_id = w.id where ${visible.sql}) seen
      join task t on t.seq = seen.seq`,
    params: [viewer.userId, ...visible.params],
  };
}
const ACTIVE = new Set(ACTIVE_STATUSES);

function conditionsOf(viewer: Viewer, criteria: TaskCriteria): Piece {
  const parts = ['true'];
  const params: unknown[] = [];
  const add = (sql: string, value: unknown) => {
    parts.push(sql);
    params.push(value);
  };
  if (criteria.status?.length) add('t.status in (?)', criteria.status);
  if (criteria.type?.length) add('t.type in (?)', criteria.type);
  if (criteria.vmId) add('t.vm_id = ?', criteria.vmId);
  if (criteria.hostId) add('t.host_id = ?', criteria.hostId);
  if (criteria.mine) add('t.requested_by = ?', viewer.userId);
  if (criteria.parentId) add('t.parent_id = ?', criteria.parentId);
  if (criteria.topLevel) parts.push('t.parent_id is null');
  return { sql: parts.join(' and '), params };
}

interface PageRequest {
  readonly criteria: TaskCriteria;
  readonly first: number;
  readonly after?: string | undefined;
}

/**
 * One page of the tasks that the viewer may see, newest first.
 * @throws {BadUserInputError} for a faulty `first` or `after`
 */
export async function taskPage(
  em: Em,
  viewer: Viewer,
  request: PageRequest,
): Promise<Page<TaskRow>> {
  const first = checkFirst(request.first);
  const cursor = request.after === undefined ? undefined : decodeCursor(request.after, 1)[0];
  const source = sourceOf(viewer, request.criteria);
  const where = conditionsOf(viewer, request.criteria);
  const found = await rows<Found>(
    em,
    `${COLUMNS}${source.sql}${JOINS} where ${where.sql}${cursor === undefined ? '' : ' and t.seq < ?'}
      order by t.seq desc limit ${first + 1}`,
    [...source.params, ...where.params, ...(cursor === undefined ? [] : [cursor])],
  );
  return pageOf({
    items: found.map(rowOf),
    first,
    after: request.after,
    cursorOf: (task) => [task.seq],
    count: async () => {
      const sql = `select count(*) as n${source.sql} where ${where.sql}`;
      const [total] = await rows<{ n: number }>(em, sql, [...source.params, ...where.params]);
      return Number(total?.n ?? 0);
    },
  });
}

/** Log lines of a task after the one numbered `after`, in order. */
export function loadEvents(
  em: Em,
  taskId: TaskId,
  { after, first }: { readonly after: number; readonly first: number },
): Promise<TaskEventView[]> {
  return rows<TaskEventView>(
    em,
    `select e.seq, e.at, e.level, e.step, e.message
       from task t join task_event e on e.task_seq = t.seq
      where t.id = ? and e.seq > ? order by e.seq limit ${checkFirst(first)}`,
    [taskId, after],
  );
}
