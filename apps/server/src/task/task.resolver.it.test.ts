import { type ExecutionResult, type GraphQLSchema, graphql, parse, subscribe } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import {
  addBaseRows,
  addHost,
  addUser,
  addVm,
  type BaseRows,
  type TestVm,
} from '../../test/rows.ts';
import { type Saga, saga } from '../../test/saga-fixture.ts';
import { startEngine } from '../../test/task-harness.ts';
import { ask, completeSet, engineServices, reached, taskState } from '../../test/task-world.ts';
import { waitFor } from '../../test/wait-for.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { Context } from '../context.ts';
import { createFeeds } from '../live.ts';
import { createLoaders } from '../loaders.ts';
import { type Em, run } from '../platform/db.ts';
import { type HostId, newId, type TaskId, type UserId } from '../platform/ids.ts';
import { buildSchema } from '../schema.ts';
import type { Services } from '../services.ts';
import type { Role } from '../user/role.ts';
import type { NewTask } from './enqueue.ts';
import { type AnyTaskDefinition, registerTasks } from './task-definition.ts';

let database: TestDatabase;
let services: Services;
let schema: GraphQLSchema;
let base: BaseRows;
let vm: TestVm;
let hostId: HostId;
let statements: string[] = [];
let collaborator: UserId;
let stranger: UserId;

beforeAll(async () => {
  database = await createTestDatabase();
  const plain = engineServices(database);
  services = { ...plain, em: () => counted(plain.em()) };
  services = { ...services, feeds: createFeeds(services) };
  schema = buildSchema();
  base = await addBaseRows(plain.em());
  hostId = await addHost(plain.em(), { name: 'alpha' });
  vm = await addVm(plain.em(), base, { hostId });
  collaborator = await addUser(plain.em(), base.organisation, 'cid');
  stranger = await addUser(plain.em(), base.organisation, 'stan');
  await run(plain.em(), 'insert into vm_collaborator values (?, ?)', [vm.id, collaborator]);
});
afterAll(() => database.drop());
beforeEach(async () => {
  await run(services.em(), 'delete from task');
});

/** Notes the statements that are run. */
function counted(em: Em): Em {
  const { execute } = em;
  return Object.assign(em, {
    execute(...args: unknown[]) {
      statements.push(String(args[0]));
      return (execute as (...a: unknown[]) => unknown).apply(em, args);
    },
  });
}

function viewerOf(userId: UserId, roles: readonly Role[] = ['USER']): Viewer {
  return {
    userId,
    username: 'somebody',
    roles,
    organisationId: base.organisation,
    scopes: ['READ', 'WRITE'],
    credential: { kind: 'session', id: 'test' },
  };
}
const admin = () => viewerOf(newId('user'), ['ADMIN']);

function contextOf(viewer: Viewer): Context {
  const em = services.em();
  const loaders = createLoaders(em, services, { cache: true });
  const request = { requestId: 'test', address: '127.0.0.1', http: null, fault: null };
  return { viewer, services, em, loaders, ...request } as Context;
}

// biome-ignore lint/suspicious/noExplicitAny: tests name the fields they ask for.
type Data = any;

async function query(viewer: Viewer, source: string, variables: Record<string, unknown> = {}) {
  const contextValue = contextOf(viewer);
  const result = await graphql({ schema, source, variableValues: variables, contextValue });
  return result as { data: Data; errors?: readonly { originalError?: { code?: string } }[] };
}

async function follow(viewer: Viewer, source: string, variables: Record<string, unknown> = {}) {
  const result = await subscribe({
    schema,
    document: parse(source),
    variableValues: variables,
    contextValue: contextOf(viewer),
  });
  if (!(Symbol.asyncIterator in result)) throw result.errors?.[0] ?? new Error('no subscription');
  const stream = result as AsyncGenerator<ExecutionResult>;
  onTestFinished(() => void stream.return(undefined));
  return stream;
}

/** Everything a subscription sends until it completes. */
async function all(stream: AsyncGenerator<ExecutionResult>): Promise<Data[]> {
  const sent: Data[] = [];
  for await (const { data, errors } of stream) {
    if (errors) throw errors[0];
    sent.push(data);
  }
  return sent;
}

/** The saga without its tables: it writes nothing but log lines. */
function quiet(lines: number): AnyTaskDefinition {
  const steps = saga.steps.map(({ name }) => ({
    name,
    do: async (ctx: { log(level: 'INFO', message: string): void }) => {
      for (let i = 0; i < lines; i++) {
        ctx.log('INFO', `${name} ${i}`);
        if (i % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
    },
  }));
  return { ...saga, steps, succeeded: () => 'Done.' };
}

const INPUT: Saga = { fails: null, holds: null };
function askFor(definition: AnyTaskDefinition, more: Partial<NewTask> = {}): Promise<TaskId> {
  registerTasks(completeSet([definition]));
  return ask(services, { type: 'CREATE_VM', input: INPUT, title: 'Create', ...more });
}

const notFound = { errors: [{ originalError: { code: 'NOT_FOUND' } }] };
const TASK = 'query ($id: ID!) { task(id: $id) { id status } }';

describe('who sees a task', () => {
  it.each([
    ['an admin', () => admin(), true],
    ['its requester', () => viewerOf(base.owner), true],
    ['a collaborator of its VM', () => viewerOf(collaborator), true],
    ['an orgadmin of its organisation', () => viewerOf(stranger, ['ORGADMIN']), true],
    ['a stranger', () => viewerOf(stranger), false],
  ])('%s', async (_who, viewer, sees) => {
    const id = await askFor(quiet(0), { vmId: vm.id, requestedBy: base.owner });
    const one = await query(viewer(), TASK, { id });
    if (sees) expect(one).toMatchObject({ data: { task: { id } } });
    else expect(one).toMatchObject({ data: { task: null }, ...notFound });
    const { data } = await query(viewer(), '{ tasks(first: 1000) { totalCount nodes { id } } }');
    expect(data.tasks.nodes.some((task: Data) => task.id === id)).toBe(sees);
    expect(data.tasks.nodes.length).toBe(data.tasks.totalCount);
    await expect(
      follow(viewer(), 'subscription ($id: ID!) { taskUpdated(id: $id) { id } }', { id }),
    )[sees ? 'resolves' : 'rejects'].toBeTruthy();
    await expect(follow(viewer(), 'subscription ($id: ID!) { taskLog(id: $id) { seq } }', { id }))[
      sees ? 'resolves' : 'rejects'
    ].toBeTruthy();
  });

  it('only its requester, once the VM is gone', async () => {
    const task = { vmId: newId('vm'), requestedBy: base.owner };
    const id = await askFor(quiet(0), task);
    expect((await query(viewerOf(base.owner), TASK, { id })).data.task).toMatchObject({ id });
    expect(await query(viewerOf(collaborator), TASK, { id })).toMatchObject(notFound);
  });

  it('and only admins mark one', async () => {
    const id = await askFor(quiet(0), { requestedBy: base.owner });
    const mark = 'mutation ($i: MarkTaskInput!) { markTask(input: $i) { status message } }';
    const i = { id, status: 'FAILED', message: 'By hand.' };
    const refused = await query(viewerOf(base.owner), mark, { i });
    expect(refused).toMatchObject({ errors: [{ originalError: { code: 'FORBIDDEN' } }] });
    const { data } = await query(admin(), mark, { i });
    expect(data.markTask).toEqual({ status: 'FAILED', message: 'By hand.' });
  });
});

describe('who cancels a task and has it retried', () => {
  const CANCEL = 'mutation ($i: CancelTaskInput!) { cancelTask(input: $i) { status } }';
  const RETRY = 'mutation ($i: RetryTaskInput!) { retryTask(input: $i) { status } }';
  const OFFERS = 'query ($id: ID!) { task(id: $id) { cancellable retryable retryObstacle } }';
  const people = {
    admin,
    owner: () => viewerOf(base.owner),
    collaborator: () => viewerOf(collaborator),
    orgadmin: () => viewerOf(stranger, ['ORGADMIN']),
    // Who asked for it, and whom the VM is shared with no more.
    left: () => viewerOf(stranger),
  };
  type Who = keyof typeof people;
  const EVERYBODY: readonly Who[] = ['admin', 'owner', 'collaborator', 'orgadmin', 'left'];

  async function expectControl(task: Partial<NewTask>, may: readonly Who[]) {
    for (const who of EVERYBODY) {
      const id = await askFor(quiet(0), { vmId: vm.id, requestedBy: stranger, ...task });
      const as = async (source: string) => query(people[who](), source, { i: { id }, id });
      const allowed = may.includes(who);
      const refused = { errors: [{ originalError: { code: 'FORBIDDEN' } }] };
      expect((await as(OFFERS)).data.task).toEqual({
        ...{ cancellable: allowed, retryable: false },
        retryObstacle: expect.stringMatching(/^Only a task that failed/),
      });
      const answer = await as(CANCEL);
      if (allowed) expect(answer.data).toMatchObject({ cancelTask: { status: 'CANCELLED' } });
      else {
        expect(answer).toMatchObject(refused);
        await query(admin(), CANCEL, { i: { id } });
      }
      // The right that is missing, or that the VM is locked.
      const obstacle = allowed ? null : expect.stringMatching(/^(?!Only a task that failed)/);
      expect((await as(OFFERS)).data.task).toEqual({
        ...{ cancellable: false, retryable: allowed, retryObstacle: obstacle },
      });
      const again = await as(RETRY);
      if (allowed) expect(again.data).toMatchObject({ retryTask: { status: 'PENDING' } });
      else expect(again).toMatchObject(refused);
      await run(services.em(), 'delete from task');
    }
  }

  it.each<[NewTask['type'], readonly Who[]]>([
    ['START_VM', ['admin', 'owner', 'collaborator', 'orgadmin']],
    ['REVERT_TO_SNAPSHOT', ['admin', 'owner', 'collaborator']],
    ['DELETE_VM', ['admin', 'owner']],
    ['MIGRATE_VM', ['admin']],
    ['KEEP_VM', ['admin']],
  ])('as the policy says who may ask for %s', (type, may) => expectControl({ type }, may));

  it('only an admin, of a VM that is locked', async () => {
    const lock = (on: boolean) =>
      run(services.em(), 'update vm set locked = ? where id = ?', [on, vm.id]);
    await lock(true);
    onTestFinished(async () => void (await lock(false)));
    await expectControl({ type: 'CREATE_VM' }, ['admin']);
  });

  it('only who asked for it, once the VM is gone', async () => {
    const maker = { ...quiet(0), withoutVm: true } as const;
    const id = await askFor(maker, { vmId: newId('vm'), requestedBy: base.owner });
    const cancelled = await query(viewerOf(base.owner), CANCEL, { i: { id } });
    expect(cancelled.data).toMatchObject({ cancelTask: { status: 'CANCELLED' } });
    expect(await query(viewerOf(collaborator), RETRY, { i: { id } })).toMatchObject(notFound);
    const again = await query(viewerOf(base.owner), RETRY, { i: { id } });
    expect(again.data).toMatchObject({ retryTask: { status: 'PENDING' } });
  });
});

describe('retryTask', () => {
  it('raises the priority for an admin only; anybody may lower it', async () => {
    const id = await askFor(quiet(0), { requestedBy: base.owner });
    const mutation =
      'mutation ($i: RetryTaskInput!) { retryTask(input: $i) { status priority attempt } }';
    const cancel = 'mutation ($i: CancelTaskInput!) { cancelTask(input: $i) { status } }';
    await query(admin(), cancel, { i: { id } });
    const owner = viewerOf(base.owner);
    const refused = await query(owner, mutation, { i: { id, priority: 'URGENT' } });
    expect(refused).toMatchObject({ errors: [{ originalError: { code: 'FORBIDDEN' } }] });
    const lowered = await query(owner, mutation, { i: { id, priority: 'LOW' } });
    expect(lowered.data.retryTask).toEqual({ status: 'PENDING', priority: 'LOW', attempt: 2 });
    await query(admin(), cancel, { i: { id } });
    const raised = await query(admin(), mutation, { i: { id, priority: 'URGENT' } });
    expect(raised.data.retryTask).toMatchObject({ priority: 'URGENT', attempt: 3 });
  });

  it('is neither offered nor done where the VM is gone, but for a task that makes it', async () => {
    const gone = await addVm(services.em(), base, { hostId });
    const maker = { ...quiet(0), withoutVm: true } as const;
    const groupId = await askFor(maker, { type: 'CLONE_VM', input: {}, vmId: gone.id });
    const childId = await askFor(maker, { parentId: groupId });
    const makerId = await askFor(maker, { vmId: gone.id });
    const cancel = 'mutation ($i: CancelTaskInput!) { cancelTask(input: $i) { retryable } }';
    for (const id of [childId, groupId, makerId]) {
      const { data } = await query(admin(), cancel, { i: { id } });
      expect(data.cancelTask).toEqual({ retryable: true });
    }
    await run(services.em(), 'delete from vm where id = ?', [gone.id]);
    const source = 'query ($id: ID!) { task(id: $id) { retryable retryObstacle } }';
    const mutation = 'mutation ($i: RetryTaskInput!) { retryTask(input: $i) { status } }';
    for (const id of [groupId, childId]) {
      expect((await query(admin(), source, { id })).data.task).toEqual({
        ...{ retryable: false, retryObstacle: expect.stringContaining('The VM is gone') },
      });
      const refused = await query(admin(), mutation, { i: { id } });
      expect(refused).toMatchObject({ errors: [{ originalError: { code: 'CONFLICT' } }] });
      expect(await taskState(services, id)).toMatchObject({ status: 'CANCELLED', attempt: 1 });
    }
    expect((await query(admin(), source, { id: makerId })).data.task).toEqual({
      ...{ retryable: true, retryObstacle: null },
    });
    const again = await query(admin(), mutation, { i: { id: makerId } });
    expect(again.data.retryTask).toEqual({ status: 'PENDING' });
  });
});

describe('tasks', () => {
  it('of a group are left out of a list, or are all of it', async () => {
    const parentId = await askFor(quiet(0), { vmId: vm.id });
    const childId = await askFor(quiet(0), { vmId: vm.id, parentId });
    const source = `query ($f: TaskFilter) { tasks(first: 1000, filter: $f) { nodes { id parent { id } } } }`;
    const idsOf = async (f: object) =>
      (await query(admin(), source, { f })).data.tasks.nodes.map((task: Data) => task.id);
    expect(await idsOf({ parentId })).toEqual([childId]);
    const top = await idsOf({ topLevel: true });
    expect(top).toContain(parentId);
    expect(top).not.toContain(childId);
  });

  it('come newest first, page by page, narrowed by a filter', async () => {
    const definition = quiet(0);
    const ids = [];
    for (let i = 0; i < 7; i++)
      ids.push(await askFor(definition, { vmId: vm.id, hostId, title: `number ${i}` }));
    const source = `query ($after: String) { tasks(first: 3, after: $after, filter: { vmId: "${vm.id}",
      status: [PENDING] }) { nodes { id } edges { cursor node { title } } pageInfo { hasNextPage endCursor } } }`;
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { data } = await query(admin(), source, { after });
      seen.push(...data.tasks.nodes.map((task: Data) => task.id));
      after = data.tasks.pageInfo.hasNextPage ? data.tasks.pageInfo.endCursor : null;
    } while (after);
    expect(seen.slice(0, 7)).toEqual(ids.toReversed());
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('that wait tell which one they wait for, and cost two statements more for any number', async () => {
    const mine = await addVm(services.em(), base, { hostId });
    const lane = { vmId: mine.id, requestedBy: base.owner };
    const [first, second, third] = [
      await askFor(quiet(0), lane),
      await askFor(quiet(0), lane),
      await askFor(quiet(0), lane),
    ];
    const source = `{ tasks(filter: { vmId: "${mine.id}" }) { nodes { id waitsFor { id } } } }`;
    const waits = async (viewer = viewerOf(base.owner)) => {
      statements = [];
      const { data } = await query(viewer, source);
      const found = data.tasks.nodes as { id: TaskId; waitsFor: { id: TaskId } | null }[];
      return Object.fromEntries(found.map(({ id, waitsFor }) => [id, waitsFor?.id ?? null]));
    };
    expect(await waits()).toEqual({ [first]: null, [second]: first, [third]: first });
    expect(statements).toHaveLength(3);
    const set = 'update task set status = ?, held_lane = ? where id = ?';
    await run(services.em(), set, ['RUNNING', mine.id, first]);
    expect(await waits()).toEqual({ [first]: null, [second]: first, [third]: first });
    await run(services.em(), set, ['SUCCEEDED', null, first]);
    expect(await waits()).toEqual({ [first]: null, [second]: null, [third]: second });
  });

  it('cost three statements a page with steps, VM, host and requester', async () => {
    for (let i = 0; i < 5; i++)
      await askFor(quiet(0), { vmId: vm.id, hostId, requestedBy: base.owner });
    const source = `{ tasks(first: 50) { nodes { id status steps { name status } vm { id name }
      host { id name } requestedBy { id name } } totalCount } }`;
    const viewer = viewerOf(base.owner);
    statements = [];
    const { data } = await query(viewer, source);
    expect(statements).toHaveLength(3);
    expect(data.tasks.nodes[0]).toMatchObject({
      steps: [
        { name: 'a', status: 'PENDING' },
        { name: 'b', status: 'PENDING' },
        { name: 'c', status: 'PENDING' },
      ],
      vm: { id: vm.id },
      host: { name: 'alpha' },
      requestedBy: { name: 'ann' },
    });
  });

  it('show children with their parent', async () => {
    const parentId = await askFor(quiet(0));
    const child = await askFor(quiet(0), { parentId });
    const source = 'query ($id: ID!) { task(id: $id) { parent { id } children { id } } }';
    expect((await query(admin(), source, { id: parentId })).data.task).toEqual({
      parent: null,
      children: [{ id: child }],
    });
    expect((await query(admin(), source, { id: child })).data.task.parent).toEqual({
      id: parentId,
    });
  });
});

describe('taskUpdated', () => {
  const source = `subscription ($id: ID!) { taskUpdated(id: $id) { id status progress
    steps { name status } vm { name } } }`;

  it('sends the present state, changes, and completes after the end', async () => {
    const id = await askFor(quiet(0), { vmId: vm.id, requestedBy: base.owner });
    const stream = await follow(viewerOf(base.owner), source, { id });
    const first = await stream.next();
    expect(first.value?.data).toMatchObject({
      taskUpdated: { id, status: 'PENDING', progress: 0 },
    });
    startEngine(services, [quiet(0)]);
    const rest = await all(stream);
    const last = rest.at(-1)?.['taskUpdated'];
    expect(last).toMatchObject({ status: 'SUCCEEDED', progress: 100 });
    expect(last.steps.map((s: Data) => s.status)).toEqual(['DONE', 'DONE', 'DONE']);
    const progress = rest.map((data) => data.taskUpdated.progress);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(services.feeds.task.size).toBe(0);
  });

  it('sends the end state of a task that has ended, and completes', async () => {
    startEngine(services, [quiet(0)]);
    const id = await askFor(quiet(0));
    await reached(services, id);
    const sent = await all(await follow(admin(), source, { id }));
    expect(sent).toMatchObject([{ taskUpdated: { status: 'SUCCEEDED' } }]);
  });

  it('costs one statement a change, for a thousand subscribers', async () => {
    const id = await askFor(quiet(0), { vmId: vm.id, requestedBy: base.owner });
    const streams = [];
    for (let i = 0; i < 1000; i++) streams.push(await follow(viewerOf(base.owner), source, { id }));
    await Promise.all(streams.map((stream) => stream.next()));
    const changed = Promise.all(streams.map((stream) => stream.next()));
    await run(services.em(), 'update task set progress = 33 where id = ?', [id]);
    statements = [];
    services.events.publish('task', { id });
    const got = await changed;
    expect(statements).toHaveLength(1);
    expect(got.every(({ value }) => (value?.data as Data)?.taskUpdated.progress === 33)).toBe(true);
  });
});

describe('tasksUpdated', () => {
  it('sends what the viewer may see and asked for', async () => {
    const source = 'subscription { tasksUpdated(filter: { status: [SUCCEEDED] }) { id status } }';
    const owner = await follow(viewerOf(base.owner), source);
    const other = await follow(viewerOf(stranger), source);
    startEngine(services, [quiet(0)]);
    const mine = await askFor(quiet(0), { vmId: vm.id });
    const next = await owner.next();
    expect(next.value?.data).toEqual({ tasksUpdated: { id: mine, status: 'SUCCEEDED' } });
    const theirs = await askFor(quiet(0), { requestedBy: stranger });
    const seen = await other.next();
    expect(seen.value?.data).toEqual({ tasksUpdated: { id: theirs, status: 'SUCCEEDED' } });
  });
});

describe('taskLog', () => {
  const source =
    'subscription ($id: ID!, $after: Int) { taskLog(id: $id, after: $after) { seq message step } }';
  const LINES = 400;
  const seqs = (sent: Data[]) => sent.map((data) => data.taskLog.seq);
  const whole = Array.from({ length: LINES * 3 }, (_, i) => i + 1);

  it('sends every line once and in order to all who follow, whenever they come', async () => {
    const id = await askFor(quiet(LINES));
    const early = await Promise.all(
      Array.from({ length: 20 }, () => follow(admin(), source, { id })),
    );
    const following = early.map((stream) => all(stream));
    // A lease that is lost on a busy machine would tell so in a line of its own.
    startEngine(services, [quiet(LINES)], { leaseMs: 60_000 });
    await waitFor('some lines', async () => (await taskState(services, id)).progress > 0);
    const late = all(await follow(admin(), source, { id }));
    const again = all(await follow(admin(), source, { id, after: 100 }));
    for (const sent of await Promise.all(following)) expect(seqs(sent)).toEqual(whole);
    expect(seqs(await late)).toEqual(whole);
    expect(seqs(await again)).toEqual(whole.slice(100));
    const afterwards = await all(await follow(admin(), source, { id, after: 3 * LINES - 2 }));
    expect(seqs(afterwards)).toEqual([3 * LINES - 1, 3 * LINES]);
    expect(afterwards[0]).toMatchObject({ taskLog: { step: 'c', message: `c ${LINES - 2}` } });
  });

  it('ends at once when its reader leaves, though no line comes', async () => {
    const id = await askFor(quiet(0));
    const stream = await follow(admin(), source, { id });
    const waiting = stream.next();
    await stream.return(undefined);
    expect((await waiting).done).toBe(true);
  });

  it('reads a line once for all who follow at one place', async () => {
    const id = await askFor(quiet(0));
    const streams = [];
    for (let i = 0; i < 100; i++) streams.push(await follow(admin(), source, { id }));
    const next = streams.map((stream) => stream.next());
    const add = `insert into task_event (task_seq, seq, at, level, message)
      select seq, 1, utc_timestamp(3), 'INFO', 'hello' from task where id = ?`;
    await run(services.em(), add, [id]);
    // Whoever reads first may still be at it.
    await new Promise((resolve) => setImmediate(resolve));
    statements = [];
    services.events.publish('taskLog', { taskId: id });
    const got = await Promise.all(next);
    expect(got.every(({ value }) => (value?.data as Data)?.taskLog.message === 'hello')).toBe(true);
    expect(statements.length).toBeLessThanOrEqual(3);
  });
});
