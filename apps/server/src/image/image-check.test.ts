import { describe, expect, it } from 'vitest';
import { qcow2Head } from '../../test/images.ts';
import { checkImage, gibOf, type ImageRules, type ImageSample } from './image-check.ts';

const rules: ImageRules = {
  maxVirtualBytes: 2n << 40n,
  file: '/mnt/datastore/vm_images/a.qcow2',
  backingRoots: [],
};
const inDatastore = { ...rules, backingRoots: ['/mnt/datastore/'] };
const sample = (rest: Partial<ImageSample>): ImageSample => ({
  format: 'QCOW2',
  sizeBytes: 196_608,
  head: qcow2Head({}),
  volume: Buffer.alloc(0),
  ...rest,
});
const head = (text: string, at = 0) => {
  const bytes = Buffer.alloc(512);
  bytes.write(text, at, 'latin1');
  return bytes;
};
const over = (backing: string) => sample({ head: qcow2Head({ backing }) });

describe('an image that is offered', () => {
  it('is taken when it stands alone and is what was said', () => {
    expect(checkImage(sample({}), rules)).toEqual({ virtualBytes: 1n << 30n, backingFile: null });
    const raw = sample({ format: 'RAW', head: Buffer.alloc(512), sizeBytes: 1_048_576 });
    expect(checkImage(raw, rules).virtualBytes).toBe(1_048_576n);
  });

  it.each(['/etc/shadow', '../../../etc/shadow', 'vm.qcow2', 'json:{"driver":"nbd"}', 'nbd://h/x'])(
    'is refused as a layer over %s',
    (backing) => {
      expect(() => checkImage(over(backing), rules)).toThrow('is a layer over');
    },
  );

  it.each([
    ['/etc/shadow', 'outside the datastores'],
    ['../../../etc/shadow', 'outside the datastores'],
    ['/mnt/datastore/../../etc/shadow', 'outside the datastores'],
    ['/mnt/datastore2/x.qcow2', 'outside the datastores'],
    ['nbd://127.0.0.1/x', 'no file of a datastore'],
    ['json:{"driver":"raw","file":{"driver":"file","filename":"/etc/shadow"}}', 'no file of'],
    ['fat:rw:/mnt/datastore/x', 'no file of a datastore'],
  ])(
    'may be a layer over files of a datastore where layers are allowed, not over %s',
    (backing, fault) => {
      expect(() => checkImage(over(backing), inDatastore)).toThrow(fault);
    },
  );

  it('may be a layer over files of a datastore where layers are allowed', () => {
    expect(checkImage(over('../vm_templates/t.qcow2'), inDatastore).backingFile).toBe(
      '/mnt/datastore/vm_templates/t.qcow2',
    );
  });

  it.each<[string, Partial<ImageSample>, string]>([
    ['an empty file', { sizeBytes: 0 }, 'is empty'],
    ['a raw file said to be qcow2', { head: Buffer.alloc(512) }, 'not a qcow2 image'],
    ['a qcow2 said to be raw', { format: 'RAW' }, 'a qcow2 image, not a raw one'],
    [
      'a raw file that is cut',
      { format: 'RAW', head: Buffer.alloc(9), sizeBytes: 700 },
      'cut short',
    ],
    ['data in another file', { head: qcow2Head({ dataFile: '/etc/shadow' }) }, 'in another file'],
    ['no size', { head: qcow2Head({ virtualBytes: 0n }) }, 'no size'],
    ['a size beyond reason', { head: qcow2Head({ virtualBytes: 1n << 60n }) }, 'at most 2048 GiB'],
    ['a VMDK said to be raw', { format: 'RAW', head: head('KDMV') }, 'a VMDK image. Convert it'],
    ['a VMDK said to be qcow2', { head: head('KDMV') }, 'a VMDK image. Convert it'],
    ['a VHDX said to be raw', { format: 'RAW', head: head('vhdxfile') }, 'a VHDX image'],
    ['a VDI said to be raw', { format: 'RAW', head: head('\x7f\x10\xda\xbe', 64) }, 'a VDI image'],
    ['a packed image', { format: 'RAW', head: head('\xfd7zXZ\0') }, 'compressed. Unpack it first'],
    ['no ISO', { format: 'ISO', volume: Buffer.alloc(2_048) }, 'not an ISO image'],
  ])('is refused: %s', (_what, rest, fault) => {
    expect(() => checkImage(sample(rest), rules)).toThrow(fault);
  });

  it('is refused when an ISO is shorter than its volume', () => {
    const volume = Buffer.alloc(2_048);
    volume.write('\u0001CD001\u0001', 0, 'latin1');
    volume.writeUInt32LE(100, 80);
    const iso = { format: 'ISO', volume, head: Buffer.alloc(64) } as const;
    expect(() => checkImage(sample({ ...iso, sizeBytes: 204_799 }), rules)).toThrow('cut short');
    expect(checkImage(sample({ ...iso, sizeBytes: 204_800 }), rules).virtualBytes).toBe(204_800n);
  });

  it('counts started GiB', () => {
    expect([gibOf(1n), gibOf(1n << 30n), gibOf((1n << 30n) + 1n)]).toEqual([1, 1, 2]);
  });
});
