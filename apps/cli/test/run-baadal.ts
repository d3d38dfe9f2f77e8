import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const MAIN = join(import.meta.dirname, '../src/main.ts');

/** A running or ended `baadal` process. */
export interface Baadal {
  readonly child: ChildProcessWithoutNullStreams;
  readonly output: { stdout: string; stderr: string };
  readonly exit: Promise<number | null>;
}

/** Starts the command line as a person's shell would. */
export function startBaadal(
  args: readonly string[],
  env: Record<string, string>,
  stdin?: string,
): Baadal {
  const child = spawn(MAIN, [...args], { env: { PATH: process.env['PATH'], ...env } });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  if (stdin !== undefined) child.stdin.end(stdin);
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, output, exit };
}

/** Runs it to its end. */
export async function baadal(args: readonly string[], env: Record<string, string>, stdin = '') {
  const { output, exit } = startBaadal(args, env, stdin);
  return { code: await exit, ...output };
}

/** Waits for a condition; the only waiting of these tests. */
export async function waitFor(
  what: string,
  check: () => boolean,
  deadlineMs = 15_000,
): Promise<void> {
  const end = Date.now() + deadlineMs;
  while (!check()) {
    if (Date.now() > end) throw new Error(`Not within ${deadlineMs} ms: ${what}`);
    await delay(10);
  }
}
