import { randomBytes } from 'node:crypto';
import { type BackOffOptions, backOffMs } from '../platform/back-off.ts';
import { isDatabaseAway } from '../platform/db.ts';
import type { TaskId } from '../platform/ids.ts';
import type { Services } from '../services.ts';
import { type ClaimedTask, Claims } from './claim.ts';
import { tellGroup } from './group-run.ts';
import { Lease } from './lease.ts';
import { LeaseKeeper } from './lease-keeper.ts';
import type { AfterStepWrite, RetryPolicy, RunEnd } from './run-state.ts';
import { TaskDb } from './task-db.ts';
import { type AnyTaskDefinition, registerTasks, type TaskRegistry } from './task-definition.ts';
import { LeaseLostError } from './task-errors.ts';
import { TaskRun } from './task-run.ts';
import { TaskStore } from './task-store.ts';

/** How a worker is set up. */
export interface TaskEngineOptions {
  readonly services: Services;
  /** One for each task type. */
  readonly definitions: readonly AnyTaskDefinition[];
  /** Tasks that run at once. */
  readonly concurrency: number;
  /** Names the worker in the database and in logs. */
  readonly processName: string;
  /** How long a worker may be silent before another takes its tasks over. */
  readonly leaseMs?: number;
  /** How often to look for work that no event told of. */
  readonly pollMs?: number;
  /** How often a waiting group looks at its children though none told it. */
  readonly groupPollMs?: number;
  readonly retry?: Partial<RetryPolicy>;
  /** Only for tests. */
  readonly hooks?: { readonly afterStepWrite?: AfterStepWrite };
}

/** About 70 s of trying: a host that restarts its libvirtd, or a switch that reloads, is back by then. */
const RETRY: RetryPolicy = { tries: 8, undoTries: 4, firstMs: 1_000, maxMs: 30_000 };
const GROUP_POLL_MS = 15_000;
const CLAIM_AGAIN: BackOffOptions = { firstMs: 100, maxMs: 2_000 };
/** Beside one for each of a few tasks at once: a claim, and the renewal of leases. */
const MAX_CONNECTIONS = 8;
/** What an aborted step gets to wind up when the worker stops. */
const WIND_UP_MS = 1_000;

interface Running {
  readonly run: TaskRun;
  readonly ended: Promise<void>;
}

/**
 * Claims tasks and runs them, as many at once as `concurrency` says. Any number of engines work on
 * one database. Woken by `work` events; a slow poll finds what events did not tell.
 */
export class TaskEngine {
  readonly #options: TaskEngineOptions;
  readonly #services: Services;
  readonly #registry: TaskRegistry;
  readonly #leaseMs: number;
  readonly #pollMs: number;
  readonly #db: TaskDb;
  readonly #store: TaskStore;
  readonly #claims: Claims;
  readonly #keeper: LeaseKeeper;
  readonly #running = new Map<TaskId, Running>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #unsubscribe: (() => void)[] = [];
  #active = false;
  #claiming: Promise<void> | undefined;
  #again = false;
  #overdueDue = true;
  #failures = 0;

  /** @throws {Error} when a task type has no definition, or two */
  constructor(options: TaskEngineOptions) {
    this.#options = options;
    this.#services = options.services;
    this.#registry = registerTasks(options.definitions);
    const leaseMs = options.leaseMs ?? 10_000;
    this.#leaseMs = leaseMs;
    this.#pollMs = options.pollMs ?? 1_000;
    const { config, log } = options.services;
    this.#db = new TaskDb(config.databaseUrl, Math.min(MAX_CONNECTIONS, options.concurrency + 2));
    this.#store = new TaskStore(this.#db, leaseMs);
    const owner = `${options.processName.slice(0, 80)}#${randomBytes(6).toString('hex')}`;
    this.#claims = new Claims({ db: this.#db, registry: this.#registry, owner, leaseMs });
    this.#keeper = new LeaseKeeper({
      ...{ store: this.#store, owner, leaseMs, log },
      onCancelled: (lease) => this.#running.get(lease.task.id)?.run.cancel(),
    });
  }

  /** Number of tasks that run here now. */
  get running(): number {
    return this.#running.size;
  }

  start(): void {
    this.#active = true;
    const { events } = this.#services;
    this.#unsubscribe = [
      events.on('work', ({ due, lane }) => {
        if (due) this.#goOn();
        // The end of what runs there wakes us anyway.
        else if (!this.#runsIn(lane)) this.#wake();
      }),
      events.on('cancel', ({ taskId }) => this.#cancelled(taskId)),
    ];
    this.#keeper.start();
    this.#poll();
  }

  /**
   * Takes no more work. Running steps may end for up to `graceMs`; tasks are then handed to other
   * workers before their next step. Steps that last longer are aborted and repeated elsewhere.
   */
  async stop({ graceMs }: { readonly graceMs: number }): Promise<void> {
    this.#active = false;
    for (const off of this.#unsubscribe) off();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    await this.#claiming;
    for (const { run } of this.#running.values()) run.drain();
    const all = Promise.all([...this.#running.values()].map(({ ended }) => ended));
    if (!(await within(graceMs, all))) {
      for (const { run } of this.#running.values()) run.lease.lose(new Error('the worker stops'));
      await within(WIND_UP_MS, all);
    }
    await this.#keeper.stop();
    await this.#db.close();
  }

  #runsIn(lane: string): boolean {
    for (const { run } of this.#running.values()) if (run.lease.task.lane === lane) return true;
    return false;
  }

  #poll(): void {
    this.#overdueDue = true;
    this.#wake();
    this.#after(this.#pollMs, () => this.#poll());
  }

  #after(ms: number, action: () => void): void {
    if (!this.#active) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, ms);
    this.#timers.add(timer);
  }

  /** Looks for work now; once more when it is asked to while it looks. */
  #wake(): void {
    if (!this.#active) return;
    this.#again = true;
    this.#claiming ??= this.#claimAll().finally(() => {
      this.#claiming = undefined;
      if (this.#again) this.#wake();
    });
  }

  /** Never rejects. */
  async #claimAll(): Promise<void> {
    while (this.#again && this.#active) {
      this.#again = false;
      try {
        await this.#claimOnce();
        this.#failures = 0;
      } catch (err) {
        this.#failures++;
        this.#services.log.warn({ err }, 'no tasks claimed');
        this.#again = false;
        this.#after(backOffMs(this.#failures, CLAIM_AGAIN), () => this.#wake());
        return;
      }
    }
  }

  async #claimOnce(): Promise<void> {
    let free = this.#options.concurrency - this.#running.size;
    if (free <= 0) return;
    if (this.#overdueDue) {
      this.#overdueDue = false;
      free -= await this.#begin(() => this.#claims.overdue(free));
    }
    if (free <= 0) return;
    free -= await this.#begin(() => this.#claims.pending(free));
    // There may be more than fits here: let the others look.
    if (free === 0) this.#services.events.publish('work', { lane: '' });
  }

  async #begin(claim: () => Promise<ClaimedTask[]>): Promise<number> {
    const since = performance.now();
    const tasks = await claim();
    for (const task of tasks) this.#run(new Lease(task, this.#leaseMs, since));
    return tasks.length;
  }

  #run(lease: Lease): void {
    const { task } = lease;
    const definition = this.#registry.get(task.type);
    if (!definition) throw new Error(`A task of an unknown type was claimed: ${task.type}`);
    // A claim of our own that had run out unseen.
    this.#running.get(task.id)?.run.lease.lose();
    const run = new TaskRun(lease, {
      services: this.#services,
      store: this.#store,
      definition,
      retry: { ...RETRY, ...this.#options.retry },
      afterStepWrite: this.#options.hooks?.afterStepWrite,
      groupPollMs: this.#options.groupPollMs ?? GROUP_POLL_MS,
    });
    this.#keeper.add(lease);
    this.#services.events.publish('task', { id: task.id });
    if (task.vmId) this.#services.events.publish('vm', { id: task.vmId });
    const running = { run, ended: this.#carry(run) };
    this.#running.set(task.id, running);
    void running.ended.then(() => {
      this.#keeper.remove(lease);
      if (this.#running.get(task.id) === running) this.#running.delete(task.id);
      this.#wake();
      // Whoever goes on when this worker does not: with this task, or with the next of its lane.
      if (!this.#active) this.#services.events.publish('work', { lane: task.lane, due: true });
    });
  }

  /** Never rejects. */
  async #carry(run: TaskRun): Promise<void> {
    const { id: taskId, type, vmId, hostId, epoch, parentId } = run.lease.task;
    const { log } = this.#services;
    const since = performance.now();
    try {
      const end: RunEnd = await run.run();
      if (end.kind === 'WAITS') this.#after(end.delayMs, () => this.#goOn());
      if (end.kind === 'ENDED' && parentId) await tellGroup(this.#services, parentId);
      const ms = Math.round(performance.now() - since);
      log.info({ taskId, type, vmId, hostId, end: end.kind, ms }, 'task left');
    } catch (err) {
      if (err instanceof LeaseLostError) log.warn({ taskId, type, epoch }, 'task lost');
      // Its lease runs out, and it is tried again from the step it came to.
      else log.error({ taskId, type, vmId, hostId, err }, 'task broke off');
    }
  }

  #goOn(): void {
    this.#overdueDue = true;
    this.#wake();
  }

  #cancelled(taskId: TaskId): void {
    const running = this.#running.get(taskId);
    if (running) void this.#askAgain(running.run);
    // It may wait for its next try, here or elsewhere.
    else this.#goOn();
  }

  /** A task that was ended by an admin is lost; one that is to be cancelled goes on undoing. */
  async #askAgain(run: TaskRun): Promise<void> {
    try {
      if (await this.#store.isOurs(run.lease)) run.cancel();
      else run.lease.lose();
    } catch (err) {
      if (!(err instanceof LeaseLostError || isDatabaseAway(err)))
        this.#services.log.warn({ err }, 'cancellation not looked up');
    }
  }
}

/** @returns false when the time was over first */
async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const inTime = await Promise.race([work.then(() => true), late]);
  clearTimeout(timer);
  return inTime;
}
