import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from './api/api-client.ts';
import {
  type LogLineFragment,
  type TaskDetailFragment,
  TaskRestDocument,
  WatchTaskDocument,
  WatchTaskLogDocument,
} from './api/generated/graphql.ts';
import { ConnectionLostError } from './api/subscription-session.ts';
import { CliError } from './cli-error.ts';

/** Where a followed task is shown. */
export interface FollowSink {
  /** Each log line, once, in order. */
  log(event: LogLineFragment): void;
  /** Each change of the task, the present state first. */
  task(task: TaskDetailFragment): void;
  /** The server is away; it is tried again. */
  waiting(why: string): void;
}

/** How patient the following is. */
export interface FollowOptions {
  /** How long the server may be away at a stretch, in ms; default 5 minutes. */
  readonly patienceMs?: number | undefined;
}

const PATIENCE_MS = 5 * 60_000;
const BACK_OFF_FIRST_MS = 200;
const BACK_OFF_MAX_MS = 5_000;
const END_STATES: readonly string[] = ['SUCCEEDED', 'FAILED', 'CANCELLED', 'PARTIAL'];

/** Whether a task with this status will not change any more. */
export function isEndState(status: string): boolean {
  return END_STATES.includes(status);
}

class TaskFollower {
  readonly #api: ApiClient;
  readonly #id: string;
  readonly #sink: FollowSink;
  #lastSeq: number | null = null;
  #shown = '';
  #failures = 0;
  #awaySince: number | null = null;

  constructor(api: ApiClient, id: string, sink: FollowSink) {
    this.#api = api;
    this.#id = id;
    this.#sink = sink;
  }

  async run(patienceMs: number): Promise<TaskDetailFragment> {
    for (;;) {
      try {
        await this.#untilEndState();
        return await this.#rest();
      } catch (error) {
        await this.#backOff(error, patienceMs);
      }
    }
  }

  /** Both subscriptions on one connection, the log from where we are. */
  async #untilEndState(): Promise<void> {
    using session = this.#api.openSubscriptions();
    const ended = Promise.withResolvers<void>();
    const updates = session
      .subscribe(WatchTaskDocument, { id: this.#id }, ({ taskUpdated }) => {
        // The end is told last of all, by #rest, after the lines that are still on their way.
        if (isEndState(taskUpdated.status)) ended.resolve();
        else this.#onTask(taskUpdated);
      })
      .then(() => ended.reject(new ConnectionLostError('The server ended the subscription')));
    const log = session.subscribe(
      WatchTaskLogDocument,
      { id: this.#id, after: this.#lastSeq },
      ({ taskLog }) => this.#onLog(taskLog),
    );
    updates.catch(ended.reject);
    log.catch(ended.reject);
    await ended.promise;
  }

  /** The lines that were still on their way when the end state came, and the task as it ended. */
  async #rest(): Promise<TaskDetailFragment> {
    for (;;) {
      const variables = { id: this.#id, after: this.#lastSeq };
      const { task } = await this.#api.request(TaskRestDocument, variables);
      if (!task) throw new CliError('NOT_FOUND', `There is no task ${this.#id}`);
      for (const event of task.log) this.#onLog(event);
      if (task.log.length > 0) continue;
      const { log: _, ...detail } = task;
      this.#onTask(detail);
      return detail;
    }
  }

  #onLog(event: LogLineFragment): void {
    this.#cameBack();
    if (this.#lastSeq !== null && event.seq <= this.#lastSeq) return;
    this.#lastSeq = event.seq;
    this.#sink.log(event);
  }

  #onTask(task: TaskDetailFragment): void {
    this.#cameBack();
    const text = JSON.stringify(task);
    if (text === this.#shown) return; // the present state again, after a reconnect
    this.#shown = text;
    this.#sink.task(task);
  }

  #cameBack(): void {
    this.#failures = 0;
    this.#awaySince = null;
  }

  async #backOff(error: unknown, patienceMs: number): Promise<void> {
    const away =
      error instanceof ConnectionLostError ||
      (error instanceof CliError && ['UNREACHABLE', 'UNAVAILABLE'].includes(error.code));
    if (!away) throw error;
    this.#awaySince ??= Date.now();
    if (Date.now() - this.#awaySince >= patienceMs)
      throw error.cause instanceof CliError ? error.cause : error;
    if (this.#failures === 0) this.#sink.waiting(error.message);
    const longest = Math.min(BACK_OFF_FIRST_MS * 2 ** this.#failures, BACK_OFF_MAX_MS);
    this.#failures += 1;
    await delay(longest * (0.5 + Math.random() / 2));
  }
}

/**
 * Follows a task to its end by subscription. A server that goes away and comes back is waited for;
 * no log line is lost or shown twice.
 *
 * @returns the task in its end state
 * @throws {CliError} what the API answers, or `UNREACHABLE` after the patience
 */
export function followTask(
  api: ApiClient,
  id: string,
  sink: FollowSink,
  options: FollowOptions = {},
): Promise<TaskDetailFragment> {
  return new TaskFollower(api, id, sink).run(options.patienceMs ?? PATIENCE_MS);
}
