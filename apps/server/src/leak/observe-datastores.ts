import type { SshMachine } from '@baadal/ssh';
import { OWNED_DIRECTORIES } from '../datastore/datastore-directories.ts';
import type { HostId } from '../platform/ids.ts';
import type { Services } from '../services.ts';
import type { FileClaim, SeenDatastore, SeenFile } from './leak-world.ts';
import { wordsOf } from './observe-hosts.ts';
import type { DatastoreFacts } from './observe-rows.ts';

/** Nothing of ours begins with a dot: NFS's files that are open but deleted do, and marks of others. */
const NOT_HIDDEN = ['-name', '.*', '-prune', '-o'] as const;
const FIND_MS = 30_000;
/** A hundred bytes a file. */
const MOST_OUTPUT = 64 * 1024 * 1024;
/** Hosts asked for one datastore, in turn, until one can list it. */
const MOST_HOSTS = 3;

/**
 * Lists the files in our directories of a datastore, through the first of the hosts that can.
 * Never rejects.
 */
export async function observeDatastore(
  services: Pick<Services, 'hosts' | 'log'>,
  datastore: DatastoreFacts,
  from: {
    readonly hosts: readonly { id: HostId; name: string }[];
    readonly claims: readonly FileClaim[];
  },
): Promise<SeenDatastore> {
  let fault = 'no host that has it is up';
  for (const host of askedOf(datastore, from.hosts)) {
    try {
      const ssh = await services.hosts.ssh(host.id);
      const files = await listFiles(ssh, datastore, from.claims);
      if (files) return { ...datastore, through: host.name, files, fault: null };
      fault = `host ${host.name} sees none of its directories at ${datastore.path}: it may not be mounted`;
    } catch (err) {
      services.log.debug({ hostId: host.id, err }, 'datastore could not be listed');
      fault = wordsOf(err);
    }
  }
  return { ...datastore, through: null, files: null, fault };
}

function askedOf<Of extends { readonly id: HostId }>(
  { limitedTo }: DatastoreFacts,
  hosts: readonly Of[],
): readonly Of[] {
  return hosts.filter(({ id }) => limitedTo?.includes(id) ?? true).slice(0, MOST_HOSTS);
}

/** @returns null when the datastore seems not to be mounted there */
async function listFiles(
  ssh: SshMachine,
  { id, path }: DatastoreFacts,
  allClaims: readonly FileClaim[],
): Promise<SeenFile[] | null> {
  const claims = allClaims.filter((claim) => claim.datastoreId === id).map((claim) => claim.path);
  const options = { timeoutMs: FIND_MS, maxOutputBytes: MOST_OUTPUT };
  const top = ['find', path, '-mindepth', '1', '-maxdepth', '1', '-type', 'd', '-printf', '%f\\0'];
  const listed = await ssh.exec(top, options);
  if (listed.code !== 0) return null;
  const there = new Set(listed.stdout.split('\0'));
  const ours = OWNED_DIRECTORIES.filter((directory) => there.has(directory));
  if (ours.length === 0 && claims.length > 0) return null;
  const outside = claims.filter((file) => !OWNED_DIRECTORIES.some((d) => file.startsWith(`${d}/`)));
  const starts = [...ours, ...new Set(outside)].map((below) => `${path}/${below}`);
  if (starts.length === 0) return [];
  // It ends with 1 when a file is gone or missing: what it prints counts.
  const argv = ['find', ...starts, ...NOT_HIDDEN, '-type', 'f', '-printf', '%s\\t%T@\\t%p\\0'];
  const found = await ssh.exec(argv, options);
  return readListing(found.stdout, path);
}

/** Reads `find -printf '%s\t%T@\t%p\0'`: bytes, time of the last change, path. */
export function readListing(output: string, root: string): SeenFile[] {
  return output.split('\0').flatMap((line) => {
    const [bytes, modified, ...path] = line.split('\t');
    if (path.length === 0) return [];
    return {
      bytes: Number(bytes),
      modifiedAt: new Date(Number(modified) * 1000),
      path: path.join('\t').slice(root.length + 1),
    };
  });
}
