import {
  CANCEL,
  endChildren,
  endOf,
  type TaskEnd,
  tellGroup,
  waitForChildren,
} from './group-run.ts';
import type { Lease } from './lease.ts';
import { isPassing, type RunEnd, type RunOptions, RunState } from './run-state.ts';
import { LeaseLostError, TaskCancelledError } from './task-errors.ts';
import { RELEASED, type TaskChange } from './task-store.ts';
import { beginUndo, undoTask, waitToRetry } from './undo-task.ts';

type StepOutcome =
  /** JSON text. */
  { readonly result: string; readonly end?: TaskEnd } | { readonly error: unknown };

const CANCELLED = { fault: null, message: 'Cancelled.' } as const;

/** Carries one claimed task on: forward from its first unfinished step, or undoing. */
export class TaskRun {
  readonly lease: Lease;
  readonly #options: RunOptions;
  #cancelAsked: boolean;
  #stepToCancel: AbortController | undefined;
  #draining = false;
  #state: RunState | undefined;

  constructor(lease: Lease, options: RunOptions) {
    this.lease = lease;
    this.#options = options;
    this.#cancelAsked = lease.task.cancelRequested;
  }

  /** Somebody asked for the task's end: breaks the running step off where it allows that. */
  cancel(): void {
    if (!this.#cancelAsked && !this.#stepToCancel) this.#tellItWaits();
    this.#cancelAsked = true;
    this.#stepToCancel?.abort(new TaskCancelledError());
  }

  #tellItWaits(): void {
    const run = this.#state;
    if (!run || run.lease.task.undoing) return;
    const { name } = run.stepAt(run.current).definition;
    run.log('INFO', name, 'To be cancelled: this step cannot be broken off, and is undone after.');
  }

  /** Hands the task to another worker before its next step. */
  drain(): void {
    this.#draining = true;
  }

  /**
   * Runs until the task ends, waits, or is handed over.
   * @throws {LeaseLostError} when another worker has it
   */
  async run(): Promise<RunEnd> {
    const run = new RunState(this.lease, this.#options);
    this.#state = run;
    const { task } = this.lease;
    try {
      if (task.resumed)
        run.log('WARN', null, 'The worker that ran this was lost; another one goes on.');
      if (task.undoing) return await undo(run);
      if (this.#cancelAsked) {
        await beginUndo(run, { at: task.stepIndex, ...CANCELLED });
        return await undo(run);
      }
      return await this.#forward(run);
    } finally {
      run.lines.close();
    }
  }

  async #forward(run: RunState): Promise<RunEnd> {
    for (let at = run.current; at < run.steps.length; at++) {
      run.current = at;
      const parked = await waitForChildren(run, at);
      if (parked === CANCEL) {
        await beginUndo(run, { at, ...CANCELLED });
        return undo(run);
      }
      if (parked) return parked;
      await run.told(at, 'BEGUN');
      const outcome = await this.#perform(run, at);
      const end =
        'error' in outcome
          ? await this.#failed(run, at, outcome.error)
          : await this.#done(run, at, outcome);
      if (end) return end;
    }
    return { kind: 'ENDED' };
  }

  async #perform(run: RunState, at: number): Promise<StepOutcome> {
    const { definition } = run.stepAt(at);
    const breakOff = definition.cancellable ? new AbortController() : undefined;
    this.#stepToCancel = breakOff;
    const { signal } = this.lease;
    const ctx = run.context(at, breakOff ? AbortSignal.any([signal, breakOff.signal]) : signal);
    try {
      if (run.inputFault) throw run.inputFault;
      if (breakOff && this.#cancelAsked) throw new TaskCancelledError();
      const result = (await run.guard(() => definition.do(ctx))) ?? null;
      run.stepAt(at).result = result;
      const text = JSON.stringify(result);
      if (at < run.steps.length - 1) return { result: text };
      return { result: text, end: await endOf(run, ctx) };
    } catch (error) {
      if (error instanceof LeaseLostError) throw error;
      return { error: breakOff?.signal.aborted ? new TaskCancelledError() : error };
    } finally {
      this.#stepToCancel = undefined;
    }
  }

  /** @returns how the run ends, if it does */
  async #done(
    run: RunState,
    at: number,
    { result, end }: { readonly result: string; readonly end?: TaskEnd },
  ): Promise<RunEnd | undefined> {
    if (end) {
      await run.write({ ...endChange({ at, result }, end), ...withEndOf(run, at) }, 'release');
      await run.told(at, 'DONE');
      return { kind: 'ENDED' };
    }
    const done = { at: [at], set: DONE, values: [result] };
    const next = { at: [at + 1], set: NEXT };
    const task = {
      set: 't.step_index = ?, t.progress = ?, t.progress_text = null',
      values: [at + 1, run.percentAt(at, 1)],
    };
    const change = { task, steps: [done, next], unlessCancelled: true, ...withEndOf(run, at) };
    if (!(await run.write(change, 'keep'))) {
      await beginUndo(run, { at, ...CANCELLED, finished: { result } });
      return undo(run);
    }
    run.stepAt(at).status = 'DONE';
    run.stepAt(at + 1).status = 'RUNNING';
    const { parentId } = run.lease.task;
    if (parentId && run.stepAt(at).definition.milestone) await tellGroup(run.services, parentId);
    await run.told(at, 'DONE');
    return this.#draining ? handOver(run) : undefined;
  }

  async #failed(run: RunState, at: number, error: unknown): Promise<RunEnd | undefined> {
    if (error instanceof TaskCancelledError) {
      await beginUndo(run, { at, ...CANCELLED });
      return undo(run);
    }
    const fault = run.wordsOf(error, at);
    const step = run.stepAt(at);
    const tries = step.tries + 1;
    const allowed = run.retry.tries;
    if (isPassing(error) && tries < allowed) {
      const wait = { message: fault.message, tries, allowed, unlessCancelled: true };
      const waits = await waitToRetry(run, at, wait);
      if (waits) return waits;
      await beginUndo(run, { at, ...CANCELLED });
      return undo(run);
    }
    const message = run.definition.failed?.(run.context(at), error) ?? fault.message;
    await beginUndo(run, { at, fault, message });
    return undo(run);
  }
}

/** A group's children come to their end first. */
async function undo(run: RunState): Promise<RunEnd> {
  return (await endChildren(run)) ?? (await undoTask(run));
}

function withEndOf(run: RunState, at: number): Pick<TaskChange, 'with'> {
  const { endWrite } = run.stepAt(at);
  return endWrite ? { with: endWrite } : {};
}

const DONE = `s0.status = 'DONE', s0.finished_at = utc_timestamp(3), s0.tries = 0, s0.error = null,
  s0.result = ?`;
const NEXT = "s1.status = 'RUNNING', s1.started_at = utc_timestamp(3)";

/** The last write about a task whose steps are all done; one of them may have fallen short. */
function endChange(
  last: { readonly at: number; readonly result: string },
  end: TaskEnd,
): TaskChange {
  const { status, message, error, leftovers, short } = end;
  const task = {
    set: `t.status = ?, t.message = ?, t.error_code = ?, t.error_message = ?, t.leftovers = ?,
          t.step_index = coalesce(?, t.step_index), t.progress = 100,
          t.finished_at = utc_timestamp(3), ${RELEASED}`,
    values: [
      ...[status, message, error?.code ?? null, error?.message ?? null],
      ...[JSON.stringify(leftovers), short ?? null],
    ],
  };
  const done = { at: [last.at], set: DONE, values: [last.result] };
  if (short === undefined) return { task, steps: [done] };
  const failed = { set: "s1.status = 'FAILED', s1.error = ?", values: [error?.message ?? null] };
  if (short !== last.at) return { task, steps: [done, { at: [short], ...failed }] };
  // One row, one set of assignments: two would be undefined.
  const lastFailed = {
    at: [short],
    set: `s0.status = 'FAILED', s0.finished_at = utc_timestamp(3), s0.tries = 0, s0.error = ?,
          s0.result = ?`,
    values: [error?.message ?? null, last.result],
  };
  return { task, steps: [lastFailed] };
}

/** Gives the lease back at once instead of letting it run out. */
async function handOver(run: RunState): Promise<RunEnd> {
  const task = { set: 't.owner = null, t.lease_until = utc_timestamp(3)' };
  await run.write({ task }, 'release');
  return { kind: 'HANDED_OVER' };
}
