import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { RateLimitedError } from '../platform/errors.ts';

const MINUTE = 60;

/**
 * Slows down guessing. Failures count twice: per account from one address (5 in 15 minutes) and per
 * address (30 a minute), so that nobody can lock another person out from elsewhere.
 * Counted per API process: behind n processes an attacker has n times as many tries.
 */
export class LoginLimit {
  readonly #perAccount = new RateLimiterMemory({ points: 5, duration: 15 * MINUTE });
  readonly #perAddress = new RateLimiterMemory({ points: 30, duration: MINUTE });

  /**
   * Takes one try. One that succeeds is given back with all before it; one that came to no judgement
   * (the database is away) is given back, too: it tells a guesser nothing.
   * @param judge whether the password was right
   * @throws {RateLimitedError} with the seconds to wait
   */
  async judge<T>(
    who: { readonly username: string; readonly address: string },
    judge: () => Promise<{ readonly right: boolean; readonly found: T }>,
  ): Promise<{ readonly right: boolean; readonly found: T }> {
    const { address } = who;
    const account = await this.#take(who);
    try {
      const judged = await judge();
      if (judged.right) {
        await this.#perAccount.delete(account);
        await this.#perAddress.reward(address);
      }
      return judged;
    } catch (error) {
      await this.#perAccount.reward(account);
      await this.#perAddress.reward(address);
      throw error;
    }
  }

  /** @returns what the account is counted by */
  async #take({ username, address }: { username: string; address: string }): Promise<string> {
    const account = `${address} ${username.toLowerCase()}`;
    try {
      await this.#perAddress.consume(address);
      await this.#perAccount.consume(account);
    } catch (fault) {
      if (!(fault instanceof RateLimiterRes)) throw fault;
      const seconds = Math.max(1, Math.ceil(fault.msBeforeNext / 1000));
      throw new RateLimitedError(
        `Too many failed sign-ins. Try again in ${seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`}.`,
        seconds,
      );
    }
    return account;
  }
}
