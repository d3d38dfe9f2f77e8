import { createHash } from 'node:crypto';
import { sameFingerprint } from '@baadal/ssh';
import type { HostId } from '../platform/ids.ts';

/**
 * What lets the libvirt daemon of one host reach those of others, as files: pure. All of it is in
 * files of our own, but for one marked line for each fellow host in `authorized_keys`. That line lets
 * the fellow's key talk to libvirt and do nothing else.
 * @see ssh_config(5), authorized_keys in sshd(8)
 */

/** A host that others may reach. */
export interface Fellow {
  readonly id: HostId;
  readonly address: string;
  readonly sshPort: number;
  readonly sshUser: string;
  /** A line of `authorized_keys` without comment; null until the key was made. */
  readonly publicKey: string | null;
  /** The same of its SSH host key; null until it was read. */
  readonly hostKey: string | null;
}

/** What a host is to have. */
export interface AccessFiles {
  readonly knownHosts: string;
  readonly config: string;
  /** Lines of `authorized_keys`. */
  readonly authorised: string;
}

const ACCESS_DIRECTORY = '/etc/baadal/migration';
export const ACCESS_CONFIG = '/etc/ssh/ssh_config.d/baadal-migration.conf';
/** Marks a line of `authorized_keys` as ours. */
const ACCESS_MARK = 'baadal-migration';

/** What another host calls this one when it moves a VM there. */
export function aliasOf(id: HostId): string {
  return `baadal-${id}`;
}

const HEAD =
  '# Written by Baadal, for the migration of VMs between hosts. Changes are overwritten.\n';

/** Options of all: nothing of the machine's own keys, agents or known hosts takes part. */
const COMMON = `
Host baadal-*
  IdentityFile ${ACCESS_DIRECTORY}/id_ed25519
  IdentitiesOnly yes
  IdentityAgent none
  UserKnownHostsFile ${ACCESS_DIRECTORY}/known_hosts
  GlobalKnownHostsFile /dev/null
  StrictHostKeyChecking yes
  UpdateHostKeys no
  BatchMode yes
  ControlPath none
  ConnectTimeout 10
  ServerAliveInterval 5
  ServerAliveCountMax 4
`;

/** The files of a host that may reach these others. */
export function accessFiles(fellows: readonly Fellow[]): AccessFiles {
  const known = fellows.filter((fellow) => fellow.hostKey !== null);
  const blocks = known.map(({ id, address, sshPort, sshUser }) =>
    [
      `Host ${aliasOf(id)}`,
      `  HostName ${address}`,
      `  Port ${sshPort}`,
      `  User ${sshUser}`,
      `  HostKeyAlias ${aliasOf(id)}`,
      '',
    ].join('\n'),
  );
  return {
    knownHosts: known.map(({ id, hostKey }) => `${aliasOf(id)} ${hostKey}\n`).join(''),
    config: `${HEAD}${COMMON}\n${blocks.join('\n')}`,
    authorised: fellows
      .filter((fellow) => fellow.publicKey !== null)
      .map(({ id, publicKey }) => `${RESTRICTIONS} ${publicKey} ${ACCESS_MARK}:${id}\n`)
      .join(''),
  };
}

/** Whatever the other side asks for, it gets libvirt: what libvirt's own SSH transport starts there. */
const RESTRICTIONS = 'restrict,command="virt-ssh-helper qemu:///system"';

const KEY_LINE = /^([a-z0-9@.-]+) ([A-Za-z0-9+/=]+)( .*)?$/;

/**
 * Reads what {@link WRITE_ACCESS} prints: the public key that was made, then the machine's host keys.
 * @returns null where the pinned one is not among the host keys
 */
export function readAnswer(
  printed: string,
  pinned: string,
): { readonly publicKey: string | null; readonly hostKey: string | null } {
  const keys = printed.split('\n').flatMap((line) => {
    const [, type, blob] = KEY_LINE.exec(line) ?? [];
    return type && blob ? [{ line: `${type} ${blob}`, blob }] : [];
  });
  const [own, ...machine] = keys;
  const hostKey = machine.find(({ blob }) => sameFingerprint(pinned, fingerprintOf(blob)));
  return { publicKey: own?.line ?? null, hostKey: hostKey?.line ?? null };
}

/** As ssh-keygen prints it. @param blob the second word of a line of `authorized_keys` */
export function fingerprintOf(blob: string): string {
  const digest = createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64');
  return `SHA256:${digest.replace(/=+$/, '')}`;
}

/**
 * Makes the key where there is none, and each file what it is to be: as arguments `known_hosts`,
 * configuration and a comment, the lines of `authorized_keys` as input. Whole files are renamed into
 * place under a lock; what is right already is not touched. Prints the public key and the host keys.
 */
export const WRITE_ACCESS = `set -eu
umask 077
dir=${ACCESS_DIRECTORY}
mkdir -p "$dir" ${ACCESS_CONFIG.slice(0, ACCESS_CONFIG.lastIndexOf('/'))} "$HOME/.ssh"
exec 9>"$dir/lock"
flock 9
if ! test -s "$dir/id_ed25519" || ! test -s "$dir/id_ed25519.pub"; then
  rm -f "$dir/id_ed25519" "$dir/id_ed25519.pub"
  ssh-keygen -q -t ed25519 -N '' -C "$3" -f "$dir/id_ed25519"
fi
put() {
  printf '%s' "$2" >"$1.baadal"
  chmod 644 "$1.baadal"
  if cmp -s "$1.baadal" "$1"; then rm -f "$1.baadal"; else mv -f "$1.baadal" "$1"; fi
}
put "$dir/known_hosts" "$1"
put ${ACCESS_CONFIG} "$2"
keys="$HOME/.ssh/authorized_keys"
test -e "$keys" || : >"$keys"
cp -p "$keys" "$keys.baadal"
{ grep -v ' ${ACCESS_MARK}:' "$keys" || :; cat; } >"$keys.baadal"
if cmp -s "$keys.baadal" "$keys"; then rm -f "$keys.baadal"; else mv -f "$keys.baadal" "$keys"; fi
cat "$dir/id_ed25519.pub"
find /etc/ssh -name 'ssh_host_*_key.pub' -exec cat {} +
`;

/** Takes all of it away; what is not ours stays. */
export const REMOVE_ACCESS = `set -eu
umask 077
rm -rf ${ACCESS_DIRECTORY}
rmdir /etc/baadal 2>/dev/null || :
rm -f ${ACCESS_CONFIG}
keys="$HOME/.ssh/authorized_keys"
if grep -q ' ${ACCESS_MARK}:' "$keys" 2>/dev/null; then
  cp -p "$keys" "$keys.baadal"
  grep -v ' ${ACCESS_MARK}:' "$keys" >"$keys.baadal" || :
  mv -f "$keys.baadal" "$keys"
fi
`;
