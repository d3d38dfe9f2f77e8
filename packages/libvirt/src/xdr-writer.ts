import { EncodeError } from './errors.ts';
import { writeUuid } from './uuid.ts';

const SLAB = 64 * 1024;

function fail(message: string): never {
  throw new EncodeError(message);
}

/**
 * Writes XDR values, big endian, into slabs of memory.
 *
 * What {@link take} handed out is never written to again, so that it can go to a socket as it is.
 * Values are checked: out of range, too long, or a NUL in a string throws {@link EncodeError}.
 * @see RFC 4506
 */
export class XdrWriter {
  #bytes = Buffer.allocUnsafeSlow(1024);
  #view = new DataView(this.#bytes.buffer);
  /** Start of what was not taken yet. */
  #start = 0;
  #pos = 0;

  /** Bytes written and not taken. */
  get length(): number {
    return this.#pos - this.#start;
  }

  /** Hands out what was written since the last time. */
  take(): Buffer {
    const taken = this.#bytes.subarray(this.#start, this.#pos);
    this.#start = this.#pos;
    return taken;
  }

  /** Position to come back to with {@link rewind} or {@link patch}; relative to what is untaken. */
  mark(): number {
    return this.#pos - this.#start;
  }

  /** Forgets everything after `mark`. */
  rewind(mark: number): void {
    this.#pos = this.#start + mark;
  }

  /** Overwrites the uint32 at `mark`. */
  patch(mark: number, value: number): void {
    this.#view.setUint32(this.#start + mark, value);
  }

  /** Makes room. May change the slab: look at `#view` and `#bytes` only afterwards. */
  #reserve(length: number): number {
    const at = this.#pos;
    if (at + length > this.#bytes.length) return this.#grow(length);
    this.#pos = at + length;
    return at;
  }

  #grow(length: number): number {
    const kept = this.#pos - this.#start;
    const size = Math.max(SLAB, (kept + length) * 2);
    const bytes = Buffer.allocUnsafeSlow(size);
    this.#bytes.copy(bytes, 0, this.#start, this.#pos);
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
    this.#start = 0;
    this.#pos = kept + length;
    return kept;
  }

  int(value: number): void {
    if ((value | 0) !== value) fail(`not an int: ${String(value)}`);
    const at = this.#reserve(4);
    this.#view.setInt32(at, value);
  }

  uint(value: number): void {
    if (value >>> 0 !== value) fail(`not an unsigned int: ${String(value)}`);
    const at = this.#reserve(4);
    this.#view.setUint32(at, value);
  }

  hyper(value: bigint): void {
    if (typeof value !== 'bigint' || BigInt.asIntN(64, value) !== value) {
      fail(`not a 64-bit bigint: ${String(value)}`);
    }
    const at = this.#reserve(8);
    this.#view.setBigInt64(at, value);
  }

  uhyper(value: bigint): void {
    if (typeof value !== 'bigint' || BigInt.asUintN(64, value) !== value) {
      fail(`not an unsigned 64-bit bigint: ${String(value)}`);
    }
    const at = this.#reserve(8);
    this.#view.setBigUint64(at, value);
  }

  double(value: number): void {
    if (typeof value !== 'number') fail(`not a number: ${String(value)}`);
    const at = this.#reserve(8);
    this.#view.setFloat64(at, value);
  }

  char(value: number): void {
    if (value < -128 || value > 127) fail(`not a char: ${value}`);
    this.int(value);
  }

  uchar(value: number): void {
    if (value > 0xff) fail(`not an unsigned char: ${value}`);
    this.uint(value);
  }

  short(value: number): void {
    if (value < -0x8000 || value > 0x7fff) fail(`not a short: ${value}`);
    this.int(value);
  }

  ushort(value: number): void {
    if (value > 0xffff) fail(`not an unsigned short: ${value}`);
    this.uint(value);
  }

  string(value: string, max: number): void {
    if (typeof value !== 'string') fail(`not a string: ${String(value)}`);
    const length = Buffer.byteLength(value, 'utf8');
    if (length > max) fail(`string of ${length} bytes, at most ${max} allowed`);
    // the daemon cuts at a NUL: what was checked and what is used would differ
    if (value.includes('\0')) fail('string with a NUL');
    const at = this.#counted(length);
    if (length === value.length) {
      this.#bytes.write(value, at + 4, length, 'latin1');
    } else {
      if (!value.isWellFormed()) fail('string with a lone surrogate');
      this.#bytes.write(value, at + 4, length, 'utf8');
    }
  }

  opaque(value: Uint8Array, max: number): void {
    if (value.length > max) fail(`${value.length} bytes, at most ${max} allowed`);
    const at = this.#counted(value.length);
    this.#bytes.set(value, at + 4);
  }

  /** Reserves a count, `length` bytes, zero padding. Returns where the count is. */
  #counted(length: number): number {
    const padded = (length + 3) & ~3;
    const at = this.#reserve(4 + padded);
    if (padded > 0) this.#view.setInt32(at + padded, 0);
    this.#view.setUint32(at, length);
    return at;
  }

  uuid(value: string): void {
    const at = this.#reserve(16);
    if (!writeUuid(this.#bytes, at, value)) fail(`not a UUID: ${value}`);
  }

  /** An array of `char`, 4 bytes each on the wire. */
  chars(value: Uint8Array, max: number): void {
    if (value.length > max) fail(`${value.length} chars, at most ${max} allowed`);
    this.uint(value.length);
    this.charsFixed(value, value.length);
  }

  /** As {@link chars}, without a count: exactly `length`. */
  charsFixed(value: Uint8Array, length: number): void {
    if (value.length !== length) fail(`${value.length} chars, ${length} wanted`);
    const at = this.#reserve(length * 4);
    for (let i = 0; i < length; i++) this.#view.setInt32(at + i * 4, ((value[i] ?? 0) << 24) >> 24);
  }

  array<T>(items: readonly T[], max: number, encode: (w: XdrWriter, item: T) => void): void {
    if (items.length > max) fail(`array of ${items.length}, at most ${max} allowed`);
    this.uint(items.length);
    for (const item of items) encode(this, item);
  }

  badDiscriminant(value: unknown): never {
    return fail(`unknown union case ${String(value)}`);
  }
}
