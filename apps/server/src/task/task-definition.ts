import type { z } from 'zod';
import type { Em, Statement } from '../platform/db.ts';
import type { ErrorCode } from '../platform/errors.ts';
import type { HostId, TaskId, UserId, VmId } from '../platform/ids.ts';
import type { Services } from '../services.ts';
import { type LogLevel, type TaskStatus, TaskType } from './task-enums.ts';

/** What a step may return: it is kept as JSON, for later steps and other workers. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };

/** What is written in one transaction with the end of a step. */
export interface EndWrite {
  /** Read in that transaction, after the task's row was locked; locks what it reads. */
  readonly read: Statement;
  /** @returns what is to be written, in this order */
  write(found: readonly unknown[]): readonly Statement[];
  /** Called once that is committed. */
  written?(): void;
}

/** What a step is handed. Another worker may hand the same step a second time: look, then act. */
export interface StepContext<Input> {
  readonly taskId: TaskId;
  /** Counts from 1; a retry of a failed task is a new attempt. */
  readonly attempt: number;
  readonly input: Input;
  readonly services: Services;
  /** An entity manager of its own, made when first used. */
  readonly em: Em;
  readonly vmId: VmId | null;
  readonly hostId: HostId | null;
  readonly requestedBy: UserId | null;
  /** Aborted when the lease is lost, or when a `cancellable` step is to end. Hand it on. */
  readonly signal: AbortSignal;
  /**
   * What a step returned; null when it returned nothing. Undefined when it has not finished, which
   * an `undo` must reckon with: say so in `T`.
   * @throws {Error} when the task has no such step
   */
  result<T>(step: string): T;
  /** Adds a line to the task's log, which its people read: no secrets, no paths of ours. */
  log(level: LogLevel, message: string): void;
  /**
   * @param percent how far this step is, 0 to 100
   * @param text the same in words, such as bytes and the time that is left; shown while it runs
   */
  progress(percent: number, text?: string): void;
  /**
   * Runs work in a transaction that holds only while this worker holds the task.
   * @throws {LeaseLostError} when another worker took over; nothing was written then
   */
  transaction<T>(work: (em: Em) => Promise<T>): Promise<T>;
  /**
   * Has something written with the end of this step: both or neither, and only while this worker
   * holds the task. It saves the round trips of a transaction of its own. The last one counts.
   */
  writeWithEnd(write: EndWrite): void;
}

/** One step of a task. */
export interface Step<Input> {
  /** Shown to people, unique within the task. */
  readonly name: string;
  /** True when the step may be broken off by its signal. */
  readonly cancellable?: boolean;
  /**
   * Of a group: the step begins once every child has ended, or has done its step of this name.
   * Until then the task belongs to no worker. Children are held until the first such step.
   */
  readonly waitsForChildren?: 'END' | { readonly step: string };
  /** While the group waits, later tasks of its lane may run: what the lane protects is done. */
  readonly leavesLane?: boolean;
  /** Of a child: its group may wait for this step. */
  readonly milestone?: boolean;
  /** Share of the progress, 1 when absent. */
  readonly weight?: number;
  /** Must be safe to run twice. Its result is kept before the next step begins. */
  // biome-ignore lint/suspicious/noConfusingVoidType: a step that returns nothing is the usual one.
  do(context: StepContext<Input>): Promise<JsonValue | void>;
  /** Takes back what `do` did, wholly or half done or not at all; safe to run twice. */
  undo?(context: StepContext<Input>): Promise<void>;
  /** In words, what stays behind when `undo` fails for good. */
  leftover?(context: StepContext<Input>): string;
}

/** How many tasks of one type may run at once, per host they name or in the whole cloud. */
export interface TaskLimit {
  readonly scope: 'HOST' | 'KIND';
  readonly max: number;
}

/** A child of a group, as the group sees it. */
export interface ChildTask {
  readonly id: TaskId;
  readonly type: TaskType;
  readonly status: TaskStatus;
  readonly title: string;
  readonly message: string | null;
  readonly vmId: VmId | null;
  readonly hostId: HostId | null;
  readonly errorCode: string | null;
}

/** What makes a task a group, whose children are tasks in lanes of their own. */
export interface GroupRule<Input> {
  /** How many children may run at once; any number when absent. */
  atOnce?(input: Input): number;
}

/** A task did its work but for a part that it can be without. */
export interface Shortfall {
  /** The step to be done again. */
  readonly step: string;
  readonly error: { readonly code: ErrorCode; readonly message: string };
  /** In words, what is missing or left behind. */
  readonly leftovers: readonly string[];
}

/** One kind of operation: its steps from top to bottom. */
export interface TaskDefinition<Input> {
  readonly type: TaskType;
  readonly input: z.ZodType<Input>;
  readonly steps: readonly Step<Input>[];
  readonly limits?: readonly TaskLimit[];
  /** Makes it a group: it ends SUCCEEDED, PARTIAL or FAILED as its children did. */
  readonly group?: GroupRule<Input>;
  /** It makes the VM it is about, or clears up after it: it can be begun again where there is none. */
  readonly withoutVm?: true;
  /**
   * The message of a task whose steps are done.
   * @param children of a group, all at their end, however that was; none of any other task
   */
  succeeded(context: StepContext<Input>, children: readonly ChildTask[]): string | Promise<string>;
  /**
   * What a task that came to its end owes all the same; null when nothing. It then ends as PARTIAL,
   * with the message of `succeeded`, and a retry goes on from the step that fell short.
   */
  shortfall?(context: StepContext<Input>): Shortfall | null;
  /** The message of a task that failed; the cause's message when absent. */
  failed?(context: StepContext<Input>, error: unknown): string;
}

/** A definition whose input type does not matter. */
// biome-ignore lint/suspicious/noExplicitAny: methods take their input, so no narrower type fits all definitions.
export type AnyTaskDefinition = TaskDefinition<any>;

/** Types a definition; registers nothing. */
export function defineTask<Input>(definition: TaskDefinition<Input>): TaskDefinition<Input> {
  return definition;
}

/** Every kind of task of this process. */
export type TaskRegistry = ReadonlyMap<TaskType, AnyTaskDefinition>;

/**
 * Checks the definitions.
 * @throws {Error} naming every type without a definition or with two, and every faulty step table
 */
function makeRegistry(definitions: readonly AnyTaskDefinition[]): TaskRegistry {
  const faults: string[] = [];
  const registry = new Map<TaskType, AnyTaskDefinition>();
  for (const definition of definitions) {
    if (registry.has(definition.type)) faults.push(`${definition.type} is defined twice`);
    registry.set(definition.type, definition);
    const names = new Set(definition.steps.map((step) => step.name));
    if (definition.steps.length === 0) faults.push(`${definition.type} has no steps`);
    if (names.size < definition.steps.length)
      faults.push(`${definition.type} has two steps of one name`);
  }
  for (const type of Object.values(TaskType))
    if (!registry.has(type)) faults.push(`${type} has no definition`);
  if (faults.length > 0) throw new Error(`Task definitions: ${faults.join('; ')}`);
  return registry;
}

/** How far a task is when a share of one step and all before it are done, 0 to 100. */
export function percentOf(
  steps: readonly Pick<Step<unknown>, 'weight'>[],
  position: number,
  share: number,
): number {
  const weights = steps.map((step) => step.weight ?? 1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const before = weights.slice(0, position).reduce((sum, weight) => sum + weight, 0);
  return Math.floor(((before + share * (weights[position] ?? 0)) / total) * 100);
}

let registered: TaskRegistry | undefined;

/**
 * Tells this process its kinds of tasks; called once at start-up, in every role.
 * @throws {Error} naming every type without a definition or with two, and every faulty step table
 */
export function registerTasks(definitions: readonly AnyTaskDefinition[]): TaskRegistry {
  registered = makeRegistry(definitions);
  return registered;
}

/** The definition of a type, where this process was told its kinds of tasks. */
export function findTask(type: TaskType): AnyTaskDefinition | undefined {
  return registered?.get(type);
}

/**
 * The definition of a type.
 * @throws {Error} before {@link registerTasks} was called
 */
export function registeredTask(type: TaskType): AnyTaskDefinition {
  const definition = registered?.get(type);
  if (!definition) throw new Error(`No task ${type}: registerTasks was not called`);
  return definition;
}
