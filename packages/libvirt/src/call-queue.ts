/** Which waiting calls go first. */
export type Priority = 'high' | 'normal' | 'low';

const LEVEL: Readonly<Record<Priority, 0 | 1 | 2>> = { high: 0, normal: 1, low: 2 };

/** First in, first out. */
class Fifo<T> {
  #items: (T | undefined)[] = [];
  #head = 0;

  get size(): number {
    return this.#items.length - this.#head;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  shift(): T | undefined {
    if (this.#head === this.#items.length) return undefined;
    const item = this.#items[this.#head];
    this.#items[this.#head++] = undefined;
    if (this.#head > 1024 && this.#head * 2 > this.#items.length) this.#compact();
    else if (this.#head === this.#items.length) this.#compact();
    return item;
  }

  remove(item: T): void {
    const at = this.#items.indexOf(item, this.#head);
    if (at >= 0) this.#items.splice(at, 1);
  }

  *[Symbol.iterator](): Iterator<T> {
    for (let i = this.#head; i < this.#items.length; i++) yield this.#items[i] as T;
  }

  #compact(): void {
    this.#items = this.#items.slice(this.#head);
    this.#head = 0;
  }
}

/** Calls that wait for a slot: by priority, then in order. */
export class CallQueue<T> {
  readonly #levels = [new Fifo<T>(), new Fifo<T>(), new Fifo<T>()] as const;

  get size(): number {
    return this.#levels[0].size + this.#levels[1].size + this.#levels[2].size;
  }

  push(item: T, priority: Priority): void {
    this.#levels[LEVEL[priority]].push(item);
  }

  shift(): T | undefined {
    return this.#levels[0].shift() ?? this.#levels[1].shift() ?? this.#levels[2].shift();
  }

  remove(item: T): void {
    for (const level of this.#levels) level.remove(item);
  }

  *[Symbol.iterator](): Iterator<T> {
    for (const level of this.#levels) yield* level;
  }
}
