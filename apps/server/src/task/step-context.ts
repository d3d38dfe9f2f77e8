import { type Em, rows, transaction } from '../platform/db.ts';
import type { HostId, TaskId, UserId, VmId } from '../platform/ids.ts';
import type { Services } from '../services.ts';
import type { Lease } from './lease.ts';
import type { EndWrite, StepContext } from './task-definition.ts';
import type { LogLevel } from './task-enums.ts';
import { LeaseLostError } from './task-errors.ts';

/** What a step's context asks of the run it belongs to. */
export interface ContextOwner {
  readonly services: Services;
  readonly lease: Lease;
  readonly input: unknown;
  resultOf(step: string): unknown;
  log(level: LogLevel, step: string, message: string): void;
  progress(percent: number, text?: string): void;
  writeWithEnd(step: string, write: EndWrite): void;
}

/** What one `do` or `undo` is handed. */
export class RunContext implements StepContext<unknown> {
  readonly taskId: TaskId;
  readonly attempt: number;
  readonly input: unknown;
  readonly services: Services;
  readonly vmId: VmId | null;
  readonly hostId: HostId | null;
  readonly requestedBy: UserId | null;
  readonly signal: AbortSignal;
  readonly #owner: ContextOwner;
  readonly #step: string;
  #em: Em | undefined;

  constructor(owner: ContextOwner, step: string, signal: AbortSignal = owner.lease.signal) {
    const { task } = owner.lease;
    this.#owner = owner;
    this.#step = step;
    this.taskId = task.id;
    this.attempt = task.attempt;
    this.input = owner.input;
    this.services = owner.services;
    this.vmId = task.vmId;
    this.hostId = task.hostId;
    this.requestedBy = task.requestedBy;
    this.signal = signal;
  }

  get em(): Em {
    this.#em ??= this.services.em();
    return this.#em;
  }

  result<T>(step: string): T {
    return this.#owner.resultOf(step) as T;
  }

  log(level: LogLevel, message: string): void {
    this.#owner.log(level, this.#step, message);
  }

  progress(percent: number, text?: string): void {
    this.#owner.progress(percent, text);
  }

  writeWithEnd(write: EndWrite): void {
    this.#owner.writeWithEnd(this.#step, write);
  }

  transaction<T>(work: (em: Em) => Promise<T>): Promise<T> {
    const { seq, epoch, id } = this.#owner.lease.task;
    return transaction(this.em, async (em) => {
      // Locks the row: nobody takes the task over before this is committed.
      const sql = 'select 1 from task where seq = ? and epoch = ? for update';
      const held = await rows(em, sql, [seq, epoch]);
      if (held.length === 0) throw new LeaseLostError(id);
      return work(em);
    });
  }
}
