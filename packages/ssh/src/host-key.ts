import { createHash } from 'node:crypto';

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
