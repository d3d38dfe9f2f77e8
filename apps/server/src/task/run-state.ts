import type { BackOffOptions } from '../platform/back-off.ts';
import { isDatabaseAway, isLockFault } from '../platform/db.ts';
import { BaadalError, type ErrorCode } from '../platform/errors.ts';
import type { Services } from '../services.ts';
import type { Lease } from './lease.ts';
import { type ContextOwner, RunContext } from './step-context.ts';
import { type AnyTaskDefinition, type EndWrite, percentOf, type Step } from './task-definition.ts';
import type { LogLevel, TaskStepStatus } from './task-enums.ts';
import { RetryableError } from './task-errors.ts';
import { TaskLog } from './task-log.ts';
import type { TaskChange, TaskStore } from './task-store.ts';

/** What was just written about a step. */
export type StepPhase = 'BEGUN' | 'DONE' | 'FAILED' | 'UNDONE';

/** Told after every write about a step; for tests that kill the worker there. */
export type AfterStepWrite = (
  task: { readonly id: string; readonly type: string },
  step: string,
  phase: StepPhase,
) => void | Promise<void>;

/** How often a step is tried, and how long between. */
export interface RetryPolicy extends BackOffOptions {
  /** Tries of a step that failed with a passing fault. */
  readonly tries: number;
  /** Tries of an undo that failed for any other reason. */
  readonly undoTries: number;
}

/** What a run needs of its engine. */
export interface RunOptions {
  readonly services: Services;
  readonly store: TaskStore;
  readonly definition: AnyTaskDefinition;
  readonly retry: RetryPolicy;
  readonly afterStepWrite: AfterStepWrite | undefined;
  /** How long a group waits before it looks at its children unasked. */
  readonly groupPollMs: number;
}

/**
 * How a run ended: the task is at its end, waits for a while, waits for its children, or is left to
 * another worker.
 */
export type RunEnd =
  | { readonly kind: 'ENDED' | 'HANDED_OVER' | 'PARKED' }
  | { readonly kind: 'WAITS'; readonly delayMs: number };

/** One step of the definition, and how far it is. */
export interface RunStep {
  readonly definition: Step<unknown>;
  status: TaskStepStatus;
  /** Failed tries of `do`, or of `undo` once undoing. */
  tries: number;
  /** Undefined until the step has finished. */
  result: unknown;
  /** What is to be written with its end. */
  endWrite: EndWrite | undefined;
}

const PROGRESS_EVERY_MS = 250;
/** Of the column. */
const TEXT_LENGTH = 255;

/** What going forward and undoing share: the steps of one claimed task, its log, its writes. */
export class RunState implements ContextOwner {
  readonly services: Services;
  readonly lease: Lease;
  readonly definition: AnyTaskDefinition;
  readonly retry: RetryPolicy;
  readonly steps: readonly RunStep[];
  readonly input: unknown;
  /** Why the input is not what the definition asks for: another version wrote the task. */
  readonly inputFault: Error | undefined;
  readonly lines: TaskLog;
  readonly groupPollMs: number;
  /** Position of the step that runs. */
  current: number;
  readonly #store: TaskStore;
  readonly #afterStepWrite: AfterStepWrite | undefined;
  #shown: number;
  #text: string | undefined;
  #shownAt = 0;
  #showing: Promise<unknown> = Promise.resolve();

  constructor(lease: Lease, options: RunOptions) {
    const { task } = lease;
    this.lease = lease;
    this.services = options.services;
    this.definition = options.definition;
    this.retry = options.retry;
    this.groupPollMs = options.groupPollMs;
    this.#store = options.store;
    this.#afterStepWrite = options.afterStepWrite;
    this.lines = new TaskLog(options.store, lease, options.services.events);
    // Another version of the task had more steps: its last one is repeated.
    this.current = Math.min(task.stepIndex, options.definition.steps.length - 1);
    this.#shown = task.progress;
    this.steps = options.definition.steps.map((definition, position) => {
      const known = task.steps?.find((step) => step.name === definition.name);
      const status = position === this.current && !task.undoing ? 'RUNNING' : known?.status;
      // A step that is DONE has a result, null if nothing; of others it is kept where there was one.
      const result = known?.status === 'DONE' ? known.result : (known?.result ?? undefined);
      const state = { status: status ?? 'PENDING', tries: known?.tries ?? 0, result } as const;
      return { definition, ...state, endWrite: undefined };
    });
    const input = options.definition.input.safeParse(task.input);
    this.input = input.success ? input.data : task.input;
    this.inputFault = input.error;
  }

  resultOf(name: string): unknown {
    return this.#stepNamed(name).result;
  }

  writeWithEnd(name: string, write: EndWrite): void {
    this.#stepNamed(name).endWrite = write;
  }

  #stepNamed(name: string): RunStep {
    const step = this.steps.find((s) => s.definition.name === name);
    if (!step) throw new Error(`${this.definition.type} has no step ${name}`);
    return step;
  }

  context(position: number, signal?: AbortSignal): RunContext {
    return new RunContext(this, this.stepAt(position).definition.name, signal);
  }

  stepAt(position: number): RunStep {
    const step = this.steps[position];
    if (!step) throw new Error(`${this.definition.type} has no step ${position}`);
    return step;
  }

  log(level: LogLevel, step: string | null, message: string): void {
    this.lines.add(level, step, message);
  }

  /** Shows how far the running step is, a few times a second at most. */
  progress(percent: number, text?: string): void {
    const shown = this.percentAt(this.current, Math.min(Math.max(percent, 0), 100) / 100);
    const news = shown > this.#shown || (text !== undefined && text !== this.#text);
    if (!news || performance.now() - this.#shownAt < PROGRESS_EVERY_MS) return;
    this.#shown = Math.max(shown, this.#shown);
    this.#text = text;
    this.#shownAt = performance.now();
    const set = 't.progress = greatest(t.progress, ?), t.progress_text = ?';
    const write = { task: { set, values: [shown, text?.slice(0, TEXT_LENGTH) ?? null] } };
    this.#showing = this.#store
      .change(this.lease, write)
      .then(() => this.announce())
      // The next write about the task meets the same fault and acts on it.
      .catch(() => undefined);
  }

  /** How far the task is when a share of one step and all before it are done, 0 to 100. */
  percentAt(position: number, share: number): number {
    return percentOf(this.definition.steps, position, share);
  }

  /**
   * Writes about task and steps once all log lines are written, then tells subscribers.
   * @param mode `keep` renews the lease along
   * @returns false when it was refused since somebody asked to cancel
   * @throws {LeaseLostError}
   */
  async write(change: TaskChange, mode: 'keep' | 'release'): Promise<boolean> {
    await this.lines.flush();
    await this.#showing;
    const written =
      mode === 'keep'
        ? await this.#store.advance(this.lease, change)
        : await this.#store.change(this.lease, change);
    if (written) change.with?.written?.();
    if (written) this.announce();
    // The VM shows its current task: it has none any more, or it waits.
    if (written && mode === 'release') this.announceVm();
    return written;
  }

  announceVm(): void {
    const { vmId } = this.lease.task;
    if (vmId) this.services.events.publish('vm', { id: vmId });
  }

  announce(): void {
    const { id, parentId } = this.lease.task;
    this.services.events.publish('task', { id });
    // It shows how far its children are.
    if (parentId) this.services.events.publish('task', { id: parentId });
  }

  async told(position: number, phase: StepPhase): Promise<void> {
    const tell = this.#afterStepWrite;
    if (!tell) return;
    const { id, type } = this.lease.task;
    const step = this.stepAt(position).definition.name;
    await this.guard(async () => tell({ id, type }, step, phase));
  }

  /** Runs `do` or `undo`, and turns away from it when the lease is lost, even if it hangs. */
  async guard<T>(work: () => Promise<T>): Promise<T> {
    const { signal } = this.lease;
    signal.throwIfAborted();
    const lost = Promise.withResolvers<never>();
    const onLost = () => lost.reject(signal.reason as Error);
    signal.addEventListener('abort', onLost, { once: true });
    try {
      return await Promise.race([work(), lost.promise]);
    } finally {
      signal.removeEventListener('abort', onLost);
    }
  }

  /** What may be shown of an error; anything unexpected goes to the log of the process instead. */
  wordsOf(error: unknown, position: number): { code: ErrorCode; message: string } {
    const { id: taskId, vmId, hostId } = this.lease.task;
    const step = this.stepAt(position).definition.name;
    this.services.log.warn({ taskId, vmId, hostId, step, err: error }, 'step failed');
    if (error instanceof BaadalError) return { code: error.code, message: error.message };
    if (isPassing(error)) return { code: 'UNAVAILABLE', message: 'The database was away.' };
    const message = `Something failed inside Baadal. Its log has the cause under ${taskId}.`;
    return { code: 'INTERNAL', message };
  }
}

/** True for faults that are expected to pass by themselves. */
export function isPassing(error: unknown): boolean {
  return error instanceof RetryableError || isDatabaseAway(error) || isLockFault(error);
}
