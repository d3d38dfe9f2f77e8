import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { LabError } from './errors.ts';

/** Settings of {@link run}. */
export interface RunOptions {
  readonly input?: string;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Default 60 s; the command is then killed. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Runs a program with an argument array, never through a shell.
 *
 * @returns what it wrote to stdout
 * @throws {LabError} COMMAND_FAILED when it cannot be started, fails or takes too long
 */
export async function run(
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? 60_000);
  const child = spawn(file, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true, // Ctrl-C at a terminal is ours to handle, and shall not cut a step in two
    killSignal: 'SIGKILL',
    signal: options.signal === undefined ? timeout : AbortSignal.any([options.signal, timeout]),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.env === undefined ? {} : { env: options.env }),
  });
  const exit = new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code === null ? String(signal) : String(code)));
  });
  // A program that does not read its input closes the pipe early; its exit code tells the story.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  const command = [file, ...args].join(' ');
  try {
    const [stdout, stderr, code] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      exit,
    ]);
    if (code === '0') return stdout;
    throw new LabError('COMMAND_FAILED', `${command} ended with ${code}: ${stderr.trim()}`);
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    throw new LabError('COMMAND_FAILED', `${command} could not be run`, { cause });
  }
}
