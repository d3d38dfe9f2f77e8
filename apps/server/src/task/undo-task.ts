import { backOffMs } from '../platform/back-off.ts';
import type { ErrorCode } from '../platform/errors.ts';
import { childrenOf } from './group.ts';
import { isPassing, type RunEnd, type RunState } from './run-state.ts';
import { LeaseLostError } from './task-errors.ts';
import { RELEASED } from './task-store.ts';

/** Why a task is undone. */
export interface Undoing {
  /** The step it came to; it counts as begun. */
  readonly at: number;
  /** Null: on request. */
  readonly fault: { readonly code: ErrorCode; readonly message: string } | null;
  /** What the task's people read. */
  readonly message: string;
  /** What the step returned when it had finished all the same. */
  readonly finished?: { readonly result: string };
}

/** Writes down that the task is being undone from now on, by whichever worker. */
export async function beginUndo(run: RunState, { at, fault, message, finished }: Undoing) {
  const step = run.stepAt(at);
  step.status = finished ? 'DONE' : 'FAILED';
  step.tries = 0;
  run.log(fault ? 'ERROR' : 'INFO', step.definition.name, fault?.message ?? message);
  await run.write(
    {
      task: {
        set: 't.undoing = 1, t.error_code = ?, t.error_message = ?, t.message = ?',
        values: [fault?.code ?? null, fault?.message ?? null, message],
      },
      steps: [
        {
          at: [at],
          set: `s0.status = ?, s0.error = ?, s0.result = ?, s0.tries = 0,
                s0.finished_at = utc_timestamp(3)`,
          values: [step.status, fault?.message ?? null, finished?.result ?? null],
        },
      ],
    },
    'keep',
  );
  await run.told(at, 'FAILED');
}

/**
 * Undoes, newest first, every step that is done or was begun, and ends the task: FAILED or
 * CANCELLED when nothing is left, PARTIAL when an undo failed for good. The older steps are then
 * left alone, since their undo may rely on the newer one's; what stays behind is named.
 */
export async function undoTask(run: RunState): Promise<RunEnd> {
  let passed: number[] = [];
  for (let at = run.steps.length - 1; at >= 0; at--) {
    const step = run.stepAt(at);
    if (step.status === 'PENDING' || step.status === 'UNDONE') continue;
    passed.push(at);
    if (!step.definition.undo) continue;
    const failed = await tryUndo(run, at);
    if (failed) return failed;
    run.log('INFO', step.definition.name, 'Undone.');
    await run.write({ task: { set: 't.undoing = 1' }, steps: [markUndone(passed)] }, 'keep');
    for (const undone of passed) run.stepAt(undone).status = 'UNDONE';
    passed = [];
    await run.told(at, 'UNDONE');
  }
  return run.lease.task.restart ? restart(run) : endUndone(run, passed);
}

const markUndone = (at: readonly number[]) => ({
  at,
  set: "s0.status = 'UNDONE', s0.tries = 0",
});

/** @returns how the run ends when the undo failed */
async function tryUndo(run: RunState, at: number): Promise<RunEnd | undefined> {
  const step = run.stepAt(at);
  const { undo } = step.definition;
  try {
    await run.guard(() => undo?.call(step.definition, run.context(at)) ?? Promise.resolve());
    return undefined;
  } catch (error) {
    if (error instanceof LeaseLostError) throw error;
    const { message } = run.wordsOf(error, at);
    const tries = step.tries + 1;
    const allowed = isPassing(error) ? run.retry.tries : run.retry.undoTries;
    if (tries >= allowed) return endPartial(run, at, message);
    return waitToRetry(run, at, { message: `Cannot be undone yet: ${message}`, tries, allowed });
  }
}

interface Wait {
  readonly message: string;
  /** Failed so far. */
  readonly tries: number;
  readonly allowed: number;
  /** Not when somebody asked to cancel. */
  readonly unlessCancelled?: boolean;
}

/**
 * Ends the run for now: the task waits, and any worker goes on with it afterwards.
 * @returns undefined when nothing was written because somebody asked to cancel the task (only with
 *   `unlessCancelled`)
 */
export async function waitToRetry(
  run: RunState,
  at: number,
  wait: Wait,
): Promise<RunEnd | undefined> {
  const delayMs = Math.round(backOffMs(wait.tries, run.retry));
  run.log(
    'WARN',
    run.stepAt(at).definition.name,
    `Try ${wait.tries} of ${wait.allowed} failed, the next is in ${(delayMs / 1000).toFixed(1)} s: ${wait.message}`,
  );
  const written = await run.write(
    {
      task: {
        set: `t.status = 'RETRYING', t.owner = null,
              t.lease_until = utc_timestamp(3) + interval ? microsecond`,
        values: [delayMs * 1000],
      },
      steps: [{ at: [at], set: 's0.tries = ?, s0.error = ?', values: [wait.tries, wait.message] }],
      unlessCancelled: wait.unlessCancelled ?? false,
    },
    'release',
  );
  return written ? { kind: 'WAITS', delayMs } : undefined;
}

/** Ends the task with what is left named, for a person to look at. */
async function endPartial(run: RunState, at: number, message: string): Promise<RunEnd> {
  const { id: taskId, vmId, hostId } = run.lease.task;
  const leftovers: string[] = [];
  for (let i = at; i >= 0; i--) {
    const { definition, status } = run.stepAt(i);
    if (!definition.undo || status === 'PENDING' || status === 'UNDONE') continue;
    leftovers.push(definition.leftover?.(run.context(i)) ?? `what "${definition.name}" made`);
  }
  const step = run.stepAt(at).definition.name;
  run.services.log.error({ taskId, vmId, hostId, step, leftovers }, 'task left something behind');
  run.log('ERROR', step, `Cannot be undone: ${message} Left behind: ${leftovers.join('; ')}.`);
  await run.write(
    {
      task: {
        set: `t.status = 'PARTIAL', t.restart = 0, t.leftovers = ?,
              t.finished_at = utc_timestamp(3), ${RELEASED}`,
        values: [JSON.stringify(leftovers)],
      },
      steps: [
        {
          at: [at],
          set: "s0.status = 'FAILED', s0.tries = 0, s0.error = ?",
          values: [message],
        },
      ],
    },
    'release',
  );
  return { kind: 'ENDED' };
}

async function endUndone(run: RunState, passed: readonly number[]): Promise<RunEnd> {
  const { id } = run.lease.task;
  const children = run.definition.group ? await childrenOf(run.services.em(), id) : [];
  // What children have done is not taken back: it is for a person to say whether it is wanted.
  const done = children.filter((c) => c.status === 'SUCCEEDED' || c.status === 'PARTIAL');
  const ended = done.length > 0 ? "'PARTIAL'" : "if(t.error_code is null, 'CANCELLED', 'FAILED')";
  await run.write(
    {
      task: {
        set: `t.status = ${ended}, t.leftovers = ?, ${done.length > 0 ? 't.undoing = 0,' : ''}
              t.finished_at = utc_timestamp(3), ${RELEASED}`,
        values: [JSON.stringify(done.map(({ title }) => `${title} was done before`))],
      },
      steps: passed.length > 0 ? [markUndone(passed)] : [],
    },
    'release',
  );
  return { kind: 'ENDED' };
}

/** Everything is undone and a new attempt was asked for: the task waits for its turn again. */
async function restart(run: RunState): Promise<RunEnd> {
  run.log('INFO', null, 'Everything is undone; a new attempt begins.');
  await run.write(
    {
      task: { set: `${NEW_ATTEMPT}, ${RELEASED}` },
      steps: [{ at: run.steps.map((_, position) => position), set: freshStep('s0') }],
    },
    'release',
  );
  return { kind: 'ENDED' };
}

/** Assignments that make a task begin again from the step it stands at. */
export const GO_ON = `t.status = 'PENDING', t.attempt = t.attempt + 1, t.undoing = 0,
  t.restart = 0, t.cancel_requested = 0, t.message = null, t.error_code = null,
  t.error_message = null, t.leftovers = '[]', t.run_at = utc_timestamp(3), t.started_at = null,
  t.finished_at = null`;

/** Assignments that make a task begin again from its first step. */
export const NEW_ATTEMPT = `${GO_ON}, t.step_index = 0, t.progress = 0`;

/** Assignments that make a step one that has not begun. */
export function freshStep(alias: string): string {
  return `${alias}.status = 'PENDING', ${alias}.tries = 0, ${alias}.started_at = null,
    ${alias}.finished_at = null, ${alias}.error = null, ${alias}.result = null`;
}
