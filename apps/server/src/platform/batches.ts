/** What is asked, and who waits for the answer. */
interface Asked<In, Out> {
  readonly item: In;
  resolve(answer: Out): void;
  reject(error: unknown): void;
}

/** How questions are gathered. */
export interface BatchOptions {
  /** From one batch to the next, ms: what is asked meanwhile is answered together. */
  readonly pauseMs: number;
  readonly most?: number;
}

const MOST = 100;

/**
 * Answers what many ask at about the same time by one act. The first goes at once, so that one who
 * asks alone waits for nobody.
 */
export class Batches<In, Out> {
  readonly #act: (items: readonly In[]) => Promise<readonly Out[]>;
  readonly #options: BatchOptions;
  #waiting: Asked<In, Out>[] = [];
  #timer: NodeJS.Timeout | null = null;
  #begunAt = Number.NEGATIVE_INFINITY;

  /** @param act answers each item, in their order */
  constructor(act: (items: readonly In[]) => Promise<readonly Out[]>, options: BatchOptions) {
    this.#act = act;
    this.#options = options;
  }

  /** Errors as of the act. */
  ask(item: In): Promise<Out> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#wake();
    });
  }

  #wake(): void {
    if (this.#timer || this.#waiting.length === 0) return;
    const pause = this.#begunAt + this.#options.pauseMs - performance.now();
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        this.#begunAt = performance.now();
        const batch = this.#waiting.splice(0, this.#options.most ?? MOST);
        void this.#answer(batch);
        this.#wake();
      },
      Math.max(0, pause),
    );
  }

  async #answer(batch: readonly Asked<In, Out>[]): Promise<void> {
    try {
      const answers = await this.#act(batch.map(({ item }) => item));
      for (const [i, { resolve }] of batch.entries()) resolve(answers[i] as Out);
    } catch (error) {
      // One that cannot be answered must not take the others with it.
      if (batch.length > 1) for (const asked of batch) await this.#answer([asked]);
      else batch[0]?.reject(error);
    }
  }
}
