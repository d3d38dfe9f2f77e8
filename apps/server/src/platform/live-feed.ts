import { UnavailableError } from './errors.ts';

/** Distinct objects that may wait for one slow subscriber before its subscription is ended. */
const MAX_WAITING = 10_000;
/** Pauses before a failed load is tried again, ms. */
const LOAD_BACKOFF_MS = [100, 300, 1_000] as const;

interface LiveFeedOptions<T> {
  /** Reads the present state of objects, in one statement; those that are gone are left out. */
  readonly load: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>;
  /** Ids of all objects that may have changed while nobody told us; none when absent. */
  readonly recent?: () => Promise<readonly string[]>;
  /** Told when a load failed; it is tried again as long as somebody waits. */
  readonly onError?: (error: unknown) => void;
}

/** What one subscriber wants to see. */
interface Interest<T> {
  /** Only this object; all when absent. The subscription ends when the object is gone. */
  readonly id?: string;
  /**
   * Whether the subscriber may and wants to see this state. Decided at every change anew; a
   * subscription of one object ends when it does not.
   */
  readonly accept: (item: T) => boolean;
  /** Sends the present state of `id` first, even when nothing changes. */
  readonly initial?: boolean;
  /** Ends the subscription after the first state that this holds for. */
  readonly until?: (item: T) => boolean;
}

/**
 * Hands changed objects to all subscribers of this process.
 *
 * Ids of changed objects are collected for one turn of the event loop and read in one statement,
 * only when somebody here listens; all subscribers get the same object. So one change costs one
 * statement per process, however many watch. Loads run one after another: no subscriber ever sees
 * an older state after a newer one. A slow subscriber gets the newest state of each object, not
 * every state in between.
 */
export class LiveFeed<T extends { readonly id: string }> {
  readonly #options: LiveFeedOptions<T>;
  readonly #byId = new Map<string, Set<Subscriber<T>>>();
  readonly #ofAll = new Set<Subscriber<T>>();
  #changed = new Set<string>();
  /** Changes were missed: everything that is watched is to be read again. */
  #missed = false;
  /** Subscribers that still wait for their first state. */
  #newcomers = new Set<Subscriber<T>>();
  #scheduled: NodeJS.Immediate | NodeJS.Timeout | undefined;
  #loading = false;
  #failures = 0;

  constructor(options: LiveFeedOptions<T>) {
    this.#options = options;
  }

  /** Tells that an object was changed, made or removed. */
  changed(id: string): void {
    if (this.#ofAll.size === 0 && !this.#byId.has(id)) return;
    this.#changed.add(id);
    this.#schedule();
  }

  /** Tells that changes may have been missed. */
  resync(): void {
    for (const id of this.#byId.keys()) this.#changed.add(id);
    this.#missed ||= this.#ofAll.size > 0;
    if (this.#changed.size > 0 || this.#missed) this.#schedule();
  }

  /**
   * Follows one object, or all. Nothing that changes after this call is missed.
   * @returns ends by `return()`, when the object is gone, or after `until`; rejects with
   *   {@link UnavailableError} when its reader fell too far behind
   */
  subscribe(interest: Interest<T>): AsyncIterableIterator<T> {
    const subscriber = new Subscriber(interest, () => this.#remove(subscriber));
    if (interest.id === undefined) this.#ofAll.add(subscriber);
    else {
      const same = this.#byId.get(interest.id) ?? new Set();
      this.#byId.set(interest.id, same.add(subscriber));
      if (interest.initial) {
        this.#newcomers.add(subscriber);
        this.#schedule();
      }
    }
    return subscriber;
  }

  /** Ends all subscriptions. */
  close(): void {
    for (const subscriber of this.#all()) subscriber.end();
    if (this.#scheduled) clearTimeout(this.#scheduled as NodeJS.Timeout);
    clearImmediate(this.#scheduled as NodeJS.Immediate);
    this.#scheduled = undefined;
  }

  /** Number of open subscriptions. */
  get size(): number {
    return this.#all().length;
  }

  #all(): Subscriber<T>[] {
    return [...this.#ofAll, ...[...this.#byId.values()].flatMap((same) => [...same])];
  }

  #remove(subscriber: Subscriber<T>): void {
    this.#ofAll.delete(subscriber);
    this.#newcomers.delete(subscriber);
    const { id } = subscriber.interest;
    if (id === undefined) return;
    const same = this.#byId.get(id);
    same?.delete(subscriber);
    if (same?.size === 0) this.#byId.delete(id);
  }

  #schedule(): void {
    if (this.#scheduled || this.#loading) return;
    const pauseMs = LOAD_BACKOFF_MS[Math.min(this.#failures, LOAD_BACKOFF_MS.length) - 1];
    this.#scheduled =
      pauseMs === undefined
        ? setImmediate(() => void this.#flush())
        : setTimeout(() => void this.#flush(), pauseMs);
  }

  /** Never rejects: a failed load is kept for the next try. */
  async #flush(): Promise<void> {
    this.#scheduled = undefined;
    const changed = new Set([...this.#changed].filter((id) => this.#isWatched(id)));
    const newcomers = this.#newcomers;
    const missed = this.#missed;
    this.#changed = new Set();
    this.#newcomers = new Set();
    this.#missed = false;
    if (changed.size + newcomers.size === 0 && !missed) return;
    this.#loading = true;
    try {
      if (missed) for (const id of (await this.#options.recent?.()) ?? []) changed.add(id);
      const ids = new Set(changed);
      for (const { interest } of newcomers) if (interest.id !== undefined) ids.add(interest.id);
      const items = await this.#options.load([...ids]);
      this.#failures = 0;
      this.#deliver(changed, newcomers, items);
    } catch (error) {
      this.#failures++;
      this.#options.onError?.(error);
      for (const id of changed) this.#changed.add(id);
      this.#missed ||= missed;
      for (const subscriber of newcomers) if (subscriber.open) this.#newcomers.add(subscriber);
    } finally {
      this.#loading = false;
    }
    if (this.#changed.size > 0 || this.#newcomers.size > 0 || this.#missed) this.#schedule();
  }

  #isWatched(id: string): boolean {
    return this.#ofAll.size > 0 || this.#byId.has(id);
  }

  #deliver(
    changed: ReadonlySet<string>,
    newcomers: ReadonlySet<Subscriber<T>>,
    items: ReadonlyMap<string, T>,
  ): void {
    for (const id of changed) {
      const item = items.get(id);
      for (const subscriber of [...(this.#byId.get(id) ?? [])])
        if (!newcomers.has(subscriber)) subscriber.offer(item);
      if (item) for (const subscriber of [...this.#ofAll]) subscriber.offer(item);
    }
    for (const subscriber of newcomers) subscriber.offer(items.get(subscriber.interest.id ?? ''));
  }
}

type Reader<T> = {
  readonly resolve: (result: IteratorResult<T>) => void;
  readonly reject: (error: unknown) => void;
};

class Subscriber<T extends { readonly id: string }> implements AsyncIterableIterator<T> {
  readonly interest: Interest<T>;
  readonly #onEnd: () => void;
  /** Newest state of each object not read yet, in the order they first changed. */
  readonly #waiting = new Map<string, T>();
  #readers: Reader<T>[] = [];
  #failure: unknown;
  open = true;

  constructor(interest: Interest<T>, onEnd: () => void) {
    this.interest = interest;
    this.#onEnd = onEnd;
  }

  /** @param item undefined when the object this subscriber follows is gone */
  offer(item: T | undefined): void {
    if (!this.open) return;
    if (!item) {
      this.end();
      return;
    }
    if (!this.interest.accept(item)) {
      // What one may not see any more will not come back into view: nothing is to be waited for.
      if (this.interest.id !== undefined) this.end();
      return;
    }
    const last = this.interest.until?.(item) ?? false;
    const reader = this.#readers.shift();
    if (reader) reader.resolve({ value: item, done: false });
    else this.#waiting.set(item.id, item);
    if (last) this.end();
    else if (this.#waiting.size > MAX_WAITING) {
      this.#failure = new UnavailableError(
        'Changes come faster than you read them. Subscribe again.',
      );
      this.#waiting.clear();
      this.end();
    }
  }

  /** No more states are taken; those that wait can still be read. */
  end(): void {
    if (!this.open) return;
    this.open = false;
    this.#onEnd();
    for (const reader of this.#readers) reader.resolve({ value: undefined, done: true });
    this.#readers = [];
  }

  next(): Promise<IteratorResult<T>> {
    for (const [id, item] of this.#waiting) {
      this.#waiting.delete(id);
      return Promise.resolve({ value: item, done: false });
    }
    if (this.#failure) {
      const failure = this.#failure;
      this.#failure = undefined;
      return Promise.reject(failure);
    }
    if (!this.open) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve, reject) => this.#readers.push({ resolve, reject }));
  }

  return(): Promise<IteratorResult<T>> {
    this.#waiting.clear();
    this.#failure = undefined;
    this.end();
    return Promise.resolve({ value: undefined, done: true });
  }

  throw(error: unknown): Promise<IteratorResult<T>> {
    void this.return();
    return Promise.reject(error);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
