import { rows, run } from '../platform/db.ts';
import type { Services } from '../services.ts';

/** Work that recurs. It must do no harm when it runs twice, or when it is cut off in the middle. */
export interface PeriodicJob {
  /** Names its row; never changes. */
  readonly name: string;
  readonly everyMs: number;
  run(services: Services): Promise<void>;
}

const LOOK_MS = 10_000;

/**
 * Runs recurring work: each job is a row with its next time, so that of any number of processes one
 * takes it, and a restart neither skips nor repeats it.
 */
export class PeriodicJobs {
  readonly #services: Services;
  readonly #jobs: readonly PeriodicJob[];
  readonly #lookMs: number;
  #timer: NodeJS.Timeout | null = null;
  #round: Promise<void> = Promise.resolve();
  #stopped = true;

  constructor(services: Services, jobs: readonly PeriodicJob[], lookMs = LOOK_MS) {
    this.#services = services;
    this.#jobs = jobs;
    this.#lookMs = lookMs;
  }

  /** Begins; returns at once. */
  start(): void {
    this.#stopped = false;
    this.#look(0);
  }

  /** Resolves when the job under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#round;
  }

  #look(delayMs: number): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#round = this.#runDue().finally(() => this.#look(this.#lookMs));
    }, delayMs);
    this.#timer.unref();
  }

  /** Never rejects. */
  async #runDue(): Promise<void> {
    for (const job of this.#jobs) {
      if (this.#stopped) return;
      try {
        if (await this.#claim(job)) await job.run(this.#services);
      } catch (err) {
        this.#services.log.warn({ err, job: job.name }, 'recurring work failed');
      }
    }
  }

  /** Of all who ask, one is told true; a job that was never run is due. */
  async #claim({ name, everyMs }: PeriodicJob): Promise<boolean> {
    const em = this.#services.em();
    const microseconds = everyMs * 1_000;
    const claimed = await run(
      em,
      `update periodic_job set next_at = utc_timestamp(3) + interval ? microsecond
        where name = ? and next_at <= utc_timestamp(3)`,
      [microseconds, name],
    );
    if (claimed === 1) return true;
    const [known] = await rows(em, 'select 1 from periodic_job where name = ?', [name]);
    if (known) return false;
    const added = await run(
      em,
      `insert ignore into periodic_job (name, next_at)
       values (?, utc_timestamp(3) + interval ? microsecond)`,
      [name, microseconds],
    );
    return added === 1;
  }
}
