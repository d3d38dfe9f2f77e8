import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openSecretBox, secretBox } from './secret-box.ts';

it('opens what it sealed, never the same twice, and nothing of others', () => {
  const box = secretBox(randomBytes(32));
  const sealed = box.seal('päss');
  expect(box.open(sealed)).toBe('päss');
  expect(box.seal('päss')).not.toBe(sealed);
  expect(sealed).not.toContain('ss');
  expect(() => secretBox(randomBytes(32)).open(sealed)).toThrow();
  expect(() => box.open(`${sealed.slice(0, -4)}AAA=`)).toThrow();
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
