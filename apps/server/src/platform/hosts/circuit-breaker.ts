import { type BackOffOptions, backOffMs } from '../back-off.ts';

/** Why a breaker is open. */
export interface BreakerFault {
  readonly reason: string;
  readonly cause: unknown;
}

/** Between two attempts to reach what does not answer: half a second at first, 5 s at most. */
const RETRY: BackOffOptions = { firstMs: 500, maxMs: 5_000 };

/**
 * Stands before attempts to reach something: after a failure it refuses at once, until the time of
 * the next trial has come (half-open). Trials become rarer with each failure.
 */
export class CircuitBreaker {
  readonly #now: () => number;
  readonly #retry: BackOffOptions;
  #fault: BreakerFault | null = null;
  #failures = 0;
  #retryAt = 0;
  #trials = 0;

  constructor(options: { readonly now?: () => number; readonly retry?: BackOffOptions } = {}) {
    this.#now = options.now ?? (() => performance.now());
    this.#retry = options.retry ?? RETRY;
  }

  /**
   * Why an attempt is refused now; null when it may be made. While somebody tries what failed
   * before, nobody else waits for the outcome.
   */
  refusal(): BreakerFault | null {
    return this.#isWaiting() || this.#trials > 0 ? this.#fault : null;
  }

  /** Tells that an attempt begins; call the result when it has ended. */
  begin(): () => void {
    this.#trials++;
    return () => {
      this.#trials--;
    };
  }

  succeeded(): void {
    this.#fault = null;
    this.#failures = 0;
  }

  /** Failures of attempts that ran side by side count once. */
  failed(fault: BreakerFault): void {
    const ranBesideAnother = this.#isWaiting();
    this.#fault = fault;
    if (ranBesideAnother) return;
    this.#failures++;
    this.#retryAt = this.#now() + backOffMs(this.#failures, this.#retry);
  }

  /** Allows the next attempt at once: somebody else has seen it answer. */
  allowTrial(): void {
    this.#retryAt = 0;
  }

  #isWaiting(): boolean {
    return this.#fault !== null && this.#now() < this.#retryAt;
  }
}
