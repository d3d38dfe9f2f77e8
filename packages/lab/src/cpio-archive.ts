/** One entry of an archive: a directory, a symbolic link (content is its target) or a file. */
export interface CpioEntry {
  readonly path: string;
  readonly kind: 'directory' | 'link' | 'file' | 'console';
  readonly content?: Buffer;
  readonly executable?: boolean;
}

const MODES = { directory: 0o040755, link: 0o120777, file: 0o100644, console: 0o020600 };

function pad(buffer: Buffer): Buffer {
  return Buffer.concat([buffer, Buffer.alloc((4 - (buffer.length % 4)) % 4)]);
}

function record(index: number, entry: CpioEntry): Buffer {
  const content = entry.content ?? Buffer.alloc(0);
  const mode = MODES[entry.kind] | (entry.kind === 'file' && entry.executable === true ? 0o111 : 0);
  const [major, minor] = entry.kind === 'console' ? [5, 1] : [0, 0];
  const name = Buffer.from(`${entry.path}\0`);
  const fields = [index, mode, 0, 0, 1, 0, content.length, 0, 0, major, minor, name.length, 0];
  const header = `070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`;
  return Buffer.concat([pad(Buffer.concat([Buffer.from(header), name])), pad(content)]);
}

/**
 * A cpio archive in the "newc" format of initramfs, all owned by root, with no times, so that the
 * same entries give the same bytes.
 *
 * @param entries a directory before what is in it
 * @see Documentation/driver-api/early-userspace/buffer-format.rst of Linux
 */
export function cpioArchive(entries: readonly CpioEntry[]): Buffer {
  const end: CpioEntry = { path: 'TRAILER!!!', kind: 'file' };
  return Buffer.concat([...entries, end].map((entry, i) => record(i + 1, entry)));
}
