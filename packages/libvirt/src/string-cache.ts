const SIZE = 4096;
/** Longer strings are decoded afresh. */
export const CACHED_LENGTH = 40;

const cache: (string | undefined)[] = new Array<string | undefined>(SIZE).fill(undefined);

function matches(text: string, view: DataView, at: number, length: number): boolean {
  if (text.length !== length) return false;
  for (let i = 0; i < length; i++) {
    if (text.charCodeAt(i) !== view.getUint8(at + i)) return false;
  }
  return true;
}

/**
 * Decodes a short string through a direct-mapped cache.
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
  let hash = length;
  let ored = 0;
  for (let i = 0; i < length; i++) {
    const byte = view.getUint8(at + i);
    ored |= byte;
    hash = (Math.imul(hash, 31) + byte) | 0;
  }
  if (ored >= 0x80) return undefined;
  const slot = (hash ^ (hash >>> 15)) & (SIZE - 1);
  const hit = cache[slot];
  if (hit !== undefined && matches(hit, view, at, length)) return hit;
  const text = bytes.toString('latin1', at, at + length);
  cache[slot] = text;
  return text;
}
