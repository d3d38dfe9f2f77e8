/** Ctrl-C reaches us from the terminal and again from npm: within this time it is one request. */
const SAME_REQUEST_MS = 500;

/**
 * The wish of whoever started this program that it ends: SIGINT, SIGTERM, SIGHUP, or the end of the
 * process that started it (its IPC channel closes). Asked again, it wants no patience any more.
 */
export class StopRequest {
  readonly #stop = new AbortController();
  readonly #hurry = new AbortController();
  readonly #requested = Promise.withResolvers<undefined>();
  #firstAt = 0;

  constructor() {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => this.#request());
    }
    process.once('disconnect', () => this.#request());
  }

  /** Aborted by the first request. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Aborted by the second. */
  get hurry(): AbortSignal {
    return this.#hurry.signal;
  }

  /** Resolves with the first request. */
  get requested(): Promise<undefined> {
    return this.#requested.promise;
  }

  #request(): void {
    if (!this.#stop.signal.aborted) {
      this.#firstAt = performance.now();
      this.#stop.abort();
      this.#requested.resolve(undefined);
    } else if (performance.now() - this.#firstAt > SAME_REQUEST_MS) {
      this.#hurry.abort();
    }
  }
}
