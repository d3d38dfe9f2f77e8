import { randomBytes } from 'node:crypto';
import type { SshMachine } from '@baadal/ssh';
import type { HostStatus } from '../host/host-enums.ts';
import { HOST_STATUS_WORDS } from '../host/host-status-words.ts';
import { rows } from '../platform/db.ts';
import { BaadalError, ConflictError } from '../platform/errors.ts';
import type { HostId } from '../platform/ids.ts';
import { TIMEOUTS } from '../platform/timeouts.ts';
import type { Services } from '../services.ts';
import { OWNED_DIRECTORIES } from './datastore-directories.ts';
import { dfCommand, parseDf } from './file-system-use.ts';

/** What one host found at the path of a datastore. */
export interface DatastoreCheck {
  readonly hostId: HostId;
  readonly host: string;
  /** It is to have the datastore; else it is only looked whether it sees the same storage. */
  readonly claimed: boolean;
  /** Of one that is not to have it: it sees what the others write there. */
  readonly shares: boolean;
  /** False when the host could not be asked. */
  readonly reached: boolean;
  readonly ok: boolean;
  /** In words, for people. */
  readonly text: string;
}

interface CheckedHost {
  readonly id: HostId;
  readonly name: string;
  readonly status: HostStatus;
}

const PREFIX = '.baadal-check-';

/**
 * Looks at a path through every host that is up: whether something is mounted there, whether it can
 * be written, and whether all see the same files. What is written for that is removed again.
 * @param only the hosts that are to have it, when not all are: others are only asked whether they
 *   see the same
 */
export async function checkDatastore(
  services: Services,
  path: string,
  only: readonly HostId[] | null,
): Promise<DatastoreCheck[]> {
  const all = await rows<CheckedHost>(
    services.em(),
    'select id, name, status from host order by name',
  );
  const hosts = all.filter(({ id }) => only?.includes(id) ?? true);
  const marks = new Map(
    hosts.map(({ id }) => [id, `${path}/${PREFIX}${randomBytes(8).toString('hex')}`]),
  );
  const written = await Promise.all(
    hosts.map((host) =>
      tryHost(services, host, (ssh) => write(ssh, path, marks.get(host.id) ?? '')),
    ),
  );
  const good = hosts.filter((_, i) => written[i]?.ok);
  const expected = good.map(({ id }) => marks.get(id) ?? '');
  const shared = await Promise.all(
    good.map((host) => tryHost(services, host, (ssh) => compare(ssh, expected))),
  );
  const others = await Promise.all(
    all.filter((host) => !hosts.includes(host)).map((host) => lookAside(services, host, expected)),
  );
  await Promise.all(
    good.map((host) =>
      tryHost(services, host, async (ssh) => {
        await ssh.exec(['rm', '-f', marks.get(host.id) ?? ''], SOON);
        return null;
      }),
    ),
  );
  const found = hosts.map((host, i) => {
    const mine = good.indexOf(host);
    return (mine >= 0 ? shared[mine] : written[i]) ?? unreached(host, 'not asked');
  });
  const text = 'mounted and writable, as a place of its own';
  const words = hosts.length > 1 ? found : found.map((one) => (one.ok ? { ...one, text } : one));
  return [...words, ...others].toSorted((a, b) => (a.host < b.host ? -1 : 1));
}

/** Of a host that is not to have it: whether it sees what those write that are. */
async function lookAside(
  services: Services,
  host: CheckedHost,
  marks: readonly string[],
): Promise<DatastoreCheck> {
  const seen = await tryHost(services, host, (ssh) => compare(ssh, marks));
  const shares = seen.ok && marks.length > 0;
  const text = shares ? 'sees the same storage: it could have it, too' : 'does not see it';
  return {
    ...seen,
    claimed: false,
    shares,
    ok: seen.reached,
    text: seen.reached ? text : seen.text,
  };
}

const SOON = { timeoutMs: TIMEOUTS.interactiveCallMs };

function unreached({ id, name }: CheckedHost, text: string): DatastoreCheck {
  return { hostId: id, host: name, claimed: true, shares: false, reached: false, ok: false, text };
}

/** @param look returns what is wrong, or null */
async function tryHost(
  services: Services,
  host: CheckedHost,
  look: (ssh: SshMachine) => Promise<string | null>,
): Promise<DatastoreCheck> {
  if (host.status !== 'UP')
    return unreached(host, `is ${HOST_STATUS_WORDS[host.status]}: not asked`);
  try {
    const fault = await look(await services.hosts.ssh(host.id));
    const text = fault ?? 'mounted, writable and shared';
    const seen = { hostId: host.id, host: host.name, claimed: true, shares: false };
    return { ...seen, reached: true, ok: fault === null, text };
  } catch (error) {
    services.log.warn({ hostId: host.id, err: error }, 'a datastore could not be checked');
    const why = error instanceof BaadalError ? error.message : 'it did not answer in time';
    return unreached(host, `could not be asked: ${why}`);
  }
}

const GIB = 1024 ** 3;

/** Size and use of the file system at a path, GiB, as the first host that answers sees it. */
export async function readSpace(
  services: Services,
  path: string,
  hostIds: readonly HostId[],
): Promise<{ readonly capacityGiB: number; readonly usedGiB: number } | null> {
  for (const id of hostIds) {
    const ssh = await services.hosts.ssh(id).catch(() => null);
    const said = await ssh?.exec(dfCommand([path]), SOON).catch(() => null);
    const use = said && parseDf(said.stdout).get(path);
    if (use)
      return { capacityGiB: Math.round(use.size / GIB), usedGiB: Math.round(use.used / GIB) };
  }
  return null;
}

/** Makes our directories on a datastore, through the first host that answers. */
export async function makeDirectories(
  services: Services,
  root: string,
  hostIds: readonly HostId[],
): Promise<void> {
  for (const id of hostIds) {
    const ssh = await services.hosts.ssh(id).catch(() => null);
    const made = await ssh
      ?.exec(['mkdir', '-p', '--', ...OWNED_DIRECTORIES.map((name) => `${root}/${name}`)], SOON)
      .catch(() => null);
    if (made?.code === 0) return;
  }
  throw new ConflictError(
    `The directories of a datastore could not be made at ${root}. Try again.`,
  );
}

async function write(ssh: SshMachine, path: string, mark: string): Promise<string | null> {
  const mounted = await ssh.exec(['mountpoint', '-q', path], SOON);
  if (mounted.code !== 0) {
    const there = await ssh.exec(['test', '-d', path], SOON);
    return there.code === 0 ? `nothing is mounted at ${path}` : `there is no directory ${path}`;
  }
  // As disks are written: past the cache, in blocks.
  const argv = ['dd', 'if=/dev/zero', `of=${mark}`, 'bs=4096', 'count=1', 'conv=fsync'];
  const made = await ssh.exec(argv, SOON);
  if (made.code === 0) return null;
  return `it cannot be written: ${made.stderr.trim().split('\n')[0]}`;
}

async function compare(ssh: SshMachine, marks: readonly string[]): Promise<string | null> {
  const { code } = await ssh.exec(['ls', '--', ...marks], SOON);
  return code === 0 ? null : 'it does not see what other hosts write there: not the same storage';
}
