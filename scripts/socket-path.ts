import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The kernel allows 107 bytes for the path of a unix socket: a longer one moves to the temporary directory. */
export function socketPath(dir: string, name: string): string {
  const path = join(dir, name);
  if (Buffer.byteLength(path) <= 107) return path;
  const hash = createHash('sha256').update(path).digest('hex').slice(0, 12);
  return join(tmpdir(), `baadal-${hash}.sock`);
}
