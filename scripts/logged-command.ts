import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** A command failed; the message ends with the last lines of its log. */
export class CommandError extends Error {
  readonly code = 'COMMAND_FAILED';
}

/** A command whose output goes to a file. */
export interface LoggedCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Replaced by this run. */
  readonly logFile: string;
  /** Lines of the log that the error shows; default 20. */
  readonly tailLines?: number;
  readonly signal?: AbortSignal;
}

/**
 * Runs a command to its end, output to the log.
 *
 * @param what the command in words, for the error
 * @throws {CommandError} when it cannot be started, fails, or is stopped by the signal
 */
export async function runLogged(what: string, options: LoggedCommand): Promise<void> {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = openSync(options.logFile, 'w');
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: { ...(options.env ?? process.env), NO_COLOR: '1' },
    stdio: ['ignore', log, log],
    ...(options.signal && { signal: options.signal }),
  });
  closeSync(log);
  const outcome = await new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  if (outcome === 'exit code 0') return;
  throw new CommandError(
    `The ${what} failed (${outcome}); the end of ${options.logFile}:\n${logTail(options.logFile, options.tailLines)}`,
  );
}

/** The last lines of a log, indented for the terminal; empty when there is no such file. */
export function logTail(file: string, lines = 20): string {
  try {
    const all = stripVTControlCharacters(readFileSync(file, 'utf8')).trimEnd().split('\n');
    return all
      .slice(-lines)
      .map((line) => `  ${line}`)
      .join('\n');
  } catch {
    return ''; // nothing was written, which the caller's message already tells
  }
}
