import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passesDescriptors, readFacts } from '../generator/facts.ts';
import { pascal, procedureKey } from '../generator/names.ts';
import { ProtocolArbitrary } from '../test/arbitrary.ts';
import { codecOf } from '../test/codecs.ts';
import { EncodeError, ProtocolError } from './errors.ts';
import { eventMessages } from './generated/event-messages.ts';
import { procedures } from './generated/procedures.ts';
import { XdrReader } from './xdr-reader.ts';
import { XdrWriter } from './xdr-writer.ts';

const facts = readFacts();
const arbitrary = new ProtocolArbitrary(facts);
const types = [...Object.keys(arbitrary.structs), ...Object.keys(facts.unions)];

/** Throws unless decoding gives a value or a ProtocolError. */
function decodesOrRefuses(decode: () => unknown): boolean {
  try {
    decode();
    return true;
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return false;
  }
}

describe('generated codecs', () => {
  it('covers the whole protocol', () => {
    expect(types.length).toBeGreaterThan(700);
    const callable = Object.entries(facts.procedures).flatMap(([program, list]) =>
      list
        .filter((p) => !p.event && !passesDescriptors(facts, program, p.name))
        .map((p) => procedureKey(program, p.name)),
    );
    expect(Object.keys(procedures).sort()).toEqual(callable.sort());
    expect(callable).not.toContain('domainOpenGraphicsFd');
  });

  it.each(types)('%s: what is encoded decodes to the same', (type) => {
    const codec = codecOf(pascal(type));
    fc.assert(
      fc.property(arbitrary.named(type), (value) => {
        const bytes = codec.encode(value);
        expect(bytes.length % 4).toBe(0);
        expect(codec.decode(bytes)).toStrictEqual(value);
      }),
      { numRuns: 8 },
    );
  });

  it('refuses every type cut at any offset', () => {
    for (const type of types) {
      const codec = codecOf(pascal(type));
      for (const value of fc.sample(arbitrary.named(type), { numRuns: 1, seed: 7 })) {
        const bytes = Buffer.from(codec.encode(value));
        const step = Math.max(4, Math.floor(bytes.length / 64) * 4);
        for (let end = 0; end < bytes.length; end += step) {
          expect(() => codec.decode(bytes.subarray(0, end))).toThrow(ProtocolError);
        }
        if (bytes.length > 0)
          expect(() => codec.decode(bytes.subarray(0, -1))).toThrow(ProtocolError);
        expect(() => codec.decode(Buffer.concat([bytes, Buffer.alloc(4)]))).toThrow(ProtocolError);
      }
    }
  });

  it('gives a value or a ProtocolError for garbage', () => {
    const garbage = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      // small words get further into the structure
      fc.array(fc.integer({ min: 0, max: 8 }), { maxLength: 100 }).map((words) => {
        const bytes = Buffer.alloc(words.length * 4);
        for (const [i, word] of words.entries()) bytes.writeUInt32BE(word, i * 4);
        return bytes;
      }),
    );
    for (const type of types) {
      const codec = codecOf(pascal(type));
      for (const bytes of fc.sample(garbage, 6)) {
        decodesOrRefuses(() => codec.decode(Buffer.from(bytes)));
      }
    }
  });

  it('ties event messages to domain event ids', () => {
    const ids = Object.values(eventMessages)
      .filter((m) => m.kind === 'domain')
      .map((m) => m.eventId);
    expect(ids.toSorted((a, b) => a - b)).toEqual([...new Array(28).keys()]);
  });
});

describe('values on the wire', () => {
  const bytesOf = (write: (w: XdrWriter) => void) => {
    const writer = new XdrWriter();
    write(writer);
    return writer.take().toString('hex');
  };

  it('pads strings to four bytes', () => {
    expect(bytesOf((w) => w.string('abcde', 10))).toBe('000000056162636465000000');
    expect(bytesOf((w) => w.string('', 10))).toBe('00000000');
    expect(bytesOf((w) => w.string('é', 10))).toBe('00000002c3a90000');
  });

  it('writes UUIDs as 16 bytes, with and without dashes', () => {
    const hex = '6695eb01f6a4830479aa97f2502e193f';
    const dashed = '6695EB01-f6a4-8304-79aa-97f2502e193f';
    expect(bytesOf((w) => w.uuid(dashed))).toBe(hex);
    expect(bytesOf((w) => w.uuid(hex))).toBe(hex);
    const reader = new XdrReader().reset(Buffer.from(hex, 'hex'), 0, 16);
    expect(reader.uuid()).toBe(dashed.toLowerCase());
  });

  it.each<[string, (w: XdrWriter) => void]>([
    ['a NUL in a string', (w) => w.string('g1\0zz', 100)],
    ['a lone surrogate', (w) => w.string('\ud800', 100)],
    ['a string that is too long', (w) => w.string('é'.repeat(51), 101)],
    ['a fraction', (w) => w.int(1.5)],
    ['an int that is too big', (w) => w.int(2 ** 31)],
    ['a negative unsigned int', (w) => w.uint(-1)],
    ['NaN', (w) => w.uint(Number.NaN)],
    ['a hyper that is too big', (w) => w.hyper(2n ** 63n)],
    ['a negative unsigned hyper', (w) => w.uhyper(-1n)],
    ['a number for a hyper', (w) => w.uhyper(5 as unknown as bigint)],
    ['undefined for a string', (w) => w.string(undefined as unknown as string, 10)],
    ['a short UUID', (w) => w.uuid('6695eb01')],
    ['an array that is too long', (w) => w.array([1, 2], 1, (x, v) => x.int(v))],
  ])('refuses %s', (_what, write) => {
    expect(() => write(new XdrWriter())).toThrow(EncodeError);
  });

  it.each<[string, string, (r: XdrReader) => unknown]>([
    ['padding that is not zero', '000000016161ffff', (r) => r.string(10)],
    ['a string longer than allowed', '0000000b', (r) => r.string(10)],
    ['a boolean of 2', '00000002', (r) => r.bool()],
    [
      'an array that cannot be there',
      '00ffffff00000000',
      (r) => r.array(2 ** 24, 4, (x) => x.int()),
    ],
    ['an unknown union case', '0000000800000000', (r) => r.badDiscriminant(r.int())],
  ])('refuses to read %s', (_what, hex, read) => {
    const bytes = Buffer.from(hex, 'hex');
    expect(() => read(new XdrReader().reset(bytes, 0, bytes.length))).toThrow(ProtocolError);
  });

  it('never writes again into what it handed out', () => {
    const writer = new XdrWriter();
    writer.uint(1);
    const first = writer.take();
    const mark = writer.mark();
    for (let i = 0; i < 50_000; i++) writer.uint(7);
    writer.rewind(mark);
    writer.uint(2);
    expect(first.toString('hex')).toBe('00000001');
    expect(writer.take().toString('hex')).toBe('00000002');
  });
});
