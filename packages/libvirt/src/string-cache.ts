const SIZE = 4096;
/** Longer strings are decoded afresh. */
export const CACHED_LENGTH = 40;
const WORDS = CACHED_LENGTH / 4;

const texts: (string | undefined)[] = new Array<string | undefined>(SIZE).fill(undefined);
/** The padded bytes of each text. */
const cachedWords = new Int32Array(SIZE * WORDS);

function matches(slot: number, view: DataView, at: number, words: number): boolean {
  const base = slot * WORDS;
  for (let i = 0; i < words; i++) {
    if (cachedWords[base + i] !== view.getInt32(at + i * 4)) return false;
  }
  return true;
}

/**
 * Decodes a short string, padded to words with zeros, through a direct-mapped cache.
 *
 * Names of domains and statistics keys repeat in every reply; a hit costs neither a call into
 * native code nor memory. Not ASCII: undefined, the caller decodes UTF-8.
 */
export function readCached(
  bytes: Buffer,
  view: DataView,
  at: number,
  length: number,
): string | undefined {
  const words = (length + 3) >> 2;
  let hash = length;
  let ored = 0;
  for (let i = 0; i < words; i++) {
    const word = view.getInt32(at + i * 4);
    ored |= word;
    hash = Math.imul(hash ^ word, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  if ((ored & 0x80808080) !== 0) return undefined;
  const slot = hash & (SIZE - 1);
  const hit = texts[slot];
  if (hit !== undefined && hit.length === length && matches(slot, view, at, words)) return hit;
  const text = bytes.toString('latin1', at, at + length);
  texts[slot] = text;
  for (let i = 0; i < words; i++) cachedWords[slot * WORDS + i] = view.getInt32(at + i * 4);
  return text;
}
