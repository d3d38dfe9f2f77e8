/** What the head of a qcow2 image says; read by us before any program opens the image. */
export interface Qcow2Header {
  readonly version: number;
  readonly virtualSizeBytes: bigint;
  /** As written in the image: a path, or `json:` and protocols, which a program would follow. */
  readonly backingFile: string | null;
  readonly encrypted: boolean;
  /** Its data lie in another file, which the header extensions name. */
  readonly externalData: boolean;
}

/** How much of a file the parser wants to see: the header cluster of any usual image. */
export const QCOW2_HEAD_BYTES = 65_536;

const MAGIC = 0x51_46_49_fb;
const V2_HEADER_BYTES = 72;
const EXTERNAL_DATA_BIT = 1n << 2n;
/** Header extension that names the external data file. */
const EXTENSION_DATA_FILE = 0x44_41_54_41;
const LONGEST_BACKING_NAME = 1_023;

/** Thrown for what cannot be a usable image; its message is for people. */
export class ImageFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** True when the bytes begin as a qcow2 image does. */
export function isQcow2(head: Buffer): boolean {
  return head.length >= 4 && head.readUInt32BE(0) === MAGIC;
}

/**
 * Reads the header of a qcow2 image.
 * @param head the first bytes, up to {@link QCOW2_HEAD_BYTES}
 * @throws {ImageFault}
 * @see QEMU docs/interop/qcow2.txt
 */
export function parseQcow2Header(head: Buffer): Qcow2Header {
  if (!isQcow2(head)) throw new ImageFault('It is not a qcow2 image.');
  if (head.length < V2_HEADER_BYTES) throw new ImageFault('The image ends within its header.');
  const version = head.readUInt32BE(4);
  if (version !== 2 && version !== 3) throw new ImageFault(`qcow2 version ${version} is unknown.`);
  if (version === 3 && head.length < 104) throw new ImageFault('The image ends within its header.');
  const features = version === 3 ? head.readBigUInt64BE(72) : 0n;
  const headerLength = version === 3 ? head.readUInt32BE(100) : V2_HEADER_BYTES;
  return {
    version,
    virtualSizeBytes: head.readBigUInt64BE(24),
    backingFile: backingName(head),
    encrypted: head.readUInt32BE(32) !== 0,
    externalData: (features & EXTERNAL_DATA_BIT) !== 0n || namesDataFile(head, headerLength),
  };
}

function backingName(head: Buffer): string | null {
  const offset = head.readBigUInt64BE(8);
  const length = head.readUInt32BE(16);
  if (offset === 0n) return null;
  const end = offset + BigInt(length);
  if (length === 0 || length > LONGEST_BACKING_NAME || end > BigInt(head.length))
    throw new ImageFault('The name of its backing file is damaged.');
  return head.toString('utf8', Number(offset), Number(end));
}

/** Walks the header extensions: type, length, data padded to 8 bytes, until type 0. */
function namesDataFile(head: Buffer, start: number): boolean {
  for (let at = start; at + 8 <= head.length; ) {
    const type = head.readUInt32BE(at);
    if (type === EXTENSION_DATA_FILE) return true;
    if (type === 0) return false;
    at += 8 + Math.ceil(head.readUInt32BE(at + 4) / 8) * 8;
  }
  return false;
}
