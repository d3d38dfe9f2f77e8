import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from './run-command.ts';

/**
 * Makes an ed25519 key (mode 0600, `.pub` beside it), unless it is there.
 *
 * @returns the public key's line, without comment
 */
export async function ensureKey(file: string): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  if (!existsSync(`${file}.pub`)) {
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', file], {
      input: 'y\n', // a private key whose public half is missing was cut short: replace it
    });
  }
  return (await readFile(`${file}.pub`, 'utf8')).trim();
}

/**
 * The fingerprint of a public key line, as ssh-keygen -l prints it: `SHA256:` and the base64 of
 * the blob's SHA-256 without padding.
 */
export function fingerprint(publicKeyLine: string): string {
  const blob = Buffer.from(publicKeyLine.split(' ')[1] ?? '', 'base64');
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}
