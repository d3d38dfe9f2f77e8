/**
 * Bounds the session channels open at once on one connection, first come first served.
 *
 * sshd refuses more than MaxSessions (10 by default) sessions per connection; forwards do not count.
 */
export class ChannelSlots {
  readonly #limit: number;
  readonly #waiting: Array<() => void> = [];
  #used = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Slots taken now. */
  get used(): number {
    return this.#used;
  }

  /**
   * Waits for a slot and returns the function that gives it back (safe to call twice).
   * Rejects with the signal's reason when that fires first; the place in the queue is then given up.
   */
  async acquire(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#used >= this.#limit) await this.#wait(signal);
    else this.#used += 1;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#release();
    };
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const turn = () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      const onAbort = () => {
        this.#waiting.splice(this.#waiting.indexOf(turn), 1);
        reject(signal.reason);
      };
      this.#waiting.push(turn);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  #release(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#used -= 1;
  }
}
