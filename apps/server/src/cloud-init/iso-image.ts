/**
 * Writes ISO 9660 images with Joliet names: one directory of small files, as cloud-init's NoCloud
 * seed is. Nothing but bytes, so that no host needs a program for it.
 * @see ECMA-119 (ISO 9660), and the Joliet specification of 1995
 */

const SECTOR = 2_048;
const FIRST_DESCRIPTOR = 16;
/** Two volumes (plain names and Joliet), each with two path tables and a directory. */
const PRIMARY = { pathL: 19, pathM: 20, directory: 23 } as const;
const JOLIET = { pathL: 21, pathM: 22, directory: 24 } as const;
const FIRST_FILE = 25;
const PATH_TABLE_BYTES = 10;

/** A file of the image. */
export interface IsoFile {
  readonly name: string;
  readonly content: Buffer;
}

/**
 * Makes the image.
 * @param label name of the volume, at most 16 characters, A–Z and digits or, as cloud-init wants it, lower case
 * @throws {Error} when the directory does not fit one sector
 */
export function isoImage(label: string, files: readonly IsoFile[], at: Date): Buffer {
  let next = FIRST_FILE;
  const placed = [...files]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((file, index) => {
      const sector = next;
      next += Math.max(1, Math.ceil(file.content.length / SECTOR));
      return { ...file, sector, plainName: plainName(index) };
    });
  const image = Buffer.alloc(next * SECTOR);
  const volume = { label, sectors: next, at };
  primaryDescriptor(volume).copy(image, FIRST_DESCRIPTOR * SECTOR);
  jolietDescriptor(volume).copy(image, (FIRST_DESCRIPTOR + 1) * SECTOR);
  image.write('\u00ffCD001\u0001', (FIRST_DESCRIPTOR + 2) * SECTOR, 'latin1');
  for (const tree of [PRIMARY, JOLIET]) {
    pathTable(tree.directory, false).copy(image, tree.pathL * SECTOR);
    pathTable(tree.directory, true).copy(image, tree.pathM * SECTOR);
    const names = (file: (typeof placed)[number]) =>
      tree === JOLIET ? ucs2(file.name) : Buffer.from(file.plainName, 'latin1');
    directory(
      tree.directory,
      placed.map((f) => ({ ...f, id: names(f) })),
      at,
    ).copy(image, tree.directory * SECTOR);
  }
  for (const file of placed) file.content.copy(image, file.sector * SECTOR);
  return image;
}

/** A name that every reader takes; readers of Joliet see the real one. */
const plainName = (index: number) => `FILE${index}.;1`;

/** Big-endian UCS-2, as Joliet has it. */
function ucs2(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

/** A number in both byte orders. */
function both32(buffer: Buffer, value: number, offset: number): void {
  buffer.writeUInt32LE(value, offset);
  buffer.writeUInt32BE(value, offset + 4);
}

function both16(buffer: Buffer, value: number, offset: number): void {
  buffer.writeUInt16LE(value, offset);
  buffer.writeUInt16BE(value, offset + 2);
}

interface Volume {
  readonly label: string;
  readonly sectors: number;
  readonly at: Date;
}

function descriptor(volume: Volume, tree: typeof PRIMARY | typeof JOLIET, type: 1 | 2): Buffer {
  const d = Buffer.alloc(SECTOR);
  const fill = (from: number, to: number) =>
    type === 2 ? ucs2(' '.repeat((to - from) >> 1)).copy(d, from) : d.fill(0x20, from, to);
  d.writeUInt8(type, 0);
  d.write('CD001\u0001', 1, 'latin1');
  fill(8, 72);
  both32(d, volume.sectors, 80);
  both16(d, 1, 120);
  both16(d, 1, 124);
  both16(d, SECTOR, 128);
  both32(d, PATH_TABLE_BYTES, 132);
  d.writeUInt32LE(tree.pathL, 140);
  d.writeUInt32BE(tree.pathM, 148);
  record(
    { id: Buffer.from([0]), sector: tree.directory, bytes: SECTOR, folder: true },
    volume.at,
  ).copy(d, 156);
  fill(190, 813);
  const time = decimalTime(volume.at);
  for (const at of [813, 830]) d.write(time, at, 'latin1');
  for (const at of [847, 864]) d.write('0'.repeat(16), at, 'latin1');
  d.writeUInt8(1, 881);
  return d;
}

function primaryDescriptor(volume: Volume): Buffer {
  const d = descriptor(volume, PRIMARY, 1);
  d.write(volume.label.padEnd(32), 40, 'latin1');
  return d;
}

function jolietDescriptor(volume: Volume): Buffer {
  const d = descriptor(volume, JOLIET, 2);
  ucs2(volume.label.padEnd(16)).copy(d, 40);
  // UCS-2 level 3.
  d.write('%/E', 88, 'latin1');
  return d;
}

/** A table with the root directory alone. */
function pathTable(sector: number, bigEndian: boolean): Buffer {
  const table = Buffer.alloc(PATH_TABLE_BYTES);
  table.writeUInt8(1, 0);
  if (bigEndian) {
    table.writeUInt32BE(sector, 2);
    table.writeUInt16BE(1, 6);
  } else {
    table.writeUInt32LE(sector, 2);
    table.writeUInt16LE(1, 6);
  }
  return table;
}

interface Entry {
  readonly id: Buffer;
  readonly sector: number;
  readonly bytes: number;
  readonly folder: boolean;
}

function record(entry: Entry, at: Date): Buffer {
  const length = 33 + entry.id.length;
  const r = Buffer.alloc(length + (length % 2));
  r.writeUInt8(r.length, 0);
  both32(r, entry.sector, 2);
  both32(r, entry.bytes, 10);
  const day = [at.getUTCFullYear() - 1900, at.getUTCMonth() + 1, at.getUTCDate()];
  Buffer.from([...day, at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds(), 0]).copy(r, 18);
  r.writeUInt8(entry.folder ? 2 : 0, 25);
  both16(r, 1, 28);
  r.writeUInt8(entry.id.length, 32);
  entry.id.copy(r, 33);
  return r;
}

function directory(
  sector: number,
  files: readonly { readonly id: Buffer; readonly sector: number; readonly content: Buffer }[],
  at: Date,
): Buffer {
  const self = { sector, bytes: SECTOR, folder: true };
  const records = Buffer.concat([
    record({ ...self, id: Buffer.from([0]) }, at),
    record({ ...self, id: Buffer.from([1]) }, at),
    ...files.map(({ id, sector: where, content }) =>
      record({ id, sector: where, bytes: content.length, folder: false }, at),
    ),
  ]);
  if (records.length > SECTOR) throw new Error('too many files for one directory sector');
  return records;
}

/** Year to hundredths of a second as digits; the 17th byte, the offset from UTC, is 0. */
function decimalTime(at: Date): string {
  return `${at.toISOString().replace(/\D/g, '').slice(0, 16)}`;
}
