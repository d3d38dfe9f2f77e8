import { type RawData, WebSocket } from 'ws';

/** Why a console's WebSocket is closed; private codes as of RFC 6455, section 7.4.2. */
export const ConsoleClose = {
  /** The server goes down; come back to another one. */
  GOING_AWAY: 1001,
  FAILED: 1011,
  /** The viewer takes too little of what the guest writes. */
  TOO_SLOW: 1013,
  /** The ticket is wrong, used or expired, or what it was given for ended: account, session, token. */
  NOT_ALLOWED: 4401,
  /** The VM is off. */
  OFF: 4409,
  /** Another client took the serial console. */
  TAKEN: 4410,
  HOST_UNREACHABLE: 4503,
} as const;
export type ConsoleClose = (typeof ConsoleClose)[keyof typeof ConsoleClose];

/** Why a console cannot be, or no longer be, shown. */
export class ConsoleEnd extends Error {
  readonly close: ConsoleClose;

  constructor(close: ConsoleClose, reason: string, cause?: unknown) {
    super(reason, { cause });
    this.name = 'ConsoleEnd';
    this.close = close;
  }
}

/** A close frame holds at most 123 bytes of reason (RFC 6455, section 5.5). */
const REASON_BYTES = 123;
/** A peer that does not answer the close frame is cut off then. */
const CLOSE_TIMEOUT_MS = 2_000;

/** Closes a viewer's socket with code and reason. Its messages are read on, for the answer to come. */
export function closeViewer(viewer: WebSocket, end: ConsoleEnd): void {
  if (viewer.readyState === WebSocket.CLOSED) return;
  viewer.resume();
  viewer.close(end.close, Buffer.from(end.message).subarray(0, REASON_BYTES).toString());
  const timer = setTimeout(() => viewer.terminate(), CLOSE_TIMEOUT_MS);
  viewer.once('close', () => clearTimeout(timer));
}

/** The bytes of a message, text or binary. */
export function bytesOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}
