import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import { root } from '../scripts/test/npm-start.ts';

const runFile = promisify(execFile);

/** The lab of the product, by the command that people use: `lab('power-off', 'host2')`. */
export const lab = (...command: readonly string[]): Promise<string> =>
  labIn(inject('product').stateDir, ...command);

/** The same outside a test, for the product that keeps its state there. */
export async function labIn(stateDir: string, ...command: readonly string[]): Promise<string> {
  const program = join(root, 'packages', 'lab', 'src', 'cli.ts');
  const { stdout } = await runFile(process.execPath, [
    program,
    ...['--state-dir', join(stateDir, 'lab'), '--cache-dir', join(root, '.baadal', 'cache')],
    ...command,
  ]);
  return stdout;
}

/** `virsh` on a host of the lab, behind the product's back. */
export const virsh = (host: string, command: string): Promise<string> =>
  lab('ssh', host, `virsh -c qemu:///system ${command}`);
