import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openSecretBox, secretBox } from './secret-box.ts';

it('opens what it sealed, never the same twice, and nothing of others', () => {
  const box = secretBox(randomBytes(32));
  const secret = 'a päss phrase';
  const sealed = box.seal(secret);
  expect(box.open(sealed)).toBe(secret);
  expect(box.seal(secret)).not.toBe(sealed);
  expect(Buffer.from(sealed, 'base64').includes('phrase')).toBe(false);
  expect(() => secretBox(randomBytes(32)).open(sealed)).toThrow();
});

it('does not open what was changed or cut short', () => {
  const box = secretBox(randomBytes(32));
  const bytes = Buffer.from(box.seal('x'), 'base64');
  for (const i of bytes.keys()) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(bytes.readUInt8(i) ^ 1, i);
    expect(() => box.open(changed.toString('base64'))).toThrow();
    expect(() => box.open(bytes.subarray(0, i).toString('base64'))).toThrow();
  }
});

it('keeps its key in a file of its own', async () => {
  const dir = await mkdtemp(path.join(tmpdir(), 'box-'));
  try {
    const file = path.join(dir, 'secret.key');
    const [first, second] = await Promise.all([openSecretBox(file), openSecretBox(file)]);
    expect(second.open(first.seal('x'))).toBe('x');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  } finally {
    await rm(dir, { recursive: true });
  }
});
