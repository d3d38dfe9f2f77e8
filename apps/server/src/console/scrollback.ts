/** Many chunks are single characters; so many are joined to one. */
const CHUNKS = 1_000;

/** The last bytes of an endless output. */
export class Scrollback {
  readonly #limit: number;
  #chunks: Buffer[] = [];
  #bytes = 0;

  /** @param limit bytes kept */
  constructor(limit: number) {
    this.#limit = limit;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes <= 2 * this.#limit && this.#chunks.length < CHUNKS) return;
    const rest = Buffer.from(this.read());
    this.#chunks = [rest];
    this.#bytes = rest.length;
  }

  read(): Buffer {
    const all = Buffer.concat(this.#chunks);
    return all.subarray(Math.max(0, all.length - this.#limit));
  }
}
