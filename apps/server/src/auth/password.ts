import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { BadUserInputError } from '../platform/errors.ts';

/** OWASP's recommendation for Argon2id: 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
const MIN_LENGTH = 8;
const MAX_LENGTH = 200;

const derive = promisify(argon2);

function base64(data: Uint8Array): string {
  return Buffer.from(data).toString('base64').replace(/=+$/, '');
}

/** Hashes a password with Argon2id (RFC 9106) into the PHC string format. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await derive('argon2id', { message: Buffer.from(password), nonce, ...COST });
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${base64(nonce)}$${base64(tag)}`;
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/;
/** Verified for unknown names, so that their answer takes as long. */
const NOBODY = `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$AAAAAAAAAAAAAAAAAAAAAA$${'A'.repeat(43)}`;

/** True when the password belongs to the hash; false, after the same time, when there is no hash. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const parts = PHC.exec(hash ?? NOBODY);
  if (!parts) return false;
  const [, memory, passes, parallelism, nonce = '', expected = ''] = parts;
  const wanted = Buffer.from(expected, 'base64');
  const tag = await derive('argon2id', {
    message: Buffer.from(password.slice(0, MAX_LENGTH)),
    nonce: Buffer.from(nonce, 'base64'),
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: wanted.length,
  });
  return timingSafeEqual(tag, wanted) && hash !== null;
}

/**
 * @param path the input field that is blamed
 * @throws {BadUserInputError} when the password is too short or too long
 */
export function checkNewPassword(password: string, path: string): void {
  if (password.length >= MIN_LENGTH && password.length <= MAX_LENGTH) return;
  throw new BadUserInputError([
    { path, message: `A password has ${MIN_LENGTH} to ${MAX_LENGTH} characters.` },
  ]);
}
