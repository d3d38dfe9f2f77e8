import { z } from 'zod';
import { type Em, rows, run } from '../src/platform/db.ts';
import type { TaskId } from '../src/platform/ids.ts';
import type { AfterStepWrite } from '../src/task/run-state.ts';
import { defineTask, type Step, type StepContext } from '../src/task/task-definition.ts';
import { FatalTaskError, TaskCancelledError } from '../src/task/task-errors.ts';
import { waitFor } from './wait-for.ts';

/** Input of the task that tests of several processes run. */
export interface Saga {
  /** Step that fails once it has acted. */
  readonly fails: string | null;
  /** Step that waits until {@link letGo} is called for the task. */
  readonly holds: string | null;
}

export const SAGA_STEPS = ['a', 'b', 'c'] as const;

/**
 * The world the tasks act on, seen by all processes: what each task has made (once, however often
 * its steps run), where its worker is to be killed, and whether its held step may go on.
 */
export async function createSagaTables(em: Em): Promise<void> {
  const id = 'task_id varchar(32) not null';
  await em.execute(`create table saga_made (${id}, step varchar(10) not null, pid int not null,
    primary key (task_id, step))`);
  await em.execute(`create table saga_kill (${id}, boundary varchar(30) not null)`);
  await em.execute(`create table saga_go (${id}, primary key (task_id))`);
  await em.execute(`create table saga_seen (${id}, what varchar(100) not null, pid int not null)`);
}

/** Steps that the task has made and not undone. */
export async function madeBy(em: Em, id: TaskId): Promise<string[]> {
  const sql = 'select step from saga_made where task_id = ? order by step';
  return (await rows<{ step: string }>(em, sql, [id])).map(({ step }) => step);
}

/** What processes wrote down about a task. */
export function seenOf(em: Em, id: TaskId): Promise<{ what: string; pid: number }[]> {
  return rows(em, 'select what, pid from saga_seen where task_id = ?', [id]);
}

export async function letGo(em: Em, id: TaskId): Promise<void> {
  await run(em, 'insert into saga_go values (?)', [id]);
}

const note = (em: Em, id: TaskId, what: string) =>
  run(em, 'insert into saga_seen values (?, ?, ?)', [id, what, process.pid]);

async function hold(ctx: StepContext<Saga>): Promise<void> {
  const { taskId, services } = ctx;
  await note(services.em(), taskId, 'holds');
  await waitFor('the held step to be let go', async () => {
    if (ctx.signal.aborted) return true;
    return (
      (await rows(services.em(), 'select 1 from saga_go where task_id = ?', [taskId])).length > 0
    );
  });
  if (!ctx.signal.aborted) return;
  if (ctx.signal.reason instanceof TaskCancelledError) throw ctx.signal.reason;
  // As a step that does not look at its signal in time: it still tries to write.
  const late = await ctx
    .transaction((em) =>
      run(em, "insert into saga_made values (?, 'late', ?)", [taskId, process.pid]),
    )
    .then(
      () => 'written',
      (error: Error) => error.name,
    );
  await note(services.em(), taskId, `late: ${late}`);
  throw ctx.signal.reason;
}

const step = (name: string): Step<Saga> => ({
  name,
  cancellable: name === 'b',
  do: async (ctx) => {
    if (ctx.input.holds === name) await hold(ctx);
    await ctx.transaction((em) =>
      run(em, 'insert ignore into saga_made values (?, ?, ?)', [ctx.taskId, name, process.pid]),
    );
    ctx.log('INFO', `Made ${name}.`);
    if (ctx.input.fails === name) throw new FatalTaskError(`${name} fails.`);
    return { made: name };
  },
  undo: async (ctx) => {
    await run(ctx.em, 'delete from saga_made where task_id = ? and step = ?', [ctx.taskId, name]);
  },
});

/** Makes a, b and c. */
export const saga = defineTask<Saga>({
  type: 'CREATE_VM',
  input: z.object({ fails: z.string().nullable(), holds: z.string().nullable() }),
  steps: SAGA_STEPS.map(step),
  succeeded: (ctx) => SAGA_STEPS.map((name) => ctx.result<{ made: string }>(name).made).join(''),
});

/** Kills this process the first time a task comes to the boundary that `saga_kill` names. */
export function killAtBoundary(em: () => Em): AfterStepWrite {
  return async ({ id }, name, phase) => {
    const sql = 'delete from saga_kill where task_id = ? and boundary = ?';
    if ((await run(em(), sql, [id, `${phase} ${name}`])) > 0) process.kill(process.pid, 'SIGKILL');
  };
}
