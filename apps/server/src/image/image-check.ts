import path from 'node:path';
import { foreignFormat } from './foreign-format.ts';
import type { ImageFormat } from './image-format.ts';
import { ImageFault, isQcow2, parseQcow2Header } from './qcow2-header.ts';

/** What was found of a file without letting any program interpret it. */
export interface ImageSample {
  readonly format: ImageFormat;
  readonly sizeBytes: number;
  /** Its first bytes, {@link QCOW2_HEAD_BYTES} or all. */
  readonly head: Buffer;
  /** The primary volume descriptor of an ISO: 2048 bytes from 32768; shorter when it ends before. */
  readonly volume: Buffer;
}

/** What an image may be. */
export interface ImageRules {
  readonly maxVirtualBytes: bigint;
  /** Absolute path of the image, from which relative backing names are resolved. */
  readonly file: string;
  /** Directories that a backing file may lie in; none: the image must stand alone. */
  readonly backingRoots: readonly string[];
}

/** What an image turned out to be. */
export interface CheckedImage {
  readonly virtualBytes: bigint;
  /** Absolute; null when it stands alone. */
  readonly backingFile: string | null;
}

const GIB = 1024n ** 3n;
const ISO_SECTOR = 2_048;

/** GiB that hold so many bytes. */
export function gibOf(bytes: bigint): number {
  return Number((bytes + GIB - 1n) / GIB);
}

/**
 * Judges a file that is said to be an image, from its own bytes alone: an image that names other
 * files would make the host read them for its owner.
 * @throws {ImageFault} in words for people
 */
export function checkImage(sample: ImageSample, rules: ImageRules): CheckedImage {
  if (sample.sizeBytes === 0) throw new ImageFault('The file is empty.');
  const checked = byFormat(sample, rules);
  if (checked.virtualBytes <= 0n) throw new ImageFault('The image has no size.');
  if (checked.virtualBytes > rules.maxVirtualBytes)
    throw new ImageFault(
      `The image is a disk of ${gibOf(checked.virtualBytes)} GiB; at most ${gibOf(rules.maxVirtualBytes)} GiB are allowed.`,
    );
  return checked;
}

function byFormat(sample: ImageSample, rules: ImageRules): CheckedImage {
  const foreign = foreignFormat(sample.head);
  if (foreign) throw new ImageFault(foreign);
  switch (sample.format) {
    case 'QCOW2':
      return checkQcow2(sample, rules);
    case 'RAW':
      if (isQcow2(sample.head)) throw new ImageFault('It is a qcow2 image, not a raw one.');
      if (sample.sizeBytes % 512 !== 0)
        throw new ImageFault(
          'A raw image is whole sectors of 512 bytes; this file is not. Is it cut short?',
        );
      return { virtualBytes: BigInt(sample.sizeBytes), backingFile: null };
    case 'ISO':
      return checkIso(sample);
    default:
      throw sample.format satisfies never;
  }
}

function checkQcow2(sample: ImageSample, rules: ImageRules): CheckedImage {
  const header = parseQcow2Header(sample.head);
  if (header.encrypted) throw new ImageFault('The image is encrypted; nobody could boot it.');
  if (header.externalData)
    throw new ImageFault('The image keeps its data in another file. Convert it to a single file.');
  if (header.backingFile === null)
    return { virtualBytes: header.virtualSizeBytes, backingFile: null };
  const backingFile = allowedBacking(header.backingFile, rules);
  return { virtualBytes: header.virtualSizeBytes, backingFile };
}

/** @throws {ImageFault} for protocols, `json:`, and files outside the allowed directories */
function allowedBacking(name: string, rules: ImageRules): string {
  const shown = name.replace(/[^\x20-\x7e]/g, '?').slice(0, 120);
  if (rules.backingRoots.length === 0)
    throw new ImageFault(
      `The image is a layer over another file (${shown}). Send an image that stands alone: qemu-img convert -O qcow2.`,
    );
  // A colon before the first slash is a protocol to QEMU.
  if (/^[^/]*:/.test(name) || name.includes('\0'))
    throw new ImageFault(`The image is a layer over ${shown}, which is no file of a datastore.`);
  const file = path.posix.resolve(path.posix.dirname(rules.file), name);
  const inside = rules.backingRoots.some((root) => file.startsWith(`${root.replace(/\/+$/, '')}/`));
  if (!inside)
    throw new ImageFault(`The image is a layer over ${shown}, which lies outside the datastores.`);
  return file;
}

function checkIso({ volume, sizeBytes }: ImageSample): CheckedImage {
  if (volume.length < ISO_SECTOR || volume.toString('latin1', 1, 6) !== 'CD001')
    throw new ImageFault('It is not an ISO image.');
  const sectors = volume.readUInt32LE(80);
  if (sizeBytes < sectors * ISO_SECTOR)
    throw new ImageFault(
      `The ISO image is cut short: it has ${sizeBytes} of ${sectors * ISO_SECTOR} bytes.`,
    );
  return { virtualBytes: BigInt(sizeBytes), backingFile: null };
}
