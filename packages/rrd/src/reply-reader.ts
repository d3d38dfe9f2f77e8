import { RrdError } from './errors.ts';

/** An answer of the daemon: its status line and the lines that follow. */
export interface Reply {
  /** Number of lines that follow; negative: refused. */
  readonly status: number;
  readonly message: string;
  readonly lines: readonly string[];
  /** Of FETCHBIN: the numbers of each column by name. */
  readonly columns: ReadonlyMap<string, Float64Array>;
}

const NEWLINE = 10;
/** A reply longer than this is none of ours. */
const REPLY_MAX = 64 * 1024 * 1024;
const BINARY = /^DSName-(.+): BinaryData (\d+) (\d+) (LITTLE|BIG)$/;
const LITTLE_ENDIAN_HOST = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

interface Partial {
  readonly status: number;
  readonly message: string;
  readonly lines: string[];
  readonly columns: Map<string, Float64Array>;
  left: number;
}

/** Cuts the daemon's bytes into replies, whatever pieces they come in. */
export class ReplyReader {
  #chunks: Buffer[] = [];
  #bytes = 0;
  #buffer: Buffer = Buffer.alloc(0);
  #offset = 0;
  #partial: Partial | null = null;
  /** No use to look before so many bytes are there. */
  #wanted = 0;

  /**
   * Takes bytes, gives the replies that are complete now.
   * @throws {RrdError} PROTOCOL; the connection is then unusable
   */
  push(bytes: Buffer): Reply[] {
    this.#chunks.push(bytes);
    this.#bytes += bytes.length;
    if (this.#bytes > REPLY_MAX) throw new RrdError('PROTOCOL', 'the reply is too long');
    if (this.#bytes < this.#wanted) return [];
    this.#buffer = this.#chunks.length === 1 ? bytes : Buffer.concat(this.#chunks);
    this.#offset = 0;
    this.#wanted = 0;
    const replies: Reply[] = [];
    for (let reply = this.#next(); reply; reply = this.#next()) replies.push(reply);
    const rest = this.#buffer.subarray(this.#offset);
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#bytes = rest.length;
    return replies;
  }

  #next(): Reply | null {
    this.#partial ??= this.#begin();
    const reply = this.#partial;
    if (!reply) return null;
    while (reply.left > 0) {
      const before = this.#offset;
      const line = this.#line();
      if (line === null) return null;
      const binary = BINARY.exec(line);
      if (binary) {
        const column = this.#numbers(binary);
        if (!column) {
          this.#offset = before;
          return null;
        }
        reply.columns.set(binary[1] ?? '', column);
      } else reply.lines.push(line);
      reply.left--;
    }
    this.#partial = null;
    return reply;
  }

  #begin(): Partial | null {
    const line = this.#line();
    if (line === null) return null;
    const [, number, message = ''] = /^(-?\d+) ?(.*)$/.exec(line) ?? [];
    if (number === undefined)
      throw new RrdError('PROTOCOL', `not a status line: ${line.slice(0, 100)}`);
    const status = Number(number);
    // "0 errors, …" of UPDATE and "N errors" of BATCH fit the same rule as all others.
    return { status, message, lines: [], columns: new Map(), left: Math.max(0, status) };
  }

  #line(): string | null {
    const end = this.#buffer.indexOf(NEWLINE, this.#offset);
    if (end < 0) return null;
    const line = this.#buffer.toString('utf8', this.#offset, end);
    this.#offset = end + 1;
    return line;
  }

  #numbers([, , count, size, order]: RegExpExecArray): Float64Array | null {
    if (size !== '8' || (order === 'LITTLE') !== LITTLE_ENDIAN_HOST)
      throw new RrdError('PROTOCOL', `numbers of ${size} bytes, ${order} endian`);
    const length = Number(count) * 8;
    const end = this.#offset + length;
    if (this.#buffer.length <= end) {
      this.#wanted = end + 1 - this.#offset;
      return null;
    }
    const copy = new Uint8Array(length);
    copy.set(this.#buffer.subarray(this.#offset, end));
    this.#offset = end + 1;
    return new Float64Array(copy.buffer);
  }
}
