/** What a made-up qcow2 header says. */
interface HeadSeed {
  readonly virtualBytes?: bigint;
  readonly backing?: string;
  readonly dataFile?: string;
}

/** The head of a qcow2 image (version 3), as QEMU's docs/interop/qcow2.txt has it. */
export function qcow2Head({ virtualBytes = 1n << 30n, backing, dataFile }: HeadSeed): Buffer {
  const head = Buffer.alloc(4_096);
  head.write('QFI\xfb', 0, 'latin1');
  head.writeUInt32BE(3, 4);
  head.writeUInt32BE(16, 20);
  head.writeBigUInt64BE(virtualBytes, 24);
  head.writeUInt32BE(104, 100);
  if (dataFile) {
    head.writeUInt32BE(0x44_41_54_41, 104);
    head.writeUInt32BE(dataFile.length, 108);
    head.write(dataFile, 112);
  }
  if (backing) {
    head.writeBigUInt64BE(1_024n, 8);
    head.writeUInt32BE(backing.length, 16);
    head.write(backing, 1_024);
  }
  return head;
}
