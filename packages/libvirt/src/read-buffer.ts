/**
 * What every unix socket reads into. The kernel's bytes are handled before the next read, so one
 * is enough; a fresh 64 KiB for each small reply costs more than decoding it.
 */
export const readBuffer = Buffer.allocUnsafeSlow(256 * 1024);

/** A part of a chunk that may be kept: a copy when the chunk will be read into again. */
export function keptPart(chunk: Buffer, from: number, to: number): Buffer {
  const part = chunk.subarray(from, to);
  return chunk === readBuffer ? Buffer.from(part) : part;
}
