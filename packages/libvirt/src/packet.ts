import { ProtocolError } from './errors.ts';
import { MessageLimit, Program } from './generated/constants.ts';
import { keptPart } from './read-buffer.ts';

/** Values of `virNetMessageType`. */
export const MessageType = {
  CALL: 0,
  REPLY: 1,
  MESSAGE: 2,
  STREAM: 3,
  CALL_WITH_FDS: 4,
  REPLY_WITH_FDS: 5,
  STREAM_HOLE: 6,
} as const;

/** Values of `virNetMessageStatus`. */
export const MessageStatus = { OK: 0, ERROR: 1, CONTINUE: 2 } as const;

/** Keepalive procedures of {@link Program.KEEPALIVE}. */
export const Keepalive = { PING: 1, PONG: 2 } as const;

/** Bytes before the payload: length and header. */
export const HEADER_BYTES = 28;
/** Largest packet, its length word included. */
export const MAX_PACKET = MessageLimit.VIR_NET_MESSAGE_MAX + 4;
/** Most payload of one stream packet; every version takes it. */
export const MAX_STREAM_PAYLOAD = MessageLimit.VIR_NET_MESSAGE_LEGACY_PAYLOAD_MAX;
/** Version of all programs. */
export const VERSION = 1;

/** Gets whole packets: `bytes[start, end)`, length word included. */
export type PacketSink = (bytes: Buffer, start: number, end: number) => void;

/**
 * Splits a byte stream into libvirt RPC packets.
 *
 * Length is uint32, big endian, counts itself; 28 <= length <= 32 MiB + 4. Packets that lie whole
 * in a chunk are handed on without a copy.
 * @see libvirt src/rpc/virnetprotocol.x
 */
export class PacketSplitter {
  readonly #sink: PacketSink;
  #parts: Buffer[] = [];
  #have = 0;
  /** Length of the packet being collected; 0 while its length word is not complete. */
  #need = 0;
  #stopped = false;

  constructor(sink: PacketSink) {
    this.#sink = sink;
  }

  /** Bytes of an unfinished packet. */
  get buffered(): number {
    return this.#have;
  }

  /** Drops what is buffered and ignores everything from now on. */
  stop(): void {
    this.#stopped = true;
    this.#parts = [];
    this.#have = 0;
  }

  /**
   * Takes the next bytes: the first `length` of `chunk`.
   *
   * @throws {ProtocolError} PACKET_TOO_SMALL or PACKET_TOO_LARGE; the connection is then unusable
   */
  push(chunk: Buffer, length = chunk.length): void {
    let at = this.#have > 0 ? this.#complete(chunk, length) : 0;
    while (!this.#stopped && at < length) {
      const left = length - at;
      const wanted = left < 4 ? 0 : checkedLength(chunk.readUInt32BE(at));
      if (left < 4 || left < wanted) {
        this.#keep(chunk, at, length, wanted);
        return;
      }
      this.#sink(chunk, at, at + wanted);
      at += wanted;
    }
  }

  /** Adds to the packet being collected. Returns how much of the chunk was used. */
  #complete(chunk: Buffer, length: number): number {
    let at = 0;
    if (this.#need === 0) {
      at = Math.min(4 - this.#have, length);
      this.#keep(chunk, 0, at, 0);
      if (this.#have < 4) return at;
      const word = Buffer.concat(this.#parts, 4);
      this.#parts = [word];
      this.#need = checkedLength(word.readUInt32BE(0));
    }
    const wanted = this.#need - this.#have;
    if (length - at < wanted) {
      this.#keep(chunk, at, length, this.#need);
      return length;
    }
    const packet = Buffer.concat([...this.#parts, chunk.subarray(at, at + wanted)], this.#need);
    this.#parts = [];
    this.#have = 0;
    this.#need = 0;
    this.#sink(packet, 0, packet.length);
    return at + wanted;
  }

  #keep(chunk: Buffer, from: number, to: number, need: number): void {
    if (to > from) this.#parts.push(keptPart(chunk, from, to));
    this.#have += to - from;
    this.#need = need;
  }
}

function checkedLength(length: number): number {
  if (length < HEADER_BYTES) {
    throw new ProtocolError('PACKET_TOO_SMALL', `packet of ${length} bytes`);
  }
  if (length > MAX_PACKET) {
    throw new ProtocolError('PACKET_TOO_LARGE', `packet of ${length} bytes`);
  }
  return length;
}

/** A packet without payload beyond `payload`; for messages written outside the call path. */
export function headerOf(
  program: number,
  procedure: number,
  type: number,
  serial: number,
  status: number,
  payloadBytes: number,
): Buffer {
  const header = Buffer.allocUnsafe(HEADER_BYTES);
  header.writeUInt32BE(HEADER_BYTES + payloadBytes, 0);
  header.writeUInt32BE(program, 4);
  header.writeUInt32BE(VERSION, 8);
  header.writeInt32BE(procedure, 12);
  header.writeUInt32BE(type, 16);
  header.writeUInt32BE(serial, 20);
  header.writeUInt32BE(status, 24);
  return header;
}

/** A keepalive packet; `procedure` is one of {@link Keepalive}. */
export function keepalivePacket(procedure: number): Buffer {
  const status = MessageStatus.OK;
  return headerOf(Program.KEEPALIVE, procedure, MessageType.MESSAGE, 0, status, 0);
}
