import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { qcow2Head } from '../../test/images.ts';
import { ImageFault, isQcow2, parseQcow2Header } from './qcow2-header.ts';

describe('the header of a qcow2 image', () => {
  it('tells size and backing file', () => {
    const head = qcow2Head({ virtualBytes: 5n << 30n, backing: '/etc/shadow' });
    expect(parseQcow2Header(head)).toEqual({
      version: 3,
      virtualSizeBytes: 5n << 30n,
      backingFile: '/etc/shadow',
      encrypted: false,
      externalData: false,
    });
    expect(parseQcow2Header(qcow2Head({ virtualBytes: 1n })).backingFile).toBeNull();
  });

  it('sees data kept in another file, by the feature bit and by the name alone', () => {
    expect(parseQcow2Header(qcow2Head({ dataFile: '/etc/shadow' })).externalData).toBe(true);
    const bit = qcow2Head({});
    bit.writeBigUInt64BE(4n, 72);
    expect(parseQcow2Header(bit).externalData).toBe(true);
  });

  it('refuses what is cut or points beyond its head', () => {
    const head = qcow2Head({ backing: 'base.qcow2' });
    for (let length = 0; length < 104; length++)
      expect(() => parseQcow2Header(head.subarray(0, length))).toThrow(ImageFault);
    head.writeBigUInt64BE(1n << 40n, 8);
    expect(() => parseQcow2Header(head)).toThrow('damaged');
  });

  it('gives a fault or a header for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const head = Buffer.concat([Buffer.from('QFI\xfb', 'latin1'), bytes]);
        expect(isQcow2(head)).toBe(true);
        try {
          parseQcow2Header(head);
        } catch (error) {
          expect(error).toBeInstanceOf(ImageFault);
        }
      }),
    );
  });
});
