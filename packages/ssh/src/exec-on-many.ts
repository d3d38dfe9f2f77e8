import type { ExecOptions, ExecResult } from './exec.ts';
import type { SshMachine } from './machine.ts';

/** What one machine of many answered. */
export type ManyResult = { readonly machine: SshMachine } & PromiseSettledResult<ExecResult>;

/** As for one machine; a stream cannot be the input of several. */
export interface ExecOnManyOptions extends Omit<ExecOptions, 'stdin'> {
  readonly stdin?: string | Buffer | undefined;
  /** Machines at work at once; default 16. */
  readonly concurrency?: number | undefined;
}

/**
 * Runs the same program on many machines; results in the order of the machines. A dead machine
 * costs its own result and one of the `concurrency` lanes for its deadline, nothing else.
 */
export async function execOnMany(
  machines: readonly SshMachine[],
  argv: readonly string[],
  options: ExecOnManyOptions = {},
): Promise<ManyResult[]> {
  const { concurrency = 16, ...execOptions } = options;
  const results: ManyResult[] = [];
  const queue = machines.entries();
  const lane = async () => {
    for (const [index, machine] of queue) {
      const [settled] = await Promise.allSettled([machine.exec(argv, execOptions)]);
      results[index] = { machine, ...settled };
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, machines.length) }, lane));
  return results;
}
