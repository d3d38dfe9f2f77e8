import type { EventBus } from '../platform/events.ts';
import type { Lease } from './lease.ts';
import type { LogLevel } from './task-enums.ts';
import type { LogLine, TaskStore } from './task-store.ts';

/** Lines are written together: at most this long after the first of them. */
const FLUSH_AFTER_MS = 100;
const MAX_MESSAGE = 4_000;

/** The log of one task that this worker holds: numbered, in order, written in batches. */
export class TaskLog {
  readonly #store: TaskStore;
  readonly #lease: Lease;
  readonly #events: EventBus;
  #last: number;
  #waiting: LogLine[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** Writes go one after another, so that nobody sees line 3 before line 2. */
  #writing: Promise<void> = Promise.resolve();

  constructor(store: TaskStore, lease: Lease, events: EventBus) {
    this.#store = store;
    this.#lease = lease;
    this.#events = events;
    this.#last = lease.task.lastLine;
  }

  add(level: LogLevel, step: string | null, message: string): void {
    this.#waiting.push({
      seq: ++this.#last,
      at: new Date(),
      level,
      step,
      message: message.slice(0, MAX_MESSAGE),
    });
    // A failed flush is met again by the flush before the next write about the task.
    this.#timer ??= setTimeout(() => void this.flush().catch(() => undefined), FLUSH_AFTER_MS);
  }

  /**
   * Resolves when every line so far is in the database.
   * @throws {LeaseLostError}
   */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.length > 0) {
      const lines = this.#waiting;
      this.#waiting = [];
      this.#writing = this.#writing.then(() => this.#write(lines));
    }
    await this.#writing;
  }

  async #write(lines: readonly LogLine[]): Promise<void> {
    await this.#store.addLines(this.#lease, lines);
    this.#events.publish('taskLog', { taskId: this.#lease.task.id });
  }

  /** Forgets what is not written; for a task that is no longer ours. */
  close(): void {
    clearTimeout(this.#timer);
    this.#waiting = [];
  }
}
