import { describe, expect, it } from 'vitest';
import { checkNewPassword, hashPassword, verifyPassword } from './password.ts';

describe('passwords', () => {
  it('are verified against their own hash only', async () => {
    const hash = await hashPassword('correct horse');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verifyPassword('correct horse', hash)).toBe(true);
    expect(await verifyPassword('wrong horse', hash)).toBe(false);
  });

  it('never match where there is no hash', async () => {
    expect(await verifyPassword('', null)).toBe(false);
  });

  it('must be neither short nor endless', () => {
    expect(() => checkNewPassword('short', 'p')).toThrow('8 to 200');
    expect(() => checkNewPassword('x'.repeat(201), 'p')).toThrow('8 to 200');
    expect(() => checkNewPassword('long enough', 'p')).not.toThrow();
  });
});
