import { stringify } from 'yaml';
import { isoImage } from './iso-image.ts';
import { sshKeysOf } from './user-data.ts';

/** What a new guest is told by its seed. */
export interface SeedContent {
  /** Changes when a guest is to set itself up anew, as a clone is. */
  readonly instanceId: string;
  readonly hostname: string;
  /** Account that is made for its owner; null: the accounts on the disk stay as they are. */
  readonly username: string | null;
  /** Public keys, one a line; null: none. */
  readonly sshKey: string | null;
  /** What its owner wrote, handed on byte for byte; null: nothing. */
  readonly userData: string | null;
}

/** Accounts of every Linux, which cloud-init must not make. */
const TAKEN = /^(root|daemon|bin|sys|sync|games|man|lp|mail|news|proxy|www-data|backup|nobody)$/;

/** A name that any Linux takes for an account, from that of our user. */
export function accountName(username: string): string {
  const name = username
    .toLowerCase()
    .replace(/@.*$/, '')
    .replace(/[^a-z0-9_-]/g, '-')
    .replace(/^[^a-z_]+/, '')
    .slice(0, 32);
  return name === '' || TAKEN.test(name) ? 'baadal' : name;
}

/** A host name (RFC 1123) from a VM's name, which may have underscores. */
export function hostName(vmName: string): string {
  return (
    vmName
      .toLowerCase()
      .replace(/_/g, '-')
      .replace(/^-+|-+$/g, '') || 'vm'
  );
}

/**
 * A disk that another guest was set up on, as that of a clone or of a saved VM is, has that guest's
 * machine id: it gets one of its own. A new disk's is left alone, since the journal is already kept
 * by it. Run at each boot, whatever the owner's `bootcmd` says; it works once for an instance.
 */
const MACHINE_ID = `#!/bin/sh
command -v systemd-machine-id-setup >/dev/null || exit 0
exec cloud-init-per instance baadal-machine-id sh -c '
set -- /var/lib/cloud/instances/*
[ $# -gt 1 ] || exit 0
rm -f /etc/machine-id /var/lib/dbus/machine-id
systemd-machine-id-setup
systemctl --no-block try-restart systemd-journald.service'
`;

/** Several parts in one file, as cloud-init takes them. */
function multipart(parts: Readonly<Record<string, string>>): string {
  const boundary = 'baadal-part';
  const texts = Object.entries(parts).map(([type, text]) => {
    const lines =
      Buffer.from(text)
        .toString('base64')
        .match(/.{1,76}/g) ?? [];
    return `--${boundary}\nContent-Type: ${type}; charset="utf-8"\nContent-Transfer-Encoding: base64\n\n${lines.join('\n')}\n`;
  });
  return `Content-Type: multipart/mixed; boundary="${boundary}"\nMIME-Version: 1.0\n\n${texts.join('')}--${boundary}--\n`;
}

function ownerAccount(name: string, keys: readonly string[]) {
  return {
    ...{ name, gecos: name, shell: '/bin/bash', sudo: 'ALL=(ALL) NOPASSWD:ALL', lock_passwd: true },
    ...(keys.length > 0 && { ssh_authorized_keys: keys }),
  };
}

/**
 * The files of cloud-init's NoCloud seed. What we set goes into `vendor-data`, over which the
 * owner's `user-data` wins, so that theirs need not be taken apart and put together again.
 * @see https://docs.cloud-init.io/en/latest/reference/datasources/nocloud.html
 */
export function seedFiles(
  seed: SeedContent,
): { readonly name: string; readonly content: Buffer }[] {
  const keys = seed.sshKey === null ? [] : sshKeysOf(seed.sshKey);
  const config = {
    hostname: seed.hostname,
    manage_etc_hosts: true,
    users: seed.username === null ? [] : ['default', ownerAccount(seed.username, keys)],
    ...(keys.length > 0 && { ssh_authorized_keys: keys }),
  };
  const metadata = { 'instance-id': seed.instanceId, 'local-hostname': seed.hostname };
  const text = (name: string, content: string) => ({ name, content: Buffer.from(content) });
  return [
    text('meta-data', stringify(metadata)),
    text('user-data', seed.userData ?? '#cloud-config\n{}\n'),
    text(
      'vendor-data',
      multipart({
        'text/cloud-config': `#cloud-config\n${stringify(config, { lineWidth: 0 })}`,
        'text/cloud-boothook': MACHINE_ID,
      }),
    ),
  ];
}

/** The seed as an image with the label that cloud-init looks for. */
export function seedImage(seed: SeedContent, at: Date): Buffer {
  return isoImage('cidata', seedFiles(seed), at);
}
