const HEX = Buffer.from('0123456789abcdef', 'latin1');
const UUID_TEXT = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;
const CACHE_SIZE = 2048;

// The same domains are decoded over and over; a direct-mapped cache saves most of the formatting.
const cachedWords = new Int32Array(CACHE_SIZE * 4);
const cachedText: (string | undefined)[] = new Array<string | undefined>(CACHE_SIZE).fill(
  undefined,
);
const scratch = Buffer.alloc(36, '-');

function format(view: DataView, at: number): string {
  let to = 0;
  for (let i = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) to++;
    const byte = view.getUint8(at + i);
    scratch[to++] = HEX[byte >> 4] ?? 0;
    scratch[to++] = HEX[byte & 15] ?? 0;
  }
  return scratch.toString('latin1', 0, 36);
}

/** The 16 bytes at `at` as canonical lower-case text. The caller checks the bounds. */
export function readUuid(view: DataView, at: number): string {
  const a = view.getInt32(at);
  const b = view.getInt32(at + 4);
  const c = view.getInt32(at + 8);
  const d = view.getInt32(at + 12);
  const slot = (Math.imul(a ^ b ^ c ^ d, 0x9e3779b1) >>> 21) & (CACHE_SIZE - 1);
  const base = slot * 4;
  const hit = cachedText[slot];
  if (
    hit !== undefined &&
    cachedWords[base] === a &&
    cachedWords[base + 1] === b &&
    cachedWords[base + 2] === c &&
    cachedWords[base + 3] === d
  ) {
    return hit;
  }
  const text = format(view, at);
  cachedWords[base] = a;
  cachedWords[base + 1] = b;
  cachedWords[base + 2] = c;
  cachedWords[base + 3] = d;
  cachedText[slot] = text;
  return text;
}

function nibble(code: number): number {
  return code <= 57 ? code - 48 : (code | 32) - 87;
}

/** Writes a UUID given as text, with or without dashes. Returns false when it is not one. */
export function writeUuid(bytes: Uint8Array, at: number, text: string): boolean {
  if (!UUID_TEXT.test(text)) return false;
  let from = 0;
  for (let i = 0; i < 16; i++) {
    if (text.charCodeAt(from) === 45) from++;
    bytes[at + i] = (nibble(text.charCodeAt(from)) << 4) | nibble(text.charCodeAt(from + 1));
    from += 2;
  }
  return true;
}
