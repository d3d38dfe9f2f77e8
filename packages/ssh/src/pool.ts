import { machineKey, type SshTarget } from './connection.ts';
import { SshMachine, type SshMachineOptions } from './machine.ts';

/** Options of a pool; all have defaults. */
export type SshPoolOptions = Partial<SshMachineOptions>;

const DEFAULTS = {
  connectTimeoutMs: 10_000,
  commandTimeoutMs: 60_000,
  keepaliveIntervalMs: 5_000,
  keepaliveCount: 2,
  maxChannels: 8,
} as const satisfies SshMachineOptions;

/**
 * Machines by `user@host:port`, one connection each.
 *
 * Defaults: connect within 10 s, commands within 60 s, a keepalive each 5 s of which 2 may stay
 * unanswered (a frozen machine is found after 15 s), 8 commands or transfers at once per machine.
 */
export class SshPool implements AsyncDisposable {
  readonly #options: SshMachineOptions;
  readonly #machines = new Map<string, SshMachine>();

  constructor(options: SshPoolOptions = {}) {
    const given = Object.entries(options).filter(([, value]) => value !== undefined);
    this.#options = { ...DEFAULTS, ...Object.fromEntries(given) };
  }

  /** The machine's handle; connects on first use. Changed keys take effect on the next use. */
  machine(target: SshTarget): SshMachine {
    const key = machineKey(target);
    const known = this.#machines.get(key);
    if (known) {
      known.retarget(target);
      return known;
    }
    const machine = new SshMachine(target, this.#options);
    this.#machines.set(key, machine);
    return machine;
  }

  /** Closes one machine's access and forgets it. */
  remove(target: Pick<SshTarget, 'user' | 'host' | 'port'>): void {
    const key = machineKey(target);
    this.#machines.get(key)?.close();
    this.#machines.delete(key);
  }

  /** Closes every connection; calls in flight reject with `CLOSED`. */
  close(): void {
    for (const machine of this.#machines.values()) machine.close();
    this.#machines.clear();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }
}
