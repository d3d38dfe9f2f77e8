import type { SshMachine } from '@baadal/ssh';
import { TIMEOUTS } from '../platform/timeouts.ts';

// QEMU takes locks on the images of a running guest, which hold on shared storage too: what can be
// opened past them, but not with them, is in use.
const SCRIPT = `
for file; do
  if ! timeout 10 qemu-img info -U -- "$file" >/dev/null 2>&1; then echo "gone $file"
  elif ! timeout 10 qemu-img info -- "$file" >/dev/null 2>&1; then echo "held $file"
  fi
done
`;

/** What stands in the way of using images. */
export interface ImageObstacles {
  /** In use by a guest somewhere. */
  readonly held: readonly string[];
  /** Not there, or not to be read. */
  readonly gone: readonly string[];
}

/** Looks from one host whether images could be used now; paths are absolute. */
export async function imageObstacles(
  ssh: SshMachine,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<ImageObstacles> {
  const argv = ['sh', '-c', SCRIPT, 'sh', ...paths];
  const said = await ssh.run(argv, { signal, timeoutMs: TIMEOUTS.memoryToDiskMs });
  const lines = said.split('\n');
  const named = (word: string) =>
    lines.filter((line) => line.startsWith(word)).map((line) => line.slice(word.length));
  return { held: named('held '), gone: named('gone ') };
}
