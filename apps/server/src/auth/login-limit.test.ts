import { describe, expect, it } from 'vitest';
import { LoginLimit } from './login-limit.ts';

const who = { username: 'ann', address: '192.0.2.1' };
const judged = (right: boolean) => async () => ({ right, found: null });
const away = () => Promise.reject(new Error('the database is away'));

describe('LoginLimit', () => {
  it('refuses the sixth wrong password, whatever comes after', async () => {
    const limit = new LoginLimit();
    for (let i = 0; i < 5; i++) await limit.judge(who, judged(false));
    await expect(limit.judge(who, judged(true))).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    // Somebody else, and the same person from elsewhere, are not kept out.
    await limit.judge({ ...who, username: 'bob' }, judged(true));
    await limit.judge({ ...who, address: '192.0.2.2' }, judged(true));
  });

  it('forgets failures after a right one', async () => {
    const limit = new LoginLimit();
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 4; i++) await limit.judge(who, judged(false));
      expect((await limit.judge(who, judged(true))).right).toBe(true);
    }
  });

  it('counts no try that came to no judgement', async () => {
    const limit = new LoginLimit();
    for (let i = 0; i < 50; i++)
      await expect(limit.judge(who, away)).rejects.toThrow('the database is away');
    expect((await limit.judge(who, judged(true))).right).toBe(true);
  });
});
