import { Readable } from 'node:stream';
import type { SshMachine } from '@baadal/ssh';
import { type Em, rows, run } from '../platform/db.ts';
import type { HostId } from '../platform/ids.ts';
import type { Services } from '../services.ts';
import { onHost } from '../task/on-host.ts';
import type { StepContext } from '../task/task-definition.ts';
import { FatalTaskError, RetryableError } from '../task/task-errors.ts';
import {
  ACCESS_CONFIG,
  type AccessFiles,
  accessFiles,
  aliasOf,
  type Fellow,
  REMOVE_ACCESS,
  readAnswer,
  WRITE_ACCESS,
} from './access-files.ts';
import type { ReachedHost } from './host-migration.entity.ts';

/** A host that an admin lets take part in migrations. */
export interface AccessHost extends Fellow {
  readonly name: string;
  readonly status: string;
  readonly hostKeyFingerprint: string;
}

interface Caller {
  readonly services: Services;
  readonly signal: AbortSignal;
}

/** All hosts that take part, by name. */
export function accessHosts(em: Em): Promise<AccessHost[]> {
  return rows<AccessHost>(
    em,
    `select h.id, h.name, h.status, h.address, h.ssh_port as sshPort, h.ssh_user as sshUser,
            h.host_key_fingerprint as hostKeyFingerprint, m.public_key as publicKey,
            m.host_key as hostKey
       from host_migration m join host h on h.id = m.host_id order by h.name`,
  );
}

/** What was written where, of this process: it is not compared again for a while. */
const written = new Map<HostId, { readonly files: string; readonly at: number }>();
const WRITTEN_MS = 10 * 60_000;

function isWritten({ id }: AccessHost, files: AccessFiles): boolean {
  const last = written.get(id);
  const fresh = last !== undefined && performance.now() - last.at < WRITTEN_MS;
  return fresh && last.files === JSON.stringify(files);
}

/** Has the files of these hosts compared again before the next migration: something was wrong. */
export function distrustAccess(ids: readonly HostId[]): void {
  for (const id of ids) written.delete(id);
}

/**
 * Makes the files of these hosts what they are to be, so that each reaches all others that take part
 * and is reached by them. A new key, or a new host key, is told to all of these at once; to others
 * when they need it.
 * @param onFault told of each host that cannot be written; without it the first one rejects
 * @throws {RetryableError | FatalTaskError} for the first host that cannot be written
 */
export async function ensureAccess(
  ctx: Caller,
  ids: readonly HostId[],
  onFault: (hostName: string, error: unknown) => void = (_hostName, error) => {
    throw error;
  },
): Promise<void> {
  const em = ctx.services.em();
  const away = new Set<HostId>();
  // Twice at most: what the first round finds out goes to the others in the second.
  for (let round = 0; round < 2; round++) {
    const all = await accessHosts(em);
    const mine = all.filter(
      (host) =>
        ids.includes(host.id) && !away.has(host.id) && !isWritten(host, filesFor(host, all)),
    );
    const found = await Promise.all(
      mine.map(async (host) => {
        try {
          return { host, ...(await writeAccess(ctx, host, all)) };
        } catch (error) {
          away.add(host.id);
          onFault(host.name, error);
          return null;
        }
      }),
    );
    const news = found.flatMap((answer) => {
      if (!answer) return [];
      const { host, publicKey, hostKey } = answer;
      const known = host.publicKey === publicKey && host.hostKey === hostKey;
      return known ? [] : [{ id: host.id, publicKey, hostKey }];
    });
    if (news.length === 0) return;
    for (const { id, publicKey, hostKey } of news)
      await run(em, 'update host_migration set public_key = ?, host_key = ? where host_id = ?', [
        ...[publicKey, hostKey, id],
      ]);
  }
}

const filesFor = (host: AccessHost, all: readonly AccessHost[]): AccessFiles =>
  accessFiles(all.filter(({ id }) => id !== host.id));

/** Writes one host's files. @returns its key, and its host key as the others pin it */
async function writeAccess(
  ctx: Caller,
  host: AccessHost,
  all: readonly AccessHost[],
): Promise<{ readonly publicKey: string; readonly hostKey: string }> {
  const files = filesFor(host, all);
  return onHost({ hostName: host.name }, async () => {
    const ssh = await ctx.services.hosts.ssh(host.id);
    const argv = ['sh', '-c', WRITE_ACCESS, 'sh', files.knownHosts, files.config, aliasOf(host.id)];
    const said = await ssh.exec(argv, { stdin: files.authorised, signal: ctx.signal });
    if (said.code !== 0)
      throw new FatalTaskError(
        `What migrations need could not be written on ${host.name} as ${host.sshUser}: ${said.stderr.trim()}. It takes root.`,
        { code: 'CONFLICT' },
      );
    const { publicKey, hostKey } = readAnswer(said.stdout, host.hostKeyFingerprint);
    if (publicKey && hostKey) {
      written.set(host.id, { files: JSON.stringify(files), at: performance.now() });
      return { publicKey, hostKey };
    }
    throw new FatalTaskError(
      publicKey
        ? `${host.name} has no host key ${host.hostKeyFingerprint} in /etc/ssh, so that other hosts cannot pin it.`
        : `${host.name} could not make a key for migrations.`,
      { code: 'CONFLICT' },
    );
  });
}

/**
 * Writes the files of all hosts anew, whatever was thought to be there. Hosts that are away get
 * theirs when a VM is to move there.
 */
export async function tellAll(ctx: Caller & Pick<StepContext<unknown>, 'log'>): Promise<void> {
  const ids = (await accessHosts(ctx.services.em())).map(({ id }) => id);
  distrustAccess(ids);
  await ensureAccess(ctx, ids, (hostName, error) => {
    if (!(error instanceof RetryableError || error instanceof FatalTaskError)) throw error;
    ctx.log('WARN', `${hostName} is told later: ${error.message}`);
  });
}

/** Takes the files of a machine away, which may be no host any more. */
export async function removeAccess(ssh: SshMachine, signal: AbortSignal): Promise<void> {
  await ssh.run(['sh', '-c', REMOVE_ACCESS], { signal });
}

/** How long an answer may take; ssh itself gives up connecting after 10 s. */
const TRY_MS = 20_000;

/**
 * Tries the way from one host to another as its libvirt daemon goes it, to an answer of the
 * other's.
 * @returns what is wrong, with the remedy; null when it works
 */
export async function tryAccess(
  ctx: Caller,
  from: Pick<AccessHost, 'id' | 'name'>,
  to: Pick<AccessHost, 'id' | 'name' | 'sshUser'>,
): Promise<string | null> {
  return onHost({ hostName: from.name }, async () => {
    const ssh = await ctx.services.hosts.ssh(from.id);
    const stdin = new Readable({ read: () => undefined });
    stdin.push(HELLO);
    const onOutput = () => void stdin.push(null);
    // The command is not obeyed: the line of the key says what runs.
    const argv = ['ssh', '-T', aliasOf(to.id), 'virt-ssh-helper'];
    const said = await ssh.exec(argv, { stdin, onOutput, signal: ctx.signal, timeoutMs: TRY_MS });
    return judgeTry(said, from.name, to);
  });
}

/**
 * A call that libvirt answers to everybody: which ways of signing in there are.
 * @see libvirt src/remote/remote_protocol.x, REMOTE_PROC_AUTH_LIST
 */
const HELLO = Buffer.from(
  [28, 0x20008086, 1, 66, 0, 1, 0].flatMap((word) => {
    return [(word >>> 24) & 255, (word >>> 16) & 255, (word >>> 8) & 255, word & 255];
  }),
);

/**
 * Mends the way from one host to another after a migration failed: somebody may have changed the
 * files since they were written.
 * @returns false when there was nothing to mend
 * @throws {FatalTaskError} when the way does not work even so, with the remedy
 */
export async function mendAccess(ctx: Caller, from: HostId, to: HostId): Promise<boolean> {
  const hosts = await accessHosts(ctx.services.em());
  const [here, there] = [from, to].map((id) => hosts.find((host) => host.id === id));
  if (!here || !there || (await tryAccess(ctx, here, there)) === null) return false;
  distrustAccess([from, to]);
  await ensureAccess(ctx, [from, to]);
  const fault = await tryAccess(ctx, here, there);
  if (fault) throw new FatalTaskError(fault, { code: 'CONFLICT' });
  return true;
}

/** What `ssh` says, as a fault with its remedy. */
export function judgeTry(
  said: { readonly code: number | null; readonly stdout: string; readonly stderr: string },
  from: string,
  to: { readonly name: string; readonly sshUser: string },
): string | null {
  if (said.stdout !== '') return null;
  const words = said.stderr.trim().split('\n').at(-1) ?? '';
  if (said.code === 127)
    return `${to.name} has no virt-ssh-helper. Install libvirt’s daemon package of version 8 or newer there.`;
  if (said.code !== 255) return `libvirt on ${to.name} does not answer ${from}: ${words}`;
  if (/Host key verification failed|IDENTIFICATION HAS CHANGED/.test(said.stderr))
    return `${to.name} offers ${from} another host key than the pinned one. Compare it on the machine itself, and edit the host when it is right.`;
  if (/Permission denied/.test(said.stderr))
    return `${to.name} refuses the key of ${from}. Its sshd must read ~${to.sshUser}/.ssh/authorized_keys.`;
  if (/Could not resolve hostname/.test(said.stderr))
    return `${from} does not read ${ACCESS_CONFIG}. Put "Include /etc/ssh/ssh_config.d/*.conf" at the head of its /etc/ssh/ssh_config.`;
  return `${from} cannot reach ${to.name}: ${words || 'ssh failed'}`;
}

/** Keeps what was found. */
export async function recordReached(
  em: Em,
  id: HostId,
  reached: readonly ReachedHost[],
): Promise<void> {
  await run(
    em,
    'update host_migration set reached = ?, checked_at = utc_timestamp(3) where host_id = ?',
    [JSON.stringify(reached), id],
  );
}
