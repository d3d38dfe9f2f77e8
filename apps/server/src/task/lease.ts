import { backOffMs, pause } from '../platform/back-off.ts';
import { isDatabaseAway, isLockFault } from '../platform/db.ts';
import type { ClaimedTask } from './claim.ts';
import { LeaseLostError } from './task-errors.ts';

const REPEAT = { firstMs: 50, maxMs: 1_000 } as const;

/** A worker's hold on one task: how long it surely lasts, and the signal that it is gone. */
export class Lease {
  readonly task: ClaimedTask;
  readonly #controller = new AbortController();
  readonly #leaseMs: number;
  /** On the clock of this process, counted from before the database was asked. */
  #heldUntil: number;

  /** @param since when the claim was sent, of `performance.now()` */
  constructor(task: ClaimedTask, leaseMs: number, since: number) {
    this.task = task;
    this.#leaseMs = leaseMs;
    this.#heldUntil = since + leaseMs;
  }

  /** Aborted with a {@link LeaseLostError} once another worker may hold the task. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** True when no other worker can hold the task yet. */
  get sure(): boolean {
    return performance.now() < this.#heldUntil;
  }

  renewed(since: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, since + this.#leaseMs);
  }

  lose(cause?: unknown): void {
    if (!this.signal.aborted) this.#controller.abort(new LeaseLostError(this.task.id, cause));
  }

  /** @throws {LeaseLostError} */
  check(): void {
    if (!this.sure) this.lose();
    this.signal.throwIfAborted();
  }

  /**
   * Writes while the lease lasts: again when the database was away or a lock was in the way. What
   * is written must give the same result when it is written twice, since a reply can be lost.
   * @throws {LeaseLostError} when the lease ran out first
   */
  async persist<T>(write: () => Promise<T>): Promise<T> {
    for (let failures = 1; ; failures++) {
      this.check();
      try {
        return await write();
      } catch (error) {
        if (!isDatabaseAway(error) && !isLockFault(error)) throw error;
        await pause(backOffMs(failures, REPEAT), this.signal);
      }
    }
  }
}
