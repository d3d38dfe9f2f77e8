type Reader<T> = PromiseWithResolvers<IteratorResult<T>>;

/** Follows several feeds as one; see {@link mergeFeeds}. */
class MergedFeed<T> implements AsyncIterableIterator<T> {
  readonly #feeds: readonly AsyncIterableIterator<T>[];
  /** What was not read yet, at most one of each feed: it is asked again when that is taken. */
  readonly #ready: { readonly value: T; readonly taken: () => void }[] = [];
  #readers: Reader<T>[] = [];
  #open: number;
  #failure: { readonly error: unknown } | null = null;

  constructor(feeds: readonly AsyncIterableIterator<T>[]) {
    this.#feeds = feeds;
    this.#open = feeds.length;
    for (const feed of feeds) void this.#pump(feed);
  }

  next(): Promise<IteratorResult<T>> {
    const item = this.#ready.shift();
    if (item) {
      item.taken();
      return Promise.resolve({ value: item.value, done: false });
    }
    if (this.#failure) return Promise.reject(this.#failure.error);
    if (this.#open === 0) return Promise.resolve({ value: undefined, done: true });
    const reader = Promise.withResolvers<IteratorResult<T>>();
    this.#readers.push(reader);
    return reader.promise;
  }

  async return(): Promise<IteratorResult<T>> {
    for (const { taken } of this.#ready.splice(0)) taken();
    await Promise.all(this.#feeds.map(async (feed) => feed.return?.()));
    return { value: undefined, done: true };
  }

  async throw(error: unknown): Promise<IteratorResult<T>> {
    await this.return();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Never rejects. */
  async #pump(feed: AsyncIterableIterator<T>): Promise<void> {
    try {
      for await (const value of feed) {
        const reader = this.#readers.shift();
        if (reader) reader.resolve({ value, done: false });
        else await new Promise<void>((taken) => this.#ready.push({ value, taken }));
      }
    } catch (error) {
      this.#failure ??= { error };
      for (const reader of this.#readers.splice(0)) reader.reject(error);
    }
    this.#open--;
    if (this.#open > 0) return;
    for (const reader of this.#readers.splice(0)) reader.resolve({ value: undefined, done: true });
  }
}

/**
 * Follows several feeds as one. Ends when all have ended; `return` ends them all. A slow reader is
 * waited for: what changes meanwhile is for each feed to keep.
 */
export function mergeFeeds<T>(
  feeds: readonly AsyncIterableIterator<T>[],
): AsyncIterableIterator<T> {
  return new MergedFeed(feeds);
}
