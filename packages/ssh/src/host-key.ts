import { createHash } from 'node:crypto';
import ssh2 from 'ssh2';
import { SshError } from './errors.ts';

/** An offered host key. */
export interface HostKey {
  /** OpenSSH's form: `SHA256:` and the unpadded base64 of the key's SHA-256. */
  readonly fingerprint: string;
  /** For example `ssh-ed25519`. */
  readonly type: string;
}

/** Names a host key given as the wire's public key blob (RFC 4253, section 6.6). */
export function describeHostKey(blob: Buffer): HostKey {
  const digest = createHash('sha256').update(blob).digest('base64').replace(/=+$/, '');
  const typeLength = blob.length >= 4 ? blob.readUInt32BE(0) : 0;
  return {
    fingerprint: `SHA256:${digest}`,
    type: blob.subarray(4, 4 + typeLength).toString('latin1'),
  };
}

/** Whether a pinned fingerprint names the same key; padding and the prefix may be missing. */
export function sameFingerprint(pinned: string, offered: string): boolean {
  const bare = (text: string) =>
    text
      .trim()
      .replace(/^SHA256:/, '')
      .replace(/=+$/, '');
  return bare(pinned) === bare(offered);
}

/**
 * The public half of a private key, as a line of `authorized_keys` without comment.
 *
 * @param privateKey OpenSSH format, without passphrase
 * @throws {SshError} PRIVATE_KEY_INVALID
 */
export function publicKeyLine(privateKey: Buffer | string): string {
  const key = ssh2.utils.parseKey(privateKey);
  if (key instanceof Error)
    throw new SshError('PRIVATE_KEY_INVALID', 'The private key cannot be read', { cause: key });
  const [first] = Array.isArray(key) ? key : [key];
  return `${first?.type} ${first?.getPublicSSH().toString('base64')}`;
}
