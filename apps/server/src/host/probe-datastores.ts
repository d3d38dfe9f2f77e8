import { randomUUID } from 'node:crypto';
import type { SshMachine } from '@baadal/ssh';
import { check, type HostCheck } from './host-checks.ts';

/** A datastore that hosts are to see. */
export interface ExpectedDatastore {
  readonly name: string;
  readonly path: string;
  readonly mountAddress: string | null;
  /** Zero: some hosts alone have it, of which the witness may be none. */
  readonly everyHost: number;
}

/** A host that sees the datastores already. */
export interface Witness {
  readonly name: string;
  readonly ssh: SshMachine;
}

/** A mount that does not answer keeps commands waiting for ever. */
const TIMEOUT_MS = 15_000;

const WRITE_SCRIPT = `
[ -d "$1" ] || { echo missing; exit 0; }
mountpoint -q "$1" && echo mounted
( printf %s "$3" > "$2" ) 2>/dev/null || { echo unwritable; exit 0; }
printf 'inode %s\\n' "$(stat -c %i "$2")"
`;
const READ_SCRIPT = `
[ -f "$1" ] || { echo missing; exit 0; }
printf 'inode %s\\n' "$(stat -c %i "$1")"
printf 'content %s\\n' "$(cat "$1")"
`;

/** How a datastore looks from the new host, compared with what another one sees. */
export interface SeenDatastore {
  readonly written: string;
  /** Null: there was nobody to compare with. */
  readonly read: string | null;
  readonly witness: string | null;
  readonly content: string;
}

/** Judges what the two scripts printed. */
export function judgeDatastore(datastore: ExpectedDatastore, seen: SeenDatastore): HostCheck {
  const name = `datastore ${datastore.name}`;
  const said = (text: string, key: string) =>
    text
      .split('\n')
      .find((line) => line === key || line.startsWith(`${key} `))
      ?.slice(key.length + 1);
  const { path } = datastore;
  const source = datastore.mountAddress ?? '<server:/directory>';
  const mount = `Mount it: mount ${source} ${path}, and add it to /etc/fstab.`;
  const fault = (text: string, remedy: string) => check(name, false, text, { remedy });
  if (said(seen.written, 'missing') !== undefined) return fault(`there is no ${path}`, mount);
  const inode = said(seen.written, 'inode');
  if (said(seen.written, 'unwritable') !== undefined || !inode)
    return fault(
      `${path} cannot be written to`,
      'Mount it writable, and export it without root_squash.',
    );
  if (said(seen.written, 'mounted') === undefined)
    return fault(`${path} is a directory of the machine's own, not mounted`, mount);
  if (seen.read === null)
    return check(name, true, `${path} is mounted and writable; no other host to compare with`, {
      remedy: '',
    });
  if (said(seen.read, 'content') !== seen.content || said(seen.read, 'inode') !== inode)
    return fault(`${path} is not the same as on ${seen.witness}`, mount);
  return check(name, true, `${path} is writable and the same as on ${seen.witness}`, {
    remedy: '',
  });
}

/**
 * Whether a machine sees the datastores as other hosts do: writes a small file, has it read there,
 * and removes it.
 */
export async function probeDatastores(
  ssh: SshMachine,
  datastores: readonly ExpectedDatastore[],
  witness: Witness | null,
): Promise<HostCheck[]> {
  return await Promise.all(
    datastores.map(async (datastore) => {
      const content = randomUUID();
      const file = `${datastore.path}/.baadal-probe-${content}`;
      const options = { timeoutMs: TIMEOUT_MS };
      try {
        const write = ['sh', '-c', WRITE_SCRIPT, 'sh', datastore.path, file, content];
        const written = await ssh.run(write, options);
        const compared = datastore.everyHost ? witness : null;
        const read = compared
          ? await compared.ssh.run(['sh', '-c', READ_SCRIPT, 'sh', file], options)
          : null;
        return judgeDatastore(datastore, {
          ...{ written, read, witness: witness?.name ?? null, content },
        });
      } catch {
        return check(`datastore ${datastore.name}`, false, `${datastore.path} does not answer`, {
          remedy: 'Look after its mount: the file server may be away.',
        });
      } finally {
        await ssh.exec(['rm', '-f', '--', file], options).catch(() => undefined);
      }
    }),
  );
}
