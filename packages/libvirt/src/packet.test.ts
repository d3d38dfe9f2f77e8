import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProtocolError } from './errors.ts';
import {
  HEADER_BYTES,
  headerOf,
  MAX_PACKET,
  MessageStatus,
  MessageType,
  PacketSplitter,
} from './packet.ts';

function packet(serial: number, payload: Uint8Array): Buffer {
  const { REPLY } = MessageType;
  const header = headerOf(0x20008086, 1, REPLY, serial, MessageStatus.OK, payload.length);
  return Buffer.concat([header, payload]);
}

function split(chunks: Iterable<Buffer>): string[] {
  const got: string[] = [];
  const splitter = new PacketSplitter((bytes, start, end) => {
    got.push(bytes.toString('hex', start, end));
  });
  for (const chunk of chunks) splitter.push(chunk);
  expect(splitter.buffered).toBe(0);
  return got;
}

const packets = fc.array(
  fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.uint8Array({ maxLength: 70 }))
    .map(([serial, bytes]) => {
      return packet(serial, bytes);
    }),
  { maxLength: 6 },
);

describe('PacketSplitter', () => {
  it('gives the same packets however the bytes are cut', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(packets, cuts, (list, sizes) => {
        const bytes = Buffer.concat(list);
        const chunks: Buffer[] = [];
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const size = sizes[i % sizes.length] ?? 1;
          chunks.push(bytes.subarray(at, at + size));
          at += size;
        }
        expect(split(chunks)).toEqual(list.map((p) => p.toString('hex')));
      }),
    );
  });

  it('takes bytes one by one, and many packets in one chunk', () => {
    const list = [
      packet(1, Buffer.from('hello')),
      packet(2, Buffer.alloc(0)),
      packet(3, Buffer.alloc(99, 7)),
    ];
    const bytes = Buffer.concat(list);
    const wanted = list.map((p) => p.toString('hex'));
    expect(split([...bytes].map((byte) => Buffer.of(byte)))).toEqual(wanted);
    expect(split([bytes])).toEqual(wanted);
  });

  it.each([
    [0, 'PACKET_TOO_SMALL'],
    [HEADER_BYTES - 1, 'PACKET_TOO_SMALL'],
    [MAX_PACKET + 1, 'PACKET_TOO_LARGE'],
    [2 ** 31, 'PACKET_TOO_LARGE'],
    [2 ** 32 - 1, 'PACKET_TOO_LARGE'],
  ])('refuses a length of %i', (length, code) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(length);
    for (const chunks of [[bytes], [...bytes].map((byte) => Buffer.of(byte))]) {
      const splitter = new PacketSplitter(() => {});
      const push = () => {
        for (const chunk of chunks) splitter.push(chunk);
      };
      expect(push).toThrow(ProtocolError);
      expect(push).toThrow(expect.objectContaining({ code }));
    }
  });

  it('holds no more than what came of a packet that claims to be large', () => {
    const splitter = new PacketSplitter(() => {});
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(MAX_PACKET);
    splitter.push(bytes);
    splitter.push(Buffer.alloc(100));
    expect(splitter.buffered).toBe(104);
  });

  it('stops in the middle of a chunk', () => {
    const got: number[] = [];
    const splitter = new PacketSplitter((_bytes, start) => {
      got.push(start);
      splitter.stop();
    });
    splitter.push(Buffer.concat([packet(1, Buffer.alloc(0)), packet(2, Buffer.alloc(0))]));
    expect(got).toEqual([0]);
  });
});
