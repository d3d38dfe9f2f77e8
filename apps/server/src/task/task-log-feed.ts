import { backOffMs, pause } from '../platform/back-off.ts';
import { type Em, isDatabaseAway, rows } from '../platform/db.ts';
import type { EventBus } from '../platform/events.ts';
import type { TaskId } from '../platform/ids.ts';
import type { Services } from '../services.ts';
import type { TaskEventView } from './task.type.ts';
import { END_STATUSES, type TaskStatus } from './task-enums.ts';

const LINES_AT_ONCE = 500;
const AGAIN = { firstMs: 200, maxMs: 5_000 } as const;

/** Lines after a place in a task's log, and whether the task had ended when they were read. */
interface LogPart {
  readonly lines: readonly TaskEventView[];
  readonly ended: boolean;
}

/** Counts the changes of one task's log while somebody follows it. */
interface Watch {
  version: number;
  followers: number;
  wake: PromiseWithResolvers<void>;
}

/**
 * Follows logs of tasks. Followers at the same place share one statement, so that a line costs one
 * read per process, however many watch.
 */
export class TaskLogFeed {
  readonly #em: () => Em;
  readonly #watches = new Map<TaskId, Watch>();
  /** Reads under way, by task, place and version: a later line never waits in an earlier read. */
  readonly #reads = new Map<string, Promise<LogPart>>();

  constructor({ em, events }: { readonly em: () => Em; readonly events: EventBus }) {
    this.#em = em;
    events.on('taskLog', ({ taskId }) => this.#changed(taskId));
    events.on('task', ({ id }) => this.#changed(id));
    events.on('resync', () => {
      for (const taskId of this.#watches.keys()) this.#changed(taskId);
    });
  }

  /**
   * Every line after `after`, in order and each once, until the task has ended and all were sent.
   * The caller has checked that the task is there and may be seen.
   */
  follow(taskId: TaskId, after = 0): AsyncIterableIterator<TaskEventView> {
    const stop = new AbortController();
    const lines = this.#lines(taskId, after, stop.signal);
    return {
      next: () => lines.next(),
      return: () => {
        // A generator that waits would notice only at the next line.
        stop.abort();
        return lines.return(undefined);
      },
      throw: (error) => {
        stop.abort();
        return lines.throw(error);
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  async *#lines(taskId: TaskId, after: number, signal: AbortSignal) {
    const watch = this.#watch(taskId);
    let sent = after;
    let failures = 0;
    try {
      while (!signal.aborted) {
        const { wake } = watch;
        const part = await this.#read(taskId, sent, watch.version).catch((error: unknown) => {
          if (!isDatabaseAway(error)) throw error;
          return null;
        });
        if (part === null) {
          await pause(backOffMs(++failures, AGAIN), signal);
          continue;
        }
        failures = 0;
        for (const line of part.lines) {
          sent = line.seq;
          yield line;
        }
        if (part.lines.length === LINES_AT_ONCE) continue;
        if (part.ended) return;
        await untilWoken(wake, signal);
      }
    } finally {
      this.#unwatch(taskId, watch);
    }
  }

  #watch(taskId: TaskId): Watch {
    const watch = this.#watches.get(taskId) ?? {
      version: 0,
      followers: 0,
      wake: Promise.withResolvers<void>(),
    };
    this.#watches.set(taskId, watch);
    watch.followers++;
    return watch;
  }

  #unwatch(taskId: TaskId, watch: Watch): void {
    if (--watch.followers === 0) this.#watches.delete(taskId);
  }

  #changed(taskId: TaskId): void {
    const watch = this.#watches.get(taskId);
    if (!watch) return;
    const { wake } = watch;
    watch.version++;
    watch.wake = Promise.withResolvers<void>();
    wake.resolve();
  }

  #read(taskId: TaskId, after: number, version: number): Promise<LogPart> {
    const key = `${taskId} ${after} ${version}`;
    const shared = this.#reads.get(key);
    if (shared) return shared;
    const read = readPart(this.#em(), taskId, after).finally(() => this.#reads.delete(key));
    this.#reads.set(key, read);
    return read;
  }
}

/** One statement, so that "ended" and the lines are of one moment. */
async function readPart(em: Em, taskId: TaskId, after: number): Promise<LogPart> {
  const found = await rows<Omit<TaskEventView, 'seq'> & { seq: number | null; task: TaskStatus }>(
    em,
    `select t.status as task, e.seq, e.at, e.level, e.step, e.message
       from task t left join task_event e on e.task_seq = t.seq and e.seq > ?
      where t.id = ? order by e.seq limit ${LINES_AT_ONCE}`,
    [after, taskId],
  );
  const [first] = found;
  return {
    lines: found.filter((line): line is typeof line & { seq: number } => line.seq !== null),
    ended: !first || END_STATUSES.includes(first.task),
  };
}

async function untilWoken(wake: PromiseWithResolvers<void>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const aborted = Promise.withResolvers<void>();
  const onAbort = () => aborted.resolve();
  signal.addEventListener('abort', onAbort, { once: true });
  await Promise.race([wake.promise, aborted.promise]);
  signal.removeEventListener('abort', onAbort);
}

const feeds = new WeakMap<EventBus, TaskLogFeed>();

/** The one feed of this process. */
export function taskLogFeed(services: Pick<Services, 'em' | 'events'>): TaskLogFeed {
  const feed = feeds.get(services.events) ?? new TaskLogFeed(services);
  feeds.set(services.events, feed);
  return feed;
}
