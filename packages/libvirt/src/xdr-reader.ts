import { ProtocolError } from './errors.ts';
import { CACHED_LENGTH, readCached } from './string-cache.ts';
import { readUuid } from './uuid.ts';

function fail(message: string): never {
  throw new ProtocolError('UNDECODABLE', message);
}

/**
 * Reads XDR values from a part of one buffer, big endian, everything in units of 4 bytes.
 *
 * Every method throws {@link ProtocolError} `UNDECODABLE` when the value does not fit in what is
 * left, is longer than the protocol allows, or is not valid.
 * @see RFC 4506
 */
export class XdrReader {
  #bytes: Buffer = Buffer.alloc(0);
  #view: DataView = new DataView(new ArrayBuffer(0));
  #pos = 0;
  #end = 0;

  /** Points the reader at `bytes[start, end)`. The view of one buffer is made once. */
  reset(bytes: Buffer, start: number, end: number): this {
    if (this.#bytes !== bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    this.#pos = start;
    this.#end = end;
    return this;
  }

  /** Lets go of the buffer when it is large; a small one is likely to come again. */
  release(): void {
    if (this.#bytes.length > LARGE) this.reset(EMPTY, 0, 0);
  }

  /** Bytes not read yet. */
  get remaining(): number {
    return this.#end - this.#pos;
  }

  /** @throws {ProtocolError} when bytes are left over */
  finish(): void {
    if (this.#pos !== this.#end) fail(`${this.#end - this.#pos} bytes left over`);
  }

  #take(length: number): number {
    const at = this.#pos;
    if (at + length > this.#end) fail(`truncated: ${length} bytes wanted`);
    this.#pos = at + length;
    return at;
  }

  int(): number {
    return this.#view.getInt32(this.#take(4));
  }

  uint(): number {
    return this.#view.getUint32(this.#take(4));
  }

  hyper(): bigint {
    return this.#view.getBigInt64(this.#take(8));
  }

  uhyper(): bigint {
    return this.#view.getBigUint64(this.#take(8));
  }

  double(): number {
    return this.#view.getFloat64(this.#take(8));
  }

  char(): number {
    const value = this.int();
    if (value < -128 || value > 127) fail(`char ${value}`);
    return value;
  }

  uchar(): number {
    const value = this.uint();
    if (value > 0xff) fail(`unsigned char ${value}`);
    return value;
  }

  short(): number {
    const value = this.int();
    if (value < -0x8000 || value > 0x7fff) fail(`short ${value}`);
    return value;
  }

  ushort(): number {
    const value = this.uint();
    if (value > 0xffff) fail(`unsigned short ${value}`);
    return value;
  }

  bool(): boolean {
    const value = this.uint();
    if (value > 1) fail(`boolean ${value}`);
    return value === 1;
  }

  #length(max: number, what: string): number {
    const length = this.uint();
    if (length > max) fail(`${what} of ${length}, at most ${max} allowed`);
    return length;
  }

  /** Start of `length` bytes; skips them and their padding, which must be zero. */
  #padded(length: number): number {
    const at = this.#take((length + 3) & ~3);
    for (let i = at + length; i < this.#pos; i++) {
      if (this.#view.getUint8(i) !== 0) fail('padding is not zero');
    }
    return at;
  }

  string(max: number): string {
    const length = this.#length(max, 'string');
    const at = this.#padded(length);
    if (length <= CACHED_LENGTH) {
      const text = readCached(this.#bytes, this.#view, at, length);
      if (text !== undefined) return text;
    }
    return this.#bytes.toString('utf8', at, at + length);
  }

  opaque(max: number): Uint8Array {
    const length = this.#length(max, 'opaque data');
    const at = this.#padded(length);
    // a copy, so that a few bytes do not keep a whole chunk of the socket alive
    return new Uint8Array(this.#bytes.subarray(at, at + length));
  }

  uuid(): string {
    return readUuid(this.#view, this.#take(16));
  }

  /** An array of `char`, 4 bytes each on the wire. */
  chars(max: number): Uint8Array {
    return this.charsFixed(this.#length(max, 'char array'));
  }

  /** As {@link chars}, without a count. */
  charsFixed(length: number): Uint8Array {
    const at = this.#take(length * 4);
    const chars = new Uint8Array(length);
    for (let i = 0; i < length; i++) {
      const value = this.#view.getInt32(at + i * 4);
      if (value < -128 || value > 255) fail(`char ${value}`);
      chars[i] = value & 0xff;
    }
    return chars;
  }

  /** The count of an array whose items take at least `itemBytes` each; bounds what is allocated. */
  count(max: number, itemBytes: number): number {
    const count = this.#length(max, 'array');
    if (count * itemBytes > this.#end - this.#pos) fail(`truncated: array of ${count}`);
    return count;
  }

  /** A counted array; `itemBytes` is the least an item takes. */
  array<T>(max: number, itemBytes: number, decode: (r: XdrReader) => T): T[] {
    const count = this.count(max, itemBytes);
    const items: T[] = [];
    for (let i = 0; i < count; i++) items.push(decode(this));
    return items;
  }

  badDiscriminant(value: number): never {
    return fail(`unknown union case ${value}`);
  }
}

const EMPTY = Buffer.alloc(0);
const LARGE = 1024 * 1024;
