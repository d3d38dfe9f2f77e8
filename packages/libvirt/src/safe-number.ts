import { ProtocolError } from './errors.ts';

/** A 64-bit value that is known to be small (bytes, KiB) as a number. */
export function safeNumber(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) {
    throw new ProtocolError('UNDECODABLE', `${value} does not fit in a number`);
  }
  return number;
}
