/** How files begin that people take for raw or qcow2 images, and what such a file is. */
const SIGNATURES: readonly (readonly [at: number, bytes: string, what: string])[] = [
  [0, 'KDMV', 'a VMDK image'],
  [0, '# Disk DescriptorFile', 'a VMDK image'],
  [0, 'vhdxfile', 'a VHDX image'],
  [0, 'conectix', 'a VHD image'],
  [64, '\x7f\x10\xda\xbe', 'a VDI image'],
  [0, '\x1f\x8b\x08', 'compressed'],
  [0, '\xfd7zXZ\0', 'compressed'],
  [0, 'BZh9', 'compressed'],
  [0, '\x28\xb5\x2f\xfd', 'compressed'],
  [0, 'PK\x03\x04', 'compressed'],
];

/** What a file is by its first bytes, with the remedy; null when nothing speaks against an image of ours. */
export function foreignFormat(head: Buffer): string | null {
  const found = SIGNATURES.find(
    ([at, bytes]) => head.toString('latin1', at, at + bytes.length) === bytes,
  );
  if (!found) return null;
  const [, , what] = found;
  return what === 'compressed'
    ? 'The file is compressed. Unpack it first.'
    : `It is ${what}. Convert it first: qemu-img convert -O qcow2.`;
}
