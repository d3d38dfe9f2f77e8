/** Stands where events were lost because the reader was too slow: read the state afresh. */
export interface OverflowMarker {
  readonly kind: 'overflow';
  /** How many events were dropped here. */
  readonly dropped: number;
}

/**
 * A bounded queue between the connection, which never waits, and one reader.
 *
 * When it is full new events are dropped and counted; the reader finds an {@link OverflowMarker}
 * where they would have been. After the end the reader gets what is left, then the error if any.
 */
export class EventQueue<T> {
  readonly #capacity: number;
  #items: T[] = [];
  #dropped = 0;
  #closed = false;
  #error: Error | undefined;
  #waiter: (() => void) | null = null;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  push(item: T): void {
    if (this.#closed) return;
    if (this.#dropped > 0 || this.#items.length >= this.#capacity) this.#dropped++;
    else this.#items.push(item);
    this.#wake();
  }

  close(error?: Error): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#error = error;
    this.#wake();
  }

  /** The next event, or done. */
  async next(): Promise<IteratorResult<T | OverflowMarker, undefined>> {
    while (true) {
      const item = this.#items.shift();
      if (item !== undefined) return { done: false, value: item };
      if (this.#dropped > 0) {
        const dropped = this.#dropped;
        this.#dropped = 0;
        return { done: false, value: { kind: 'overflow', dropped } };
      }
      if (this.#error) {
        const error = this.#error;
        this.#error = undefined;
        throw error;
      }
      if (this.#closed) return { done: true, value: undefined };
      await new Promise<void>((resolve) => {
        this.#waiter = resolve;
      });
    }
  }

  #wake(): void {
    const waiter = this.#waiter;
    this.#waiter = null;
    waiter?.();
  }
}
